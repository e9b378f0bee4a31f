//! The document, read as a client would; and whether it is complete.

use std::fmt;
use std::sync::{Arc, LazyLock};

use portero_store_memory::MemoryStore;
use portero_system::Sha256Digest;
use serde_json::Value;

/// The document as it is served.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
        let store = MemoryStore::new(Arc::new(Sha256Digest));
        let portero = Arc::new(crate::world::portero_on(&store));
        let text = portero_http::openapi_document(&portero, "http://portero.example");
        serde_json::from_str(&text).expect("the document is JSON")
    });
    &DOCUMENT
}

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
    pub secured: bool,
    value: Value,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.to_uppercase(), self.path)
    }
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let paths = document()["paths"].as_object().expect("there are paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let operations = item.as_object().expect("a path has operations");
        operations.iter().map(|(method, value)| Operation {
            id: value["operationId"].as_str().expect("an operation has an id").to_owned(),
            method: method.clone(),
            path: path.clone(),
            secured: insists_on_a_credential(value),
            value: value.clone(),
        })
    });
    operations.collect()
}

fn insists_on_a_credential(operation: &Value) -> bool {
    let choices = operation["security"].as_array();
    choices.is_some_and(|all| all.iter().all(|one| one != &serde_json::json!({})))
}

/// Those with a body; rows of an import are another matter.
pub fn operations_with_body() -> Vec<Operation> {
    let has_body = |operation: &Operation| operation.example().is_some() && operation.is_json();
    operations().into_iter().filter(has_body).collect()
}

/// Those that need a credential.
pub fn secured_operations() -> Vec<Operation> {
    operations().into_iter().filter(|operation| operation.secured).collect()
}

impl Operation {
    /// Whether the document knows that it may answer like this.
    pub fn documents(&self, status: u16) -> bool {
        self.value["responses"].get(status.to_string()).is_some()
    }

    /// The path with its parameters filled in.
    pub fn path_with(&self, value: impl Fn(&str) -> String) -> String {
        let segment = |segment: &str| {
            let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            name.map_or_else(|| segment.to_owned(), &value)
        };
        self.path.split('/').map(segment).collect::<Vec<_>>().join("/")
    }

    /// Its parameters: where, name, schema, whether required.
    pub fn parameters(&self, place: &str) -> Vec<(String, Value)> {
        let all = self.value["parameters"].as_array().cloned().unwrap_or_default();
        let here = all.into_iter().filter(|parameter| parameter["in"] == place);
        here.map(|one| (one["name"].as_str().unwrap_or_default().to_owned(), one)).collect()
    }

    /// Right values for what it insists on in the query, but for one parameter.
    pub fn required_query(&self, but: &str) -> String {
        let insisted = self
            .parameters("query")
            .into_iter()
            .filter(|(name, parameter)| parameter["required"] == true && name != but);
        let given = insisted.map(|(name, parameter)| {
            let value = &resolve(&parameter["schema"])["example"];
            format!("{name}={}&", value.as_str().expect("a name"))
        });
        given.collect()
    }

    /// The schema of its body: of an import, that of one row.
    pub fn body_schema(&self) -> Option<&'static Value> {
        Some(resolve(self.content()?.1.get("schema")?))
    }

    /// The media type of its body: of an import, that of lines.
    pub fn content_type(&self) -> &str {
        self.content().map_or("", |(kind, _)| kind)
    }

    fn content(&self) -> Option<(&str, &Value)> {
        let content = self.value["requestBody"]["content"].as_object()?;
        let lines = content.get_key_value("application/x-ndjson");
        lines.or_else(|| content.iter().next()).map(|(kind, media)| (kind.as_str(), media))
    }

    /// Whether its body is one JSON value.
    pub fn is_json(&self) -> bool {
        self.content_type().starts_with("application/json")
    }

    /// Whether it cannot do without a body.
    pub fn needs_body(&self) -> bool {
        self.value["requestBody"]["required"] == true
    }

    /// A body that is right: the document's own example.
    pub fn example(&self) -> Option<Value> {
        self.body_schema().map(|schema| schema["example"].clone())
    }
}

/// Follows a reference.
pub fn resolve(schema: &Value) -> &'static Value {
    let reference = schema["$ref"].as_str().or(schema["allOf"][0]["$ref"].as_str());
    let reference = reference.expect("a reference").trim_start_matches('#');
    document().pointer(reference).expect("what is referred to is there")
}

#[test]
fn every_operation_has_an_id_of_its_own_a_tag_and_a_summary() {
    let mut ids = std::collections::BTreeSet::new();
    for operation in operations() {
        assert!(ids.insert(operation.id.clone()), "{operation}: the id is used twice");
        assert!(operation.value["tags"][0].is_string(), "{operation}: no tag");
        assert!(operation.value["summary"].is_string(), "{operation}: no summary");
    }
    assert!(ids.len() > 40, "only {} operations", ids.len());
}

#[test]
fn every_schema_has_an_example_and_every_example_a_believable_date() {
    for (name, schema) in document()["components"]["schemas"].as_object().unwrap() {
        assert!(schema.get("example").is_some(), "{name} has no example");
        let example = schema["example"].to_string();
        assert!(!example.contains("1970-01-01"), "{name}: a date cannot be read: {example}");
    }
}

#[test]
fn every_refusal_is_written_once_with_an_example_of_its_own_status() {
    let mut refusals = 0;
    for operation in operations() {
        for (status, response) in operation.value["responses"].as_object().unwrap() {
            if status.starts_with('2') {
                assert!(response.get("description").is_some(), "{operation}: {status}");
                continue;
            }
            let example = &resolve(response)["content"]["application/problem+json"]["example"];
            assert_eq!(&example["status"].to_string(), status, "{operation}: {example}");
            refusals += 1;
        }
    }
    assert!(refusals > 500, "only {refusals} refusals");
}

#[test]
fn every_request_schema_is_closed_and_every_parameter_described() {
    for operation in operations() {
        if let Some(schema) = operation.body_schema() {
            assert_eq!(schema["additionalProperties"], false, "{operation}");
        }
        for (name, parameter) in
            ["path", "query", "header"].map(|at| operation.parameters(at)).concat()
        {
            assert!(parameter["description"].is_string(), "{operation}: {name} is not described");
        }
    }
}

#[test]
fn every_list_always_tells_where_to_go_on() {
    let schemas = document()["components"]["schemas"].as_object().unwrap();
    let pages = schemas.iter().filter(|(name, _)| name.starts_with("Page_"));
    let mut seen = 0;
    for (name, schema) in pages {
        let required = schema["required"].as_array().unwrap();
        assert!(required.contains(&"next_cursor".into()), "{name}");
        assert_eq!(schema["properties"]["next_cursor"]["nullable"], true, "{name}");
        seen += 1;
    }
    assert!(seen > 5, "only {seen} lists");
}
