//! Connections to the mail server.
//!
//! lettre's own pool is not used: it takes a connection back even when the one who had it gave up
//! in the middle of a conversation, so that the next message reads the answers to the last one;
//! and its connections wait for an answer without end.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::{Instant, timeout};

use super::failure;
use super::server::{Encryption, SmtpServer, SmtpServerRefusal};
use crate::SendError;

/// How long it may take until the server is ready for a message.
const CONNECT_LIMIT: Duration = Duration::from_secs(30);

/// How long the server may take to say that a connection still stands.
const CHECK_LIMIT: Duration = Duration::from_secs(5);

/// How long a connection is kept for the next message: shorter than servers wait.
const KEPT_FOR: Duration = Duration::from_secs(20);

/// How many are kept.
const MOST_KEPT: usize = 4;

const MECHANISMS: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];

/// Connections to one server: fresh ones, and those that their last user gave back.
pub(super) struct Connections {
    host: String,
    port: u16,
    encryption: Encryption,
    tls: TlsParameters,
    credentials: Option<Credentials>,
    kept: Mutex<Vec<Kept>>,
}

struct Kept {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Connections {
    pub(super) fn to(server: &SmtpServer) -> Result<Self, SmtpServerRefusal> {
        let tls = TlsParameters::new(server.host.clone()).map_err(|_| SmtpServerRefusal::Host)?;
        let credentials = server.credentials.clone();
        Ok(Self {
            host: server.host.clone(),
            port: server.port,
            encryption: server.encryption,
            tls,
            credentials: credentials.map(|(user, password)| Credentials::new(user, password)),
            kept: Mutex::new(Vec::new()),
        })
    }

    /// A connection that is ready for a message. Whoever takes it has it alone, and gives it back
    /// only after a conversation that ended well.
    pub(super) async fn take(&self) -> Result<AsyncSmtpConnection, SendError> {
        while let Some(mut connection) = self.take_kept() {
            if timeout(CHECK_LIMIT, connection.test_connected()).await == Ok(true) {
                return Ok(connection);
            }
        }
        match timeout(CONNECT_LIMIT, self.connect()).await {
            Ok(connected) => connected.map_err(|error| failure::described(&error)),
            Err(_) => Err(failure::no_answer()),
        }
    }

    /// Keeps a connection for the next message.
    pub(super) fn give_back(&self, connection: AsyncSmtpConnection) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| kept.since.elapsed() < KEPT_FOR);
        if !connection.has_broken() && kept.len() < MOST_KEPT {
            kept.push(Kept { connection, since: Instant::now() });
        }
    }

    fn take_kept(&self) -> Option<AsyncSmtpConnection> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| kept.since.elapsed() < KEPT_FOR);
        kept.pop().map(|kept| kept.connection)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let name = ClientId::default();
        let immediate = (self.encryption == Encryption::Immediate).then(|| self.tls.clone());
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (self.host.as_str(), self.port),
            Some(CONNECT_LIMIT),
            &name,
            immediate,
            None,
        )
        .await?;
        let upgrade = match self.encryption {
            Encryption::Required => true,
            Encryption::Opportunistic => connection.can_starttls(),
            Encryption::None | Encryption::Immediate => false,
        };
        if upgrade {
            connection.starttls(self.tls.clone(), &name).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

/// Without the password.
impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("encryption", &self.encryption)
            .finish_non_exhaustive()
    }
}
