//! The policy as data.

use poem_openapi::OpenApi;
use poem_openapi::payload::Json;

use super::Group;
use crate::problem::Problem;
use crate::schema::PolicyBody;

pub(super) struct Policy;

#[OpenApi(tag = "Group::Access")]
impl Policy {
    /// See the policy: roles, permissions, needs and categories
    #[oai(path = "/v1/policy", method = "get", operation_id = "read_policy")]
    #[allow(clippy::unused_async, reason = "the framework's operations are asynchronous")]
    async fn read(&self) -> Result<Json<PolicyBody>, Problem> {
        Ok(Json(PolicyBody::in_force()))
    }
}
