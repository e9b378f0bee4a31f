//! The outbox, as the worker that empties it sees it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::StoreError;
use crate::id::MailId;
use crate::model::{Mail, QueuedMail};

/// What became of an attempt to send a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The mail server took it: the sealed secret is wiped.
    Sent {
        /// When.
        at: DateTime<Utc>,
    },
    /// The development mailbox keeps it: the secret stays, sealed.
    Kept {
        /// When.
        at: DateTime<Utc>,
    },
    /// It did not work this time.
    Failed {
        /// When to try again.
        retry_at: DateTime<Utc>,
        /// What went wrong, without addresses or secrets.
        problem: String,
    },
    /// It will never work: the row stays, with the reason, and the secret is wiped.
    Undeliverable {
        /// When that was clear.
        at: DateTime<Utc>,
        /// What went wrong, without addresses or secrets.
        problem: String,
    },
}

/// How the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxStatus {
    /// Mails that wait to be sent.
    pub queued: u64,
    /// Mails that no server would take.
    pub undeliverable: u64,
}

/// Takes mails under a lease, so that none is sent by two at once and none is lost with the
/// worker that had it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes up to `limit` queued mails that are due at `now` and under nobody's live lease,
    /// longest due first, and puts them under the holder's lease until `until`.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn lease(
        &self,
        holder: Uuid,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<QueuedMail>, StoreError>;

    /// Lengthens the lease on one mail. Answers whether the holder still has it; a lease that ran
    /// out is still its holder's until someone else takes it.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn renew(
        &self,
        mail: MailId,
        holder: Uuid,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError>;

    /// Records what became of a mail and ends the lease; also with the addressee of a communication
    /// whose mail it is. Nothing happens when the holder has lost the lease.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn settle(
        &self,
        mail: MailId,
        holder: Uuid,
        outcome: SendOutcome,
    ) -> Result<(), StoreError>;

    /// The mails that the development mailbox keeps, newest first: to this address, compared by
    /// its canonical form, or to anyone.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn kept<'a>(
        &self,
        to: Option<&'a str>,
        limit: u32,
    ) -> Result<Vec<(Mail, DateTime<Utc>)>, StoreError>;

    /// How many mails wait, and how many will never be delivered.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn status(&self) -> Result<OutboxStatus, StoreError>;
}
