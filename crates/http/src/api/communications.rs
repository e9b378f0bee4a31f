//! What an account's people are told.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;
use portero_domain::id::CommunicationId;
use portero_domain::model::Origin;
use portero_domain::policy::Category;
use portero_domain::use_case::{Answered, CommunicationSent};
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Credential, Limit, Page, Repeat, TakenOn, replay, uuid_page};
use crate::problem::Problem;
use crate::schema::{
    CommunicationBody, CommunicationRequest, Named, RecipientsBody, SentCommunicationBody,
};

pub(super) struct Communications(pub(super) Operations);

#[OpenApi(tag = "Group::Communications")]
impl Communications {
    /// See who would receive a communication
    ///
    /// And who would not, each with the reason. `communications.read`, or a key's scope
    /// `communications.send`.
    #[oai(
        path = "/v1/accounts/:account_id/communications/recipients",
        method = "get",
        operation_id = "list_recipients"
    )]
    async fn recipients(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        category: Query<Named<Category>>,
    ) -> Result<Json<RecipientsBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let category = category.0.known_in("category")?;
        let id = account(account_id.0);
        Ok(Json(self.0.portero.recipients(&caller, id, category).await?.into()))
    }

    /// Tell an account's people something
    ///
    /// One mail for each of those who receive the category, in their language's frame; the owner
    /// stands in where nobody else would. `communications.send`, by role or as a key's scope.
    #[oai(
        path = "/v1/accounts/:account_id/communications",
        method = "post",
        operation_id = "send_communication"
    )]
    async fn send(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        body: Json<CommunicationRequest>,
    ) -> Result<TakenOn<SentCommunicationBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let operation = format!("send_communication {}", account_id.0);
        let repeat = Repeat::of(portero, operation, idempotency_key.0, &body.0)?;
        let render = |sent: &CommunicationSent| SentCommunicationBody::from(sent).to_json_string();
        let content = body.0.read(portero)?;
        let id = account(account_id.0);
        let once = repeat.once(&render);
        Ok(TakenOn::TakenOn(Json(
            match portero.send_communication(&caller, id, content, once).await? {
                Answered::Now(sent) => SentCommunicationBody::from(&sent),
                Answered::Before(answer) => replay(&answer)?,
            },
        )))
    }

    /// List communications, newest first
    ///
    /// What was sent, to whom, and whether it left.
    #[oai(
        path = "/v1/accounts/:account_id/communications",
        method = "get",
        operation_id = "list_communications"
    )]
    async fn list(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<CommunicationBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let page = uuid_page(limit.0, cursor.0, CommunicationId::from_uuid)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.communications(&caller, id, page).await?)))
    }

    /// See a communication
    #[oai(
        path = "/v1/accounts/:account_id/communications/:communication_id",
        method = "get",
        operation_id = "read_communication"
    )]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        communication_id: Path<Uuid>,
    ) -> Result<Json<CommunicationBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = CommunicationId::from_uuid(communication_id.0);
        let found = self.0.portero.communication(&caller, account(account_id.0), id).await?;
        Ok(Json(found.into()))
    }

    /// Try again what failed for good
    ///
    /// Only those who did not get it are mailed.
    #[oai(
        path = "/v1/accounts/:account_id/communications/:communication_id/retry",
        method = "post",
        operation_id = "retry_communication"
    )]
    async fn retry(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        communication_id: Path<Uuid>,
    ) -> Result<TakenOn<CommunicationBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = CommunicationId::from_uuid(communication_id.0);
        let account = account(account_id.0);
        let retried = self.0.portero.retry_communication(&caller, account, id).await?;
        Ok(TakenOn::TakenOn(Json(retried.into())))
    }
}
