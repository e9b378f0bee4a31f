//! What a request is held against: of the document what operations take, without its words.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The operations and schemas of a document.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Outline {
    /// By path, then by method in lower case.
    pub(super) paths: BTreeMap<String, BTreeMap<String, Operation>>,
    pub(super) components: Schemas,
}

/// What an operation takes.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Operation {
    pub(super) parameters: Vec<Parameter>,
    pub(super) request_body: Option<RequestBody>,
    security: Vec<serde_json::Map<String, serde_json::Value>>,
}

impl Operation {
    /// Whether it cannot be called without a credential.
    pub(super) fn is_secured(&self) -> bool {
        !self.security.is_empty() && self.security.iter().all(|choice| !choice.is_empty())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) schema: Schema,
}

#[derive(Debug, Deserialize)]
pub(super) struct RequestBody {
    #[serde(default)]
    pub(super) required: bool,
    /// By media type.
    content: BTreeMap<String, Content>,
}

impl RequestBody {
    pub(super) fn schema(&self) -> Option<&Schema> {
        self.content.values().next()?.schema.as_ref()
    }
}

#[derive(Debug, Deserialize)]
struct Content {
    schema: Option<Schema>,
}

/// What a value must look like.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<Kind>,
    pub(super) format: Option<Format>,
    pub(super) nullable: bool,
    all_of: Vec<Schema>,
    pub(super) one_of: Vec<Schema>,
    pub(super) items: Option<Box<Schema>>,
    pub(super) properties: BTreeMap<String, Schema>,
    pub(super) required: Vec<String>,
}

/// The kinds of values that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

/// The formats of a text that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Format {
    Uuid,
    DateTime,
    #[serde(other)]
    Other,
}

/// The schemas that others refer to, by name.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Schemas {
    schemas: BTreeMap<String, Schema>,
}

impl Schemas {
    /// Follows the references of a schema to what it says itself.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        let first = schema.all_of.first().unwrap_or(schema);
        let name = first.reference.as_deref().and_then(|one| one.strip_prefix(SCHEMAS));
        name.and_then(|name| self.schemas.get(name)).unwrap_or(first)
    }
}

/// What a reference to a schema begins with.
const SCHEMAS: &str = "#/components/schemas/";
