//! Users in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::UserId;
use crate::model::{EmailAddress, Language, User, UserChange};

/// Reads and writes users.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait UserRepository: Send {
    /// Finds a user.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Finds a user and keeps them for this unit of work: others who lock the same one wait until
    /// this one ends. Whatever begins or ends sessions, or sets a password, begins with it.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Finds the user of an address, by its canonical form.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError>;

    /// The languages of those of these addresses that have a user. One statement for all of them.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_languages(
        &mut self,
        addresses: &[EmailAddress],
    ) -> Result<Vec<(EmailAddress, Language)>, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored, or the address is taken.
    async fn save(&mut self, change: UserChange) -> Result<(), StoreError>;
}
