//! Service keys in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::ServiceKeyId;
use crate::model::{ServiceKey, ServiceKeyChange};
use crate::policy::Scope;

/// Reads and writes service keys.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ServiceKeyRepository: Send {
    /// Finds a key of this reach, revoked ones included.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        reach: Scope,
        id: ServiceKeyId,
    ) -> Result<Option<ServiceKey>, StoreError>;

    /// How many keys of this reach are not revoked.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn count_live(&mut self, reach: Scope) -> Result<u64, StoreError>;

    /// Writes a change, and its event. An update keeps the stored `last_used_at` when it is later.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: ServiceKeyChange) -> Result<(), StoreError>;
}
