//! Lists that are searched by words, looking at no more rows than a fixed number.
//!
//! Where few rows have one of the words, those are gathered by the index of words and put in order.
//! Where many have each, lists are walked that are in order already: for each word that of the rows
//! with a word that begins with the same letters, and that of the rows in a state. Their index tells how every word of a row begins, so that most
//! rows without the words are passed over where they stand; whether another has them the index of words
//! tells. Only what was found is fetched. Of each list a stretch is looked at, until one fills the part
//! or ends. If none does, the one that came furthest answers, and tells how far that was: every row up
//! to there is known.

use std::cmp::Reverse;

use portero_domain::id::AccountId;
use portero_domain::port::StoreError;
use sea_orm::DatabaseConnection;

use super::order::{Order, Place};
use crate::query;
use crate::table::{Stored, Table, beginning};

/// How many rows with a word are few enough to be gathered and put in order.
pub(super) const FEW: i64 = 500;

/// How many rows of a list are looked at in its index.
pub(super) const STRETCH: i64 = 1_000;

/// How many lists are walked at most.
const MOST_LISTS: usize = 2;

/// What can be sought by words.
pub(super) trait Searched: Stored {
    /// The table of its words.
    const WORDS: Table;
    /// The table of the beginnings of its words.
    const BEGINNINGS: Table;
    /// The column of those tables that names the row.
    const KEY: &'static str;
}

/// A part of a list.
#[derive(Debug)]
pub(super) struct Listing<'w> {
    /// Whose it is.
    pub(super) account: AccountId,
    /// Only rows with all of these words, each of which begins one of the row's.
    pub(super) words: &'w [String],
    /// Only rows in this state.
    pub(super) status: Option<&'static str>,
    /// The order.
    pub(super) order: Order,
    /// The place before the part.
    pub(super) after: Option<Place>,
    /// The most rows.
    pub(super) limit: u32,
}

/// Where rows are looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'w> {
    /// The rows with this word, which are few, put in order.
    Gathered(&'w str),
    /// The list of all rows of the account, or of all in one state.
    All,
    /// The list of the rows with a word that begins so.
    Beginning(&'w str),
}

/// What was found, and how far it took to look, where that neither filled the part nor came to the end.
type Looked<A> = (Vec<A>, Option<Place>);

impl<'w> Listing<'w> {
    /// The rows, and how far the list was looked through, if not far enough.
    pub(super) async fn find<A: Searched>(
        &self,
        reader: &DatabaseConnection,
    ) -> Result<Looked<A>, StoreError> {
        if self.words.is_empty() {
            return Ok((self.rows(reader, Source::All, None).await?, None));
        }
        if let Some(rare) = self.rare::<A>(reader).await? {
            return Ok((self.rows(reader, Source::Gathered(rare), None).await?, None));
        }
        let mut furthest: Looked<A> = (Vec::new(), None);
        for list in self.lists() {
            let end = self.end_of_stretch::<A>(reader, list).await?;
            let rows = self.rows(reader, list, end.as_ref()).await?;
            let Some(end) = end.filter(|_| rows.len() < self.limit as usize) else {
                return Ok((rows, None));
            };
            if furthest.1.as_ref().is_none_or(|other| self.order.is_behind(&end, other)) {
                furthest = (rows, Some(end));
            }
        }
        Ok(furthest)
    }

    /// The lists that are walked: that of a state, which may be short, then those of the longest words;
    /// that of all rows only where there is no other, since each of the others is a part of it.
    fn lists(&self) -> Vec<Source<'w>> {
        let mut lists: Vec<Source<'w>> = self.status.map(|_| Source::All).into_iter().collect();
        lists.extend(self.beginnings().into_iter().map(Source::Beginning));
        lists.truncate(MOST_LISTS);
        if lists.is_empty() { vec![Source::All] } else { lists }
    }

    /// What the words begin with, those of the longest first. No list of words is in the order of the
    /// last activity, which changes too often to be kept with each of them.
    fn beginnings(&self) -> Vec<&'w str> {
        let mut beginnings: Vec<&str> = Vec::new();
        if !self.order.of_words {
            return beginnings;
        }
        let mut longest: Vec<&str> = self.words.iter().map(String::as_str).collect();
        longest.sort_unstable_by_key(|word| Reverse(word.len()));
        for beginning in longest.into_iter().filter_map(beginning) {
            if !beginnings.contains(&beginning) {
                beginnings.push(beginning);
            }
        }
        beginnings
    }

    /// The word that fewest rows have, if those are few.
    async fn rare<A: Searched>(
        &self,
        reader: &DatabaseConnection,
    ) -> Result<Option<&'w str>, StoreError> {
        let statement = self.counting::<A>().statement(reader);
        let amounts = query::one_of_statement(reader, statement, |columns| {
            self.words.iter().map(|_| columns.value(A::WORDS, "word")).collect()
        });
        let amounts: Vec<i64> = amounts.await?.unwrap_or_default();
        let rarest = amounts.into_iter().zip(self.words).min_by_key(|(amount, _)| *amount);
        Ok(rarest.filter(|(amount, _)| *amount <= FEW).map(|(_, word)| word.as_str()))
    }

    /// The place at which a stretch of a list ends, if there are more rows than that.
    async fn end_of_stretch<A: Searched>(
        &self,
        reader: &DatabaseConnection,
        list: Source<'_>,
    ) -> Result<Option<Place>, StoreError> {
        let statement = self.ending::<A>(list).statement(reader);
        query::one_of_statement(reader, statement, |columns| self.order.read(columns)).await
    }

    /// The rows of a source that have the words, up to a place.
    async fn rows<A: Searched>(
        &self,
        reader: &DatabaseConnection,
        source: Source<'_>,
        end: Option<&Place>,
    ) -> Result<Vec<A>, StoreError> {
        let statement = self.finding::<A>(source, end).statement(reader);
        query::all_of_statement(reader, statement, A::read).await
    }
}
