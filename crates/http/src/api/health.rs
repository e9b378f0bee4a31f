//! Whether the server is there, and whether it is ready.

use std::sync::Arc;

use poem_openapi::OpenApi;
use poem_openapi::payload::Json;

use super::{Group, Operations};
use crate::health::MailHealth;
use crate::problem::{Code, Problem};
use crate::schema::HealthBody;

pub(super) struct Health {
    pub(super) operations: Operations,
    pub(super) mail: Arc<dyn MailHealth>,
}

#[OpenApi(tag = "Group::Health")]
impl Health {
    /// See whether the process is there
    #[oai(path = "/healthz", method = "get", operation_id = "check_health")]
    #[allow(clippy::unused_async, reason = "an operation is asynchronous, whatever it does")]
    async fn health(&self) -> Result<Json<HealthBody>, Problem> {
        Ok(Json(HealthBody { status: "ok".to_owned() }))
    }

    /// See whether the database answers and the mail worker is at work
    #[oai(path = "/readyz", method = "get", operation_id = "check_readiness")]
    async fn readiness(&self) -> Result<Json<HealthBody>, Problem> {
        self.operations.portero.ping().await?;
        if !self.mail.is_alive() {
            let detail = "The mail worker is not at work.".to_owned();
            return Err(Problem::Request(Code::Unavailable, Some(detail)));
        }
        Ok(Json(HealthBody { status: "ready".to_owned() }))
    }
}
