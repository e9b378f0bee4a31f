//! The viewing: a session of its own in which someone of the account sees what a client sees (D24,
//! D25).

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Change, Limits, Message, Refusal, TokenHash, Version};
use crate::id::{AccountId, ClientId, SessionId, UserId, ViewingId};
use crate::policy::named_enum;

named_enum! {
    /// What a viewing is at one instant.
    ViewingStatus, "viewing status" {
        /// Its address waits to be opened.
        Offered = "offered",
        /// Its address was not opened in time.
        Expired = "expired",
        /// It shows what the client sees.
        Open = "open",
        /// It is over, by the clock or by whoever looked.
        Over = "over",
    }
}

named_enum! {
    /// What can be asked of a viewing.
    ViewingCommand, "viewing command" {
        /// Open its address, which works once.
        Redeem = "redeem",
        /// End it before its time.
        End = "end",
    }
}

/// What is stored of a viewing's course. That its time is over is not: the clock tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewingState {
    /// Its address waits to be opened.
    Offered {
        /// The hash of the address's token.
        link: TokenHash,
        /// When the address stops working.
        expires_at: DateTime<Utc>,
    },
    /// It was opened.
    Open {
        /// The hash of the address's token, which works no second time.
        link: TokenHash,
        /// The hash of the session's token.
        token: TokenHash,
        /// When it ends at the latest.
        expires_at: DateTime<Utc>,
    },
    /// Whoever looked has ended it.
    Ended {
        /// The hash of the address's token, which works no second time.
        link: TokenHash,
        /// When.
        at: DateTime<Utc>,
    },
}

/// A look at what a client sees. It reads and nothing else, and it ends with the session that it was
/// begun from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewing {
    /// Its identity.
    pub id: ViewingId,
    /// The account.
    pub account_id: AccountId,
    /// Whose eyes it borrows.
    pub client_id: ClientId,
    /// Who looks.
    pub user_id: UserId,
    /// The session in which they asked for it.
    pub session_id: SessionId,
    /// Why, in their words.
    pub reason: Message,
    /// Its course so far.
    pub state: ViewingState,
    /// When they asked for it.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What makes a viewing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewViewing {
    /// Its identity.
    pub id: ViewingId,
    /// The account.
    pub account_id: AccountId,
    /// Whose eyes it borrows.
    pub client_id: ClientId,
    /// Who looks.
    pub user_id: UserId,
    /// The session in which they ask for it.
    pub session_id: SessionId,
    /// Why, in their words.
    pub reason: Message,
    /// The hash of the address's token.
    pub link: TokenHash,
}

/// What happened to a viewing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum ViewingEvent {
    /// Someone asked to see what a client sees.
    ViewingOffered {
        /// The viewing.
        viewing_id: ViewingId,
        /// Whose eyes it borrows.
        client_id: ClientId,
        /// Who looks.
        user_id: UserId,
    },
    /// Its address was opened.
    ViewingBegun {
        /// The viewing.
        viewing_id: ViewingId,
        /// Whose eyes it borrows.
        client_id: ClientId,
        /// Who looks.
        user_id: UserId,
    },
    /// It was ended before its time.
    ViewingEnded {
        /// The viewing.
        viewing_id: ViewingId,
        /// Whose eyes it borrowed.
        client_id: ClientId,
        /// Who looked.
        user_id: UserId,
    },
}

/// A change to a viewing.
pub type ViewingChange = Change<Viewing, ViewingEvent>;

type ViewingRefusal = Refusal<ViewingStatus, ViewingCommand>;

impl Viewing {
    /// Offers a viewing, whose address works once and for a moment.
    #[must_use]
    pub fn offer(new: NewViewing, limits: &Limits, now: DateTime<Utc>) -> ViewingChange {
        let NewViewing { id, account_id, client_id, user_id, session_id, reason, link } = new;
        let expires_at = now + limits.viewing_address_period();
        let viewing = Self {
            id,
            account_id,
            client_id,
            user_id,
            session_id,
            reason,
            state: ViewingState::Offered { link, expires_at },
            created_at: now,
            version: Version::FIRST,
        };
        let event = ViewingEvent::ViewingOffered { viewing_id: id, client_id, user_id };
        Change::insert(viewing, event)
    }

    /// What it is at this instant.
    #[must_use]
    pub fn status(&self, now: DateTime<Utc>) -> ViewingStatus {
        match self.state {
            ViewingState::Offered { expires_at, .. } if now < expires_at => ViewingStatus::Offered,
            ViewingState::Offered { .. } => ViewingStatus::Expired,
            ViewingState::Open { expires_at, .. } if now < expires_at => ViewingStatus::Open,
            ViewingState::Open { .. } | ViewingState::Ended { .. } => ViewingStatus::Over,
        }
    }

    /// When what it is now ends by itself; nothing once it was ended.
    #[must_use]
    pub const fn expires_at(&self) -> Option<DateTime<Utc>> {
        match self.state {
            ViewingState::Offered { expires_at, .. } | ViewingState::Open { expires_at, .. } => {
                Some(expires_at)
            }
            ViewingState::Ended { .. } => None,
        }
    }

    /// Opens the address: from now on the session's token shows what the client sees.
    ///
    /// # Errors
    /// Refused when the address was opened before, or its moment is over.
    pub fn redeem(
        mut self,
        token: TokenHash,
        limits: &Limits,
        now: DateTime<Utc>,
    ) -> Result<ViewingChange, ViewingRefusal> {
        match (self.status(now), self.state) {
            (ViewingStatus::Offered, ViewingState::Offered { link, .. }) => {
                let expires_at = now + limits.viewing_period();
                self.state = ViewingState::Open { link, token, expires_at };
                let event = ViewingEvent::ViewingBegun {
                    viewing_id: self.id,
                    client_id: self.client_id,
                    user_id: self.user_id,
                };
                Ok(self.updated(event))
            }
            (state, _) => Err(Refusal { state, command: ViewingCommand::Redeem }),
        }
    }

    /// Ends it before its time.
    ///
    /// # Errors
    /// Refused unless it is open.
    pub fn end(mut self, now: DateTime<Utc>) -> Result<ViewingChange, ViewingRefusal> {
        match (self.status(now), self.state) {
            (ViewingStatus::Open, ViewingState::Open { link, .. }) => {
                self.state = ViewingState::Ended { link, at: now };
                let event = ViewingEvent::ViewingEnded {
                    viewing_id: self.id,
                    client_id: self.client_id,
                    user_id: self.user_id,
                };
                Ok(self.updated(event))
            }
            (state, _) => Err(Refusal { state, command: ViewingCommand::End }),
        }
    }

    fn updated(mut self, event: ViewingEvent) -> ViewingChange {
        let from = self.version;
        self.version = from.next();
        Change::update(from, self, event)
    }
}
