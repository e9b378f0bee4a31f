//! Offers to hand an account over.

use poem_openapi::Object;
use portero_domain::use_case::OwnershipOfferView;
use uuid::Uuid;

use super::Timestamp;

/// An offer to hand an account over.
#[derive(Debug, Clone, Object)]
#[oai(rename = "OwnershipOffer", example)]
pub struct OwnershipOfferBody {
    /// The account.
    pub account_id: Uuid,
    /// The owner who offers it.
    pub by_user_id: Uuid,
    /// The member to whom it is offered.
    pub to_user_id: Uuid,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// When the offer ends by itself.
    pub expires_at: Timestamp,
}

impl From<OwnershipOfferView> for OwnershipOfferBody {
    fn from(view: OwnershipOfferView) -> Self {
        Self {
            account_id: view.account_id.as_uuid(),
            by_user_id: view.offer.by.as_uuid(),
            to_user_id: view.offer.to.as_uuid(),
            offered_at: view.offer.at.into(),
            expires_at: view.offer.expires_at.into(),
        }
    }
}
