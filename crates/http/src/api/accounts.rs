//! Accounts.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;
use portero_domain::id::UserId;
use portero_domain::model::{Account, Origin, Version};
use portero_domain::use_case::Answered;
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Credential, Done, Found, Made, Repeat, expected_version, replay};
use crate::problem::Problem;
use crate::schema::{AccountBody, AccountPatch, AccountRequest, OwnershipTransferRequest};

pub(super) struct Accounts(pub(super) Operations);

#[OpenApi(tag = "Group::Accounts")]
impl Accounts {
    /// Create an account
    ///
    /// The caller is its owner.
    #[oai(path = "/v1/accounts", method = "post", operation_id = "create_account")]
    async fn create(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        body: Json<AccountRequest>,
    ) -> Result<Made<AccountBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let operation = "create_account".to_owned();
        let repeat = Repeat::of(portero, operation, idempotency_key.0, &body.0)?;
        let render = |account: &Account| AccountBody::from(account).to_json_string();
        let answered =
            portero.create_account(&caller, body.0.read()?, repeat.once(&render)).await?;
        let body = match answered {
            Answered::Now(account) => AccountBody::from(&account),
            Answered::Before(answer) => replay(&answer)?,
        };
        let path = format!("/v1/accounts/{}", body.id);
        Ok(Made::at(path, Version::from_i64(body.version), body))
    }

    /// See an account
    #[oai(path = "/v1/accounts/:account_id", method = "get", operation_id = "read_account")]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
    ) -> Result<Found<AccountBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let found = self.0.portero.account(&caller, account(account_id.0)).await?;
        Ok(Found::at(found.version, &found))
    }

    /// Change an account's name, language or details
    #[oai(path = "/v1/accounts/:account_id", method = "patch", operation_id = "update_account")]
    async fn update(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<AccountPatch>,
    ) -> Result<Found<AccountBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let id = account(account_id.0);
        let amended = self.0.portero.amend_account(&caller, id, body.0.read()?, expected).await?;
        Ok(Found::at(amended.version, &amended))
    }

    /// Close an account for good
    ///
    /// It admits nobody any more, and keeps its trail. The password must have been given in the
    /// last ten minutes.
    #[oai(path = "/v1/accounts/:account_id", method = "delete", operation_id = "close_account")]
    async fn close(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        self.0.portero.close_account(&caller, account(account_id.0), expected).await?;
        Ok(Done::Done)
    }

    /// Hand an account to another active member
    ///
    /// The owner becomes administrator in the same step. The password must have been given in the
    /// last ten minutes.
    #[oai(
        path = "/v1/accounts/:account_id/ownership-transfer",
        method = "post",
        operation_id = "transfer_ownership"
    )]
    async fn transfer(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<OwnershipTransferRequest>,
    ) -> Result<Found<AccountBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let to = UserId::from_uuid(body.0.user_id);
        let id = account(account_id.0);
        let transferred = self.0.portero.transfer_ownership(&caller, id, to, expected).await?;
        Ok(Found::at(transferred.version, &transferred))
    }
}
