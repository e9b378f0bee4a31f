//! What clients see, and seeing it with their eyes.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use portero_domain::id::{AccountId, ClientId, ViewingId};
use portero_domain::model::Origin;
use uuid::Uuid;

use super::{Group, Operations, Visitor, account};
use crate::convention::{Created, Credential, Done, Limit, Page, read_token, uuid_page};
use crate::problem::Problem;
use crate::schema::{
    ClientAreaBody, ClientAreaItem, LinkBody, TokenRequest, ViewAsRequest, ViewingBody,
    ViewingSessionBody,
};

pub(super) struct ClientAreas(pub(super) Operations);

#[OpenApi(tag = "Group::ClientAreas")]
impl ClientAreas {
    /// List the client areas that one may enter
    ///
    /// Whoever sees what a client sees has the one of that client.
    #[oai(path = "/v1/client-areas", method = "get", operation_id = "list_client_areas")]
    async fn list(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<ClientAreaItem>>, Problem> {
        let visitor = self.0.visitor(&credential, &origin).await?;
        let page = uuid_page(limit.0, cursor.0, AccountId::from_uuid)?;
        let portero = &self.0.portero;
        Ok(Json(Page::of(match &visitor {
            Visitor::Client(caller) => portero.client_areas(caller, page).await?,
            Visitor::Viewer(viewer) => portero.client_areas(&**viewer, page).await?,
        })))
    }

    /// See one's sites as a client of an account
    ///
    /// Every site that is assigned, with what one may do on it; empty when there are none (D12,
    /// D19).
    #[oai(path = "/v1/client-areas/:account_id", method = "get", operation_id = "read_client_area")]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
    ) -> Result<Json<ClientAreaBody>, Problem> {
        let visitor = self.0.visitor(&credential, &origin).await?;
        let (portero, id) = (&self.0.portero, account(account_id.0));
        Ok(Json(ClientAreaBody::from(match &visitor {
            Visitor::Client(caller) => portero.client_area(caller, id).await?,
            Visitor::Viewer(viewer) => portero.client_area(&**viewer, id).await?,
        })))
    }

    /// Ask to see what a client sees
    ///
    /// The address works once and within a minute (D24). The reason is kept. The password must have
    /// been given in the last ten minutes.
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/view-as",
        method = "post",
        operation_id = "view_as_client"
    )]
    async fn view_as(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
        body: Json<ViewAsRequest>,
    ) -> Result<Created<LinkBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let reason = body.0.read()?;
        let (portero, id) = (&self.0.portero, ClientId::from_uuid(client_id.0));
        let address = portero.view_as_client(&caller, account(account_id.0), id, reason).await?;
        let url = self.0.link("view-as", &address.token);
        Ok(Created::Created(Json(LinkBody { url, expires_at: address.expires_at.into() })))
    }

    /// Open the address of a viewing
    ///
    /// It begins a session of its own for 15 minutes, which reads and does nothing else (D25).
    #[oai(path = "/v1/view-as/redeem", method = "post", operation_id = "redeem_viewing")]
    async fn redeem(
        &self,
        origin: Data<&Origin>,
        body: Json<TokenRequest>,
    ) -> Result<Created<ViewingSessionBody>, Problem> {
        let token = read_token(&body.0.token)?;
        let begun = self.0.portero.redeem_viewing(&token, origin.0.clone()).await?;
        Ok(Created::Created(Json(begun.into())))
    }

    /// End a viewing before its time
    ///
    /// By the token of the viewing itself.
    #[oai(path = "/v1/view-as/current", method = "delete", operation_id = "end_viewing")]
    async fn end(&self, credential: Credential, origin: Data<&Origin>) -> Result<Done, Problem> {
        let portero = &self.0.portero;
        let viewer = portero.authenticate_viewer(&credential.sent_from(&origin)?).await?;
        portero.end_viewing(&viewer).await?;
        Ok(Done::Done)
    }

    /// List who saw what a client sees, newest first
    ///
    /// With whose eyes, when and why. `audit.read`.
    #[oai(
        path = "/v1/accounts/:account_id/viewings",
        method = "get",
        operation_id = "list_viewings"
    )]
    async fn viewings(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<ViewingBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let page = uuid_page(limit.0, cursor.0, ViewingId::from_uuid)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.viewings(&caller, id, page).await?)))
    }
}
