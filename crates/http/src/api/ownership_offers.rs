//! Handing an account over by two: the owner offers, the other accepts, either calls it off.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use portero_domain::id::UserId;
use portero_domain::model::Origin;
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Created, Credential, Done, Found};
use crate::problem::Problem;
use crate::schema::{AccountBody, OwnershipOfferBody, OwnershipTransferRequest};

pub(super) struct OwnershipOffers(pub(super) Operations);

#[OpenApi(tag = "Group::Accounts")]
impl OwnershipOffers {
    /// Offer an account to another active member
    ///
    /// Nothing changes until they accept. The password must have been given in the last ten
    /// minutes. A new offer takes the place of an earlier one.
    #[oai(
        path = "/v1/accounts/:account_id/ownership-offer",
        method = "post",
        operation_id = "offer_ownership"
    )]
    async fn offer(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        body: Json<OwnershipTransferRequest>,
    ) -> Result<Created<OwnershipOfferBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let to = UserId::from_uuid(body.0.user_id);
        let id = account(account_id.0);
        let offer = self.0.portero.offer_ownership(&caller, id, to).await?;
        Ok(Created::Created(Json(offer.into())))
    }

    /// See the offer that stands
    ///
    /// The owner and the member to whom it is made see it; to others it is not there.
    #[oai(
        path = "/v1/accounts/:account_id/ownership-offer",
        method = "get",
        operation_id = "read_ownership_offer"
    )]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
    ) -> Result<Json<OwnershipOfferBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let offer = self.0.portero.ownership_offer(&caller, account(account_id.0)).await?;
        Ok(Json(offer.into()))
    }

    /// Take the account that is offered
    ///
    /// Its owner becomes administrator in the same step. The password must have been given in the
    /// last ten minutes.
    #[oai(
        path = "/v1/accounts/:account_id/ownership-offer/accept",
        method = "post",
        operation_id = "accept_ownership"
    )]
    async fn accept(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
    ) -> Result<Found<AccountBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let taken = self.0.portero.accept_ownership(&caller, account(account_id.0)).await?;
        Ok(Found::at(taken.version, &taken))
    }

    /// Call the offer off, as either side
    #[oai(
        path = "/v1/accounts/:account_id/ownership-offer",
        method = "delete",
        operation_id = "call_off_ownership"
    )]
    async fn call_off(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        self.0.portero.call_off_ownership(&caller, account(account_id.0)).await?;
        Ok(Done::Done)
    }
}
