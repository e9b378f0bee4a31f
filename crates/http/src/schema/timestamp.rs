//! Instants on the wire.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{
    ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type,
};
use serde_json::Value;

/// An instant: RFC 3339 on the way in, UTC with `Z` and six digits on the way out, so that texts
/// sort as the instants do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Reads an RFC 3339 text. What is finer than a microsecond is cut off: no store keeps it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let given = DateTime::parse_from_rfc3339(text).ok()?;
        DateTime::from_timestamp_micros(given.timestamp_micros()).map(Self)
    }

    /// The instant.
    #[must_use]
    pub const fn instant(self) -> DateTime<Utc> {
        self.0
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant)
    }
}

impl Type for Timestamp {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "string_date-time".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "date-time")))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromJSON for Timestamp {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let value = value.unwrap_or_default();
        value.as_str().and_then(Self::parse).ok_or_else(|| ParseError::expected_type(value))
    }
}

impl ParseFromParameter for Timestamp {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        Self::parse(value).ok_or_else(|| ParseError::custom("not an RFC 3339 time"))
    }
}

impl ToJSON for Timestamp {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.to_rfc3339_opts(SecondsFormat::Micros, true)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<Value> {
        Timestamp::parse(text).and_then(|timestamp| timestamp.to_json())
    }

    #[test]
    fn an_instant_is_shown_in_utc_with_six_digits() {
        let expected = Some(Value::from("2026-11-02T08:30:00.000000Z"));
        assert_eq!(shown("2026-11-02T09:30:00+01:00"), expected);
    }

    #[test]
    fn what_no_store_keeps_is_cut_off() {
        let expected = Some(Value::from("2026-11-02T08:30:00.123456Z"));
        assert_eq!(shown("2026-11-02T08:30:00.123456789Z"), expected);
    }

    #[test]
    fn a_text_of_another_form_is_refused() {
        for text in ["2026-11-02", "2026-11-02T08:30:00", "+12026-11-02T08:30:00Z", "soon", ""] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}
