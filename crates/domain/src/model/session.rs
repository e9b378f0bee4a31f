//! The session: one sign-in, on one device.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{Change, Limits, TokenHash, Version};
use crate::id::{SessionId, UserId};

/// A signed-in session. It ends when it was idle for too long, and after some hours at the latest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identity, which is no secret.
    pub id: SessionId,
    /// Who signed in.
    pub user_id: UserId,
    /// The hash of the token that the client holds.
    pub token: TokenHash,
    /// Where the sign-in came from, as the server saw it.
    pub network: Option<String>,
    /// When the user signed in.
    pub created_at: DateTime<Utc>,
    /// When the session was last used, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// When the user last gave the password.
    pub authenticated_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// How often it has been written, presence apart.
    pub version: Version,
}

/// When a session was used last and when it ends: all of it that admits its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// When the session was last used, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
}

impl Presence {
    /// How stale `last_seen_at` may be before it is written anew.
    pub const RESOLUTION: TimeDelta = TimeDelta::seconds(60);

    /// Whether the session still admits its holder.
    #[must_use]
    pub fn is_live(&self, limits: &Limits, now: DateTime<Utc>) -> bool {
        now < self.expires_at && now < self.last_seen_at + limits.session_idle()
    }

    /// Whether it is due to be written.
    #[must_use]
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        now >= self.last_seen_at + Self::RESOLUTION
    }
}

/// What happened to a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum SessionEvent {
    /// Someone signed in.
    SessionStarted {
        /// The session.
        session_id: SessionId,
        /// Who.
        user_id: UserId,
    },
    /// The user gave the password again.
    SessionReauthenticated {
        /// The session.
        session_id: SessionId,
        /// Who.
        user_id: UserId,
    },
    /// It is over.
    SessionEnded {
        /// The session.
        session_id: SessionId,
        /// Whose it was.
        user_id: UserId,
    },
}

/// A change to a session.
pub type SessionChange = Change<Session, SessionEvent>;

impl Session {
    /// Starts a session, for someone whose password or mailed link was just proved.
    #[must_use]
    pub fn start(
        id: SessionId,
        user_id: UserId,
        token: TokenHash,
        network: Option<String>,
        limits: &Limits,
        now: DateTime<Utc>,
    ) -> SessionChange {
        let session = Self {
            id,
            user_id,
            token,
            network,
            created_at: now,
            last_seen_at: now,
            authenticated_at: now,
            expires_at: now + limits.session_lifetime(),
            version: Version::FIRST,
        };
        Change::insert(session, SessionEvent::SessionStarted { session_id: id, user_id })
    }

    /// When it was used last, and when it ends.
    #[must_use]
    pub const fn presence(&self) -> Presence {
        Presence { last_seen_at: self.last_seen_at, expires_at: self.expires_at }
    }

    /// Whether it still admits its holder.
    #[must_use]
    pub fn is_live(&self, limits: &Limits, now: DateTime<Utc>) -> bool {
        self.presence().is_live(limits, now)
    }

    /// Whether the password was given recently enough for what is sensitive.
    #[must_use]
    pub fn is_freshly_authenticated(&self, limits: &Limits, now: DateTime<Utc>) -> bool {
        now < self.authenticated_at + limits.reauthentication()
    }

    /// Records that the password was given again.
    #[must_use]
    pub fn reauthenticate(mut self, now: DateTime<Utc>) -> SessionChange {
        let from = self.version;
        self.authenticated_at = now;
        self.version = from.next();
        let event =
            SessionEvent::SessionReauthenticated { session_id: self.id, user_id: self.user_id };
        Change::update(from, self, event)
    }

    /// Ends the session.
    #[must_use]
    pub fn end(self) -> SessionChange {
        let event = SessionEvent::SessionEnded { session_id: self.id, user_id: self.user_id };
        Change::delete(self.version, self, event)
    }
}
