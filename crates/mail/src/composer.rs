//! From a mail in the outbox to a message that can leave.

use std::fmt;
use std::sync::Arc;

use portero_domain::model::Mail;
use portero_domain::port::{Sealer, Unsealable};

use crate::{OutgoingMessage, PublicUrl, RenderError, Sender, render};

/// Why a mail cannot be made into a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// The secret of its link was sealed with another key: the key file was lost or exchanged.
    #[error("the secret of its link does not open with the present key")]
    Sealed(#[from] Unsealable),
    /// It cannot be rendered.
    #[error(transparent)]
    Unrenderable(#[from] RenderError),
}

/// Opens the secret of a mail, renders it, and addresses it.
#[derive(Clone)]
pub struct Composer {
    sealer: Arc<dyn Sealer>,
    public_url: PublicUrl,
    sender: Sender,
}

impl Composer {
    /// Writes with links to `public_url`, in the name of `sender`.
    #[must_use]
    pub fn new(sealer: Arc<dyn Sealer>, public_url: PublicUrl, sender: Sender) -> Self {
        Self { sealer, public_url, sender }
    }

    /// Makes the message.
    ///
    /// # Errors
    /// [`ComposeError`]
    pub fn compose(&self, mail: &Mail) -> Result<OutgoingMessage, ComposeError> {
        let open = |sealed| self.sealer.open(mail.id, sealed);
        let secret = mail.secret.as_ref().map(open).transpose()?;
        Ok(OutgoingMessage {
            id: mail.id,
            written_at: mail.created_at,
            from: self.sender.clone(),
            to: mail.to.clone(),
            content: render(mail, secret.as_ref(), &self.public_url)?,
        })
    }
}

impl fmt::Debug for Composer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Composer")
            .field("public_url", &self.public_url)
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}
