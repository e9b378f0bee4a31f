//! The service key: a machine that embeds or calls the product.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Change, Name, Presence, TokenHash, Transition, Version};
use crate::id::{AccountId, ServiceKeyId, UserId};
use crate::policy::{Permission, PermissionSet, Role, Scope, Standing, bit_set, named_enum};

named_enum! {
    /// One thing that a service key may be used for, on its own account.
    ServiceScope, "service scope" {
        /// Ask what anyone may do, and why.
        AccessCheck = "access.check",
        /// Follow the numbered events.
        EventsRead = "events.read",
        /// Send communications.
        CommunicationsSend = "communications.send",
        /// Ask whether a contact is authorised.
        ContactsVerify = "contacts.verify",
    }
}

bit_set! {
    /// A set of [`ServiceScope`]s.
    ServiceScopeSet of ServiceScope in u8
}

impl ServiceScope {
    /// What a person would need for the same: nobody makes a key that may do more than they.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::AccessCheck => Permission::UsersRead,
            Self::EventsRead => Permission::AuditRead,
            Self::CommunicationsSend => Permission::CommunicationsSend,
            Self::ContactsVerify => Permission::ContactsRead,
        }
    }
}

/// A machine's key to one account or to all of them, for some uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceKey {
    /// Its identity, which is no secret.
    pub id: ServiceKeyId,
    /// What it opens: one account, or all that the installation has.
    pub reach: Scope,
    /// What people call it.
    pub name: Name,
    /// What it may be used for.
    pub scopes: ServiceScopeSet,
    /// The hash of the key, which was shown once.
    pub token: TokenHash,
    /// Who made it; the operator is nobody's user.
    pub created_by: Option<UserId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was revoked, if it was. Final.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// How often it has been written.
    pub version: Version,
}

named_enum! {
    /// What can be asked of a service key.
    ServiceKeyCommand, "service key command" {
        /// Make it worthless.
        Revoke = "revoke",
    }
}

/// What happened to a service key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum ServiceKeyEvent {
    /// It was made.
    ServiceKeyCreated {
        /// The key's identity.
        service_key_id: ServiceKeyId,
        /// What it may be used for.
        scopes: ServiceScopeSet,
    },
    /// It is worth nothing any more.
    ServiceKeyRevoked {
        /// The key's identity.
        service_key_id: ServiceKeyId,
    },
}

/// A change to a service key.
pub type ServiceKeyChange = Change<ServiceKey, ServiceKeyEvent>;

impl ServiceKey {
    /// Makes a key.
    #[must_use]
    pub fn create(
        id: ServiceKeyId,
        reach: Scope,
        name: Name,
        scopes: ServiceScopeSet,
        token: TokenHash,
        created_by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> ServiceKeyChange {
        let key = Self {
            id,
            reach,
            name,
            scopes,
            token,
            created_by,
            created_at: now,
            revoked_at: None,
            last_used_at: None,
            version: Version::FIRST,
        };
        Change::insert(key, ServiceKeyEvent::ServiceKeyCreated { service_key_id: id, scopes })
    }

    /// Whether it opens this account.
    #[must_use]
    pub fn opens(&self, account: AccountId) -> bool {
        match self.reach {
            Scope::Installation => true,
            Scope::Account(only) => only == account,
        }
    }

    /// Where it stands on an account that it opens: it holds what its scopes stand for, and is asked
    /// for the scope itself besides.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let held: PermissionSet = self.scopes.iter().map(ServiceScope::permission).collect();
        Standing::of(Role::User).with_grants(held)
    }

    /// Whether its last use is due to be written.
    #[must_use]
    pub fn use_is_stale(&self, now: DateTime<Utc>) -> bool {
        self.last_used_at.is_none_or(|last| now >= last + Presence::RESOLUTION)
    }

    /// Makes the key worthless, for good.
    #[must_use]
    pub fn revoke(mut self, now: DateTime<Utc>) -> Transition<Self, ServiceKeyEvent> {
        if self.revoked_at.is_some() {
            return Transition::AlreadySo(self);
        }
        let from = self.version;
        self.revoked_at = Some(now);
        self.version = from.next();
        let event = ServiceKeyEvent::ServiceKeyRevoked { service_key_id: self.id };
        Transition::Changed(Change::update(from, self, event))
    }
}
