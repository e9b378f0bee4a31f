//! Memberships in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::StoreError;
use crate::id::{AccountId, UserId};
use crate::model::{Candidate, EmailAddress, Membership, MembershipChange};

/// Reads and writes memberships.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MembershipRepository: Send {
    /// Finds a membership, whether or not its access has run out.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Membership>, StoreError>;

    /// The membership of the account's one owner.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_owner(&mut self, account: AccountId) -> Result<Option<Membership>, StoreError>;

    /// How many memberships the account has. The time this takes must not grow with the answer.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError>;

    /// Which of these addresses belong to users who are members now, run-out access not counted.
    /// One statement for all of them.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_member_addresses(
        &mut self,
        account: AccountId,
        addresses: &[EmailAddress],
        now: DateTime<Utc>,
    ) -> Result<Vec<EmailAddress>, StoreError>;

    /// Everyone on the account who might receive a communication, the owner included, by user id.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_candidates(&mut self, account: AccountId) -> Result<Vec<Candidate>, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored, the user is a member already, or
    /// the account would have two owners.
    async fn save(&mut self, change: MembershipChange) -> Result<(), StoreError>;
}
