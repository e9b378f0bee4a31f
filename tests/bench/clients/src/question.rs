//! What is asked of a list of clients.

use std::time::Instant;

use portero_domain::model::{ClientStatus, search_words};
use portero_domain::port::{ClientDirectory, ClientFilter, ClientKey, ClientSort, Page};

use crate::filled::Filled;

/// A part as the interface asks for it: one row more than it shows.
const LIMIT: u32 = 51;

/// What is typed, and what it means for the index of words.
const SOUGHT: &[(&str, &str)] = &[
    ("", "no words"),
    ("cliente0000123", "one client's"),
    ("nadie", "nobody's"),
    ("garcia", "a common name"),
    ("g", "one letter"),
    ("garcia mun", "two beginnings"),
    ("rojas", "a rare name"),
    ("gimenez rom", "two rare beginnings"),
    ("maria garcia madrid", "three words"),
    ("zona", "three in ten, last by name"),
    ("antigua", "three in ten, last by age"),
    ("norte zona", "two common words, none has both"),
    ("antigua zona", "two common words, late in both orders"),
    ("cliente000", "many long words, late by age"),
];

/// A question, and where in the list the part begins that is asked for.
pub struct Question {
    /// In words.
    pub name: String,
    filter: ClientFilter,
    sort: ClientSort,
    behind_first: bool,
}

impl Question {
    /// All of them.
    pub fn all() -> Vec<Self> {
        let mut questions = Vec::new();
        for (sought, means) in SOUGHT {
            for status in [None, Some(ClientStatus::Suspended), Some(ClientStatus::Prospect)] {
                for sort in ClientSort::ALL.iter().copied() {
                    for behind_first in [false, true] {
                        let filter = ClientFilter { words: search_words(sought), status };
                        let state = status.map_or(String::new(), |status| format!(", {status}"));
                        let part = if behind_first { ", next" } else { "" };
                        let name = format!("{means}{state}, by {sort}{part}");
                        questions.push(Self { name, filter, sort, behind_first });
                    }
                }
            }
        }
        questions
    }

    /// How long the answer takes, in nanoseconds; how many rows it has, and whether it stopped short.
    pub async fn ask(&self, filled: &Filled, after: Option<&ClientKey>) -> (f64, (usize, bool)) {
        let page = Page { after: after.cloned(), limit: LIMIT };
        let begin = Instant::now();
        let found = filled.store.clients(filled.account, &self.filter, self.sort, page).await;
        let elapsed = begin.elapsed().as_secs_f64() * 1e9;
        let found = found.expect("the list can be read");
        (elapsed, (found.rows.len(), found.looked_to.is_some()))
    }

    /// The place behind which the part begins that is asked for; nothing for the first.
    pub async fn after(&self, filled: &Filled) -> Option<ClientKey> {
        if !self.behind_first {
            return None;
        }
        let page = Page { after: None, limit: LIMIT };
        let found = filled.store.clients(filled.account, &self.filter, self.sort, page).await;
        let found = found.expect("the list can be read");
        let last = found.rows.last().map(|row| ClientKey {
            id: row.client.id,
            sort_name: row.client.details.sort_name(),
            last_active_at: row.client.last_active_at,
        });
        found.looked_to.or(last)
    }
}
