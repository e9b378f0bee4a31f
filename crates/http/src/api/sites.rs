//! Sites of an account.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;
use portero_domain::id::{ClientId, SiteId};
use portero_domain::model::{Origin, Site, Version};
use portero_domain::use_case::Answered;
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{
    Credential, Done, Found, Limit, Made, Page, Repeat, expected_version, replay, uuid_page,
};
use crate::problem::Problem;
use crate::schema::{SiteBody, SiteClientBody, SitePatch, SiteRequest};

pub(super) struct Sites(pub(super) Operations);

#[OpenApi(tag = "Group::Sites")]
impl Sites {
    /// List sites, newest first
    ///
    /// `q`: words, each of which begins a word of name, alias, URL or domain, case and accents apart
    /// (D08).
    #[oai(path = "/v1/accounts/:account_id/sites", method = "get", operation_id = "list_sites")]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        q: Query<Option<String>>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<SiteBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let words = self.0.portero.words_sought(&q.0.unwrap_or_default())?;
        let page = uuid_page(limit.0, cursor.0, SiteId::from_uuid)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.sites(&caller, id, &words, page).await?)))
    }

    /// Create a site
    ///
    /// No client sees it before it is assigned to them (D09, D27).
    #[oai(path = "/v1/accounts/:account_id/sites", method = "post", operation_id = "create_site")]
    async fn create(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        body: Json<SiteRequest>,
    ) -> Result<Made<SiteBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let operation = format!("create_site {}", account_id.0);
        let repeat = Repeat::of(portero, operation, idempotency_key.0, &body.0)?;
        let render = |site: &Site| SiteBody::from(site).to_json_string();
        let details = body.0.read()?;
        let id = account(account_id.0);
        let body = match portero.create_site(&caller, id, details, repeat.once(&render)).await? {
            Answered::Now(site) => SiteBody::from(site),
            Answered::Before(answer) => replay(&answer)?,
        };
        let path = format!("/v1/accounts/{}/sites/{}", account_id.0, body.id);
        Ok(Made::at(path, Version::from_i64(body.version), body))
    }

    /// See a site
    #[oai(
        path = "/v1/accounts/:account_id/sites/:site_id",
        method = "get",
        operation_id = "read_site"
    )]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        site_id: Path<Uuid>,
    ) -> Result<Found<SiteBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = SiteId::from_uuid(site_id.0);
        let site = self.0.portero.site(&caller, account(account_id.0), id).await?;
        Ok(Found::at(site.version, site))
    }

    /// Change a site's name, alias, URL or domain
    #[oai(
        path = "/v1/accounts/:account_id/sites/:site_id",
        method = "patch",
        operation_id = "update_site"
    )]
    async fn update(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        site_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<SitePatch>,
    ) -> Result<Found<SiteBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let amendment = body.0.read()?;
        let id = SiteId::from_uuid(site_id.0);
        let account = account(account_id.0);
        let site = self.0.portero.amend_site(&caller, account, id, amendment, expected).await?;
        Ok(Found::at(site.version, site))
    }

    /// List the clients who have a site, with what each may do on it
    ///
    /// All of them, by client id.
    #[oai(
        path = "/v1/accounts/:account_id/sites/:site_id/clients",
        method = "get",
        operation_id = "list_clients_of_site"
    )]
    async fn clients(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        site_id: Path<Uuid>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<SiteClientBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let page = uuid_page(limit.0, cursor.0, ClientId::from_uuid)?;
        let (id, site) = (account(account_id.0), SiteId::from_uuid(site_id.0));
        Ok(Json(Page::of(self.0.portero.clients_of_site(&caller, id, site, page).await?)))
    }

    /// Delete a site that is assigned to nobody
    #[oai(
        path = "/v1/accounts/:account_id/sites/:site_id",
        method = "delete",
        operation_id = "delete_site"
    )]
    async fn delete(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        site_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let id = SiteId::from_uuid(site_id.0);
        self.0.portero.delete_site(&caller, account(account_id.0), id, expected).await?;
        Ok(Done::Done)
    }
}
