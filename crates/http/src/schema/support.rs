//! What support asks about an account's people.

use poem_openapi::Object;
use portero_domain::model::Language;
use portero_domain::policy::{Permission, Role};
use portero_domain::use_case::{
    ContactVerified, NewSupportCodeView, SupportCodeAnswer, SupportCodeChecked,
};
use uuid::Uuid;

use super::{Named, Timestamp};
use crate::problem::words;

/// Whom support has before it, and what it is about.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct VerificationRequest {
    /// The person's address.
    pub email: String,
    /// What it is about: the permission that reading it needs.
    pub topic: Named<Permission>,
}

/// Whether support may talk to someone about something.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Verification", skip_serializing_if_is_none, example)]
pub struct VerificationBody {
    /// Whether it may.
    pub authorised: bool,
    /// `authorised`, `unknown`, `not_for_role`, `not_authorised` or `suspended`.
    pub reason: String,
    /// What they are on the account, if they are anything.
    pub role: Option<Named<Role>>,
    /// Given and family name.
    pub name: Option<String>,
    /// The same in words, in the language asked for.
    pub text: String,
}

impl VerificationBody {
    /// Tells what was found, in a language.
    #[must_use]
    pub fn of(verified: &ContactVerified, language: Language) -> Self {
        let text = words::verification(verified, language);
        let (role, name) = verified.person.clone().unzip();
        Self {
            authorised: verified.is_authorised(),
            reason: verified.reason.to_string(),
            role: role.map(Named::from),
            name,
            text,
        }
    }
}

/// A code to show to support.
#[derive(Debug, Clone, Object)]
#[oai(rename = "SupportCode", example)]
pub struct SupportCodeBody {
    /// Six digits. They are shown this once.
    pub code: String,
    /// When they stop working.
    pub expires_at: Timestamp,
}

impl From<NewSupportCodeView> for SupportCodeBody {
    fn from(new: NewSupportCodeView) -> Self {
        Self { code: new.code, expires_at: new.expires_at.into() }
    }
}

/// What someone says to support.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct SupportCodeCheckRequest {
    /// The person's address.
    pub email: String,
    /// The code that they say; what is no digit in it does not count.
    pub code: String,
}

/// Whether it is the person.
#[derive(Debug, Clone, Object)]
#[oai(rename = "SupportCodeCheck", skip_serializing_if_is_none, example)]
pub struct SupportCodeCheckBody {
    /// Whether the code is theirs.
    pub valid: bool,
    /// `right`, `wrong`, or `no_code` when they need a new one.
    pub reason: String,
    /// How many wrong tries are left.
    pub tries_left: u32,
    /// Who they are, where the code is theirs.
    pub user_id: Option<Uuid>,
    /// Given and family name.
    pub name: Option<String>,
}

impl From<SupportCodeChecked> for SupportCodeCheckBody {
    fn from(checked: SupportCodeChecked) -> Self {
        let (user_id, name) = checked.person.unzip();
        Self {
            valid: checked.answer == SupportCodeAnswer::Right,
            reason: checked.answer.to_string(),
            tries_left: checked.tries_left,
            user_id: user_id.map(portero_domain::id::UserId::as_uuid),
            name,
        }
    }
}
