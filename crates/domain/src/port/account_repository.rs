//! Accounts in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::AccountId;
use crate::model::{Account, AccountChange, UserState};

/// Reads and writes accounts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AccountRepository: Send {
    /// Finds an account and keeps it for this unit of work: others who lock the same one wait
    /// until this one ends. Every unit of work that writes to an account begins with it, so that
    /// what it reads afterwards stays so.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn lock(&mut self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Whether the operator lets the account's owner sign in.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_owner_state(&mut self, id: AccountId) -> Result<Option<UserState>, StoreError>;

    /// Writes a change, and its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored.
    async fn save(&mut self, change: AccountChange) -> Result<(), StoreError>;
}
