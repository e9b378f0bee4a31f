//! Mails written with the change that causes them.

use async_trait::async_trait;

use super::StoreError;
use crate::model::Mail;

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
}
