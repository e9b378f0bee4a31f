//! Service keys as rows.

use std::ops::RangeInclusive;

use portero_domain::id::{AccountId, ServiceKeyId};
use portero_domain::model::{ServiceKey, TokenHash, Version};

use super::every_id;
use crate::table::{Row, Versioned};

/// Where a service key is found beside its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceKeyPlace {
    /// By its token.
    Token([u8; 32]),
    /// The keys of an account, by id.
    OfAccount(AccountId, ServiceKeyId),
}

impl ServiceKeyPlace {
    /// The place of the key that has this token.
    pub fn of_token(token: &TokenHash) -> Self {
        Self::Token(*token.as_bytes())
    }

    /// All keys of an account.
    pub fn all_of_account(account: AccountId) -> RangeInclusive<Self> {
        every_id(ServiceKeyId::from_uuid, |id| Self::OfAccount(account, id))
    }
}

impl Row for ServiceKey {
    type Key = ServiceKeyId;
    type Place = ServiceKeyPlace;

    fn key(&self) -> ServiceKeyId {
        self.id
    }

    fn places(&self) -> Vec<ServiceKeyPlace> {
        vec![
            ServiceKeyPlace::of_token(&self.token),
            ServiceKeyPlace::OfAccount(self.account_id, self.id),
        ]
    }

    /// A revoked key counts no more.
    fn counted_for(&self) -> Option<AccountId> {
        self.revoked_at.is_none().then_some(self.account_id)
    }
}

impl Versioned for ServiceKey {
    fn version(&self) -> Version {
        self.version
    }
}
