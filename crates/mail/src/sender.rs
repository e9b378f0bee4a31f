//! Whom mails come from.

use std::fmt;

use lettre::Address;
use lettre::message::Mailbox;

use crate::PublicUrl;

/// A text that names no sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sender has the form `Name <address@example.com>`, with an ASCII address")]
pub struct UnreadableSender;

/// Whom mails come from: a name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl Sender {
    /// Reads a configured sender, `Name <address>` or a bare address.
    ///
    /// # Errors
    /// [`UnreadableSender`]
    pub fn parse(text: &str) -> Result<Self, UnreadableSender> {
        let mailbox: Mailbox = text.parse().map_err(|_| UnreadableSender)?;
        let address: &str = mailbox.email.as_ref();
        let plain = address.is_ascii() && !mailbox.email.domain().starts_with('[');
        if plain { Ok(Self(mailbox)) } else { Err(UnreadableSender) }
    }

    /// The sender when none is configured: `no-reply` at the public URL's host. For a URL whose
    /// host is no full domain name, such as the one of a developer's machine, it is at
    /// `localhost.localdomain`.
    #[must_use]
    pub fn for_public_url(public_url: &PublicUrl) -> Self {
        let domain = public_url.mail_domain().unwrap_or("localhost.localdomain");
        // A host name may be none for mail all the same: one of 300 characters, say.
        let address = Address::new("no-reply", domain)
            .unwrap_or_else(|_| Address::new_dangerous("no-reply", "localhost.localdomain"));
        Self(Mailbox::new(Some("Portero".to_owned()), address))
    }

    /// The domain that the sender's address is at.
    pub(crate) fn domain(&self) -> &str {
        self.0.email.domain()
    }

    pub(crate) const fn mailbox(&self) -> &Mailbox {
        &self.0
    }
}

/// The name and the address, as in a `From` header.
impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default_for(url: &str) -> String {
        Sender::for_public_url(&PublicUrl::parse(url).expect("a public URL")).to_string()
    }

    #[test]
    fn the_default_is_at_the_host_of_the_public_url() {
        for (url, sender) in [
            ("https://panel.example.com:8443", "Portero <no-reply@panel.example.com>"),
            ("http://127.0.0.1:8080", "Portero <no-reply@localhost.localdomain>"),
            ("http://localhost:8080", "Portero <no-reply@localhost.localdomain>"),
            ("http://[::1]:8080", "Portero <no-reply@localhost.localdomain>"),
            ("https://panel.example.com.", "Portero <no-reply@panel.example.com>"),
        ] {
            assert_eq!(default_for(url), sender, "{url}");
        }
    }

    #[test]
    fn a_sender_may_be_configured() {
        let sender = Sender::parse("Área de clientes <hola@example.com>").expect("a sender");
        assert_eq!(sender.domain(), "example.com");
        for text in ["", "Portero", "Portero <>", "a@[127.0.0.1]", "ñ@example.com", "a@b@c.es"] {
            assert_eq!(Sender::parse(text), Err(UnreadableSender), "{text}");
        }
    }
}
