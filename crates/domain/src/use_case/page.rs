//! Parts of lists, as callers ask for them and get them.

use crate::port::{Found, Page};

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest<Key> {
    /// The last row of the part before.
    pub after: Option<Key>,
    /// The most rows, 1 to 200.
    pub limit: u32,
}

impl<Key> Default for PageRequest<Key> {
    fn default() -> Self {
        Self { after: None, limit: 50 }
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<Row, Key> {
    /// The rows.
    pub items: Vec<Row>,
    /// What to ask for next; nothing at the end. It alone tells the end: where words are sought, a
    /// part may have fewer rows than were wanted, and none.
    pub next: Option<Key>,
}

impl<Key> PageRequest<Key> {
    /// The most rows that one part may have.
    pub const MOST: u32 = 200;

    /// What to ask the store for: one row more than wanted tells whether there is a next part.
    pub(super) fn probe(self) -> Page<Key> {
        Page { after: self.after, limit: self.limit + 1 }
    }
}

impl<Row, Key> Listed<Row, Key> {
    /// Cuts the row that was asked for too many off again.
    pub(super) fn cut(mut items: Vec<Row>, limit: u32, key: impl Fn(&Row) -> Key) -> Self {
        let wanted = limit as usize;
        let more = items.len() > wanted;
        items.truncate(wanted);
        let next = if more { items.last().map(key) } else { None };
        Self { items, next }
    }

    /// [`cut`](Self::cut), of a list that may not have been looked through as far as a full part.
    pub(super) fn cut_found(found: Found<Row, Key>, limit: u32, key: impl Fn(&Row) -> Key) -> Self {
        let Self { items, next } = Self::cut(found.rows, limit, key);
        Self { items, next: next.or(found.looked_to) }
    }

    /// The same part, each row made into something else.
    pub(super) fn map<Other>(self, make: impl Fn(Row) -> Other) -> Listed<Other, Key> {
        Listed { items: self.items.into_iter().map(make).collect(), next: self.next }
    }
}
