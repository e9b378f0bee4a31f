//! Users in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::UserId;
use crate::model::{EmailAddress, User, UserChange};

/// Reads and writes users.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait UserRepository: Send {
    /// Finds a user.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Finds the user of an address, by its canonical form.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored, or the address is taken.
    async fn save(&mut self, change: UserChange) -> Result<(), StoreError>;
}
