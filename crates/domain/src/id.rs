//! Typed identifiers: UUID version 7, so that they sort by the time they were made.
//!
//! An id is made by the [`IdGenerator`](crate::port::IdGenerator) port, never by the type itself,
//! and it is never used again, even after what it named is gone.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! typed_ids {
    ( $( $(#[$meta:meta])* $name:ident ),+ $(,)? ) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a stored or received id as one of this kind.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare id, for a database or the wire.
            #[must_use]
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+ };
}

typed_ids! {
    /// An account: a client area, the tenant.
    AccountId,
    /// A user: a person who signs in.
    UserId,
    /// An invitation to an account.
    InvitationId,
    /// A registration attempt: not yet a user.
    RegistrationId,
    /// A request for a password reset.
    PasswordResetId,
    /// A signed-in session.
    SessionId,
    /// A service key: a machine that calls.
    ServiceKeyId,
    /// A mail in the outbox.
    MailId,
    /// A contact of an account.
    ContactId,
    /// A communication to an account's people.
    CommunicationId,
    /// A support code.
    SupportCodeId,
    /// A client of an account.
    ClientId,
    /// A site of an account.
    SiteId,
    /// A viewing of what a client sees.
    ViewingId,
}
