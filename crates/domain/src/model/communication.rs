//! The communication: what an account's people are told, and to whom it was sent.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Change, CleanHtml, EmailAddress, Language, Line, Prose, RecipientReason, Transition, Version,
};
use crate::id::{AccountId, CommunicationId, ContactId, MailId, UserId};
use crate::policy::{Actor, Category, named_enum};

/// Someone whom an account tells things: a member, or a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum RecipientId {
    /// A member.
    User(UserId),
    /// A contact, with access to the panel or without.
    Contact(ContactId),
}

named_enum! {
    /// How far a communication to one recipient has come, by name.
    DeliveryStatus, "delivery" {
        /// It waits to be sent, for the first time or again.
        Queued = "queued",
        /// The mail server has taken it.
        Sent = "sent",
        /// The mail server refused it for good.
        Undeliverable = "undeliverable",
    }
}

/// How far a communication to one recipient has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It waits to be sent.
    Queued {
        /// What went wrong at the last attempt, if there was one.
        problem: Option<String>,
    },
    /// The mail server has taken it.
    Sent {
        /// When.
        at: DateTime<Utc>,
    },
    /// The mail server refused it for good.
    Undeliverable {
        /// When that was clear.
        at: DateTime<Utc>,
        /// What it said, without addresses.
        problem: String,
    },
}

impl Delivery {
    /// Its name.
    #[must_use]
    pub const fn status(&self) -> DeliveryStatus {
        match self {
            Self::Queued { .. } => DeliveryStatus::Queued,
            Self::Sent { .. } => DeliveryStatus::Sent,
            Self::Undeliverable { .. } => DeliveryStatus::Undeliverable,
        }
    }
}

/// Someone to whom a communication was sent, as they were then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Who.
    pub person: RecipientId,
    /// Where it went.
    pub email: EmailAddress,
    /// Given and family name.
    pub name: String,
    /// In which language.
    pub language: Language,
    /// Why they received it.
    pub because: RecipientReason,
    /// Whether they may refuse the category by themselves.
    pub may_refuse: bool,
    /// The mail that carries it.
    pub mail_id: MailId,
    /// How far it has come. Stores keep it up to date as mails are settled.
    pub delivery: Delivery,
}

/// What a communication says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunicationContent {
    /// What it is about.
    pub category: Category,
    /// The subject, on one line.
    pub subject: Line,
    /// The text.
    pub text: Prose,
    /// The same as HTML, cleaned, where it was given.
    pub html: Option<CleanHtml>,
}

/// What an account's people were told, and to whom it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Communication {
    /// Its identity.
    pub id: CommunicationId,
    /// The account whose people it is for.
    pub account_id: AccountId,
    /// What it says.
    pub content: CommunicationContent,
    /// Who sent it.
    pub sent_by: Actor,
    /// To whom, each with one mail.
    pub addressees: Vec<Addressee>,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What happened to a communication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum CommunicationEvent {
    /// It was sent.
    CommunicationSent {
        /// The communication.
        communication_id: CommunicationId,
        /// What it is about.
        category: Category,
        /// To how many.
        recipients: usize,
    },
    /// What had failed for good is tried again.
    CommunicationRetried {
        /// The communication.
        communication_id: CommunicationId,
        /// For how many.
        recipients: usize,
    },
}

/// A change to a communication.
pub type CommunicationChange = Change<Communication, CommunicationEvent>;

impl Communication {
    /// Sends a communication; its mails are enqueued beside it.
    #[must_use]
    pub fn send(
        id: CommunicationId,
        account_id: AccountId,
        content: CommunicationContent,
        sent_by: Actor,
        addressees: Vec<Addressee>,
        now: DateTime<Utc>,
    ) -> CommunicationChange {
        let event = CommunicationEvent::CommunicationSent {
            communication_id: id,
            category: content.category,
            recipients: addressees.len(),
        };
        let communication = Self {
            id,
            account_id,
            content,
            sent_by,
            addressees,
            created_at: now,
            version: Version::FIRST,
        };
        Change::insert(communication, event)
    }

    /// Sends it again to those for whom it failed for good, each in a mail of a new id, which is
    /// enqueued beside it. Where nothing failed it is already so.
    #[must_use]
    pub fn retry(
        mut self,
        mut next_mail: impl FnMut() -> MailId,
    ) -> Transition<Self, CommunicationEvent> {
        let mut recipients = 0;
        for addressee in &mut self.addressees {
            if let Delivery::Undeliverable { problem, .. } = &addressee.delivery {
                addressee.delivery = Delivery::Queued { problem: Some(problem.clone()) };
                addressee.mail_id = next_mail();
                recipients += 1;
            }
        }
        if recipients == 0 {
            return Transition::AlreadySo(self);
        }
        let from = self.version;
        self.version = from.next();
        let event =
            CommunicationEvent::CommunicationRetried { communication_id: self.id, recipients };
        Transition::Changed(Change::update(from, self, event))
    }
}
