//! `limit` of a list.

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseFromParameter, ParseResult, Type};
use portero_domain::use_case::PageRequest;

/// How many rows when nobody says.
const ORDINARY: u32 = 50;

/// How many rows are wanted. The range is told in the document and checked with the other values,
/// so that a number beyond it is a refused value and not a malformed request.
#[derive(Debug, Clone, Copy)]
pub struct Limit(u32);

impl Limit {
    /// The number, or the ordinary one.
    #[must_use]
    pub fn or_ordinary(limit: Option<Self>) -> u32 {
        limit.map_or(ORDINARY, |limit| limit.0)
    }
}

impl Type for Limit {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "limit".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        let mut schema = MetaSchema::new_with_format("integer", "uint32");
        schema.minimum = Some(1.0);
        schema.maximum = Some(f64::from(PageRequest::<()>::MOST));
        schema.default = Some(ORDINARY.into());
        MetaSchemaRef::Inline(Box::new(schema))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromParameter for Limit {
    /// A number too large for the type is out of range like any other.
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        let number: i128 = value.parse()?;
        Ok(Self(u32::try_from(number.max(0)).unwrap_or(u32::MAX)))
    }
}
