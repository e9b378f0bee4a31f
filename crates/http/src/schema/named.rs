//! Names of closed sets on the wire.

use std::borrow::Cow;
use std::str::FromStr;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{
    ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type,
};
use portero_domain::model::{
    ClientStatus, ContactProfile, DeliveryStatus, InvitationStatus, Language, MembershipState,
    PanelAccessStatus, ServiceScope, ViewingStatus,
};
use portero_domain::policy::{Category, Permission, Role, SitePermission, UnknownName};
use portero_domain::port::ClientSort;
use portero_domain::use_case::{Error, FieldProblem, SetupPassword};
use serde_json::Value;

/// A closed set of names.
pub trait NameSet: Copy + Send + Sync + FromStr<Err = UnknownName> + 'static {
    /// What a name of this set is called in the documentation.
    const SCHEMA: &'static str;
    /// Every name.
    fn names() -> Vec<&'static str>;
    /// The name of this one.
    fn name(self) -> &'static str;
}

macro_rules! name_sets {
    ( $( $name:ident ),+ ) => { $(
        impl NameSet for $name {
            const SCHEMA: &'static str = stringify!($name);
            fn names() -> Vec<&'static str> {
                $name::ALL.iter().map(|one| one.as_str()).collect()
            }
            fn name(self) -> &'static str {
                self.as_str()
            }
        }
    )+ };
}

name_sets!(
    Role,
    Permission,
    SitePermission,
    Category,
    Language,
    ServiceScope,
    InvitationStatus,
    MembershipState,
    ContactProfile,
    PanelAccessStatus,
    DeliveryStatus,
    ClientStatus,
    ClientSort,
    ViewingStatus,
    SetupPassword
);

/// A name of a closed set. An unknown one gets as far as the use case, so that it is answered as
/// a wrong value among the others and not as a malformed body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named<Set> {
    /// One of the set.
    Known(Set),
    /// Some other text.
    Unknown(UnknownName),
}

impl<Set: NameSet> From<Set> for Named<Set> {
    fn from(name: Set) -> Self {
        Self::Known(name)
    }
}

impl<Set: NameSet> Named<Set> {
    fn read(text: &str) -> Self {
        text.parse().map_or_else(Self::Unknown, Self::Known)
    }

    fn text(&self) -> &str {
        match self {
            Self::Known(name) => name.name(),
            Self::Unknown(unknown) => &unknown.given,
        }
    }

    /// The name, or what is wrong with it.
    ///
    /// # Errors
    /// [`FieldProblem::UnknownName`]
    pub fn known(self) -> Result<Set, FieldProblem> {
        match self {
            Self::Known(name) => Ok(name),
            Self::Unknown(UnknownName { kind, given }) => {
                Err(FieldProblem::UnknownName { kind, given })
            }
        }
    }

    /// The name, or the refusal of the field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn known_in(self, field: &str) -> Result<Set, Error> {
        self.known().map_err(|problem| Error::invalid(field, problem))
    }
}

impl<Set: NameSet> Type for Named<Set> {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        Set::SCHEMA.into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Set::SCHEMA.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(Set::SCHEMA.to_owned(), |_| {
            let mut schema = MetaSchema::new("string");
            schema.enum_items = Set::names().into_iter().map(Value::from).collect();
            schema.example = schema.enum_items.first().cloned();
            schema
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl<Set: NameSet> ParseFromJSON for Named<Set> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let value = value.unwrap_or_default();
        match value.as_str() {
            Some(text) => Ok(Self::read(text)),
            None => Err(ParseError::expected_type(value)),
        }
    }
}

impl<Set: NameSet> ParseFromParameter for Named<Set> {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        Ok(Self::read(value))
    }
}

impl<Set: NameSet> ToJSON for Named<Set> {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.text().to_owned()))
    }
}
