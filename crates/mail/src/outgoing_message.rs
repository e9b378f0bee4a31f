//! A letter in its envelope.

use std::fmt;

use chrono::{DateTime, Utc};
use portero_domain::id::MailId;
use portero_domain::model::EmailAddress;

use crate::{RenderedMail, Sender};

/// A mail as it leaves: a repeat is the same to the last byte.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// The mail that this is.
    pub id: MailId,
    /// When it was written, however late it leaves.
    pub written_at: DateTime<Utc>,
    /// Whom it comes from.
    pub from: Sender,
    /// The one whom it goes to.
    pub to: EmailAddress,
    /// What it says.
    pub content: RenderedMail,
}

impl OutgoingMessage {
    /// The Message-ID: the same on every repeat, so that mail programs can tell one.
    #[must_use]
    pub fn message_id(&self) -> String {
        format!("<{}@{}>", self.id, self.from.domain())
    }
}

/// Tells which mail it is, and neither the address nor the text.
impl fmt::Debug for OutgoingMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMessage").field("id", &self.id).finish_non_exhaustive()
    }
}
