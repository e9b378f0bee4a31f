//! Lists that words find.

use std::collections::BTreeMap;
use std::ops::{Bound, RangeInclusive};

use crate::table::{Row, Table};

/// So many rows at most are gathered and put in order because a word finds them. Where every word
/// finds more, they come so often that walking the list itself soon fills a page.
const FEW: usize = 512;

/// A list of rows, in the order of its places.
pub struct List<'a, R: Row> {
    /// The table.
    pub table: &'a Table<R>,
    /// The places of the list that are to be walked.
    pub places: (Bound<R::Place>, Bound<R::Place>),
    /// The words that a row must have.
    pub words: &'a [String],
}

impl<'a, R: Row> List<'a, R> {
    /// The first rows that have all the words and are meant. It needs to know the places that a
    /// word takes, and the one in this list that a row does.
    pub fn first(
        self,
        limit: u32,
        places_of_word: impl Fn(&str) -> RangeInclusive<R::Place>,
        place_of: impl Fn(&R) -> R::Place,
        is_meant: impl Fn(&R) -> bool,
    ) -> Vec<&'a R> {
        let limit = limit as usize;
        let rare = self.words.iter().find_map(|word| {
            let rows: Vec<&R> = self.table.placed(places_of_word(word)).take(FEW + 1).collect();
            (rows.len() <= FEW).then_some(rows)
        });
        let Some(rare) = rare else {
            let rows = self.table.placed(self.places);
            return rows.filter(|row| is_meant(row)).take(limit).collect();
        };
        let meant = rare.into_iter().filter(|row| is_meant(row));
        let in_order: BTreeMap<R::Place, &R> = meant.map(|row| (place_of(row), row)).collect();
        in_order.range(self.places).take(limit).map(|(_, row)| *row).collect()
    }
}

/// Whether each of these words begins one of the words that something is found by.
pub fn begin_some(words: &[String], found_by: &[String]) -> bool {
    words.iter().all(|word| found_by.iter().any(|found| found.starts_with(word)))
}
