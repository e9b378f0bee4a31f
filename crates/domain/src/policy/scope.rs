//! What a change belongs to: one account, or the installation as a whole.

use uuid::Uuid;

use crate::id::AccountId;

/// Where a change is recorded. Each scope has an audit chain and event numbers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// What belongs to no account: users, sessions, registrations.
    Installation,
    /// One account, and everything in it.
    Account(AccountId),
}

impl Scope {
    /// The key under which stores keep the scope: the account's id, or the nil UUID.
    #[must_use]
    pub const fn key(self) -> Uuid {
        match self {
            Self::Installation => Uuid::nil(),
            Self::Account(account) => account.as_uuid(),
        }
    }

    /// The account, unless the scope is the installation.
    #[must_use]
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::Installation => None,
            Self::Account(account) => Some(account),
        }
    }
}
