//! The mail that invites a client: what of it can be edited, and what must stay (D14, D15).

use super::{Line, Prose, TextRefusal};
use crate::policy::named_enum;

named_enum! {
    /// What stands in an invitation mail for what only its sending knows.
    MailPlaceholder, "placeholder" {
        /// The setup link (D14).
        SetupUrl = "setup_url",
        /// The name that the client signs in with (D14).
        UserName = "user_name",
    }
}

impl MailPlaceholder {
    /// It as it stands in a text.
    #[must_use]
    pub const fn in_text(self) -> &'static str {
        match self {
            Self::SetupUrl => "{setup_url}",
            Self::UserName => "{user_name}",
        }
    }
}

/// Subject and text of an invitation mail, with both placeholders in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientInvitationText {
    subject: Line,
    text: Prose,
}

/// Why an edited mail is refused: which part of it, and what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientInvitationRefusal {
    /// The subject breaks the rules of a line.
    #[error("the subject: {0}")]
    Subject(TextRefusal),
    /// The subject has the placeholder of the link, which is a secret and belongs in no subject.
    #[error("the subject must not hold the link")]
    LinkInSubject,
    /// The text breaks the rules of a text.
    #[error("the text: {0}")]
    Text(TextRefusal),
    /// The text lacks a placeholder.
    #[error("the text must keep {}", .0.in_text())]
    Missing(MailPlaceholder),
}

impl ClientInvitationText {
    /// Checks an edited mail.
    ///
    /// # Errors
    /// Says which part is refused, and why.
    pub fn parse(subject: &str, text: &str) -> Result<Self, ClientInvitationRefusal> {
        let subject = Line::parse(subject).map_err(ClientInvitationRefusal::Subject)?;
        if subject.as_str().contains(MailPlaceholder::SetupUrl.in_text()) {
            return Err(ClientInvitationRefusal::LinkInSubject);
        }
        let text = Prose::parse(text).map_err(ClientInvitationRefusal::Text)?;
        for placeholder in MailPlaceholder::ALL {
            if !text.as_str().contains(placeholder.in_text()) {
                return Err(ClientInvitationRefusal::Missing(*placeholder));
            }
        }
        Ok(Self { subject, text })
    }

    /// The subject.
    #[must_use]
    pub const fn subject(&self) -> &Line {
        &self.subject
    }

    /// The text, with its placeholders.
    #[must_use]
    pub const fn text(&self) -> &Prose {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d15_an_edited_mail_keeps_both_placeholders() {
        let text = "Entre en {setup_url} como {user_name}.";
        assert!(ClientInvitationText::parse("Sus sitios", text).is_ok());
        let cases = [
            ("Entre como {user_name}.", MailPlaceholder::SetupUrl),
            ("Entre en {setup_url}.", MailPlaceholder::UserName),
            ("Entre en { setup_url } como {user_name}.", MailPlaceholder::SetupUrl),
        ];
        for (text, missing) in cases {
            let refused = ClientInvitationText::parse("Sus sitios", text);
            assert_eq!(refused, Err(ClientInvitationRefusal::Missing(missing)), "{text}");
        }
    }

    #[test]
    fn a_link_never_stands_in_a_subject() {
        let text = "Entre en {setup_url} como {user_name}.";
        let refused = ClientInvitationText::parse("Entre en {setup_url}", text);
        assert_eq!(refused, Err(ClientInvitationRefusal::LinkInSubject));
        let refused = ClientInvitationText::parse("a\nBcc: eva@c.es", text);
        let expected = ClientInvitationRefusal::Subject(TextRefusal::ControlCharacter);
        assert_eq!(refused, Err(expected));
    }
}
