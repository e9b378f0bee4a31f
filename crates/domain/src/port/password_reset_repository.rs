//! Password resets in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::UserId;
use crate::model::{PasswordReset, PasswordResetChange, TokenHash};

/// Reads and writes password resets.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasswordResetRepository: Send {
    /// Finds a reset by its link, whatever its state.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_link(&mut self, link: &TokenHash)
    -> Result<Option<PasswordReset>, StoreError>;

    /// The resets of a user that are stored as open, expired ones included.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_open(&mut self, user: UserId) -> Result<Vec<PasswordReset>, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: PasswordResetChange) -> Result<(), StoreError>;
}
