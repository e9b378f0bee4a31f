//! Viewings of what clients see, in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{AccountId, ViewingId};
use crate::model::{TokenHash, Viewing, ViewingChange};

/// Reads and writes viewings. A viewing does not keep the session that it was begun from.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ViewingRepository: Send {
    /// Finds a viewing of this account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        id: ViewingId,
    ) -> Result<Option<Viewing>, StoreError>;

    /// Finds a viewing, of whatever account, by its address, opened or not.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<Viewing>, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: ViewingChange) -> Result<(), StoreError>;
}
