//! Sessions in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{SessionId, UserId};
use crate::model::{Session, SessionChange};

/// Reads and writes sessions.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send {
    /// Finds a session, whether or not it has run out.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(&mut self, id: SessionId) -> Result<Option<Session>, StoreError>;

    /// All sessions of a user, oldest first, those that have run out included.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_of_user(&mut self, user: UserId) -> Result<Vec<Session>, StoreError>;

    /// Writes a change, and its event. An update keeps the stored `last_seen_at` when it is later.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: SessionChange) -> Result<(), StoreError>;
}
