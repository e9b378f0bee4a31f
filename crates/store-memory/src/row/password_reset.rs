//! Password resets as rows.

use std::ops::RangeInclusive;

use portero_domain::id::{PasswordResetId, UserId};
use portero_domain::model::{PasswordReset, PasswordResetState, TokenHash, Version};

use super::every_id;
use crate::table::{Row, Versioned};

/// Where a reset is found beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PasswordResetPlace {
    /// By its link.
    Link([u8; 32]),
    /// The resets of a user, open or not.
    OfUser(UserId, PasswordResetId),
    /// The open resets of a user.
    Open(UserId, PasswordResetId),
}

impl PasswordResetPlace {
    /// The place of the reset that bears this link.
    pub fn of_link(link: &TokenHash) -> Self {
        Self::Link(*link.as_bytes())
    }

    /// All resets of a user, open or not.
    pub fn all_of_user(user: UserId) -> RangeInclusive<Self> {
        every_id(PasswordResetId::from_uuid, |id| Self::OfUser(user, id))
    }

    /// All open resets of a user.
    pub fn all_open(user: UserId) -> RangeInclusive<Self> {
        every_id(PasswordResetId::from_uuid, |id| Self::Open(user, id))
    }
}

impl Row for PasswordReset {
    type Key = PasswordResetId;
    type Place = PasswordResetPlace;

    fn key(&self) -> PasswordResetId {
        self.id
    }

    fn places(&self) -> Vec<PasswordResetPlace> {
        let mut places = vec![
            PasswordResetPlace::of_link(&self.link),
            PasswordResetPlace::OfUser(self.user_id, self.id),
        ];
        if self.state == PasswordResetState::Open {
            places.push(PasswordResetPlace::Open(self.user_id, self.id));
        }
        places
    }
}

impl Versioned for PasswordReset {
    fn version(&self) -> Version {
        self.version
    }
}
