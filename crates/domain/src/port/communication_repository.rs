//! Communications in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{AccountId, CommunicationId};
use crate::model::{Communication, CommunicationChange};

/// Reads and writes communications.
///
/// How far the mail to each addressee has come is kept with them from the moment it is written:
/// [`Outbox::settle`](super::Outbox::settle) writes it there too, so that it outlives the mail.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CommunicationRepository: Send {
    /// Finds a communication of this account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        id: CommunicationId,
    ) -> Result<Option<Communication>, StoreError>;

    /// Writes a change, and its event. An update touches those addressees alone whose mail has
    /// another id than the one stored.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: CommunicationChange) -> Result<(), StoreError>;
}
