//! Communications, and those to whom they were sent, as rows.

use std::ops::{Range, RangeInclusive};

use portero_domain::id::{AccountId, CommunicationId, MailId};
use portero_domain::model::{Addressee, Communication, Version};
use uuid::Uuid;

use crate::table::{Row, Versioned};

/// The communications of an account, by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommunicationPlace(AccountId, CommunicationId);

impl CommunicationPlace {
    /// The communications of an account, up to the one before `before`.
    pub fn of_account(account: AccountId, before: Option<CommunicationId>) -> Range<Self> {
        let end = before.unwrap_or(CommunicationId::from_uuid(Uuid::max()));
        Self(account, CommunicationId::from_uuid(Uuid::nil()))..Self(account, end)
    }
}

/// The row has no addressees: each is a row of their own, so that settling a mail touches one.
impl Row for Communication {
    type Key = CommunicationId;
    type Place = CommunicationPlace;

    fn key(&self) -> CommunicationId {
        self.id
    }

    fn places(&self) -> Vec<CommunicationPlace> {
        vec![CommunicationPlace(self.account_id, self.id)]
    }
}

impl Versioned for Communication {
    fn version(&self) -> Version {
        self.version
    }
}

/// Someone to whom a communication was sent.
#[derive(Debug, Clone)]
pub struct StoredAddressee {
    /// The communication.
    pub communication: CommunicationId,
    /// The how-manieth of its addressees, from 0.
    pub position: usize,
    /// Who, and how far it has come.
    pub addressee: Addressee,
}

impl StoredAddressee {
    /// The keys of all addressees of a communication, in their order.
    pub fn all_of(communication: CommunicationId) -> RangeInclusive<<Self as Row>::Key> {
        (communication, usize::MIN)..=(communication, usize::MAX)
    }
}

impl Row for StoredAddressee {
    type Key = (CommunicationId, usize);
    /// The mail that carries it.
    type Place = MailId;

    fn key(&self) -> (CommunicationId, usize) {
        (self.communication, self.position)
    }

    fn places(&self) -> Vec<MailId> {
        vec![self.addressee.mail_id]
    }
}
