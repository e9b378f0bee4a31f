//! What the framework cannot say in the document, said here.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::refusals;

/// What a parameter means wherever it occurs.
const PARAMETERS: &[(&str, &str)] = &[
    ("account_id", "The account."),
    ("user_id", "The member."),
    ("invitation_id", "The invitation."),
    ("session_id", "The session."),
    ("key_id", "The service key."),
    ("contact_id", "The contact."),
    ("communication_id", "The communication."),
    ("client_id", "The client."),
    ("site_id", "The site."),
    ("status", "Only those who are this."),
    ("sort", "What the list is ordered by: `name` without it."),
    ("dry_run", "Whether it only tells what would happen."),
    ("format", "What rows are given out in: `ndjson` without it."),
    ("may_amend", "Whether a row may change what is there already; else it is refused."),
    ("profile", "Only those with this profile."),
    ("limit", "How many rows at most."),
    ("q", "What to search for."),
    ("role", "Only those with this role."),
    ("state", "Only those in this state."),
    ("category", "The kind of communication."),
    ("permission", "What they may do."),
    ("actor", "Only what this user or key did."),
    ("action", "Only this, such as `invitation.send`."),
    ("from", "Only from this time on."),
    ("to", "Only before this time."),
    ("after", "The number of the last event that is known already."),
    ("cursor", "The `next_cursor` of the part before."),
    (
        "If-Match",
        "The `ETag` that the change starts from; 412 when it is no longer the one stored.",
    ),
    (
        "Idempotency-Key",
        "The same key and body within 24 hours give the first answer again. 1 to 255 printable \
         characters.",
    ),
    ("Accept-Language", "`es` or `en`."),
];

/// Examples of choices, which the framework has no place for.
const CHOICES: &[(&str, &str)] = &[
    ("Addresses", "eva@acme.example, mario@gestoria.example"),
    ("Grants", "all"),
    ("PanelAccessChoice", "invite"),
];

/// What a header must look like.
const PATTERNS: &[(&str, &str)] =
    &[("If-Match", "^(\\*|\"[0-9]{1,18}\")$"), ("Idempotency-Key", "^[!-~]{1,255}$")];

/// Completes what the framework derived from the operations.
#[must_use]
pub(super) fn completed(derived: &str) -> String {
    let mut document = serde_json::from_str(derived).unwrap_or_default();
    complete(&mut document);
    document.to_string()
}

fn complete(document: &mut Value) {
    let asked = schemas_of_requests(document);
    if let Some(schemas) =
        document.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    {
        for (name, schema) in schemas {
            tidy(schema);
            if let Some((_, example)) = CHOICES.iter().find(|(choice, _)| name == choice) {
                schema["example"] = (*example).into();
            }
            if asked.contains(name) {
                close(schema);
            } else {
                require_nullable(schema);
            }
        }
    }
    for_each_operation(document, |operation| {
        describe_parameters(operation);
        refusals::refer(operation);
    });
    refusals::describe(document);
}

/// The names of the schemas that request bodies are made of.
fn schemas_of_requests(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&Value> = Vec::new();
    for item in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let operations = item.1.as_object().into_iter().flatten();
        waiting.extend(operations.filter_map(|(_, operation)| operation.get("requestBody")));
    }
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(name) = referred(fields)
                    && found.insert(name.to_owned())
                {
                    waiting.extend(document.pointer(&format!("/components/schemas/{name}")));
                }
                waiting.extend(fields.iter().filter(|(key, _)| *key != "example").map(|(_, v)| v));
            }
            Value::Array(items) => waiting.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

fn referred(fields: &Map<String, Value>) -> Option<&str> {
    fields.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

/// A choice is no object, whatever the framework says, and a property that refers to another schema
/// need not repeat its own description beside the reference.
fn tidy(schema: &mut Value) {
    if let Some(fields) = schema.as_object_mut().filter(|fields| fields.contains_key("oneOf")) {
        fields.remove("type");
    }
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (_, property) in properties.into_iter().flatten() {
        if let Some(all) = property.get_mut("allOf").and_then(Value::as_array_mut) {
            all.retain(|one| one.get("$ref").is_some());
        }
    }
}

/// In a request, unknown fields are refused, and null stands for what may be left out.
fn close(schema: &mut Value) {
    let required = required_of(schema);
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, property) in properties {
        if !required.contains(name) {
            property["nullable"] = true.into();
        }
    }
    schema["additionalProperties"] = false.into();
}

/// In an answer, what may be null is always there; what else may be absent is left out.
fn require_nullable(schema: &mut Value) {
    let mut required = required_of(schema);
    let properties = schema.get("properties").and_then(Value::as_object);
    let nullable = |property: &Value| property.get("nullable").is_some_and(|value| value == true);
    let always = properties.into_iter().flatten().filter(|(_, property)| nullable(property));
    required.extend(always.map(|(name, _)| name.clone()));
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
}

fn required_of(schema: &Value) -> BTreeSet<String> {
    let names = schema.get("required").and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn for_each_operation(document: &mut Value, mut work: impl FnMut(&mut Value)) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (_, item) in paths.into_iter().flatten() {
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            work(operation);
        }
    }
}

fn describe_parameters(operation: &mut Value) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let described = PARAMETERS.iter().find(|(name, _)| parameter["name"] == *name);
        if let Some((_, description)) = described
            && parameter.get("description").is_none()
        {
            parameter["description"] = (*description).into();
        }
        if let Some((_, pattern)) = PATTERNS.iter().find(|(name, _)| parameter["name"] == *name) {
            parameter["schema"]["pattern"] = (*pattern).into();
        }
    }
}
