//! What refusals say.

use portero_domain::model::{EmailAddressRefusal, HtmlRefusal, PasswordRefusal, TextRefusal};
use portero_domain::policy::{OfferRefusal, TargetRefusal};
use portero_domain::use_case::{Error, FieldProblem};

use crate::moment;
use crate::words::Words;

/// When something may be tried again, in words.
pub(super) fn in_a_while(seconds: i64, words: &Words) -> String {
    let counted = |text: &str, count: i64| text.replace("{}", &count.to_string());
    let rounded_up = |unit: i64| (seconds + unit - 1) / unit;
    let (minutes, hours) = (rounded_up(60), rounded_up(3_600));
    let time = match seconds {
        ..60 => counted(words.seconds, seconds.max(1)),
        60 => words.one_minute.to_owned(),
        61..3_540 => counted(words.minutes, minutes),
        3_540..=3_600 => words.one_hour.to_owned(),
        _ => counted(words.hours, hours),
    };
    words.too_often_why.replace("{}", &time)
}

/// What is wrong with a field.
pub(super) fn field_text(problem: &FieldProblem, words: &Words) -> String {
    match problem {
        FieldProblem::Text(TextRefusal::Empty)
        | FieldProblem::Html(HtmlRefusal::Empty)
        | FieldProblem::Empty => words.needed.to_owned(),
        FieldProblem::Text(TextRefusal::TooLong { limit })
        | FieldProblem::Html(HtmlRefusal::TooLong { limit }) => {
            words.too_long.replace("{}", &limit.to_string())
        }
        FieldProblem::Text(TextRefusal::Link) | FieldProblem::LinkInSubject => {
            words.no_links.to_owned()
        }
        FieldProblem::Address(refusal) => address_text(*refusal, words).to_owned(),
        FieldProblem::MalformedAddress(one) => {
            let place = (one.position + 1).to_string();
            let text = words.address_at.replacen("{}", &place, 1).replacen("{}", &one.given, 1);
            format!("{text} {}", address_text(one.refusal, words))
        }
        FieldProblem::Password(PasswordRefusal::TooShort) => words.password_short.to_owned(),
        FieldProblem::Password(PasswordRefusal::TooLong) => words.password_long.to_owned(),
        FieldProblem::Password(PasswordRefusal::TooCommon) => words.password_common.to_owned(),
        FieldProblem::UnknownName { .. } | FieldProblem::ExactlyOneOf(_) => {
            words.choose_one.to_owned()
        }
        FieldProblem::TooMany { limit, .. } | FieldProblem::MoreThan { limit } => {
            words.too_many.replace("{}", &limit.to_string())
        }
        FieldProblem::Text(TextRefusal::ControlCharacter)
        | FieldProblem::Html(HtmlRefusal::Active { .. })
        | FieldProblem::OutOfRange { .. }
        | FieldProblem::NotThere { .. }
        | FieldProblem::Row(_)
        | FieldProblem::Unreadable => words.unreadable.to_owned(),
        FieldProblem::SitePermissionsLacking(lacking) => {
            let names: Vec<_> = lacking.iter().map(words.site_permission).collect();
            words.client_pages.lacking.replace("{}", &names.join(", "))
        }
        FieldProblem::PlaceholderMissing(placeholder) => {
            words.client_pages.keep.replace("{}", placeholder.in_text())
        }
        FieldProblem::NotificationsBeyondRole(_) => words.notifications_beyond.to_owned(),
        FieldProblem::NotificationsNotRefusable(_) => words.notifications_kept.to_owned(),
        FieldProblem::Taken => words.duplicate.to_owned(),
        FieldProblem::NotInFuture => words.not_in_future.to_owned(),
        FieldProblem::Offer(refusal) => offer_text(refusal, words),
    }
}

const fn address_text(refusal: EmailAddressRefusal, words: &Words) -> &'static str {
    match refusal {
        EmailAddressRefusal::Form => words.address_form,
        EmailAddressRefusal::TooLong => words.address_long,
        EmailAddressRefusal::LocalPart => words.address_local,
        EmailAddressRefusal::Domain => words.address_domain,
    }
}

fn offer_text(refusal: &OfferRefusal, words: &Words) -> String {
    match refusal {
        OfferRefusal::RoleNotOnOffer(_) => words.choose_one.to_owned(),
        OfferRefusal::Reserved(_) => words.reserved.to_owned(),
        OfferRefusal::RoleCarriesNoGrants(_) => words.only_user_grants.to_owned(),
        OfferRefusal::Exceeds(excess) => {
            let names: Vec<_> = excess.beyond.iter().map(words.permission).collect();
            words.exceeds.replace("{}", &names.join(", "))
        }
        OfferRefusal::OutlastsGiver(own) => words.outlasts.replace("{}", &moment::day(*own)),
    }
}

/// What a form says above its fields; nothing for what it cannot mend.
pub(super) fn general_text(error: &Error, words: &Words) -> Option<String> {
    let text = match error {
        Error::BadCredentials => words.bad_credentials,
        Error::EmailNotConfirmed => words.not_confirmed,
        Error::UserSuspended => words.user_suspended,
        Error::ReauthenticationRequired => words.password_again,
        Error::OwnAccess => words.own_access,
        Error::TargetRefused(TargetRefusal::TargetIsOwner) => words.target_is_owner,
        Error::TargetRefused(TargetRefusal::HoldsMore(_)) => words.holds_more,
        Error::AddressMismatch => words.other_address,
        Error::State(_) => words.not_now,
        Error::InviterCannotGive => words.inviter_cannot,
        Error::AlreadyMember => words.already_member,
        Error::AlreadyInvited => words.already_invited,
        Error::ContactExists => words.contact_exists,
        Error::ClientExists => words.client_pages.client_exists,
        Error::AliasTaken => words.client_pages.alias_taken,
        Error::SiteAssigned => words.client_pages.site_assigned,
        Error::PasswordChangeRequired => words.password_of_own,
        Error::ClientSuspended => words.client_side.suspended_why,
        Error::SignInRequired => words.client_side.sign_in_required,
        Error::AccountClosed => words.area_closed,
        Error::Stale => words.stale,
        Error::OfferRefused(refusal) => return Some(offer_text(refusal, words)),
        Error::Capacity { limit, .. } => {
            return Some(words.too_many.replace("{}", &limit.to_string()));
        }
        Error::NotSignedIn
        | Error::NotForServiceKeys
        | Error::ScopeMissing(_)
        | Error::ViewOnly
        | Error::ImportRefused(_)
        | Error::NotFound
        | Error::Denied(_)
        | Error::Link(_)
        | Error::Invalid(_)
        | Error::IdempotencyKeyReused
        | Error::TooOften(_)
        | Error::Busy
        | Error::Store(_) => return None,
    };
    Some(text.to_owned())
}
