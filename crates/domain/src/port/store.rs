//! The store: where units of work come from.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::UnitOfWork;
use crate::model::{AuditEntry, Origin};
use crate::policy::RefusedAttempt;

/// What can go wrong in a store. That something is not there is no error: look-ups answer `None`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Someone else was faster: another version is stored, or a unique place is taken. Nothing was
    /// written; trying again from the start is right.
    #[error("someone else changed the same thing at the same time")]
    Conflict,
    /// The store cannot be reached, or did not answer.
    #[error("the store does not answer: {0}")]
    Unavailable(String),
    /// A stored row makes no sense. It is never guessed at.
    #[error("the store holds a value that makes no sense in {table}.{column}: {problem}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What makes no sense about it.
        problem: String,
    },
    /// The unit of work had an error before, and is dead.
    #[error("the unit of work had an error before")]
    Dead,
    /// The audit trail does not have exactly one entry for each scope that was written to: a
    /// change that nobody authorised. Nothing was written.
    #[error("the audit trail does not cover what was written")]
    Unaudited,
}

/// Gives units of work.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work: a transaction. Reads in it see what was committed before, and its
    /// own writes. Where a store has one writer, this waits for it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// Puts a refused attempt on the account's audit chain, in a write of its own. It makes no
    /// event.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn record_refusal(
        &self,
        attempt: RefusedAttempt,
        origin: Origin,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Puts an entry on its scope's audit chain, in a write of its own and with no change beside it:
    /// for questions that are answered on record. It makes no event.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn record(&self, entry: AuditEntry) -> Result<(), StoreError>;

    /// Forgets what has long been over: sessions, attempts and resets that ran out before `before`,
    /// answers kept before it, support codes that ran out before it, mails sent (or kept by the
    /// development mailbox) before it. It forgets nothing of the audit trail, the events, the
    /// communications or an undelivered mail.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn forget(&self, before: DateTime<Utc>) -> Result<(), StoreError>;

    /// Whether the store answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it does not.
    async fn ping(&self) -> Result<(), StoreError>;
}
