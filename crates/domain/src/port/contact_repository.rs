//! Contacts in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{AccountId, ContactId, UserId};
use crate::model::{Contact, ContactCandidate, ContactChange, EmailAddress};

/// Reads and writes contacts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ContactRepository: Send {
    /// Finds a contact of this account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        id: ContactId,
    ) -> Result<Option<Contact>, StoreError>;

    /// Finds the contact that this account has at an address, by its canonical form.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_email(
        &mut self,
        account: AccountId,
        email: &EmailAddress,
    ) -> Result<Option<Contact>, StoreError>;

    /// Finds the contact whose access to this account's panel a user has.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_user(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Contact>, StoreError>;

    /// Every contact of the account who might receive a communication, by id.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_candidates(
        &mut self,
        account: AccountId,
    ) -> Result<Vec<ContactCandidate>, StoreError>;

    /// How many contacts the account has. The time this takes must not grow with the answer.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored, the account has a contact at the
    /// address, or the user has the access of another contact.
    async fn save(&mut self, change: ContactChange) -> Result<(), StoreError>;
}
