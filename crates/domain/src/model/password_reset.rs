//! The password reset: a mailed link that sets a new password once.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Change, Refusal, TokenHash, Transition, Version};
use crate::id::{PasswordResetId, UserId};
use crate::policy::named_enum;

named_enum! {
    /// What a reset is; that its link has run out is told by the clock.
    PasswordResetState, "password reset state" {
        /// Waiting for its link to be used.
        Open = "open",
        /// Its link set a password.
        Used = "used",
        /// Another reset of the same user was used.
        Superseded = "superseded",
        /// Its link was not used in time. Never stored.
        Expired = "expired",
    }
}

named_enum! {
    /// What can be asked of a reset.
    PasswordResetCommand, "password reset command" {
        /// Set the new password.
        Use = "use",
        /// End it, because another one was used.
        Supersede = "supersede",
    }
}

/// A mailed leave to set a new password once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordReset {
    /// Its identity.
    pub id: PasswordResetId,
    /// Whose password.
    pub user_id: UserId,
    /// The hash of the mailed link.
    pub link: TokenHash,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
    /// Its course so far.
    pub state: PasswordResetState,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What happened to a reset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum PasswordResetEvent {
    /// Someone asked for it.
    PasswordResetRequested {
        /// Whose password.
        user_id: UserId,
    },
    /// Its link set a password.
    PasswordResetUsed {
        /// Whose password.
        user_id: UserId,
    },
    /// Another reset of the same user was used.
    PasswordResetSuperseded {
        /// Whose password.
        user_id: UserId,
    },
}

/// A change to a password reset.
pub type PasswordResetChange = Change<PasswordReset, PasswordResetEvent>;

type PasswordResetRefusal = Refusal<PasswordResetState, PasswordResetCommand>;

impl PasswordReset {
    /// Makes a reset.
    #[must_use]
    pub fn request(
        id: PasswordResetId,
        user_id: UserId,
        link: TokenHash,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> PasswordResetChange {
        let reset = Self {
            id,
            user_id,
            link,
            expires_at,
            state: PasswordResetState::Open,
            created_at: now,
            version: Version::FIRST,
        };
        Change::insert(reset, PasswordResetEvent::PasswordResetRequested { user_id })
    }

    /// What it is at this instant.
    #[must_use]
    pub fn status(&self, now: DateTime<Utc>) -> PasswordResetState {
        match self.state {
            PasswordResetState::Open if now >= self.expires_at => PasswordResetState::Expired,
            state @ (PasswordResetState::Open
            | PasswordResetState::Used
            | PasswordResetState::Superseded
            | PasswordResetState::Expired) => state,
        }
    }

    /// Uses the link; the new password is written beside it.
    ///
    /// # Errors
    /// Refused unless it is open and in time.
    pub fn consume(
        mut self,
        now: DateTime<Utc>,
    ) -> Result<PasswordResetChange, PasswordResetRefusal> {
        let status = self.status(now);
        if status != PasswordResetState::Open {
            return Err(Refusal { state: status, command: PasswordResetCommand::Use });
        }
        self.state = PasswordResetState::Used;
        let event = PasswordResetEvent::PasswordResetUsed { user_id: self.user_id };
        Ok(self.updated(event))
    }

    /// Ends the reset because another one was used, or the password changed otherwise.
    ///
    /// # Errors
    /// Refused when it was used itself.
    pub fn supersede(
        mut self,
    ) -> Result<Transition<Self, PasswordResetEvent>, PasswordResetRefusal> {
        match self.state {
            PasswordResetState::Open | PasswordResetState::Expired => {
                self.state = PasswordResetState::Superseded;
                let event = PasswordResetEvent::PasswordResetSuperseded { user_id: self.user_id };
                Ok(Transition::Changed(self.updated(event)))
            }
            PasswordResetState::Superseded => Ok(Transition::AlreadySo(self)),
            state @ PasswordResetState::Used => {
                Err(Refusal { state, command: PasswordResetCommand::Supersede })
            }
        }
    }

    fn updated(mut self, event: PasswordResetEvent) -> PasswordResetChange {
        let from = self.version;
        self.version = from.next();
        Change::update(from, self, event)
    }
}
