//! What a list is ordered by, and where its rows stand.

use portero_domain::port::StoreError;
use sea_orm::Value;
use uuid::Uuid;

use crate::table::{Columns, clients};

/// A column that a list is ordered by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Key {
    /// `sort_name`.
    Name,
    /// `last_active_at`.
    Activity,
    /// The id of the row.
    Id,
}

impl Key {
    /// Its name, in a table where the id of the row has this one.
    pub(super) const fn name_beside(self, id: &'static str) -> &'static str {
        match self {
            Self::Name => "sort_name",
            Self::Activity => "last_active_at",
            Self::Id => id,
        }
    }

    fn read(self, columns: &mut Columns<'_>) -> Result<Part, StoreError> {
        let (table, name) = (clients::TABLE, self.name_beside("id"));
        match self {
            Self::Name => columns.value(table, name).map(Part::Name),
            Self::Activity => columns.value(table, name).map(Part::Activity),
            Self::Id => columns.value(table, name).map(Part::Id),
        }
    }
}

/// What a row has in one of those columns. Two of one column compare as the databases compare them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A folded name.
    Name(Vec<u8>),
    /// An instant, as it is kept.
    Activity(i64),
    /// An id.
    Id(Uuid),
}

impl From<Part> for Value {
    fn from(part: Part) -> Self {
        match part {
            Part::Name(name) => name.into(),
            Part::Activity(at) => at.into(),
            Part::Id(id) => id.into(),
        }
    }
}

/// Where a row stands: what it has in each column of the order.
pub(super) type Place = Vec<Part>;

/// The id of the row that stands at a place.
pub(super) fn id(place: &Place) -> Option<Uuid> {
    place.iter().find_map(|part| match part {
        Part::Id(id) => Some(*id),
        Part::Name(_) | Part::Activity(_) => None,
    })
}

/// An order. No two rows stand at one place of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    /// The columns, one behind the other.
    pub(super) keys: &'static [Key],
    /// Whether what is most comes first, in each of them.
    pub(super) falling: bool,
    /// Whether the words of rows are kept in this order too.
    pub(super) of_words: bool,
}

impl Order {
    /// The newest first.
    pub(super) const NEWEST: Self = Self { keys: &[Key::Id], falling: true, of_words: true };
    /// By name.
    pub(super) const NAME: Self =
        Self { keys: &[Key::Name, Key::Id], falling: false, of_words: true };
    /// The last to be active first. That changes too often to be kept with every word.
    pub(super) const LAST_ACTIVITY: Self =
        Self { keys: &[Key::Activity, Key::Id], falling: true, of_words: false };

    /// Whether the first of two places comes behind the second.
    pub(super) fn is_behind(self, one: &Place, other: &Place) -> bool {
        if self.falling { one < other } else { one > other }
    }

    /// Reads a place.
    pub(super) fn read(self, columns: &mut Columns<'_>) -> Result<Place, StoreError> {
        self.keys.iter().map(|key| key.read(columns)).collect()
    }
}
