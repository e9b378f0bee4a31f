//! Registering, signing in, passwords.

use poem_openapi::Object;
use portero_domain::model::{Language, Name, NewPassword, Password, Session};
use portero_domain::use_case::{
    CarriedInvitation, Confirmed, Error, NewSession, Portero, Register,
};
use uuid::Uuid;

use super::{AccountItem, ClientAreaBody, Named, Timestamp, UserBody};
use crate::convention::{Fields, read_token};
use crate::problem::Problem;

/// What someone gives to become a user.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct RegistrationRequest {
    /// The address to be confirmed.
    pub email: String,
    /// 12 to 128 characters, and not one that everyone tries.
    pub password: String,
    /// 1 to 64 characters.
    pub first_name: String,
    /// 1 to 64 characters.
    pub last_name: String,
    /// The language to write in.
    pub language: Option<Named<Language>>,
    /// The token of the invitation that brought the person here.
    pub invitation_token: Option<String>,
}

impl RegistrationRequest {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::NotFound`] for a token that was never issued
    pub fn read(self, portero: &Portero) -> Result<Register, Error> {
        let mut fields = Fields::default();
        let email = fields.read("email", portero.parse_address(&self.email));
        let password = email.as_ref().and_then(|email| {
            fields.read("password", NewPassword::parse(Password::new(self.password), email))
        });
        let first_name = fields.read("first_name", Name::parse(&self.first_name));
        let last_name = fields.read("last_name", Name::parse(&self.last_name));
        let language = fields.read_optional("language", self.language, Named::known);
        let (Some(email), Some(password), Some(first_name), Some(last_name), Some(language)) =
            (email, password, first_name, last_name, language)
        else {
            return Err(fields.refusal());
        };
        let invitation = self.invitation_token.as_deref().map(read_token).transpose()?;
        Ok(Register { email, password, first_name, last_name, language, invitation })
    }
}

/// The mailed token of a registration, and the password that was given with it.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct ConfirmationRequest {
    /// The token from the link.
    pub token: String,
    /// The password that this registration was made with.
    pub password: String,
}

/// Address and password.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct SessionRequest {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// A session that has just begun.
#[derive(Debug, Clone, Object)]
#[oai(rename = "NewSession", skip_serializing_if_is_none, example)]
pub struct NewSessionBody {
    /// Send it as `Authorization: Bearer …`. It is shown this once.
    pub token: String,
    /// When the session ends at the latest.
    pub expires_at: Timestamp,
    /// Who signed in.
    pub user: UserBody,
    /// The accounts that they may enter, their own marked.
    pub accounts: Vec<AccountItem>,
    /// The client areas that they may enter.
    pub client_areas: Vec<ClientAreaItem>,
    /// What came of the invitation that a registration carried.
    pub invitation: Option<CarriedInvitationBody>,
    /// The client area that a setup link has opened.
    pub client_area: Option<ClientAreaBody>,
    /// `true` when the password was chosen by someone else: the session may do nothing but set
    /// another one.
    pub must_change_password: Option<bool>,
}

/// A client area that someone may enter.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ClientArea", example)]
pub struct ClientAreaItem {
    /// The account whose client area it is.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// What came of an invitation that a registration carried.
#[derive(Debug, Clone, Object)]
#[oai(rename = "CarriedInvitation", skip_serializing_if_is_none, example)]
pub struct CarriedInvitationBody {
    /// The invitation.
    pub id: Uuid,
    /// Whether it was accepted with the confirmation.
    pub accepted: bool,
    /// The code of why it was not.
    pub refused: Option<String>,
}

impl From<NewSession> for NewSessionBody {
    fn from(new: NewSession) -> Self {
        Self {
            token: new.token.expose().to_owned(),
            expires_at: new.session.expires_at.into(),
            must_change_password: new.user.must_change_password.then_some(true),
            user: new.user.into(),
            accounts: new.accounts.into_iter().map(AccountItem::from).collect(),
            client_areas: new.areas.into_iter().map(ClientAreaItem::from).collect(),
            invitation: None,
            client_area: None,
        }
    }
}

impl From<Confirmed> for NewSessionBody {
    fn from(confirmed: Confirmed) -> Self {
        Self {
            invitation: confirmed.invitation.map(CarriedInvitationBody::from),
            ..confirmed.session.into()
        }
    }
}

impl From<CarriedInvitation> for CarriedInvitationBody {
    fn from(carried: CarriedInvitation) -> Self {
        let code = |error| Problem::Domain(error).code().facts().name.to_owned();
        Self {
            id: carried.id.as_uuid(),
            accepted: carried.refused.is_none(),
            refused: carried.refused.map(code),
        }
    }
}

/// A session of one's own.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Session", skip_serializing_if_is_none, example)]
pub struct SessionBody {
    /// The session; no secret.
    pub id: Uuid,
    /// Where the sign-in came from.
    pub network: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl SessionBody {
    /// Shows a session to one of its user's.
    #[must_use]
    pub fn seen_from(current: &Session, session: Session) -> Self {
        Self {
            id: session.id.as_uuid(),
            current: session.id == current.id,
            network: session.network,
            created_at: session.created_at.into(),
            last_seen_at: session.last_seen_at.into(),
            expires_at: session.expires_at.into(),
        }
    }
}

/// A password.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct ReauthenticationRequest {
    /// One's own password.
    pub password: String,
}

/// An address.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct PasswordResetRequest {
    /// The address that the link is mailed to.
    pub email: String,
}

/// The mailed token of a reset, and the new password.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct PasswordResetConfirmation {
    /// The token from the link.
    pub token: String,
    /// 12 to 128 characters, and not one that everyone tries.
    pub password: String,
}

/// The token of a mailed link.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct TokenRequest {
    /// The token from the link.
    pub token: String,
}
