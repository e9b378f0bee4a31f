//! Service keys in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{AccountId, ServiceKeyId};
use crate::model::{ServiceKey, ServiceKeyChange};

/// Reads and writes service keys.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ServiceKeyRepository: Send {
    /// Finds a key of this account, revoked ones included.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        id: ServiceKeyId,
    ) -> Result<Option<ServiceKey>, StoreError>;

    /// How many keys of this account are not revoked.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn count_live(&mut self, account: AccountId) -> Result<u64, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: ServiceKeyChange) -> Result<(), StoreError>;
}
