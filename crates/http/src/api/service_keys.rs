//! Machines' keys.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use portero_domain::id::ServiceKeyId;
use portero_domain::model::Origin;
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Created, Credential, Done, Page};
use crate::problem::Problem;
use crate::schema::{NewServiceKeyBody, ServiceKeyBody, ServiceKeyRequest};

pub(super) struct ServiceKeys(pub(super) Operations);

#[OpenApi(tag = "Group::ServiceKeys")]
impl ServiceKeys {
    /// List service keys, newest first
    #[oai(
        path = "/v1/accounts/:account_id/service-keys",
        method = "get",
        operation_id = "list_service_keys"
    )]
    async fn list(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
    ) -> Result<Json<Page<ServiceKeyBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let keys = self.0.portero.service_keys(&caller, account(account_id.0)).await?;
        let items = keys.into_iter().map(ServiceKeyBody::from).collect();
        Ok(Json(Page { items, next_cursor: None }))
    }

    /// Make a service key
    ///
    /// Its secret is shown this once. Nobody makes a key that may do more than they.
    #[oai(
        path = "/v1/accounts/:account_id/service-keys",
        method = "post",
        operation_id = "create_service_key"
    )]
    async fn create(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        body: Json<ServiceKeyRequest>,
    ) -> Result<Created<NewServiceKeyBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let (name, scopes) = body.0.read()?;
        let id = account(account_id.0);
        let new = self.0.portero.create_service_key(&caller, id, name, scopes).await?;
        Ok(Created::Created(Json(new.into())))
    }

    /// Revoke a service key
    #[oai(
        path = "/v1/accounts/:account_id/service-keys/:key_id",
        method = "delete",
        operation_id = "revoke_service_key"
    )]
    async fn revoke(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        key_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let key = ServiceKeyId::from_uuid(key_id.0);
        self.0.portero.revoke_service_key(&caller, account(account_id.0), key).await?;
        Ok(Done::Done)
    }
}
