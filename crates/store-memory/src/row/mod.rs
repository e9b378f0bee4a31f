//! What each table holds, by which key, and which places a row of it takes.

mod account;
mod answer;
mod client;
mod communication;
mod contact;
mod invitation;
mod journal;
mod mail;
mod membership;
mod password_reset;
mod registration;
mod service_key;
mod session;
mod site;
mod support_code;
mod user;
mod viewing;

use std::ops::RangeInclusive;

pub use answer::{AnswerKey, StoredAnswer};
use chrono::{DateTime, Utc};
pub use client::{ClientPlace, StoredClient};
pub use communication::{CommunicationPlace, StoredAddressee};
pub use contact::ContactPlace;
pub use invitation::{InvitationPlace, StoredInvitation};
pub use journal::StoredEvent;
pub use mail::{Lease, MailPlace, MailProgress, StoredMail};
pub use membership::MembershipPlace;
pub use password_reset::PasswordResetPlace;
pub use registration::RegistrationPlace;
pub use service_key::ServiceKeyPlace;
pub use session::SessionPlace;
pub use site::{AssignmentPlace, SitePlace, StoredSite};
pub use support_code::SupportCodePlace;
use uuid::Uuid;
pub use viewing::ViewingPlace;

/// Every place that ends with an instant and an id, or only with an id, behind the same beginning.
fn every_id<Id, Place>(
    from_uuid: impl Fn(Uuid) -> Id,
    place: impl Fn(Id) -> Place,
) -> RangeInclusive<Place> {
    place(from_uuid(Uuid::nil()))..=place(from_uuid(Uuid::max()))
}

/// Every place that ends with a word and an id, where the word begins so.
fn every_word<Place>(
    beginning: &str,
    place: impl Fn(String, Uuid) -> Place,
) -> RangeInclusive<Place> {
    let last = format!("{beginning}{BEHIND_WORDS}");
    place(beginning.to_owned(), Uuid::nil())..=place(last, Uuid::max())
}

/// Comes behind every word and every name: it is the last character of all, and no letter or digit.
const BEHIND_WORDS: &str = "\u{10FFFF}";

const ALL_TIME: (DateTime<Utc>, DateTime<Utc>) =
    (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
