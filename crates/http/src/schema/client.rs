//! Clients.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use portero_domain::model::{
    Client, ClientAccess, ClientDetails, ClientStatus, Line, Name, Notes, TextRefusal,
};
use portero_domain::policy::SitePermission;
use portero_domain::port::{AssignedClient, AssignedSite};
use portero_domain::use_case::{AmendClient, ClientView, NewClient, Portero};
use uuid::Uuid;

use super::{Named, Timestamp};
use crate::convention::Fields;
use crate::problem::{Code, Problem};

/// What makes a client.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct ClientRequest {
    /// Given name, 1 to 64 characters.
    pub first_name: String,
    /// Family name, 1 to 64 characters.
    pub last_name: String,
    /// The name that they will sign in with. It never changes (D06).
    pub email: String,
    /// The company that they belong to.
    pub company: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// What the account notes about them, for itself; up to 4,000 characters.
    pub notes: Option<String>,
}

impl ClientRequest {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`](portero_domain::use_case::Error::Invalid)
    pub fn read(self, portero: &Portero) -> Result<NewClient, Problem> {
        let mut fields = Fields::default();
        let line = |text: String| Line::parse(&text);
        let first_name = fields.read("first_name", Name::parse(&self.first_name));
        let last_name = fields.read("last_name", Name::parse(&self.last_name));
        let email = fields.read("email", portero.parse_address(&self.email));
        let company = fields.read_optional("company", self.company, line);
        let address = fields.read_optional("address", self.address, line);
        let phone = fields.read_optional("phone", self.phone, line);
        let notes = fields.read_optional("notes", self.notes, |text| Notes::parse(&text));
        let (Some(first_name), Some(last_name), Some(email)) = (first_name, last_name, email)
        else {
            return Err(fields.refusal().into());
        };
        fields.check()?;
        let details = ClientDetails {
            first_name,
            last_name,
            company: company.flatten(),
            address: address.flatten(),
            phone: phone.flatten(),
            notes: notes.flatten(),
        };
        Ok(NewClient { email, details })
    }
}

/// What is to change on a client; what is absent stays.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct ClientPatch {
    /// Given name, 1 to 64 characters.
    pub first_name: Option<String>,
    /// Family name, 1 to 64 characters.
    pub last_name: Option<String>,
    /// Nothing that can be changed: giving it is refused with `email_is_fixed` (D06).
    pub email: MaybeUndefined<String>,
    /// The company; null for none.
    pub company: MaybeUndefined<String>,
    /// The postal address; null for none.
    pub address: MaybeUndefined<String>,
    /// The telephone number; null for none.
    pub phone: MaybeUndefined<String>,
    /// What the account notes about them; null for nothing.
    pub notes: MaybeUndefined<String>,
}

impl ClientPatch {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Code::EmailIsFixed`], [`Error::Invalid`](portero_domain::use_case::Error::Invalid)
    pub fn read(self) -> Result<AmendClient, Problem> {
        if !self.email.is_undefined() {
            return Err(Problem::Request(Code::EmailIsFixed, None));
        }
        let mut fields = Fields::default();
        let name = |text: String| Name::parse(&text);
        let first_name = fields.read_optional("first_name", self.first_name, name);
        let last_name = fields.read_optional("last_name", self.last_name, name);
        let company = read_changed(&mut fields, "company", self.company, Line::parse);
        let address = read_changed(&mut fields, "address", self.address, Line::parse);
        let phone = read_changed(&mut fields, "phone", self.phone, Line::parse);
        let notes = read_changed(&mut fields, "notes", self.notes, Notes::parse);
        fields.check()?;
        Ok(AmendClient {
            first_name: first_name.flatten(),
            last_name: last_name.flatten(),
            company,
            address,
            phone,
            notes,
        })
    }
}

/// A value that may be taken away: nothing when it stays as it is.
#[allow(clippy::option_option, reason = "absent and taken away are different things")]
pub(super) fn read_changed<Value>(
    fields: &mut Fields,
    field: &str,
    given: MaybeUndefined<String>,
    parse: impl Fn(&str) -> Result<Value, TextRefusal>,
) -> Option<Option<Value>> {
    match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(text) => fields.read(field, parse(&text)).map(Some),
    }
}

/// A client of an account, as its people see them (D01).
#[derive(Debug, Clone, Object)]
#[oai(rename = "Client", skip_serializing_if_is_none, example)]
pub struct ClientBody {
    /// The client.
    pub id: Uuid,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The name that they sign in with, as typed.
    pub email: String,
    /// The company that they belong to.
    pub company: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// What the account notes about them.
    pub notes: Option<String>,
    /// What they are.
    pub status: Named<ClientStatus>,
    /// How far their access has come.
    pub access: ClientAccessBody,
    /// Since when they are suspended, if they are.
    pub suspended_at: Option<Timestamp>,
    /// How many sites are assigned to them.
    pub site_count: u32,
    /// Their sites; of many the first 20.
    pub sites: Vec<ClientSiteBody>,
    /// When they last looked at their area, to the minute.
    pub last_active_at: Option<Timestamp>,
    /// When the client was created.
    pub created_at: Timestamp,
    /// The version, as in the `ETag`.
    pub version: i64,
}

/// How far a client's access has come.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ClientAccess", skip_serializing_if_is_none, example)]
pub struct ClientAccessBody {
    /// `none`, `invited` or `active`.
    pub state: String,
    /// The user who is the client.
    pub user_id: Option<Uuid>,
    /// When the last setup link that was made stops working, or would have.
    pub link_expires_at: Option<Timestamp>,
    /// Whether that link was mailed.
    pub link_mailed: Option<bool>,
}

/// A site of a client.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ClientSite", skip_serializing_if_is_none, example)]
pub struct ClientSiteBody {
    /// The site.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Where it is, as typed.
    pub url: Option<String>,
    /// What the client may do on it.
    pub permissions: Vec<Named<SitePermission>>,
}

impl From<&AssignedSite> for ClientSiteBody {
    fn from(assigned: &AssignedSite) -> Self {
        let details = &assigned.site.details;
        Self {
            id: assigned.site.id.as_uuid(),
            name: details.name.as_str().to_owned(),
            url: details.url.as_ref().map(|url| url.as_str().to_owned()),
            permissions: assigned.assignment.permissions.iter().map(Named::from).collect(),
        }
    }
}

impl From<AssignedSite> for ClientSiteBody {
    fn from(assigned: AssignedSite) -> Self {
        Self::from(&assigned)
    }
}

/// A client who has a site.
#[derive(Debug, Clone, Object)]
#[oai(rename = "SiteClient", skip_serializing_if_is_none, example)]
pub struct SiteClientBody {
    /// The client.
    pub id: Uuid,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The name that they sign in with.
    pub email: String,
    /// What they are.
    pub status: Named<ClientStatus>,
    /// What the client may do on the site.
    pub permissions: Vec<Named<SitePermission>>,
}

impl From<AssignedClient> for SiteClientBody {
    fn from(assigned: AssignedClient) -> Self {
        let AssignedClient { client, assignment } = assigned;
        Self {
            id: client.id.as_uuid(),
            first_name: client.details.first_name.as_str().to_owned(),
            last_name: client.details.last_name.as_str().to_owned(),
            email: client.email.as_shown().to_owned(),
            status: client.status().into(),
            permissions: assignment.permissions.iter().map(Named::from).collect(),
        }
    }
}

impl From<&Client> for ClientAccessBody {
    fn from(client: &Client) -> Self {
        let state = match client.access {
            ClientAccess::None => "none",
            ClientAccess::Invited(_) => "invited",
            ClientAccess::Active { .. } => "active",
        };
        let link = client.setup_link();
        Self {
            state: state.to_owned(),
            user_id: client.user().map(portero_domain::id::UserId::as_uuid),
            link_expires_at: link.map(|link| link.expires_at.into()),
            link_mailed: link.map(|link| link.mailed),
        }
    }
}

impl From<&ClientView> for ClientBody {
    fn from(view: &ClientView) -> Self {
        let client = &view.client;
        let details = client.details.clone();
        let text = |line: Option<Line>| line.map(|line| line.as_str().to_owned());
        Self {
            id: client.id.as_uuid(),
            first_name: details.first_name.as_str().to_owned(),
            last_name: details.last_name.as_str().to_owned(),
            email: client.email.as_shown().to_owned(),
            company: text(details.company),
            address: text(details.address),
            phone: text(details.phone),
            notes: details.notes.map(|notes| notes.as_str().to_owned()),
            status: client.status().into(),
            access: client.into(),
            suspended_at: client.suspended_at.map(Timestamp::from),
            site_count: client.site_count,
            sites: view.sites.iter().map(ClientSiteBody::from).collect(),
            last_active_at: client.last_active_at.map(Timestamp::from),
            created_at: client.created_at.into(),
            version: client.version.as_i64(),
        }
    }
}

impl From<ClientView> for ClientBody {
    fn from(view: ClientView) -> Self {
        Self::from(&view)
    }
}
