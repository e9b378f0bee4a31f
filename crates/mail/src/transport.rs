//! How a message leaves: the port of this crate.

use async_trait::async_trait;

use crate::OutgoingMessage;

/// Where a message has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// A mail server took it, and answers for it from now on.
    Taken,
    /// The development mailbox keeps it.
    Kept,
}

/// Why a message did not leave. The texts tell neither addresses nor secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may work another time.
    #[error("{0}")]
    Transient(String),
    /// The mail server says that it never will.
    #[error("{0}")]
    Permanent(String),
}

/// Takes messages out of the house.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends one message to its one recipient. When the answer is lost on the way back, the message
    /// may have left all the same: it is sent again, with the same Message-ID. Whoever waits for
    /// the answer may give up at any time, and the next message is not to suffer from it.
    ///
    /// # Errors
    /// [`SendError`]
    async fn send(&self, message: &OutgoingMessage) -> Result<Delivery, SendError>;
}

/// Sends nothing: every mail stays in the outbox, for the development mailbox to show.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeepInMailbox;

#[async_trait]
impl Transport for KeepInMailbox {
    async fn send(&self, _message: &OutgoingMessage) -> Result<Delivery, SendError> {
        Ok(Delivery::Kept)
    }
}
