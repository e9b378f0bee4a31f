//! Sessions as rows.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use portero_domain::id::{SessionId, UserId};
use portero_domain::model::{Session, TokenHash, Version};
use uuid::Uuid;

use super::ALL_TIME;
use crate::table::{Row, Versioned};

/// Where a session is found beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SessionPlace {
    /// By its token.
    Token([u8; 32]),
    /// The sessions of a user, by age.
    OfUser(UserId, DateTime<Utc>, SessionId),
}

impl SessionPlace {
    /// The place of the session that this token opens.
    pub fn of_token(token: &TokenHash) -> Self {
        Self::Token(*token.as_bytes())
    }

    /// All sessions of a user.
    pub fn all_of_user(user: UserId) -> RangeInclusive<Self> {
        let place = |at, id| Self::OfUser(user, at, SessionId::from_uuid(id));
        place(ALL_TIME.0, Uuid::nil())..=place(ALL_TIME.1, Uuid::max())
    }
}

impl Row for Session {
    type Key = SessionId;
    type Place = SessionPlace;

    fn key(&self) -> SessionId {
        self.id
    }

    fn places(&self) -> Vec<SessionPlace> {
        vec![
            SessionPlace::of_token(&self.token),
            SessionPlace::OfUser(self.user_id, self.created_at, self.id),
        ]
    }
}

impl Versioned for Session {
    fn version(&self) -> Version {
        self.version
    }
}
