//! May this person do that, and why?

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use portero_domain::id::UserId;
use portero_domain::model::{Language, Origin};
use portero_domain::policy::Permission;
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Credential, Limit, Page, uuid_page};
use crate::problem::Problem;
use crate::schema::{BatchBody, BatchRequest, CheckBody, CheckRequest, Named, WhoItem};

pub(super) struct Access(pub(super) Operations);

#[OpenApi(tag = "Group::Access")]
impl Access {
    /// Check one thing
    ///
    /// About oneself by default. About others it needs `users.read`, or a key's scope
    /// `access.check`.
    #[oai(
        path = "/v1/accounts/:account_id/access/check",
        method = "post",
        operation_id = "check_access"
    )]
    async fn check(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        language: Data<&Language>,
        account_id: Path<Uuid>,
        body: Json<CheckRequest>,
    ) -> Result<Json<CheckBody>, Problem> {
        let credentials = credential.sent_from(&origin)?;
        let portero = &self.0.portero;
        let question = body.0.read(portero, "")?;
        let id = account(account_id.0);
        let checked = portero.check_access(&credentials, id, &question).await?;
        Ok(Json(CheckBody::of(&checked, *language.0)))
    }

    /// Check up to 1,000 things
    #[oai(
        path = "/v1/accounts/:account_id/access/check-batch",
        method = "post",
        operation_id = "check_access_batch"
    )]
    async fn check_batch(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        language: Data<&Language>,
        account_id: Path<Uuid>,
        body: Json<BatchRequest>,
    ) -> Result<Json<BatchBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let questions = body.0.read(portero)?;
        let id = account(account_id.0);
        let checked = portero.check_access_batch(&caller, id, &questions).await?;
        let body = |checked| CheckBody::of(checked, *language.0);
        Ok(Json(BatchBody { results: checked.iter().map(body).collect() }))
    }

    /// See everyone who may, and why
    #[oai(path = "/v1/accounts/:account_id/access/who", method = "get", operation_id = "who_may")]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn who(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        language: Data<&Language>,
        account_id: Path<Uuid>,
        permission: Query<Named<Permission>>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<WhoItem>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let permission = permission.0.known_in("permission")?;
        let page = uuid_page(limit.0, cursor.0, UserId::from_uuid)?;
        let id = account(account_id.0);
        let listed = self.0.portero.who_may(&caller, id, permission, page).await?;
        Ok(Json(Page::made(listed, |person| WhoItem::of(&person, *language.0))))
    }
}
