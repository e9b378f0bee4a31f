//! Mails written with the change that causes them.

use async_trait::async_trait;

use super::StoreError;
use crate::id::AccountId;
use crate::model::{EmailAddress, Mail};

/// Writes mails into the outbox, to be sent once the unit of work is committed and never before.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OutboxWriter: Send {
    /// Adds mails, in as few statements as the store can. A mail has no event, but it counts as a
    /// write to the scope of its account (without one, to the installation's), which needs its
    /// audit entry.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn enqueue(&mut self, mails: Vec<Mail>) -> Result<(), StoreError>;

    /// Takes back every mail of an account to an address, by its canonical form, whatever has come
    /// of it: what waits is never sent, what was sent or given up is forgotten. One that is being
    /// sent at this instant may still arrive. Counts as a write to the account's scope.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn recall(&mut self, account: AccountId, to: &EmailAddress) -> Result<(), StoreError>;
}
