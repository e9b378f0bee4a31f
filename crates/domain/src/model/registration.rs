//! The registration attempt: not yet a user.
//!
//! Attempts for one address are independent, each with its own password and mailed link, so that
//! whoever registers someone else's address gains nothing when that person clicks.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    Change, EmailAddress, Language, Name, PasswordHash, Refusal, TokenHash, Transition, Version,
};
use crate::id::{InvitationId, RegistrationId};
use crate::policy::named_enum;

named_enum! {
    /// What an attempt is; that its link has run out is told by the clock.
    RegistrationState, "registration state" {
        /// Waiting for its link to be used.
        Open = "open",
        /// Its link made a user.
        Confirmed = "confirmed",
        /// Another attempt for the same address made the user.
        Superseded = "superseded",
        /// Its link was not used in time. Never stored.
        Expired = "expired",
    }
}

named_enum! {
    /// What can be asked of an attempt.
    RegistrationCommand, "registration command" {
        /// Make the user.
        Confirm = "confirm",
        /// End it, because another attempt made the user.
        Supersede = "supersede",
    }
}

/// Someone's attempt to become a user (N15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its identity.
    pub id: RegistrationId,
    /// The address to be confirmed.
    pub email: EmailAddress,
    /// The hash of this attempt's own password.
    pub password: PasswordHash,
    /// Given name.
    pub first_name: Name,
    /// Family name.
    pub last_name: Name,
    /// The language to write in.
    pub language: Language,
    /// The invitation that brought the person here, to be accepted with the confirmation.
    pub invitation: Option<InvitationId>,
    /// The hash of the mailed link.
    pub link: TokenHash,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
    /// Its course so far.
    pub state: RegistrationState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What happened to an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum RegistrationEvent {
    /// Someone registered an address.
    RegistrationAttempted {
        /// The attempt.
        registration_id: RegistrationId,
    },
    /// Its link made the user.
    RegistrationConfirmed {
        /// The attempt.
        registration_id: RegistrationId,
    },
    /// Another attempt made the user.
    RegistrationSuperseded {
        /// The attempt.
        registration_id: RegistrationId,
    },
}

/// A change to a registration attempt.
pub type RegistrationChange = Change<Registration, RegistrationEvent>;

type RegistrationTransition = Result<
    Transition<Registration, RegistrationEvent>,
    Refusal<RegistrationState, RegistrationCommand>,
>;

impl Registration {
    /// Begins the attempt as put together; its version and state are those of a new one.
    #[must_use]
    pub fn attempt(mut self) -> RegistrationChange {
        self.state = RegistrationState::Open;
        self.version = Version::FIRST;
        let event = RegistrationEvent::RegistrationAttempted { registration_id: self.id };
        Change::insert(self, event)
    }

    /// What it is at this instant.
    #[must_use]
    pub fn status(&self, now: DateTime<Utc>) -> RegistrationState {
        match self.state {
            RegistrationState::Open if now >= self.expires_at => RegistrationState::Expired,
            state @ (RegistrationState::Open
            | RegistrationState::Confirmed
            | RegistrationState::Superseded
            | RegistrationState::Expired) => state,
        }
    }

    /// Ends the attempt in the user it was for, who is written beside it.
    ///
    /// # Errors
    /// Refused unless it is open and in time.
    pub fn confirm(
        mut self,
        now: DateTime<Utc>,
    ) -> Result<RegistrationChange, Refusal<RegistrationState, RegistrationCommand>> {
        let status = self.status(now);
        if status != RegistrationState::Open {
            return Err(Refusal { state: status, command: RegistrationCommand::Confirm });
        }
        self.state = RegistrationState::Confirmed;
        let event = RegistrationEvent::RegistrationConfirmed { registration_id: self.id };
        Ok(self.updated(event))
    }

    /// Ends the attempt because another one made the user.
    ///
    /// # Errors
    /// Refused when it is the one that did.
    pub fn supersede(mut self) -> RegistrationTransition {
        match self.state {
            RegistrationState::Open | RegistrationState::Expired => {
                self.state = RegistrationState::Superseded;
                let event = RegistrationEvent::RegistrationSuperseded { registration_id: self.id };
                Ok(Transition::Changed(self.updated(event)))
            }
            RegistrationState::Superseded => Ok(Transition::AlreadySo(self)),
            state @ RegistrationState::Confirmed => {
                Err(Refusal { state, command: RegistrationCommand::Supersede })
            }
        }
    }

    fn updated(mut self, event: RegistrationEvent) -> RegistrationChange {
        let from = self.version;
        self.version = from.next();
        Change::update(from, self, event)
    }
}
