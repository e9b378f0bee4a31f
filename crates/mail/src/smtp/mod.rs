//! Sending by SMTP.

mod connections;
mod envelope;
mod failure;
mod server;

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::timeout;

pub use server::{Encryption, SmtpServer, SmtpServerRefusal};

use crate::{Delivery, OutgoingMessage, SendError, Transport};
use connections::Connections;
use envelope::Sealed;

/// How long the server may take to take a message, once it is connected.
const CONVERSATION_LIMIT: Duration = Duration::from_mins(2);

/// Sends to one SMTP server, several messages one after the other over a connection.
///
/// Abandoning a `send` midway is safe: the connection is dropped with it, and never used again in
/// the middle of a conversation.
#[derive(Debug)]
pub struct SmtpTransport {
    connections: Connections,
}

impl SmtpTransport {
    /// Sends to this server. Nothing is connected yet.
    ///
    /// # Errors
    /// [`SmtpServerRefusal::Host`] when the host cannot have a certificate.
    pub fn new(server: &SmtpServer) -> Result<Self, SmtpServerRefusal> {
        Ok(Self { connections: Connections::to(server)? })
    }
}

#[async_trait]
impl Transport for SmtpTransport {
    async fn send(&self, message: &OutgoingMessage) -> Result<Delivery, SendError> {
        let Sealed { envelope, bytes } = envelope::seal(message)?;
        let mut connection = self.connections.take().await?;
        let sent = timeout(CONVERSATION_LIMIT, connection.send(&envelope, &bytes)).await;
        match sent {
            Ok(Ok(_)) => {
                self.connections.give_back(connection);
                Ok(Delivery::Taken)
            }
            Ok(Err(error)) => Err(failure::described(&error)),
            Err(_) => Err(failure::no_answer()),
        }
    }
}
