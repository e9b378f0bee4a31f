//! Events: what happened, numbered per account, for other services to follow.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    AccountEvent, ClientEvent, CommunicationEvent, ContactEvent, InvitationEvent, MembershipEvent,
    PasswordResetEvent, RegistrationEvent, ServiceKeyEvent, SessionEvent, SiteEvent,
    SupportCodeEvent, UserEvent, ViewingEvent,
};

/// Anything that can happen. It serialises as `{"name": …, "data": {…}}`; data holds ids, roles
/// and permissions, and never an address or a name of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Event {
    /// To an account.
    Account(AccountEvent),
    /// To a membership.
    Membership(MembershipEvent),
    /// To an invitation.
    Invitation(InvitationEvent),
    /// To a user.
    User(UserEvent),
    /// To a registration attempt.
    Registration(RegistrationEvent),
    /// To a password reset.
    PasswordReset(PasswordResetEvent),
    /// To a session.
    Session(SessionEvent),
    /// To a service key.
    ServiceKey(ServiceKeyEvent),
    /// To a contact.
    Contact(ContactEvent),
    /// To a communication.
    Communication(CommunicationEvent),
    /// To a support code.
    SupportCode(SupportCodeEvent),
    /// To a client.
    Client(ClientEvent),
    /// To a site, or to its assignment to a client.
    Site(SiteEvent),
    /// To a viewing of what a client sees.
    Viewing(ViewingEvent),
}

macro_rules! from_events {
    ( $( $variant:ident($event:ident) ),+ $(,)? ) => { $(
        impl From<$event> for Event {
            fn from(event: $event) -> Self {
                Self::$variant(event)
            }
        }
    )+ };
}

from_events! {
    Account(AccountEvent),
    Membership(MembershipEvent),
    Invitation(InvitationEvent),
    User(UserEvent),
    Registration(RegistrationEvent),
    PasswordReset(PasswordResetEvent),
    Session(SessionEvent),
    ServiceKey(ServiceKeyEvent),
    Contact(ContactEvent),
    Communication(CommunicationEvent),
    SupportCode(SupportCodeEvent),
    Client(ClientEvent),
    Site(SiteEvent),
    Viewing(ViewingEvent),
}

/// An event as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedEvent {
    /// Its number within the account: 1, 2, 3, … without gaps.
    pub number: i64,
    /// When it happened: the instant of the audit entry that it was committed with.
    pub at: DateTime<Utc>,
    /// What happened, such as `invitation_accepted`.
    pub name: String,
    /// The rest of it, as a JSON object.
    pub data: String,
}
