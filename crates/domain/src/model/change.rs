//! What a transition gives: the aggregate as it is to be, and the event that tells it.

use serde::{Deserialize, Serialize};

/// How often an aggregate has been written: 1 when it is new. Updates match on it, so that two
/// who started from the same version cannot both win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(i64);

impl Version {
    /// The version of something just made.
    pub const FIRST: Self = Self(1);

    /// Takes a stored version.
    #[must_use]
    pub const fn from_i64(version: i64) -> Self {
        Self(version)
    }

    /// The version as a number.
    #[must_use]
    pub const fn as_i64(self) -> i64 {
        self.0
    }

    /// The version after one more write.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// How a change is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// The aggregate is new.
    Insert,
    /// It replaces this version; anything else found is a conflict.
    Update(Version),
    /// It goes away, if it is still at this version.
    Delete(Version),
}

/// A change to one aggregate, with the event that tells it. Only a transition makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<A, E> {
    aggregate: A,
    event: E,
    write: Write,
}

impl<A, E> Change<A, E> {
    pub(in crate::model) const fn insert(aggregate: A, event: E) -> Self {
        Self { aggregate, event, write: Write::Insert }
    }

    pub(in crate::model) const fn update(from: Version, aggregate: A, event: E) -> Self {
        Self { aggregate, event, write: Write::Update(from) }
    }

    pub(in crate::model) const fn delete(from: Version, aggregate: A, event: E) -> Self {
        Self { aggregate, event, write: Write::Delete(from) }
    }

    /// The aggregate as it is to be; of a deletion, as it was.
    #[must_use]
    pub const fn aggregate(&self) -> &A {
        &self.aggregate
    }

    /// What happened.
    #[must_use]
    pub const fn event(&self) -> &E {
        &self.event
    }

    /// How it is to be written.
    #[must_use]
    pub const fn write(&self) -> Write {
        self.write
    }

    /// Takes the change apart, to write it.
    #[must_use]
    pub fn into_parts(self) -> (A, E, Write) {
        (self.aggregate, self.event, self.write)
    }
}

/// The answer of a state machine that did not refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition<A, E> {
    /// Something changes.
    Changed(Change<A, E>),
    /// It is already so: nothing to write, no event, the same answer to the caller.
    AlreadySo(A),
}

impl<A, E> Transition<A, E> {
    /// The change, if there is one.
    #[must_use]
    pub fn changed(self) -> Option<Change<A, E>> {
        match self {
            Self::Changed(change) => Some(change),
            Self::AlreadySo(_) => None,
        }
    }

    /// The aggregate as it is after the transition.
    #[must_use]
    pub const fn aggregate(&self) -> &A {
        match self {
            Self::Changed(change) => change.aggregate(),
            Self::AlreadySo(aggregate) => aggregate,
        }
    }
}
