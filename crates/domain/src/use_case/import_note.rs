//! How an import goes about it, and what it tells while it goes on and at its end.

use async_trait::async_trait;

use super::{InvalidField, RefusedRow};

/// How an import goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Import {
    /// Whether it only tells what would happen. Every row is checked as if it counted, and nothing
    /// is written.
    pub is_dry_run: bool,
    /// Whether a row may change what is there already; else such a row is refused.
    pub may_amend: bool,
}

/// What happens to a row, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// It makes something new.
    Create,
    /// It changes what is there.
    Amend,
    /// It is there just so.
    Unchanged,
    /// It is refused, with its fields.
    Refused(Vec<InvalidField>),
}

/// A row, and what would happen to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowNote {
    /// Its number.
    pub row: u64,
    /// What would happen to it.
    pub outcome: RowOutcome,
}

/// Hears how an import comes along.
#[async_trait]
pub trait ImportListener: Send {
    /// Rows were checked: what would happen to each, and how many were checked so far. Nothing is
    /// held while this is awaited, so that whoever listens may take their time.
    async fn checked(&mut self, notes: Vec<RowNote>, rows: u64);

    /// How many rows are written so far; none of them counts before the last. Others wait for the
    /// store meanwhile, so this must not wait for anyone.
    fn written(&mut self, rows: u64);
}

/// Nobody who listens.
#[async_trait]
impl ImportListener for () {
    async fn checked(&mut self, _: Vec<RowNote>, _: u64) {}

    fn written(&mut self, _: u64) {}
}

/// What came of an import: of a dry run, what would have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// How many rows there were.
    pub rows: u64,
    /// How many made something new.
    pub created: u64,
    /// How many changed what was there.
    pub amended: u64,
    /// How many were there just so.
    pub unchanged: u64,
    /// How many were refused.
    pub refused: u64,
    /// The first of those that were refused, at most [`Self::MOST_NAMED`] of them.
    pub refused_rows: Vec<RefusedRow>,
}

impl ImportReport {
    /// The most refused rows that a report names. Whoever listens hears of each.
    pub const MOST_NAMED: usize = 100;

    /// Whether more rows were refused than are named.
    #[must_use]
    pub const fn has_more_refused(&self) -> bool {
        self.refused > self.refused_rows.len() as u64
    }

    /// Whether there is anything to write.
    pub(super) const fn has_changes(&self) -> bool {
        self.created + self.amended > 0
    }

    /// Counts what happens to rows.
    pub(super) fn count(&mut self, notes: &[RowNote]) {
        for RowNote { row, outcome } in notes {
            match outcome {
                RowOutcome::Create => self.created += 1,
                RowOutcome::Amend => self.amended += 1,
                RowOutcome::Unchanged => self.unchanged += 1,
                RowOutcome::Refused(fields) => {
                    self.refused += 1;
                    if self.refused_rows.len() < Self::MOST_NAMED {
                        self.refused_rows.push(RefusedRow { row: *row, fields: fields.clone() });
                    }
                }
            }
        }
    }
}
