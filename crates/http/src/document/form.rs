//! Whether a JSON value has the form that a schema of the document asks for.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::outline::{Format, Kind, Schema, Schemas};
use super::{Fault, Trouble};
use crate::schema::Timestamp;

/// The most faults that are told of one body.
const MOST: usize = 20;
/// The most characters of an unknown field's name that are told.
const LONGEST_NAME: usize = 64;

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// A UUID as text.
    Id,
    /// An instant as text.
    Instant,
    /// A whole number.
    Integer,
    /// True or false.
    Flag,
    /// A list.
    List,
    /// An object.
    Object,
    /// A text or a list of texts.
    TextOrTexts,
    /// False, a text or an object.
    FlagTextOrObject,
}

impl Form {
    /// The form that a schema asks for; nothing when it leaves it open.
    #[must_use]
    pub(super) fn of(schema: &Schema) -> Option<Self> {
        if !schema.one_of.is_empty() {
            let has_flag = schema.one_of.iter().any(|one| one.kind == Some(Kind::Boolean));
            return Some(if has_flag { Self::FlagTextOrObject } else { Self::TextOrTexts });
        }
        match schema.kind? {
            Kind::String => Some(match schema.format {
                Some(Format::Uuid) => Self::Id,
                Some(Format::DateTime) => Self::Instant,
                Some(Format::Other) | None => Self::Text,
            }),
            Kind::Integer => Some(Self::Integer),
            Kind::Boolean => Some(Self::Flag),
            Kind::Array => Some(Self::List),
            Kind::Object => Some(Self::Object),
            Kind::Number => None,
        }
    }

    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Id => value.as_str().is_some_and(|text| text.parse::<Uuid>().is_ok()),
            Self::Instant => value.as_str().is_some_and(|text| Timestamp::parse(text).is_some()),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Flag => value.is_boolean(),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::TextOrTexts => match value {
                Value::String(_) => true,
                Value::Array(items) => items.iter().all(Value::is_string),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
            },
            Self::FlagTextOrObject => value.is_boolean() || value.is_string() || value.is_object(),
        }
    }

    pub(super) const fn english(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Id => "a UUID",
            Self::Instant => "an RFC 3339 time, such as \"2027-01-31T12:00:00Z\"",
            Self::Integer => "a whole number",
            Self::Flag => "true or false",
            Self::List => "a list",
            Self::Object => "a JSON object",
            Self::TextOrTexts => "a text or a list of texts",
            Self::FlagTextOrObject => "false, a text or a JSON object",
        }
    }

    pub(super) const fn spanish(self) -> &'static str {
        match self {
            Self::Text => "un texto",
            Self::Id => "un UUID",
            Self::Instant => "una fecha y hora RFC 3339, como \"2027-01-31T12:00:00Z\"",
            Self::Integer => "un número entero",
            Self::Flag => "true o false",
            Self::List => "una lista",
            Self::Object => "un objeto JSON",
            Self::TextOrTexts => "un texto o una lista de textos",
            Self::FlagTextOrObject => "false, un texto o un objeto JSON",
        }
    }
}

/// What is wrong with the form of a body.
pub(super) fn faults_of(schemas: &Schemas, schema: &Schema, body: &[u8]) -> Vec<Fault> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return vec![Fault { place: String::new(), trouble: Trouble::NoBody }];
    }
    match serde_json::from_slice(body) {
        Ok(value) => {
            let mut reader = Reader { schemas, faults: Vec::new() };
            reader.read(schema, &value, "");
            reader.faults.truncate(MOST);
            reader.faults
        }
        Err(error) => {
            let trouble = Trouble::NotJson { line: error.line(), column: error.column() };
            vec![Fault { place: String::new(), trouble }]
        }
    }
}

struct Reader<'a> {
    schemas: &'a Schemas,
    faults: Vec<Fault>,
}

impl<'d> Reader<'d> {
    fn read(&mut self, schema: &'d Schema, value: &Value, place: &str) {
        if schema.nullable && value.is_null() {
            return;
        }
        let schema = self.schemas.resolve(schema);
        let Some(form) = Form::of(schema) else {
            return;
        };
        if !form.fits(value) {
            self.report(place.to_owned(), Trouble::Expected(form));
            return;
        }
        match value {
            Value::Array(items) => self.read_items(schema, items, place),
            Value::Object(fields) => {
                let object = self.object_among(schema);
                self.read_fields(object, fields, place);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// What an object must look like: of a choice, the one that is an object.
    fn object_among(&self, schema: &'d Schema) -> &'d Schema {
        let mut choices = schema.one_of.iter().map(|one| self.schemas.resolve(one));
        choices.find(|one| one.kind == Some(Kind::Object)).unwrap_or(schema)
    }

    fn read_items(&mut self, schema: &'d Schema, items: &[Value], place: &str) {
        let Some(schema) = &schema.items else {
            return;
        };
        for (position, item) in items.iter().enumerate() {
            self.read(schema, item, &format!("{place}[{position}]"));
        }
    }

    fn read_fields(&mut self, schema: &'d Schema, fields: &Map<String, Value>, place: &str) {
        let within = |name: &str| {
            if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
        };
        for name in &schema.required {
            if !fields.contains_key(name) {
                self.report(within(name), Trouble::Missing);
            }
        }
        // By name: a map's own order differs with a feature that any crate of a build may turn on.
        let by_name: BTreeMap<&String, &Value> = fields.iter().collect();
        for (name, value) in by_name {
            let name: String = name.chars().take(LONGEST_NAME).collect();
            if let Some(schema) = schema.properties.get(&name) {
                self.read(schema, value, &within(&name));
            } else {
                self.report(within(&name), Trouble::Unknown);
            }
        }
    }

    fn report(&mut self, place: String, trouble: Trouble) {
        self.faults.push(Fault { place, trouble });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(body: &str) -> Vec<String> {
        let schemas = json!({ "schemas": { "Role": { "type": "string" } } });
        let schemas = serde_json::from_value(schemas).unwrap();
        let role = json!({ "allOf": [{ "$ref": "#/components/schemas/Role" }], "nullable": true });
        let schema = json!({
            "type": "object",
            "required": ["email", "ids"],
            "properties": {
                "email": { "type": "string" },
                "ids": { "type": "array", "items": { "type": "string", "format": "uuid" } },
                "role": role,
            },
        });
        let schema = serde_json::from_value(schema).unwrap();
        let words = |fault: &Fault| fault.words(portero_domain::model::Language::English);
        faults_of(&schemas, &schema, body.as_bytes()).iter().map(words).collect()
    }

    #[test]
    fn a_body_of_the_right_form_has_no_faults() {
        assert!(told(r#"{"email": "a", "ids": [], "role": null}"#).is_empty());
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let body = r#"{"ids": ["x"], "role": 3, "hunter": 1}"#;
        let expected = [
            "`email` is missing.",
            "There is no field `hunter` here.",
            "`ids[0]` must be a UUID.",
            "`role` must be a text.",
        ];
        assert_eq!(told(body), expected);
    }

    #[test]
    fn what_was_sent_is_never_repeated() {
        assert_eq!(told(r#"{"email": 123456789, "ids": []}"#), ["`email` must be a text."]);
    }

    #[test]
    fn a_body_that_is_no_json_is_told_by_its_place() {
        assert_eq!(told(r#"{"email": "#), ["The body is not JSON: see line 1, column 10."]);
        assert_eq!(told(" "), ["The body is missing: it must be a JSON object."]);
        assert_eq!(told("[]"), ["The body must be a JSON object."]);
    }
}
