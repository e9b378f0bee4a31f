//! Invitations as rows.

use std::ops::RangeInclusive;

use portero_domain::id::{AccountId, InvitationId, UserId};
use portero_domain::model::{EmailAddress, Invitation, InvitationState, TokenHash, Version};

use super::every_id;
use crate::table::{Row, Versioned};

/// An invitation, and the links that it had before.
#[derive(Debug, Clone)]
pub struct StoredInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// The hashes of its earlier links.
    pub earlier_links: Vec<TokenHash>,
}

/// Where an invitation is found beside its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum InvitationPlace {
    /// By its link or an earlier one.
    Link([u8; 32]),
    /// The one open invitation to an address, in canonical form, from an account.
    Open(String, AccountId),
    /// The invitations of an account, by id.
    OfAccount(AccountId, InvitationId),
    /// The invitations that name a user: who invited, or who accepted.
    Naming(UserId, InvitationId),
}

impl InvitationPlace {
    /// The place of whatever bears this link.
    pub fn of_link(link: &TokenHash) -> Self {
        Self::Link(*link.as_bytes())
    }

    /// The place of the open invitation to an address.
    pub fn open(email: &EmailAddress, account: AccountId) -> Self {
        Self::Open(email.canonical().to_owned(), account)
    }

    /// The open invitations to an address, from any account.
    pub fn all_open(email: &EmailAddress) -> RangeInclusive<Self> {
        every_id(AccountId::from_uuid, |account| Self::open(email, account))
    }

    /// All invitations that name a user.
    pub fn all_naming(user: UserId) -> RangeInclusive<Self> {
        every_id(InvitationId::from_uuid, |id| Self::Naming(user, id))
    }

    /// The invitations of an account, up to the one before `before`.
    pub fn of_account(account: AccountId, before: Option<InvitationId>) -> std::ops::Range<Self> {
        let first = InvitationId::from_uuid(uuid::Uuid::nil());
        let end = before.unwrap_or(InvitationId::from_uuid(uuid::Uuid::max()));
        Self::OfAccount(account, first)..Self::OfAccount(account, end)
    }
}

impl Row for StoredInvitation {
    type Key = InvitationId;
    type Place = InvitationPlace;

    fn key(&self) -> InvitationId {
        self.invitation.id
    }

    fn places(&self) -> Vec<InvitationPlace> {
        let Invitation { id, account_id, email, invited_by, link, state, .. } = &self.invitation;
        let mut places: Vec<_> = self.earlier_links.iter().map(InvitationPlace::of_link).collect();
        places.push(InvitationPlace::of_link(link));
        places.push(InvitationPlace::OfAccount(*account_id, *id));
        places.push(InvitationPlace::Naming(*invited_by, *id));
        match state {
            InvitationState::Pending | InvitationState::Claimed => {
                places.push(InvitationPlace::open(email, *account_id));
            }
            InvitationState::Accepted { by, .. } => {
                places.push(InvitationPlace::Naming(*by, *id));
            }
            InvitationState::Declined { .. } | InvitationState::Revoked { .. } => {}
        }
        places
    }
}

impl Versioned for StoredInvitation {
    fn version(&self) -> Version {
        self.invitation.version
    }
}
