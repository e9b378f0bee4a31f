//! Support codes in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{AccountId, UserId};
use crate::model::{SupportCode, SupportCodeChange};

/// Reads and writes support codes.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SupportCodeRepository: Send {
    /// The newest code that someone has on an account, whatever became of it.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<SupportCode>, StoreError>;

    /// Writes a change, and its event. There is one row for each person and account: an update
    /// matches on both and on the version, and may bring another id.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: SupportCodeChange) -> Result<(), StoreError>;
}
