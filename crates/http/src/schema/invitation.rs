//! Invitations.

use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Object, Union};
use portero_domain::model::{Invitation, InvitationStatus, Language, Message};
use portero_domain::policy::{Category, GrantChoice, Permission, PermissionSet, Role};
use portero_domain::use_case::{
    Error, InvitationOutcome, InvitationPreview, InvitationResult, InvitationView, Invite, Portero,
};
use uuid::Uuid;

use super::{Grants, Named, Timestamp};
use crate::convention::Fields;

/// The addresses of a form: one text with separators, or a list.
#[derive(Debug, Clone, Union)]
#[oai(one_of)]
pub enum Addresses {
    /// Up to 50 addresses, separated by spaces, tabs, line breaks, `,` or `;` in any mix.
    Text(String),
    /// Up to 1,000 addresses.
    List(Vec<String>),
}

/// An invitation form. The terms are the same for every address.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct InvitationRequest {
    /// The addresses.
    pub emails: Addresses,
    /// The role on offer: administrator, finance or user.
    pub role: Named<Role>,
    /// What is granted beside the role: permissions, or `all` that the giver may give. Only user
    /// carries grants.
    pub grants: Option<Grants>,
    /// What the new members are to receive, when it is not what the role receives at first.
    pub notifications: Option<Vec<Named<Category>>>,
    /// When the access is to end.
    pub until: MaybeUndefined<Timestamp>,
    /// A personal message, up to 1,000 characters, without links.
    pub message: Option<String>,
    /// The language of the mail for people who have no user yet.
    pub language: Option<Named<Language>>,
}

impl InvitationRequest {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self, portero: &Portero) -> Result<Invite, Error> {
        let mut fields = Fields::default();
        let addresses = fields.adopt(match &self.emails {
            Addresses::Text(text) => portero.parse_address_text(text),
            Addresses::List(list) => portero.parse_address_list(list.iter().map(String::as_str)),
        })?;
        let role = fields.read("role", self.role.known());
        let grants = match self.grants {
            None => Some(GrantChoice::These(PermissionSet::EMPTY)),
            Some(grants) => grants.read(&mut fields),
        };
        let notifications = match self.notifications {
            None => Some(None),
            Some(list) => fields.read_list("notifications", list, Named::known).map(Some),
        };
        let message = fields.read_optional("message", self.message, |text| Message::parse(&text));
        let language = fields.read_optional("language", self.language, Named::known);
        let (
            Some(addresses),
            Some(role),
            Some(grants),
            Some(notifications),
            Some(message),
            Some(language),
        ) = (addresses, role, grants, notifications, message, language)
        else {
            return Err(fields.refusal());
        };
        let until = self.until.take().map(Timestamp::instant);
        Ok(Invite { addresses, role, grants, until, notifications, message, language })
    }
}

/// What became of every address, in the order of the form.
#[derive(Debug, Clone, Object)]
#[oai(example)]
pub struct InvitationResults {
    /// Address by address.
    pub results: Vec<InvitationResultBody>,
}

/// What became of one address.
#[derive(Debug, Clone, Object)]
#[oai(rename = "InvitationResult", skip_serializing_if_is_none, example)]
pub struct InvitationResultBody {
    /// The address, as typed.
    pub email: String,
    /// `invited`, `already_member`, `already_invited` or `duplicate`.
    pub outcome: String,
    /// The invitation, new or open already.
    pub invitation: Option<InvitationBody>,
}

impl From<&InvitationOutcome> for InvitationResults {
    fn from(outcome: &InvitationOutcome) -> Self {
        let result =
            |(address, result): &(portero_domain::model::EmailAddress, InvitationResult)| {
                let (name, invitation) = match result {
                    InvitationResult::Invited(invitation) => ("invited", Some(invitation)),
                    InvitationResult::AlreadyMember => ("already_member", None),
                    InvitationResult::AlreadyInvited(invitation) => {
                        ("already_invited", Some(invitation))
                    }
                    InvitationResult::Duplicate => ("duplicate", None),
                };
                InvitationResultBody {
                    email: address.as_shown().to_owned(),
                    outcome: name.to_owned(),
                    invitation: invitation.map(|invitation| {
                        InvitationBody::at(invitation, invitation.status(outcome.at), None)
                    }),
                }
            };
        Self { results: outcome.results.iter().map(result).collect() }
    }
}

/// An invitation, as its account sees it.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Invitation", skip_serializing_if_is_none, example)]
pub struct InvitationBody {
    /// The invitation.
    pub id: Uuid,
    /// The address that is invited, as typed.
    pub email: String,
    /// The role on offer.
    pub role: Named<Role>,
    /// What is granted beside it.
    pub grants: Vec<Named<Permission>>,
    /// What the new member is to receive, when it is not what the role receives at first.
    pub notifications: Option<Vec<Named<Category>>>,
    /// When the access would end.
    pub until: Option<Timestamp>,
    /// The personal message.
    pub message: Option<String>,
    /// What it is now.
    pub state: Named<InvitationStatus>,
    /// The person who invites.
    pub invited_by: Option<String>,
    /// When it was first sent.
    pub created_at: Timestamp,
    /// When its period ends.
    pub expires_at: Timestamp,
    /// The contact whose way to the panel it is.
    pub contact_id: Option<Uuid>,
    /// The version, as in the `ETag`.
    pub version: i64,
}

impl InvitationBody {
    /// Shows an invitation in a state.
    #[must_use]
    pub fn at(
        invitation: &Invitation,
        status: InvitationStatus,
        invited_by: Option<String>,
    ) -> Self {
        let terms = &invitation.terms;
        let categories =
            |set: portero_domain::policy::CategorySet| set.iter().map(Named::from).collect();
        Self {
            id: invitation.id.as_uuid(),
            email: invitation.email.as_shown().to_owned(),
            role: terms.offer.role.into(),
            grants: terms.offer.grants.iter().map(Named::from).collect(),
            notifications: terms.notifications.map(categories),
            until: terms.offer.until.map(Timestamp::from),
            message: terms.message.as_ref().map(|message| message.as_str().to_owned()),
            state: status.into(),
            invited_by,
            created_at: invitation.created_at.into(),
            expires_at: invitation.expires_at.into(),
            contact_id: terms.contact.map(portero_domain::id::ContactId::as_uuid),
            version: invitation.version.as_i64(),
        }
    }
}

impl From<&InvitationView> for InvitationBody {
    fn from(view: &InvitationView) -> Self {
        Self::at(&view.invitation, view.status, Some(view.invited_by.clone()))
    }
}

impl From<InvitationView> for InvitationBody {
    fn from(view: InvitationView) -> Self {
        Self::from(&view)
    }
}

/// What the holder of an invitation's link may know.
#[derive(Debug, Clone, Object)]
#[oai(rename = "InvitationPreview", skip_serializing_if_is_none, example)]
pub struct InvitationPreviewBody {
    /// The account that invites.
    pub account_name: String,
    /// The person who invites.
    pub invited_by: String,
    /// The role on offer.
    pub role: Named<Role>,
    /// What is granted beside it.
    pub grants: Vec<Named<Permission>>,
    /// The address that is invited.
    pub email: String,
    /// A personal message.
    pub message: Option<String>,
    /// What it is now.
    pub state: Named<InvitationStatus>,
    /// When it expires.
    pub expires_at: Timestamp,
    /// Whether the address has no user yet, so that the way leads by the registration.
    pub registration_required: bool,
}

impl From<InvitationPreview> for InvitationPreviewBody {
    fn from(preview: InvitationPreview) -> Self {
        let invitation = preview.received.invitation;
        let terms = invitation.terms;
        Self {
            account_name: preview.received.account_name,
            invited_by: preview.received.invited_by,
            role: terms.offer.role.into(),
            grants: terms.offer.grants.iter().map(Named::from).collect(),
            email: invitation.email.as_shown().to_owned(),
            message: terms.message.map(|message| message.as_str().to_owned()),
            state: preview.status.into(),
            expires_at: invitation.expires_at.into(),
            registration_required: preview.registration_required,
        }
    }
}

/// An invitation that was answered.
#[derive(Debug, Clone, Object)]
#[oai(example)]
pub struct AnsweredInvitation {
    /// The invitation.
    pub id: Uuid,
    /// The account that invited.
    pub account_id: Uuid,
    /// `accepted` or `declined`.
    pub state: Named<InvitationStatus>,
}

impl AnsweredInvitation {
    /// Shows what an invitation was answered with.
    #[must_use]
    pub fn with(status: InvitationStatus, invitation: &Invitation) -> Self {
        Self {
            id: invitation.id.as_uuid(),
            account_id: invitation.account_id.as_uuid(),
            state: status.into(),
        }
    }
}
