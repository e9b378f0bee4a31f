//! A table: rows by key, the places they take, and how many there are.

use std::collections::BTreeMap;
use std::ops::RangeBounds;
use std::sync::Arc;

use portero_domain::id::AccountId;
use portero_domain::model::Version;

/// What a table holds.
pub trait Row: Send + Sync + Sized + 'static {
    /// What names a row.
    type Key: Ord + Clone + Send + Sync;
    /// Where else a row is found. No two rows share a place: it is an index and a unique
    /// constraint in one, and where many may stand, the place ends with the row's own key.
    type Place: Ord + Send + Sync;

    /// The row's key.
    fn key(&self) -> Self::Key;

    /// The places it takes.
    fn places(&self) -> Vec<Self::Place>;

    /// The account that it is counted for, if it counts.
    fn counted_for(&self) -> Option<AccountId> {
        None
    }
}

/// A row whose updates match on a version.
pub trait Versioned: Row {
    /// How often it has been written.
    fn version(&self) -> Version;
}

/// The place of a row that is found by its key alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nowhere {}

/// Rows by key and by place.
pub struct Table<R: Row> {
    rows: BTreeMap<R::Key, Arc<R>>,
    places: BTreeMap<R::Place, R::Key>,
    counts: BTreeMap<AccountId, u64>,
}

impl<R: Row> Default for Table<R> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), places: BTreeMap::new(), counts: BTreeMap::new() }
    }
}

impl<R: Row> Table<R> {
    /// The row of a key, to be shared.
    pub fn share(&self, key: &R::Key) -> Option<Arc<R>> {
        self.rows.get(key).cloned()
    }

    /// The row of a key.
    pub fn get(&self, key: &R::Key) -> Option<&R> {
        self.rows.get(key).map(AsRef::as_ref)
    }

    /// The row that takes a place.
    pub fn at(&self, place: &R::Place) -> Option<&R> {
        self.get(self.places.get(place)?)
    }

    /// Whether every place that the row would take is free, or its own already.
    pub fn admits(&self, row: &R) -> bool {
        let key = row.key();
        row.places().iter().all(|place| self.places.get(place).is_none_or(|taken| *taken == key))
    }

    /// The rows with these keys, in order.
    pub fn range(&self, keys: impl RangeBounds<R::Key>) -> impl DoubleEndedIterator<Item = &R> {
        self.rows.range(keys).map(|(_, row)| row.as_ref())
    }

    /// The rows in these places, in order.
    pub fn placed(
        &self,
        places: impl RangeBounds<R::Place>,
    ) -> impl DoubleEndedIterator<Item = &R> {
        self.places.range(places).filter_map(|(_, key)| self.get(key))
    }

    /// All rows, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &R> {
        self.rows.values().map(AsRef::as_ref)
    }

    /// How many rows are counted for an account, without looking at them.
    pub fn count(&self, account: AccountId) -> u64 {
        self.counts.get(&account).copied().unwrap_or_default()
    }

    /// Puts a row where its key says, or takes away the one that is there.
    pub fn set(&mut self, key: &R::Key, row: Option<Arc<R>>) {
        if let Some(before) = self.rows.remove(key) {
            self.forget_places(&before);
        }
        if let Some(row) = row {
            self.take_places(key, &row);
            self.rows.insert(key.clone(), row);
        }
    }

    fn forget_places(&mut self, row: &R) {
        for place in row.places() {
            self.places.remove(&place);
        }
        if let Some(account) = row.counted_for() {
            let left = self.count(account).saturating_sub(1);
            self.counts.insert(account, left);
        }
    }

    fn take_places(&mut self, key: &R::Key, row: &R) {
        for place in row.places() {
            self.places.insert(place, key.clone());
        }
        if let Some(account) = row.counted_for() {
            let now = self.count(account) + 1;
            self.counts.insert(account, now);
        }
    }
}
