//! Service keys as rows.

use std::ops::RangeInclusive;

use portero_domain::id::{AccountId, ServiceKeyId, UserId};
use portero_domain::model::{ServiceKey, TokenHash, Version};
use portero_domain::policy::Scope;

use super::every_id;
use crate::table::{Row, Versioned};

/// Where a service key is found beside its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceKeyPlace {
    /// By its token.
    Token([u8; 32]),
    /// The keys of a reach, by id.
    Opening(Scope, ServiceKeyId),
    /// The keys that a user made.
    MadeBy(UserId, ServiceKeyId),
}

impl ServiceKeyPlace {
    /// The place of the key that has this token.
    pub fn of_token(token: &TokenHash) -> Self {
        Self::Token(*token.as_bytes())
    }

    /// All keys that a user made.
    pub fn all_made_by(user: UserId) -> RangeInclusive<Self> {
        every_id(ServiceKeyId::from_uuid, |id| Self::MadeBy(user, id))
    }

    /// All keys of a reach.
    pub fn all_of(reach: Scope) -> RangeInclusive<Self> {
        every_id(ServiceKeyId::from_uuid, |id| Self::Opening(reach, id))
    }
}

impl Row for ServiceKey {
    type Key = ServiceKeyId;
    type Place = ServiceKeyPlace;

    fn key(&self) -> ServiceKeyId {
        self.id
    }

    fn places(&self) -> Vec<ServiceKeyPlace> {
        let made_by = self.created_by.map(|user| ServiceKeyPlace::MadeBy(user, self.id));
        let opening = ServiceKeyPlace::Opening(self.reach, self.id);
        [ServiceKeyPlace::of_token(&self.token), opening].into_iter().chain(made_by).collect()
    }

    /// A revoked key counts no more, and one that opens the installation counts for no account.
    fn counted_for(&self) -> Option<AccountId> {
        match self.reach {
            Scope::Account(account) => self.revoked_at.is_none().then_some(account),
            Scope::Installation => None,
        }
    }
}

impl Versioned for ServiceKey {
    fn version(&self) -> Version {
        self.version
    }
}
