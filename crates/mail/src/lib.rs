//! Mail: what letters say, how they travel, and the worker that empties the outbox.
//!
//! - [`render`] turns a [`Mail`](portero_domain::model::Mail) into subject, text and HTML. It
//!   knows nothing of how a mail travels.
//! - [`MailDrafts`] drafts what an account's people may edit, and shows what it looks like.
//! - A [`Composer`] opens the sealed secret, renders, and addresses: an [`OutgoingMessage`].
//! - A [`Transport`] takes that to a mail server ([`SmtpTransport`]) or leaves it where the
//!   development mailbox shows it ([`KeepInMailbox`]).
//! - The [`MailWorker`] leases mails from the outbox, sends them, and records what became of them.
//! - The [`DevelopmentMailbox`] shows what was kept.
//!
//! Links are made from the configured [`PublicUrl`] and nothing else; what strangers wrote is
//! escaped, and no part of it becomes a link.

mod composer;
mod development_mailbox;
mod drafts;
mod outgoing_message;
mod public_url;
mod rendering;
mod sender;
mod smtp;
mod text;
mod transport;
mod worker;

pub use composer::{ComposeError, Composer};
pub use development_mailbox::DevelopmentMailbox;
pub use drafts::MailDrafts;
pub use outgoing_message::OutgoingMessage;
pub use public_url::{PublicUrl, PublicUrlRefusal};
pub use rendering::{RenderError, RenderedMail, render};
pub use sender::{Sender, UnreadableSender};
pub use smtp::{Encryption, SmtpServer, SmtpServerRefusal, SmtpTransport};
pub use transport::{Delivery, KeepInMailbox, SendError, Transport};
pub use worker::{MailWorker, WorkerHealth};
