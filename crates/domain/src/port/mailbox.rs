//! The development mailbox, as those who read it see it.

use async_trait::async_trait;

use super::StoreError;
use crate::model::DeliveredMail;

/// Shows the mails that were kept because no mail server is set.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Mailbox: Send + Sync {
    /// The mails to this address, or to anyone, newest first, 200 at most.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn read<'a>(&self, to: Option<&'a str>) -> Result<Vec<DeliveredMail>, StoreError>;
}
