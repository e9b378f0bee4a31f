//! Values on their way between a column and the model. Rows are not trusted.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use portero_domain::model::{EmailAddress, search_words};
use portero_domain::port::StoreError;

/// The name of a table, to say where something makes no sense.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table(pub(super) &'static str);

impl Table {
    /// The name.
    pub(crate) const fn name(self) -> &'static str {
        self.0
    }

    /// A column that makes no sense.
    pub(crate) fn corrupt(self, column: &'static str, problem: impl Display) -> StoreError {
        StoreError::Corrupt { table: self.0, column, problem: problem.to_string() }
    }

    /// What was made of a column, if it could be made.
    pub(crate) fn checked<T, E: Display>(
        self,
        column: &'static str,
        made: Result<T, E>,
    ) -> Result<T, StoreError> {
        made.map_err(|problem| self.corrupt(column, problem))
    }

    /// A wire name.
    pub(crate) fn parse<T: FromStr<Err: Display>>(
        self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        self.checked(column, text.parse())
    }

    /// A set of wire names with spaces between.
    pub(crate) fn parse_set<T: FromStr<Err: Display>, Set: FromIterator<T>>(
        self,
        column: &'static str,
        text: &str,
    ) -> Result<Set, StoreError> {
        self.checked(
            column,
            text.split(' ').filter(|name| !name.is_empty()).map(str::parse).collect(),
        )
    }

    /// An instant, from microseconds since the epoch.
    pub(crate) fn instant(
        self,
        column: &'static str,
        micros: i64,
    ) -> Result<DateTime<Utc>, StoreError> {
        DateTime::from_timestamp_micros(micros)
            .ok_or_else(|| self.corrupt(column, "it is beyond every calendar"))
    }

    /// An instant, if there is one.
    pub(crate) fn optional_instant(
        self,
        column: &'static str,
        micros: Option<i64>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        micros.map(|micros| self.instant(column, micros)).transpose()
    }

    /// A SHA-256.
    pub(crate) fn hash(self, column: &'static str, bytes: &[u8]) -> Result<[u8; 32], StoreError> {
        bytes.try_into().map_err(|_| self.corrupt(column, "it has not 32 bytes"))
    }

    /// An address, from its two forms.
    pub(crate) fn address(
        self,
        column: &'static str,
        shown: String,
        canonical: String,
    ) -> Result<EmailAddress, StoreError> {
        EmailAddress::from_stored(shown, canonical)
            .ok_or_else(|| self.corrupt(column, "its two forms do not belong together"))
    }
}

/// An instant as it is kept.
pub(crate) const fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// A set as it is kept: wire names with spaces between.
pub(crate) fn words<T: Display>(names: impl Iterator<Item = T>) -> String {
    names.map(|name| name.to_string()).collect::<Vec<_>>().join(" ")
}

/// How many letters of a word make its beginning.
const BEGINNING: usize = 3;

/// The most bytes of beginnings that are kept beside a row: an index takes no more than a few thousand.
const MOST_BESIDE: usize = 1_500;

/// The first letters of a word, if it has as many.
pub(crate) fn beginning(word: &str) -> Option<&str> {
    let (last, letter) = word.char_indices().nth(BEGINNING - 1)?;
    word.get(..last + letter.len_utf8())
}

/// The beginnings of words, each once.
pub(super) fn beginnings(words: &[String]) -> BTreeSet<&str> {
    words.iter().filter_map(|word| beginning(word)).collect()
}

/// How each of some words begins, as it is kept beside a row to be passed over by: with a space before
/// each, shorter words whole. Nothing where that is too long.
pub(super) fn beginnings_beside(words: &[String]) -> Option<String> {
    let all: BTreeSet<&str> = words.iter().map(|word| beginning(word).unwrap_or(word)).collect();
    let text: String = all.into_iter().flat_map(|one| [" ", one]).collect();
    (text.len() <= MOST_BESIDE).then_some(text)
}

/// A text as it is searched: every folded word with a space before it, so that `% word%` finds what
/// begins a word.
pub(crate) fn search_text(text: &str) -> String {
    search_words(text).iter().fold(String::new(), |found, word| found + " " + word)
}

/// The patterns that find texts in which words begin with these. Folded words are letters and
/// digits alone, so that none of them means anything to LIKE.
pub(crate) fn search_patterns(words: &[String]) -> impl Iterator<Item = String> {
    words.iter().flat_map(|word| search_words(word)).map(|word| format!("% {word}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letters_of_words_are_kept_each_once() {
        let words = ["ñandu", "ña", "ana", "anabel"].map(str::to_owned);
        assert_eq!(beginnings(&words).into_iter().collect::<Vec<_>>(), ["ana", "ñan"]);
        assert_eq!(beginnings_beside(&words).as_deref(), Some(" ana ña ñan"));
    }

    #[test]
    fn of_very_many_words_the_beginnings_are_not_kept_beside() {
        let words: Vec<String> = (100..700).map(|number| number.to_string()).collect();
        assert_eq!(beginnings(&words).len(), 600);
        assert_eq!(beginnings_beside(&words), None);
    }
}
