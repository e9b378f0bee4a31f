//! One's own profile, accounts and invitations.

use poem_openapi::Object;
use portero_domain::model::{Language, Membership, Name, User, UserAmendment};
use portero_domain::policy::{Category, CategorySet, Permission, Role};
use portero_domain::port::ReceivedInvitation;
use portero_domain::use_case::{AccountView, Error};
use uuid::Uuid;

use super::{Named, Timestamp};
use crate::convention::Fields;

/// A user, as they see themselves.
#[derive(Debug, Clone, Object)]
#[oai(rename = "User", example)]
pub struct UserBody {
    /// Who.
    pub id: Uuid,
    /// The address that they sign in with, as typed.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The language they are written to in.
    pub language: Named<Language>,
    /// Whether they have shown that the address is theirs.
    pub email_confirmed: bool,
    /// When the user was made.
    pub created_at: Timestamp,
    /// The version, as in the `ETag`.
    pub version: i64,
}

impl From<User> for UserBody {
    fn from(user: User) -> Self {
        Self {
            id: user.id.as_uuid(),
            email: user.email.as_shown().to_owned(),
            first_name: user.first_name.as_str().to_owned(),
            last_name: user.last_name.as_str().to_owned(),
            language: user.language.into(),
            email_confirmed: user.address_confirmed,
            created_at: user.created_at.into(),
            version: user.version.as_i64(),
        }
    }
}

/// What is to change on one's profile; what is absent stays.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct ProfilePatch {
    /// 1 to 64 characters.
    pub first_name: Option<String>,
    /// 1 to 64 characters.
    pub last_name: Option<String>,
    /// The language to be written to in.
    pub language: Option<Named<Language>>,
}

impl ProfilePatch {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<UserAmendment, Error> {
        let mut fields = Fields::default();
        let name = |text: String| Name::parse(&text);
        let first_name = fields.read_optional("first_name", self.first_name, name);
        let last_name = fields.read_optional("last_name", self.last_name, name);
        let language = fields.read_optional("language", self.language, Named::known);
        let (Some(first_name), Some(last_name), Some(language)) = (first_name, last_name, language)
        else {
            return Err(fields.refusal());
        };
        Ok(UserAmendment { first_name, last_name, language })
    }
}

/// The present password, and another.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct PasswordChange {
    /// The present password.
    pub current: String,
    /// 12 to 128 characters, and not one that everyone tries.
    pub new: String,
}

/// An account that one may enter.
#[derive(Debug, Clone, Object)]
#[oai(rename = "EnterableAccount", example)]
pub struct AccountItem {
    /// The account.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What one is on it.
    pub role: Named<Role>,
    /// `own` for those that one owns, `associated` for the others.
    pub kind: String,
    /// What one receives from it.
    pub notifications: Vec<Named<Category>>,
    /// Whether its owner has offered to hand it over to one.
    pub ownership_offered: bool,
}

impl From<AccountView> for AccountItem {
    fn from(account: AccountView) -> Self {
        Self {
            id: account.id.as_uuid(),
            kind: if account.is_own() { "own" } else { "associated" }.to_owned(),
            name: account.name.as_str().to_owned(),
            role: account.role.into(),
            ownership_offered: account.is_offered,
            notifications: account.notifications.iter().map(Named::from).collect(),
        }
    }
}

/// All that one wants to receive.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NotificationsRequest {
    /// The complete list.
    pub notifications: Vec<Named<Category>>,
}

impl NotificationsRequest {
    /// Reads the list.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<CategorySet, Error> {
        let mut fields = Fields::default();
        let read = fields.read_list("notifications", self.notifications, Named::known);
        read.ok_or_else(|| fields.refusal())
    }
}

/// What one receives from an account.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Notifications", example)]
pub struct NotificationsBody {
    /// The account.
    pub account_id: Uuid,
    /// The complete list.
    pub notifications: Vec<Named<Category>>,
}

impl From<Membership> for NotificationsBody {
    fn from(membership: Membership) -> Self {
        Self {
            account_id: membership.account_id.as_uuid(),
            notifications: membership.notifications.iter().map(Named::from).collect(),
        }
    }
}

/// An invitation that waits for one's confirmed address.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ReceivedInvitation", skip_serializing_if_is_none, example)]
pub struct ReceivedInvitationBody {
    /// The invitation.
    pub id: Uuid,
    /// The account that invites.
    pub account_name: String,
    /// The person who invites.
    pub invited_by: String,
    /// The role on offer.
    pub role: Named<Role>,
    /// What is granted beside it.
    pub grants: Vec<Named<Permission>>,
    /// When the access would end.
    pub until: Option<Timestamp>,
    /// A personal message.
    pub message: Option<String>,
    /// When the invitation expires.
    pub expires_at: Timestamp,
}

impl From<ReceivedInvitation> for ReceivedInvitationBody {
    fn from(received: ReceivedInvitation) -> Self {
        let invitation = received.invitation;
        let terms = invitation.terms;
        Self {
            id: invitation.id.as_uuid(),
            account_name: received.account_name,
            invited_by: received.invited_by,
            role: terms.offer.role.into(),
            grants: terms.offer.grants.iter().map(Named::from).collect(),
            until: terms.offer.until.map(Timestamp::from),
            message: terms.message.map(|message| message.as_str().to_owned()),
            expires_at: invitation.expires_at.into(),
        }
    }
}
