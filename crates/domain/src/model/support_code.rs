//! The support code: what a signed-in person shows so that support knows whom it is talking to.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Change, Refusal, TokenHash, Version};
use crate::id::{AccountId, SupportCodeId, UserId};
use crate::policy::named_enum;

named_enum! {
    /// What a code is at one instant.
    SupportCodeStatus, "support code status" {
        /// It can be checked.
        Open = "open",
        /// It was checked and was right. Final.
        Used = "used",
        /// It was checked wrongly too often. Final.
        Exhausted = "exhausted",
        /// Its time is over. Never stored.
        Expired = "expired",
    }
}

named_enum! {
    /// What can be asked of a code.
    SupportCodeCommand, "support code command" {
        /// Compare it with what someone says.
        Check = "check",
    }
}

/// A short-lived code of one person on one account. They have one at most: a new one takes the
/// place of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportCode {
    /// Its identity.
    pub id: SupportCodeId,
    /// The account that they need help with.
    pub account_id: AccountId,
    /// Whose it is.
    pub user_id: UserId,
    /// What is kept of the code: signed with a key outside of the database, for six digits alone
    /// could be guessed from their hash.
    pub code: TokenHash,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// How many wrong tries it has left.
    pub tries_left: u32,
    /// Whether it was checked and was right.
    pub used: bool,
    /// How often it has been written.
    pub version: Version,
}

/// What happened to a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum SupportCodeEvent {
    /// Someone asked for one.
    SupportCodeIssued {
        /// Whose it is.
        user_id: UserId,
    },
    /// Support checked it.
    SupportCodeChecked {
        /// Whose it is.
        user_id: UserId,
        /// Whether it was right.
        right: bool,
    },
}

/// A change to a support code.
pub type SupportCodeChange = Change<SupportCode, SupportCodeEvent>;

/// What makes a support code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSupportCode {
    /// Its identity.
    pub id: SupportCodeId,
    /// The account.
    pub account_id: AccountId,
    /// Whose it is.
    pub user_id: UserId,
    /// What is kept of the code.
    pub code: TokenHash,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// How many wrong tries it has.
    pub tries: u32,
}

impl SupportCode {
    /// Issues a code. `previous` is the one whose place it takes.
    #[must_use]
    pub fn issue(new: NewSupportCode, previous: Option<&Self>) -> SupportCodeChange {
        let mut code = Self {
            id: new.id,
            account_id: new.account_id,
            user_id: new.user_id,
            code: new.code,
            expires_at: new.expires_at,
            tries_left: new.tries,
            used: false,
            version: Version::FIRST,
        };
        let event = SupportCodeEvent::SupportCodeIssued { user_id: code.user_id };
        match previous {
            None => Change::insert(code, event),
            Some(previous) => {
                code.version = previous.version.next();
                Change::update(previous.version, code, event)
            }
        }
    }

    /// What it is at this instant.
    #[must_use]
    pub fn status(&self, now: DateTime<Utc>) -> SupportCodeStatus {
        if self.used {
            SupportCodeStatus::Used
        } else if self.tries_left == 0 {
            SupportCodeStatus::Exhausted
        } else if now >= self.expires_at {
            SupportCodeStatus::Expired
        } else {
            SupportCodeStatus::Open
        }
    }

    /// Compares it with what someone said: a right code is used up, a wrong one costs a try.
    ///
    /// # Errors
    /// Refused unless it is open.
    pub fn check(
        mut self,
        said: &TokenHash,
        now: DateTime<Utc>,
    ) -> Result<SupportCodeChange, Refusal<SupportCodeStatus, SupportCodeCommand>> {
        let status = self.status(now);
        if status != SupportCodeStatus::Open {
            return Err(Refusal { state: status, command: SupportCodeCommand::Check });
        }
        self.used = self.code == *said;
        if !self.used {
            self.tries_left -= 1;
        }
        let from = self.version;
        self.version = from.next();
        let event =
            SupportCodeEvent::SupportCodeChecked { user_id: self.user_id, right: self.used };
        Ok(Change::update(from, self, event))
    }
}
