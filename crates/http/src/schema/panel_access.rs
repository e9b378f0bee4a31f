//! The three ways of saying whether and how a contact comes to the panel.
//!
//! Read and described by hand: the framework's unions take a flag for a text as well.

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use serde_json::Value;

use super::FirstPassword;

/// Whether and how a contact comes to the panel.
#[derive(Debug, Clone)]
pub enum PanelAccessChoice {
    /// `false`: not at all.
    No(bool),
    /// `invite`: by an invitation, mailed to their address.
    Invite(String),
    /// With a first password, which they must change at the first sign-in.
    Password(FirstPassword),
}

const NAME: &str = "PanelAccessChoice";

impl Type for PanelAccessChoice {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        NAME.into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(NAME.to_owned())
    }

    fn register(registry: &mut Registry) {
        FirstPassword::register(registry);
        registry.create_schema::<Self, _>(NAME.to_owned(), |_| MetaSchema {
            description: Some("Whether and how a contact comes to the panel."),
            one_of: vec![bool::schema_ref(), String::schema_ref(), FirstPassword::schema_ref()],
            ..MetaSchema::ANY
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromJSON for PanelAccessChoice {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value.unwrap_or_default() {
            Value::Bool(flag) => Ok(Self::No(flag)),
            Value::String(word) => Ok(Self::Invite(word)),
            value @ Value::Object(_) => FirstPassword::parse_from_json(Some(value))
                .map(Self::Password)
                .map_err(ParseError::propagate),
            other @ (Value::Null | Value::Number(_) | Value::Array(_)) => {
                Err(ParseError::expected_type(other))
            }
        }
    }
}

impl ToJSON for PanelAccessChoice {
    fn to_json(&self) -> Option<Value> {
        match self {
            Self::No(flag) => Some(Value::Bool(*flag)),
            Self::Invite(word) => Some(Value::String(word.clone())),
            Self::Password(first) => first.to_json(),
        }
    }
}
