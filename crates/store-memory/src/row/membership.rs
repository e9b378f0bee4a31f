//! Memberships as rows.

use std::ops::RangeInclusive;

use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Membership, Version};
use portero_domain::policy::Role;

use super::every_id;
use crate::table::{Row, Versioned};

/// Where a membership is found beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MembershipPlace {
    /// The one owner of an account.
    Owner(AccountId),
    /// The memberships of a user, by account.
    OfUser(UserId, AccountId),
}

impl MembershipPlace {
    /// All memberships of a user.
    pub fn all_of_user(user: UserId) -> RangeInclusive<Self> {
        every_id(AccountId::from_uuid, |account| Self::OfUser(user, account))
    }
}

impl Row for Membership {
    type Key = (AccountId, UserId);
    type Place = MembershipPlace;

    fn key(&self) -> (AccountId, UserId) {
        (self.account_id, self.user_id)
    }

    fn places(&self) -> Vec<MembershipPlace> {
        let mut places = vec![MembershipPlace::OfUser(self.user_id, self.account_id)];
        if self.role == Role::Owner {
            places.push(MembershipPlace::Owner(self.account_id));
        }
        places
    }

    fn counted_for(&self) -> Option<AccountId> {
        Some(self.account_id)
    }
}

impl Versioned for Membership {
    fn version(&self) -> Version {
        self.version
    }
}
