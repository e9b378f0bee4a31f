//! Clients of an account, and the sites that they have.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;
use portero_domain::id::{ClientId, SiteId};
use portero_domain::model::{ClientStatus, Origin, Version};
use portero_domain::port::{ClientFilter, ClientSort};
use portero_domain::use_case::{Answered, ClientView};
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{
    Credential, Done, Found, Limit, Made, Page, Repeat, expected_version, keyed_page, replay,
    uuid_page,
};
use crate::problem::Problem;
use crate::schema::{
    AssignmentRequest, ClientBody, ClientPatch, ClientRequest, ClientSiteBody, Named, cursor_of,
    read_cursor,
};

pub(super) struct Clients(pub(super) Operations);

#[OpenApi(tag = "Group::Clients")]
impl Clients {
    /// List clients
    ///
    /// With their details, sites, status and access (D01). `q`: words, each of which begins a word
    /// of name, company, address, telephone number or e-mail, case and accents apart (D02).
    #[oai(path = "/v1/accounts/:account_id/clients", method = "get", operation_id = "list_clients")]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        status: Query<Option<Named<ClientStatus>>>,
        q: Query<Option<String>>,
        sort: Query<Option<Named<ClientSort>>>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<ClientBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let filter = ClientFilter {
            words: self.0.portero.words_sought(&q.0.unwrap_or_default())?,
            status: status.0.map(|status| status.known_in("status")).transpose()?,
        };
        let sort = sort.0.map_or(Ok(ClientSort::Name), |sort| sort.known_in("sort"))?;
        let page = keyed_page(limit.0, cursor.0, |cursor| read_cursor(cursor, sort))?;
        let id = account(account_id.0);
        let listed = self.0.portero.clients(&caller, id, &filter, sort, page).await?;
        Ok(Json(Page {
            next_cursor: listed.next.map(|key| cursor_of(&key, sort)),
            items: listed.items.into_iter().map(ClientBody::from).collect(),
        }))
    }

    /// Create a client
    ///
    /// A prospect at first (D04, D05). The e-mail is the name that they will sign in with, for ever
    /// (D06).
    #[oai(
        path = "/v1/accounts/:account_id/clients",
        method = "post",
        operation_id = "create_client"
    )]
    async fn create(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        body: Json<ClientRequest>,
    ) -> Result<Made<ClientBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let operation = format!("create_client {}", account_id.0);
        let repeat = Repeat::of(portero, operation, idempotency_key.0, &body.0)?;
        let render = |view: &ClientView| ClientBody::from(view).to_json_string();
        let new = body.0.read(portero)?;
        let id = account(account_id.0);
        let body = match portero.create_client(&caller, id, new, repeat.once(&render)).await? {
            Answered::Now(view) => ClientBody::from(view),
            Answered::Before(answer) => replay(&answer)?,
        };
        let path = format!("/v1/accounts/{}/clients/{}", account_id.0, body.id);
        Ok(Made::at(path, Version::from_i64(body.version), body))
    }

    /// See a client
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id",
        method = "get",
        operation_id = "read_client"
    )]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
    ) -> Result<Found<ClientBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = ClientId::from_uuid(client_id.0);
        let view = self.0.portero.client(&caller, account(account_id.0), id).await?;
        Ok(Found::at(view.client.version, view))
    }

    /// Change what the account knows of a client
    ///
    /// All but the e-mail, which never changes.
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id",
        method = "patch",
        operation_id = "update_client"
    )]
    async fn update(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<ClientPatch>,
    ) -> Result<Found<ClientBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let amendment = body.0.read()?;
        let id = ClientId::from_uuid(client_id.0);
        let account = account(account_id.0);
        let view = self.0.portero.amend_client(&caller, account, id, amendment, expected).await?;
        Ok(Found::at(view.client.version, view))
    }

    /// Delete a client for good
    ///
    /// With the person's data, and the user who was made for them and for nothing else (D21). The
    /// password must have been given in the last ten minutes.
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id",
        method = "delete",
        operation_id = "delete_client"
    )]
    async fn delete(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let id = ClientId::from_uuid(client_id.0);
        self.0.portero.delete_client(&caller, account(account_id.0), id, expected).await?;
        Ok(Done::Done)
    }

    /// Suspend a client
    ///
    /// Their area closes at once; what the account knows of them stays (D22).
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/suspend",
        method = "post",
        operation_id = "suspend_client"
    )]
    async fn suspend(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = ClientId::from_uuid(client_id.0);
        self.0.portero.suspend_client(&caller, account(account_id.0), id).await?;
        Ok(Done::Done)
    }

    /// Let a suspended client in again
    ///
    /// They are what they would be, had they not been suspended (D23).
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/reactivate",
        method = "post",
        operation_id = "reactivate_client"
    )]
    async fn reactivate(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = ClientId::from_uuid(client_id.0);
        self.0.portero.reactivate_client(&caller, account(account_id.0), id).await?;
        Ok(Done::Done)
    }

    /// List the sites of a client, with what they may do on each
    ///
    /// All of them, by site id, where the client itself shows the first 20 (D11).
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/sites",
        method = "get",
        operation_id = "list_sites_of_client"
    )]
    async fn sites(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<ClientSiteBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let page = uuid_page(limit.0, cursor.0, SiteId::from_uuid)?;
        let (id, client) = (account(account_id.0), ClientId::from_uuid(client_id.0));
        Ok(Json(Page::of(self.0.portero.sites_of_client(&caller, id, client, page).await?)))
    }

    /// Assign a site to a client, or replace what they may do on it
    ///
    /// A client with access sees a new site at once (D12). Needs `sites.manage` for what is added.
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/sites/:site_id",
        method = "put",
        operation_id = "assign_site"
    )]
    async fn assign(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
        site_id: Path<Uuid>,
        body: Json<AssignmentRequest>,
    ) -> Result<Found<ClientBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let permissions = body.0.read()?;
        let (id, site) = (ClientId::from_uuid(client_id.0), SiteId::from_uuid(site_id.0));
        let account = account(account_id.0);
        let view = self.0.portero.assign_site(&caller, account, id, site, permissions).await?;
        Ok(Found::at(view.client.version, view))
    }

    /// Unassign a site from a client
    ///
    /// One who is left without any sees an empty area (D18, D19).
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/sites/:site_id",
        method = "delete",
        operation_id = "unassign_site"
    )]
    async fn unassign(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
        site_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let (id, site) = (ClientId::from_uuid(client_id.0), SiteId::from_uuid(site_id.0));
        self.0.portero.unassign_site(&caller, account(account_id.0), id, site).await?;
        Ok(Done::Done)
    }
}
