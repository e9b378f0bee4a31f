//! Registration attempts in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::model::{EmailAddress, Registration, RegistrationChange, TokenHash};

/// Reads and writes registration attempts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RegistrationRepository: Send {
    /// Finds an attempt by its link, whatever its state.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<Registration>, StoreError>;

    /// The attempts for an address that are stored as open, expired ones included, newest first.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_open(&mut self, email: &EmailAddress) -> Result<Vec<Registration>, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: RegistrationChange) -> Result<(), StoreError>;
}
