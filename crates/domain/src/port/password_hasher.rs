//! Hashing passwords, which is costly on purpose.

use async_trait::async_trait;

use crate::model::{Password, PasswordHash};

/// Too many passwords wait to be hashed already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are waiting to be hashed")]
pub struct HasherBusy;

/// Hashes passwords with Argon2id: a few at a time, a short queue behind them, never on a thread
/// that serves others.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// The hash to keep.
    ///
    /// # Errors
    /// [`HasherBusy`] when the queue is full.
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HasherBusy>;

    /// Whether the password is the one that was hashed. Without a hash it works as long and
    /// answers no, so that nobody learns from the time taken whether there is one.
    ///
    /// # Errors
    /// [`HasherBusy`] when the queue is full.
    async fn verify<'a>(
        &self,
        password: &Password,
        hash: Option<&'a PasswordHash>,
    ) -> Result<bool, HasherBusy>;
}
