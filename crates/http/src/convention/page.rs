//! Parts of lists on the wire.

use poem_openapi::Object;
use poem_openapi::types::{Example, ParseFromJSON, ToJSON, Type};
use portero_domain::use_case::{Error, FieldProblem, InvalidField, Listed, PageRequest};
use uuid::Uuid;

use super::Limit;

/// A part of a list.
#[derive(Debug, Clone, Object)]
#[oai(example)]
pub struct Page<Item: ParseFromJSON + ToJSON + Type + Send + Sync> {
    /// The rows of this part.
    pub items: Vec<Item>,
    /// What to give as `cursor` for the next part; null at the end.
    #[oai(nullable)]
    pub next_cursor: Option<String>,
}

impl<Item: Example + ParseFromJSON + ToJSON + Type + Send + Sync> Example for Page<Item> {
    fn example() -> Self {
        Self { items: vec![Item::example()], next_cursor: None }
    }
}

impl<Item: ParseFromJSON + ToJSON + Type + Send + Sync> Page<Item> {
    /// Puts rows and key into the form of the wire, each row as it is made.
    pub fn made<Row, Key: ToString>(listed: Listed<Row, Key>, make: impl Fn(Row) -> Item) -> Self {
        Self {
            items: listed.items.into_iter().map(make).collect(),
            next_cursor: listed.next.map(|key| key.to_string()),
        }
    }

    /// Puts rows and key into the form of the wire.
    pub fn of<Row, Key: ToString>(listed: Listed<Row, Key>) -> Self
    where
        Item: From<Row>,
    {
        Self::made(listed, Item::from)
    }
}

/// Reads `limit` and `cursor` of a list whose rows have ids.
///
/// # Errors
/// [`Error::Invalid`]
pub fn uuid_page<Key>(
    limit: Option<Limit>,
    cursor: Option<String>,
    key: impl FnOnce(Uuid) -> Key,
) -> Result<PageRequest<Key>, Error> {
    keyed_page(limit, cursor, |cursor| cursor.parse().ok().map(key))
}

/// Reads `limit` and `cursor` of a list whose rows have numbers.
///
/// # Errors
/// [`Error::Invalid`]
pub fn number_page(
    limit: Option<Limit>,
    cursor: Option<String>,
) -> Result<PageRequest<i64>, Error> {
    keyed_page(limit, cursor, |cursor| cursor.parse().ok().filter(|number| *number >= 0))
}

/// Reads `limit` and `cursor` of a list whose rows stand where a key of another kind says.
///
/// # Errors
/// [`Error::Invalid`]
pub fn keyed_page<Key>(
    limit: Option<Limit>,
    cursor: Option<String>,
    parse: impl FnOnce(&str) -> Option<Key>,
) -> Result<PageRequest<Key>, Error> {
    let most = PageRequest::<Key>::MOST;
    let limit = Limit::or_ordinary(limit);
    let mut invalid = Vec::new();
    if !(1..=most).contains(&limit) {
        let problem = FieldProblem::OutOfRange { least: 1, most: i64::from(most) };
        invalid.push(InvalidField { field: "limit".to_owned(), problem });
    }
    let after = cursor.map(|cursor| parse(&cursor));
    if matches!(after, Some(None)) {
        let problem = FieldProblem::Unreadable;
        invalid.push(InvalidField { field: "cursor".to_owned(), problem });
    }
    if invalid.is_empty() {
        Ok(PageRequest { after: after.flatten(), limit })
    } else {
        Err(Error::Invalid(invalid))
    }
}
