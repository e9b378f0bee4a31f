//! Support codes as rows.

use std::ops::RangeInclusive;

use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{SupportCode, Version};

use super::every_id;
use crate::table::{Row, Versioned};

/// The codes of a user, by account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SupportCodePlace(UserId, AccountId);

impl SupportCodePlace {
    /// All codes of a user.
    pub fn all_of_user(user: UserId) -> RangeInclusive<Self> {
        every_id(AccountId::from_uuid, |account| Self(user, account))
    }
}

/// One for each person and account, whatever its id.
impl Row for SupportCode {
    type Key = (AccountId, UserId);
    type Place = SupportCodePlace;

    fn key(&self) -> (AccountId, UserId) {
        (self.account_id, self.user_id)
    }

    fn places(&self) -> Vec<SupportCodePlace> {
        vec![SupportCodePlace(self.user_id, self.account_id)]
    }
}

impl Versioned for SupportCode {
    fn version(&self) -> Version {
        self.version
    }
}
