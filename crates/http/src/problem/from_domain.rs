//! What a use case refused with, as a code: one total match.

use portero_domain::policy::{OfferRefusal, TargetRefusal};
use portero_domain::port::StoreError;
use portero_domain::use_case::{Error, LinkRefusal};

use super::Code;

pub(super) const fn code_of(error: &Error) -> Code {
    match error {
        Error::NotSignedIn => Code::NotSignedIn,
        Error::BadCredentials => Code::BadCredentials,
        Error::EmailNotConfirmed => Code::EmailNotConfirmed,
        Error::UserSuspended => Code::UserSuspended,
        Error::ClientSuspended => Code::ClientSuspended,
        Error::PasswordChangeRequired => Code::PasswordChangeRequired,
        Error::ReauthenticationRequired => Code::ReauthenticationRequired,
        Error::NotForServiceKeys => Code::NotForServiceKeys,
        Error::ScopeMissing(_) => Code::ScopeMissing,
        Error::NotFound => Code::NotFound,
        Error::Denied(_) => Code::Forbidden,
        Error::OfferRefused(refusal) => offer_code(refusal),
        Error::TargetRefused(TargetRefusal::TargetIsOwner) => Code::TargetIsOwner,
        Error::TargetRefused(TargetRefusal::HoldsMore(_)) => Code::TargetHoldsMore,
        Error::OwnAccess => Code::OwnAccess,
        Error::AddressMismatch => Code::InvitationForAnotherAddress,
        Error::Link(refusal) => link_code(*refusal),
        Error::State(_) => Code::StateRefused,
        Error::InviterCannotGive => Code::InviterCannotGive,
        Error::AlreadyMember => Code::AlreadyMember,
        Error::AlreadyInvited => Code::AlreadyInvited,
        Error::ContactExists => Code::ContactExists,
        Error::ClientExists => Code::ClientExists,
        Error::AliasTaken => Code::AliasTaken,
        Error::SiteAssigned => Code::SiteAssigned,
        Error::SignInRequired => Code::SignInRequired,
        Error::ViewOnly => Code::ViewOnly,
        Error::ImportRefused(_) => Code::ImportRefused,
        Error::AccountClosed => Code::AccountClosed,
        Error::Capacity { .. } => Code::CapacityReached,
        Error::Stale => Code::StaleVersion,
        Error::Invalid(_) => Code::InvalidFields,
        Error::IdempotencyKeyReused => Code::IdempotencyKeyReused,
        Error::TooOften(_) => Code::TooManyRequests,
        Error::Busy => Code::Busy,
        Error::Store(error) => store_code(error),
    }
}

const fn offer_code(refusal: &OfferRefusal) -> Code {
    match refusal {
        OfferRefusal::Exceeds(_) => Code::ExceedsOwnPermissions,
        OfferRefusal::OutlastsGiver(_) => Code::OutlastsOwnAccess,
        OfferRefusal::RoleNotOnOffer(_)
        | OfferRefusal::Reserved(_)
        | OfferRefusal::RoleCarriesNoGrants(_) => Code::InvalidFields,
    }
}

const fn link_code(refusal: LinkRefusal) -> Code {
    match refusal {
        LinkRefusal::Used => Code::LinkUsed,
        LinkRefusal::Expired => Code::LinkExpired,
        LinkRefusal::Superseded => Code::LinkSuperseded,
        LinkRefusal::Revoked => Code::LinkRevoked,
    }
}

const fn store_code(error: &StoreError) -> Code {
    match error {
        StoreError::Conflict => Code::Conflict,
        StoreError::Unavailable(_) => Code::Unavailable,
        StoreError::Corrupt { .. } | StoreError::Dead | StoreError::Unaudited => {
            Code::InternalError
        }
    }
}
