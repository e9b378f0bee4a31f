//! A client's way in: the setup link, the mail that carries it, and using it.

use poem_openapi::Object;
use portero_domain::model::{ClientStatus, Language};
use portero_domain::use_case::{
    ClientInvitationPreview, ClientInvited, EditedInvitation, Redeemed, SetupLinkView,
    SetupPassword,
};
use uuid::Uuid;

use super::{ClientAreaBody, Named, NewSessionBody, Timestamp};

/// An address that is shown this once.
#[derive(Debug, Clone, Object)]
#[oai(rename = "OneTimeLink", example)]
pub struct LinkBody {
    /// The address, with a secret in it. It is shown this once.
    pub url: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// The mail that would invite a client.
#[derive(Debug, Clone, Object)]
#[oai(rename = "InvitationMail", example)]
pub struct InvitationMailBody {
    /// The subject.
    pub subject: String,
    /// The text, with its placeholders.
    pub text: String,
    /// What it looks like, with its placeholders.
    pub html: String,
    /// What must stay in the text: `{setup_url}` and `{user_name}`.
    pub placeholders: Vec<String>,
    /// The language that it is drafted in.
    pub language: Named<Language>,
}

impl From<ClientInvitationPreview> for InvitationMailBody {
    fn from(preview: ClientInvitationPreview) -> Self {
        let placeholders = preview.placeholders.iter();
        Self {
            subject: preview.subject,
            text: preview.text,
            html: preview.html,
            placeholders: placeholders.map(|one| one.in_text().to_owned()).collect(),
            language: preview.language.into(),
        }
    }
}

/// What was edited of the mail; what is absent stays as it is drafted.
#[derive(Debug, Clone, Default, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct InvitationMailRequest {
    /// Another subject: one line, 1 to 256 characters, without `{setup_url}`.
    pub subject: Option<String>,
    /// Another text, 1 to 20,000 characters, with `{setup_url}` and `{user_name}`.
    pub text: Option<String>,
}

impl From<InvitationMailRequest> for EditedInvitation {
    fn from(request: InvitationMailRequest) -> Self {
        Self { subject: request.subject, text: request.text }
    }
}

/// A client whose invitation waits to be sent.
#[derive(Debug, Clone, Object)]
#[oai(rename = "InvitedClient", example)]
pub struct InvitedClientBody {
    /// The client.
    pub client_id: Uuid,
    /// Where the mail goes, as typed.
    pub email: String,
    /// What the client is now.
    pub status: Named<ClientStatus>,
    /// When the link in the mail stops working.
    pub expires_at: Timestamp,
}

impl From<&ClientInvited> for InvitedClientBody {
    fn from(invited: &ClientInvited) -> Self {
        Self {
            client_id: invited.client.id.as_uuid(),
            email: invited.client.email.as_shown().to_owned(),
            status: invited.client.status().into(),
            expires_at: invited.expires_at.into(),
        }
    }
}

/// What the holder of a setup link may know before using it.
#[derive(Debug, Clone, Object)]
#[oai(rename = "SetupLink", example)]
pub struct SetupLinkBody {
    /// The account whose client they are.
    pub account_name: String,
    /// The name that they sign in with; it cannot be changed.
    pub email: String,
    /// When the link stops working.
    pub expires_at: Timestamp,
    /// Which password it asks for: a `new` one, or their `own` unless they are signed in.
    pub password: Named<SetupPassword>,
}

impl From<SetupLinkView> for SetupLinkBody {
    fn from(view: SetupLinkView) -> Self {
        Self {
            account_name: view.account_name,
            email: view.email.as_shown().to_owned(),
            expires_at: view.expires_at.into(),
            password: view.password.into(),
        }
    }
}

/// A setup link, and a password where one is asked for.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct SetupRequest {
    /// The token from the link.
    pub token: String,
    /// A new password, 12 to 128 characters, or one's own; none for someone who is signed in.
    pub password: Option<String>,
}

/// What came of using a setup link: a session, unless one was signed in.
pub fn redeemed(redeemed: Redeemed) -> Result<NewSessionBody, ClientAreaBody> {
    let area = ClientAreaBody::from(redeemed.area);
    match redeemed.session {
        Some(session) => Ok(NewSessionBody { client_area: Some(area), ..session.into() }),
        None => Err(area),
    }
}
