//! Mails, and how far they have come.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use portero_domain::id::MailId;
use portero_domain::model::Mail;
use uuid::Uuid;

use super::{ALL_TIME, every_id};
use crate::table::Row;

/// Who has taken a mail to send it, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Who.
    pub holder: Uuid,
    /// Until when nobody else may take it.
    pub until: DateTime<Utc>,
}

/// How far a mail has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailProgress {
    /// Waiting.
    Queued {
        /// From when on it may be sent.
        due: DateTime<Utc>,
        /// How often that failed.
        attempts: u32,
        /// Who is at it.
        lease: Option<Lease>,
    },
    /// Taken by the mail server.
    Sent {
        /// When.
        at: DateTime<Utc>,
    },
    /// Kept by the development mailbox.
    Kept {
        /// When.
        at: DateTime<Utc>,
    },
    /// Given up.
    Undeliverable {
        /// Why.
        problem: String,
        /// When.
        at: DateTime<Utc>,
    },
}

/// A mail, and how far it has come.
#[derive(Debug, Clone)]
pub struct StoredMail {
    /// The mail.
    pub mail: Mail,
    /// How far it has come.
    pub progress: MailProgress,
}

/// Where a mail is found beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailPlace {
    /// Those that wait, by age.
    Queued(DateTime<Utc>, MailId),
    /// Those that the development mailbox keeps, by when it got them.
    Kept(DateTime<Utc>, MailId),
    /// Those that were given up.
    Undeliverable(MailId),
}

impl MailPlace {
    /// All that wait.
    pub fn all_queued() -> RangeInclusive<Self> {
        let place = |at, id| Self::Queued(at, MailId::from_uuid(id));
        place(ALL_TIME.0, Uuid::nil())..=place(ALL_TIME.1, Uuid::max())
    }

    /// All that are kept.
    pub fn all_kept() -> RangeInclusive<Self> {
        let place = |at, id| Self::Kept(at, MailId::from_uuid(id));
        place(ALL_TIME.0, Uuid::nil())..=place(ALL_TIME.1, Uuid::max())
    }

    /// All that were given up.
    pub fn all_undeliverable() -> RangeInclusive<Self> {
        every_id(MailId::from_uuid, Self::Undeliverable)
    }
}

impl StoredMail {
    /// A mail that waits to be sent at once.
    pub fn queued(mail: Mail) -> Self {
        let due = mail.created_at;
        Self { mail, progress: MailProgress::Queued { due, attempts: 0, lease: None } }
    }

    /// Whether it may be taken now: due, and under nobody's live lease.
    pub fn is_free(&self, now: DateTime<Utc>) -> bool {
        match &self.progress {
            MailProgress::Queued { due, lease, .. } => {
                *due <= now && lease.is_none_or(|lease| lease.until <= now)
            }
            MailProgress::Sent { .. }
            | MailProgress::Kept { .. }
            | MailProgress::Undeliverable { .. } => false,
        }
    }

    /// How often it failed, if it still waits.
    pub fn attempts(&self) -> Option<u32> {
        match &self.progress {
            MailProgress::Queued { attempts, .. } => Some(*attempts),
            MailProgress::Sent { .. }
            | MailProgress::Kept { .. }
            | MailProgress::Undeliverable { .. } => None,
        }
    }

    /// Whether this holder has the lease, and nobody has taken it over.
    pub fn is_held_by(&self, holder: Uuid) -> bool {
        match &self.progress {
            MailProgress::Queued { lease, .. } => lease.is_some_and(|lease| lease.holder == holder),
            MailProgress::Sent { .. }
            | MailProgress::Kept { .. }
            | MailProgress::Undeliverable { .. } => false,
        }
    }

    /// The same mail under this lease.
    pub fn leased(mut self, lease: Lease) -> Self {
        if let MailProgress::Queued { lease: place, .. } = &mut self.progress {
            *place = Some(lease);
        }
        self
    }
}

impl Row for StoredMail {
    type Key = MailId;
    type Place = MailPlace;

    fn key(&self) -> MailId {
        self.mail.id
    }

    fn places(&self) -> Vec<MailPlace> {
        let id = self.mail.id;
        match self.progress {
            MailProgress::Queued { .. } => vec![MailPlace::Queued(self.mail.created_at, id)],
            MailProgress::Kept { at } => vec![MailPlace::Kept(at, id)],
            MailProgress::Undeliverable { .. } => vec![MailPlace::Undeliverable(id)],
            MailProgress::Sent { .. } => Vec::new(),
        }
    }
}
