//! What the framework cannot say in the document, said here.

use std::collections::{BTreeMap, BTreeSet};

use poem::http::StatusCode;
use poem_openapi::types::{Example, ToJSON};
use portero_domain::model::Language;
use serde_json::{Map, Value, json};

use crate::problem::{Code, ExplanationBody, FieldErrorBody, Problem};

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

/// Where the content of a response is that is a problem.
const PROBLEM: &str = "/content/application~1problem+json";

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
    for_each_operation(document, describe_parameters);
    share_problems(document);
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

/// Every operation may answer with the same problems: they are written once, with an example each,
/// and referred to. Written out they were three quarters of the document.
fn share_problems(document: &mut Value) {
    let mut shared: BTreeMap<String, Value> = BTreeMap::new();
    for_each_operation(document, |operation| {
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (status, response) in responses.into_iter().flatten() {
            let Some(name) = name_of_problem(status, response) else {
                continue;
            };
            let reference = json!({ "$ref": format!("#/components/responses/{name}") });
            let response = std::mem::replace(response, reference);
            shared.entry(name).or_insert_with(|| with_example(response, status));
        }
    });
    if !shared.is_empty() {
        document["components"]["responses"] = json!(shared);
    }
}

/// A problem's name among the shared responses is that of its status: `NotFound`.
fn name_of_problem(status: &str, response: &Value) -> Option<String> {
    response.pointer(PROBLEM)?;
    let status: StatusCode = status.parse().ok()?;
    Some(status.canonical_reason()?.replace([' ', '-'], ""))
}

fn with_example(mut response: Value, status: &str) -> Value {
    if let (Some(content), Some(example)) = (response.pointer_mut(PROBLEM), example_of(status)) {
        content["example"] = example;
    }
    response
}

/// The first code of a status, as it is answered.
fn example_of(status: &str) -> Option<Value> {
    let code = match status {
        "403" => Code::Forbidden,
        _ => *Code::ALL.iter().find(|code| code.facts().status.as_str() == status)?,
    };
    let mut body = Problem::Request(code, None).body(Language::English);
    if code == Code::InvalidFields {
        body.errors = Some(vec![FieldErrorBody::example()]);
    }
    if code == Code::Forbidden {
        body.explanation = Some(ExplanationBody::example());
    }
    body.to_json()
}
