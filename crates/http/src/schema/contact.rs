//! Contacts.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use portero_domain::model::{
    ContactDetails, ContactProfile, EmailAddress, Line, Name, NewPassword, PanelAccess,
    PanelAccessStatus, Password,
};
use portero_domain::policy::{Category, CategorySet, NotificationRules};
use portero_domain::use_case::{
    AmendContact, ContactView, Error, FieldProblem, NewContact, NewPanelAccess, Portero,
};
use uuid::Uuid;

use super::{Named, PanelAccessChoice, Timestamp};
use crate::convention::Fields;

/// A first password for a contact.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct FirstPassword {
    /// 12 to 128 characters, and not one that everyone tries. Someone who is a user already is
    /// invited instead, and keeps their own.
    pub password: String,
}

/// How a contact is to come to the panel; without a password, by an invitation.
#[derive(Debug, Clone, Default, Object)]
#[oai(deny_unknown_fields, example)]
pub struct PanelAccessRequest {
    /// A first password, which they must change at the first sign-in.
    pub password: Option<String>,
}

/// What makes a contact.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct ContactRequest {
    /// Given name, 1 to 64 characters.
    pub first_name: String,
    /// Family name, 1 to 64 characters.
    pub last_name: String,
    /// Where communications go.
    pub email: String,
    /// What they are for: it decides what they see and receive.
    pub profile: Named<ContactProfile>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The company that they belong to.
    pub company: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// `false` (or nothing), `invite`, or a first password.
    pub panel_access: Option<PanelAccessChoice>,
    /// The complete list of what they receive; without one, what the profile receives at first.
    pub notifications: Option<Vec<Named<Category>>>,
}

impl ContactRequest {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self, portero: &Portero) -> Result<NewContact, Error> {
        let mut fields = Fields::default();
        let line = |text: String| Line::parse(&text);
        let email = fields.read("email", portero.parse_address(&self.email));
        let first_name = fields.read("first_name", Name::parse(&self.first_name));
        let last_name = fields.read("last_name", Name::parse(&self.last_name));
        let profile = fields.read("profile", self.profile.known());
        let phone = fields.read_optional("phone", self.phone, line);
        let company = fields.read_optional("company", self.company, line);
        let address = fields.read_optional("address", self.address, line);
        let notifications = read_categories(&mut fields, self.notifications);
        let access = read_access(&mut fields, self.panel_access, email.as_ref());
        let (Some(first_name), Some(last_name), Some(email), Some(profile), Some(access)) =
            (first_name, last_name, email, profile, access)
        else {
            return Err(fields.refusal());
        };
        fields.check()?;
        let at_first = NotificationRules::of(profile.role()).at_first;
        let details = ContactDetails {
            first_name,
            last_name,
            email,
            profile,
            phone: phone.flatten(),
            company: company.flatten(),
            address: address.flatten(),
            notifications: notifications.flatten().unwrap_or(at_first),
        };
        Ok(NewContact { details, access })
    }
}

impl PanelAccessRequest {
    /// Reads it for a contact at an address.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self, email: &EmailAddress) -> Result<NewPanelAccess, Error> {
        match self.password {
            None => Ok(NewPanelAccess::Invite),
            Some(password) => NewPassword::parse(Password::new(password), email)
                .map(NewPanelAccess::Password)
                .map_err(|refusal| Error::invalid("password", refusal.into())),
        }
    }
}

#[allow(clippy::option_option, reason = "absent and wrong are different answers")]
fn read_categories(
    fields: &mut Fields,
    given: Option<Vec<Named<Category>>>,
) -> Option<Option<CategorySet>> {
    match given {
        None => Some(None),
        Some(list) => fields.read_list("notifications", list, Named::known).map(Some),
    }
}

/// A first password is judged with the address that it is for.
fn read_access(
    fields: &mut Fields,
    given: Option<PanelAccessChoice>,
    email: Option<&EmailAddress>,
) -> Option<NewPanelAccess> {
    match given {
        None | Some(PanelAccessChoice::No(false)) => Some(NewPanelAccess::No),
        Some(PanelAccessChoice::Invite(word)) if word == "invite" => Some(NewPanelAccess::Invite),
        Some(PanelAccessChoice::Invite(given)) => fields.read("panel_access", Err(unknown(given))),
        Some(PanelAccessChoice::No(true)) => {
            fields.read("panel_access", Err(unknown("true".to_owned())))
        }
        Some(PanelAccessChoice::Password(first)) => {
            let parsed = NewPassword::parse(Password::new(first.password), email?);
            fields.read("panel_access.password", parsed).map(NewPanelAccess::Password)
        }
    }
}

const fn unknown(given: String) -> FieldProblem {
    FieldProblem::UnknownName { kind: "way to the panel", given }
}

/// What is to change on a contact; what is absent stays.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct ContactPatch {
    /// Given name, 1 to 64 characters.
    pub first_name: Option<String>,
    /// Family name, 1 to 64 characters.
    pub last_name: Option<String>,
    /// Where communications go. The name that a user signs in with does not follow.
    pub email: Option<String>,
    /// Another profile; access to the panel follows it.
    pub profile: Option<Named<ContactProfile>>,
    /// The telephone number; null for none.
    pub phone: MaybeUndefined<String>,
    /// The company; null for none.
    pub company: MaybeUndefined<String>,
    /// The postal address; null for none.
    pub address: MaybeUndefined<String>,
    /// The complete list of what they receive.
    pub notifications: Option<Vec<Named<Category>>>,
}

impl ContactPatch {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self, portero: &Portero) -> Result<AmendContact, Error> {
        let mut fields = Fields::default();
        let name = |text: String| Name::parse(&text);
        let address_of = |text: String| portero.parse_address(&text);
        let first_name = fields.read_optional("first_name", self.first_name, name);
        let last_name = fields.read_optional("last_name", self.last_name, name);
        let email = fields.read_optional("email", self.email, address_of);
        let profile = fields.read_optional("profile", self.profile, Named::known);
        let phone = read_line(&mut fields, "phone", self.phone);
        let company = read_line(&mut fields, "company", self.company);
        let address = read_line(&mut fields, "address", self.address);
        let notifications = read_categories(&mut fields, self.notifications);
        fields.check()?;
        Ok(AmendContact {
            first_name: first_name.flatten(),
            last_name: last_name.flatten(),
            email: email.flatten(),
            profile: profile.flatten(),
            phone,
            company,
            address,
            notifications: notifications.flatten(),
        })
    }
}

/// A line that may be taken away: nothing when it stays as it is.
#[allow(clippy::option_option, reason = "absent and taken away are different things")]
fn read_line(
    fields: &mut Fields,
    field: &str,
    given: MaybeUndefined<String>,
) -> Option<Option<Line>> {
    match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(text) => fields.read(field, Line::parse(&text)).map(Some),
    }
}

/// A person whom an account keeps for communications and support.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Contact", skip_serializing_if_is_none, example)]
pub struct ContactBody {
    /// The contact.
    pub id: Uuid,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Where communications go, as typed.
    pub email: String,
    /// What they are for.
    pub profile: Named<ContactProfile>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The company that they belong to.
    pub company: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// What they receive.
    pub notifications: Vec<Named<Category>>,
    /// How far their access to the panel has come.
    pub panel_access: Named<PanelAccessStatus>,
    /// The user who has the access.
    pub user_id: Option<Uuid>,
    /// The invitation to the panel that they have.
    pub invitation_id: Option<Uuid>,
    /// When the contact was created.
    pub created_at: Timestamp,
    /// The version, as in the `ETag`.
    pub version: i64,
}

impl From<&ContactView> for ContactBody {
    fn from(view: &ContactView) -> Self {
        let contact = &view.contact;
        let details = contact.details.clone();
        let text = |line: Option<Line>| line.map(|line| line.as_str().to_owned());
        let (user_id, invitation_id) = match (view.access, contact.access) {
            (PanelAccessStatus::Granted, PanelAccess::Granted(id)) => (Some(id.as_uuid()), None),
            (_, PanelAccess::Invited(id)) => (None, Some(id.as_uuid())),
            (_, PanelAccess::None | PanelAccess::Granted(_) | PanelAccess::Removed) => (None, None),
        };
        Self {
            id: contact.id.as_uuid(),
            first_name: details.first_name.as_str().to_owned(),
            last_name: details.last_name.as_str().to_owned(),
            email: details.email.as_shown().to_owned(),
            profile: details.profile.into(),
            phone: text(details.phone),
            company: text(details.company),
            address: text(details.address),
            notifications: details.notifications.iter().map(Named::from).collect(),
            panel_access: view.access.into(),
            user_id,
            invitation_id,
            created_at: contact.created_at.into(),
            version: contact.version.as_i64(),
        }
    }
}

impl From<ContactView> for ContactBody {
    fn from(view: ContactView) -> Self {
        Self::from(&view)
    }
}
