//! From a letter to subject, text and HTML.

mod layout;
mod placeholder;
mod unlinked;

use std::fmt;

use portero_domain::model::{Language, Letter, Mail, Token};

use crate::PublicUrl;
use crate::text::{Body, english, spanish};
use layout::{HtmlLayout, TextLayout};
use placeholder::Placeholders;
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
    /// Our own links in it, in order.
    pub links: Vec<String>,
    /// The one of them with which the reader no longer gets the like, where it can be refused. A
    /// POST to it suffices (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// The links are secret: only the subject is told.
impl fmt::Debug for RenderedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenderedMail").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// The links of a letter: none has both.
#[derive(Default)]
struct Links {
    /// The page that the button opens.
    action: Option<String>,
    /// What refuses a category.
    refusal: Option<String>,
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
    let links = links(&mail.letter, secret, public_url)?;
    let (mut subject, mut body) = written(mail.language, &mail.letter);
    if let Letter::ClientInvitation { user_name, .. } = &mail.letter {
        let setup_url = links.action.as_deref().unwrap_or_default();
        let placeholders = Placeholders { setup_url, user_name };
        subject = placeholders.filled_subject(&subject);
        if let Some(written) = &mut body.written {
            written.text = placeholders.filled(&written.text);
            written.link = Some(setup_url.to_owned());
        }
    }
    Ok(RenderedMail {
        text: TextLayout::of(&body, &links).rendered()?,
        html: HtmlLayout::of(&subject, &body, mail.language, &links).rendered()?,
        subject: on_one_line(&subject),
        links: links.action.iter().chain(&links.refusal).cloned().collect(),
        unsubscribe: links.refusal,
    })
}

/// What a letter looks like as HTML before it is sent: without links, and with its placeholders as
/// they are.
///
/// # Errors
/// [`RenderError::Layout`]
pub(crate) fn preview(language: Language, letter: &Letter) -> Result<String, RenderError> {
    let (subject, body) = written(language, letter);
    HtmlLayout::of(&subject, &body, language, &Links::default()).rendered()
}

/// The words of a letter: its subject, and all below it.
fn written(language: Language, letter: &Letter) -> (String, Body) {
    let unlinked = unlinked(letter);
    match language {
        Language::Spanish => (spanish::subject(letter), spanish::body(&unlinked)),
        Language::English => (english::subject(letter), english::body(&unlinked)),
    }
}

/// Makes the links of a letter out of its secret.
fn links(
    letter: &Letter,
    secret: Option<&Token>,
    public_url: &PublicUrl,
) -> Result<Links, RenderError> {
    let secret = || secret.ok_or(RenderError::SecretMissing);
    let page = |page| {
        let action = Some(public_url.link(page, secret()?.expose()));
        Ok(Links { action, ..Links::default() })
    };
    match letter {
        Letter::Invitation { .. } => page("invitation"),
        Letter::Confirmation { .. } => page("confirm"),
        Letter::PasswordReset { .. } => page("reset"),
        Letter::ClientInvitation { .. } => page("setup"),
        Letter::Communication { unsubscribe: Some(unsubscribe), .. } => {
            let reference = unsubscribe.signed_reference(secret()?);
            let refusal = Some(public_url.signed_link("unsubscribe", &reference));
            Ok(Links { refusal, ..Links::default() })
        }
        Letter::Communication { unsubscribe: None, .. }
        | Letter::ContactAccessGiven { .. }
        | Letter::AlreadyRegistered { .. }
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
        | Letter::ServiceKeyCreated { .. } => Ok(Links::default()),
    }
}

/// A header holds no line break, whatever a store gave back.
fn on_one_line(subject: &str) -> String {
    subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
