//! Contacts of an account, and their way to its panel.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;
use portero_domain::id::ContactId;
use portero_domain::model::{ContactProfile, Origin, Version};
use portero_domain::port::ContactFilter;
use portero_domain::use_case::{Answered, ContactView};
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{
    Credential, Done, Found, Limit, Made, Page, Repeat, expected_version, replay, uuid_page,
};
use crate::problem::Problem;
use crate::schema::{ContactBody, ContactPatch, ContactRequest, Named, PanelAccessRequest};

pub(super) struct Contacts(pub(super) Operations);

#[OpenApi(tag = "Group::Contacts")]
impl Contacts {
    /// List contacts
    ///
    /// `q`: words, each of which begins a word of name, address, company or telephone number, case
    /// and accents apart.
    #[oai(
        path = "/v1/accounts/:account_id/contacts",
        method = "get",
        operation_id = "list_contacts"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        q: Query<Option<String>>,
        profile: Query<Option<Named<ContactProfile>>>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<ContactBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let filter = ContactFilter {
            words: self.0.portero.words_sought(&q.0.unwrap_or_default())?,
            profile: profile.0.map(|profile| profile.known_in("profile")).transpose()?,
        };
        let page = uuid_page(limit.0, cursor.0, ContactId::from_uuid)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.contacts(&caller, id, &filter, page).await?)))
    }

    /// Create a contact
    ///
    /// With its profile in one step, and with access to the panel if that is wanted (L07, L08).
    #[oai(
        path = "/v1/accounts/:account_id/contacts",
        method = "post",
        operation_id = "create_contact"
    )]
    async fn create(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        body: Json<ContactRequest>,
    ) -> Result<Made<ContactBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let operation = format!("create_contact {}", account_id.0);
        let repeat = Repeat::of(portero, operation, idempotency_key.0, &body.0)?;
        let render = |view: &ContactView| ContactBody::from(view).to_json_string();
        let new = body.0.read(portero)?;
        let id = account(account_id.0);
        let answered = portero.create_contact(&caller, id, new, repeat.once(&render)).await?;
        let body = match answered {
            Answered::Now(view) => ContactBody::from(view),
            Answered::Before(answer) => replay(&answer)?,
        };
        let path = format!("/v1/accounts/{}/contacts/{}", account_id.0, body.id);
        Ok(Made::at(path, Version::from_i64(body.version), body))
    }

    /// See a contact
    #[oai(
        path = "/v1/accounts/:account_id/contacts/:contact_id",
        method = "get",
        operation_id = "read_contact"
    )]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        contact_id: Path<Uuid>,
    ) -> Result<Found<ContactBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = ContactId::from_uuid(contact_id.0);
        let view = self.0.portero.contact(&caller, account(account_id.0), id).await?;
        Ok(Found::at(view.contact.version, view))
    }

    /// Change a contact
    ///
    /// Access to the panel follows the profile, an open invitation follows profile and address.
    #[oai(
        path = "/v1/accounts/:account_id/contacts/:contact_id",
        method = "patch",
        operation_id = "update_contact"
    )]
    async fn update(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        contact_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<ContactPatch>,
    ) -> Result<Found<ContactBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let expected = expected_version(if_match.0)?;
        let amendment = body.0.read(portero)?;
        let id = ContactId::from_uuid(contact_id.0);
        let account = account(account_id.0);
        let view = portero.amend_contact(&caller, account, id, amendment, expected).await?;
        Ok(Found::at(view.contact.version, view))
    }

    /// Delete a contact
    ///
    /// The access that it gave ends (L14).
    #[oai(
        path = "/v1/accounts/:account_id/contacts/:contact_id",
        method = "delete",
        operation_id = "delete_contact"
    )]
    async fn delete(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        contact_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let id = ContactId::from_uuid(contact_id.0);
        self.0.portero.delete_contact(&caller, account(account_id.0), id, expected).await?;
        Ok(Done::Done)
    }

    /// Bring a contact to the panel
    ///
    /// By an invitation, or with a first password. One who is invited already gets a new link.
    #[oai(
        path = "/v1/accounts/:account_id/contacts/:contact_id/panel-access",
        method = "post",
        operation_id = "give_panel_access"
    )]
    async fn give_access(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        contact_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<Option<PanelAccessRequest>>,
    ) -> Result<Found<ContactBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let expected = expected_version(if_match.0)?;
        let id = ContactId::from_uuid(contact_id.0);
        let account = account(account_id.0);
        let contact = portero.contact(&caller, account, id).await?.contact;
        let access = body.0.unwrap_or_default().read(&contact.details.email)?;
        let view = portero.give_panel_access(&caller, account, id, access, expected).await?;
        Ok(Found::at(view.contact.version, view))
    }

    /// Take a contact's access to the panel away
    ///
    /// They stay a contact. An invitation to the panel is taken back.
    #[oai(
        path = "/v1/accounts/:account_id/contacts/:contact_id/panel-access",
        method = "delete",
        operation_id = "withdraw_panel_access"
    )]
    async fn withdraw_access(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        contact_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let id = ContactId::from_uuid(contact_id.0);
        let account = account(account_id.0);
        self.0.portero.withdraw_panel_access(&caller, account, id, expected).await?;
        Ok(Done::Done)
    }
}
