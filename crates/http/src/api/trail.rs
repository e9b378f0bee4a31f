//! What was done, and what happened.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use portero_domain::model::Origin;
use portero_domain::port::AuditFilter;
use portero_domain::use_case::{Error, FieldProblem};
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Credential, Limit, Page, number_page};
use crate::problem::Problem;
use crate::schema::{AuditBody, EventBody, Timestamp};

pub(super) struct Trail(pub(super) Operations);

#[OpenApi(tag = "Group::Trail")]
impl Trail {
    /// Read the audit log, newest first
    #[oai(
        path = "/v1/accounts/:account_id/audit-log",
        method = "get",
        operation_id = "read_audit_log"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn audit_log(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        actor: Query<Option<Uuid>>,
        action: Query<Option<String>>,
        from: Query<Option<Timestamp>>,
        to: Query<Option<Timestamp>>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<AuditBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let filter = AuditFilter {
            actor: actor.0,
            action: action.0.map(known_action).transpose()?,
            from: from.0.map(Timestamp::instant),
            to: to.0.map(Timestamp::instant),
        };
        let page = number_page(limit.0, cursor.0)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.audit_log(&caller, id, &filter, page).await?)))
    }

    /// Follow the numbered events
    ///
    /// `after`: the number of the last event that is known already.
    #[oai(path = "/v1/accounts/:account_id/events", method = "get", operation_id = "follow_events")]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn events(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        after: Query<Option<i64>>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<EventBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let mut page = number_page(limit.0, cursor.0)?;
        page.after = page.after.or(after.0);
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.events(&caller, id, page).await?)))
    }
}

fn known_action(action: String) -> Result<String, Error> {
    match action.parse::<portero_domain::model::Action>() {
        Ok(_) => Ok(action),
        Err(unknown) => {
            let problem = FieldProblem::UnknownName { kind: unknown.kind, given: unknown.given };
            Err(Error::invalid("action", problem))
        }
    }
}
