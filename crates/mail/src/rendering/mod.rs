//! From a letter to subject, text and HTML.

mod layout;
mod unlinked;

use std::fmt;

use portero_domain::model::{Language, Letter, Mail, Token};

use crate::PublicUrl;
use crate::text::{english, spanish};
use layout::{HtmlLayout, TextLayout};
use unlinked::unlinked;

/// Why a mail cannot be rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// It needs a link, and its secret is not there.
    #[error("the secret of its link is missing")]
    SecretMissing,
    /// A layout failed to render.
    #[error("its layout cannot be rendered")]
    Layout,
}

/// What a mail says, ready to be read.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedMail {
    /// The subject, on one line.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part: the same in the same order.
    pub html: String,
    /// The links in it, in order.
    pub links: Vec<String>,
}

/// The links are secret: only the subject is told.
impl fmt::Debug for RenderedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenderedMail").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// Renders a mail in its own language, with a link made of the secret if its letter has one.
///
/// # Errors
/// [`RenderError::SecretMissing`] when the letter has a link and there is no secret to make it of:
/// a mail with a dead link is worse than none.
pub fn render(
    mail: &Mail,
    secret: Option<&Token>,
    public_url: &PublicUrl,
) -> Result<RenderedMail, RenderError> {
    let link = match link_page(&mail.letter) {
        Some(page) => {
            let token = secret.ok_or(RenderError::SecretMissing)?;
            Some(public_url.link(page, token.expose()))
        }
        None => None,
    };
    let letter = unlinked(&mail.letter);
    let (subject, body) = match mail.language {
        Language::Spanish => (spanish::subject(&mail.letter), spanish::body(&letter)),
        Language::English => (english::subject(&mail.letter), english::body(&letter)),
    };
    let link = link.as_deref();
    Ok(RenderedMail {
        text: TextLayout::of(&body, link).rendered()?,
        html: HtmlLayout::of(&subject, &body, mail.language, link).rendered()?,
        subject: on_one_line(&subject),
        links: link.map(str::to_owned).into_iter().collect(),
    })
}

/// The page that a letter's link opens.
const fn link_page(letter: &Letter) -> Option<&'static str> {
    match letter {
        Letter::Invitation { .. } => Some("invitation"),
        Letter::Confirmation { .. } => Some("confirm"),
        Letter::PasswordReset { .. } => Some("reset"),
        Letter::AlreadyRegistered { .. }
        | Letter::NoUserToReset
        | Letter::OwnershipReceived { .. }
        | Letter::OwnershipGivenUp { .. }
        | Letter::OwnershipOffered { .. }
        | Letter::OwnershipOfferCalledOff { .. }
        | Letter::AccessEnding { .. }
        | Letter::MemberAccessEnding { .. }
        | Letter::PasswordChanged { .. }
        | Letter::AccessRemoved { .. }
        | Letter::AccountClosed { .. }
        | Letter::ServiceKeyCreated { .. } => None,
    }
}

/// A header holds no line break, whatever a store gave back.
fn on_one_line(subject: &str) -> String {
    subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
