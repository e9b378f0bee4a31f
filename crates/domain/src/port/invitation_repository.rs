//! Invitations in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{AccountId, InvitationId};
use crate::model::{EmailAddress, Invitation, InvitationChange, TokenHash};

/// An invitation as found by a link of its.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// Whether the link is an earlier one, which no longer works.
    pub superseded: bool,
}

/// Reads and writes invitations.
///
/// A change that gives an invitation another link keeps the hash of the earlier one, so that it is
/// told apart from one that never was.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait InvitationRepository: Send {
    /// Finds an invitation of this account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError>;

    /// Finds an invitation of whatever account, for its invitee.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_for_invitee(
        &mut self,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError>;

    /// Finds an invitation by its link or an earlier one.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_link(
        &mut self,
        link: &TokenHash,
    ) -> Result<Option<LinkedInvitation>, StoreError>;

    /// The invitations of this account to these addresses that are stored as pending or claimed,
    /// expired ones included. One statement for all of them.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_open(
        &mut self,
        account: AccountId,
        addresses: &[EmailAddress],
    ) -> Result<Vec<Invitation>, StoreError>;

    /// Writes changes, and their events, in as few statements as the store can.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version of one is stored, or the address has an open
    /// invitation already.
    async fn save_all(&mut self, changes: Vec<InvitationChange>) -> Result<(), StoreError>;
}
