//! The account: a client area, the tenant.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Change, Language, Line, Name, Refusal, Transition, Version};
use crate::id::{AccountId, UserId};
use crate::policy::named_enum;

named_enum! {
    /// What can be asked of an account.
    AccountCommand, "account command" {
        /// Change name, details or language.
        Amend = "amend",
        /// Hand it to another owner.
        TransferOwnership = "transfer_ownership",
        /// Close it for good.
        Close = "close",
    }
}

/// Whether an account admits anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// Its members may enter.
    Active,
    /// Closed, which is final: nobody may enter, and the trail is kept.
    Closed {
        /// When it was closed.
        at: DateTime<Utc>,
    },
}

impl std::fmt::Display for AccountState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Active => "active",
            Self::Closed { .. } => "closed",
        })
    }
}

/// What an account tells of itself beside its name; all of it optional.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AccountDetails {
    /// The company's registered name.
    pub company: Option<Line>,
    /// The tax identification number.
    pub tax_id: Option<Line>,
    /// The postal address.
    pub address: Option<Line>,
    /// The telephone number, as typed.
    pub phone: Option<Line>,
}

/// A client area. It has exactly one owner at any instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its identity.
    pub id: AccountId,
    /// What people call it (N04).
    pub name: Name,
    /// The language of mails to those who have none of their own yet.
    pub language: Language,
    /// Company, tax id, address, telephone.
    pub details: AccountDetails,
    /// Whether it admits anyone.
    pub state: AccountState,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What is to change on an account; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountAmendment {
    /// Another name.
    pub name: Option<Name>,
    /// Another language.
    pub language: Option<Language>,
    /// Other details, all of them.
    pub details: Option<AccountDetails>,
}

/// What happened to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum AccountEvent {
    /// Someone created it, and owns it.
    AccountCreated {
        /// The owner.
        owner_id: UserId,
    },
    /// Its name, details or language changed.
    AccountAmended {},
    /// Another member owns it now.
    OwnershipTransferred {
        /// The owner until now, an administrator from now on.
        from_user_id: UserId,
        /// The owner from now on.
        to_user_id: UserId,
    },
    /// It was closed for good.
    AccountClosed {},
}

/// A change to an account.
pub type AccountChange = Change<Account, AccountEvent>;

type AccountRefusal = Refusal<AccountState, AccountCommand>;

impl Account {
    /// Creates an account for its first owner, whose membership is written beside it.
    #[must_use]
    pub fn create(
        id: AccountId,
        name: Name,
        language: Language,
        details: AccountDetails,
        owner: UserId,
        now: DateTime<Utc>,
    ) -> AccountChange {
        let account = Self {
            id,
            name,
            language,
            details,
            state: AccountState::Active,
            created_at: now,
            version: Version::FIRST,
        };
        Change::insert(account, AccountEvent::AccountCreated { owner_id: owner })
    }

    /// Whether it admits its members.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        matches!(self.state, AccountState::Active)
    }

    /// Changes name, language or details.
    ///
    /// # Errors
    /// Refused when the account is closed.
    pub fn amend(
        self,
        amendment: AccountAmendment,
    ) -> Result<Transition<Self, AccountEvent>, AccountRefusal> {
        self.refuse_if_closed(AccountCommand::Amend)?;
        let amended = Self {
            name: amendment.name.unwrap_or_else(|| self.name.clone()),
            language: amendment.language.unwrap_or(self.language),
            details: amendment.details.unwrap_or_else(|| self.details.clone()),
            ..self.clone()
        };
        if amended == self {
            return Ok(Transition::AlreadySo(self));
        }
        Ok(Transition::Changed(amended.updated(AccountEvent::AccountAmended {})))
    }

    /// Records that the account has another owner. The two memberships change beside it; this
    /// bump of the version is what makes two transfers at once collide.
    ///
    /// # Errors
    /// Refused when the account is closed.
    pub fn transfer_ownership(
        self,
        from: UserId,
        to: UserId,
    ) -> Result<AccountChange, AccountRefusal> {
        self.refuse_if_closed(AccountCommand::TransferOwnership)?;
        Ok(self.updated(AccountEvent::OwnershipTransferred { from_user_id: from, to_user_id: to }))
    }

    /// Closes the account for good.
    ///
    /// # Errors
    /// Never; a closed account is already so.
    pub fn close(
        mut self,
        now: DateTime<Utc>,
    ) -> Result<Transition<Self, AccountEvent>, AccountRefusal> {
        if !self.is_active() {
            return Ok(Transition::AlreadySo(self));
        }
        self.state = AccountState::Closed { at: now };
        Ok(Transition::Changed(self.updated(AccountEvent::AccountClosed {})))
    }

    fn refuse_if_closed(&self, command: AccountCommand) -> Result<(), AccountRefusal> {
        if self.is_active() { Ok(()) } else { Err(Refusal { state: self.state, command }) }
    }

    fn updated(mut self, event: AccountEvent) -> AccountChange {
        let from = self.version;
        self.version = from.next();
        Change::update(from, self, event)
    }
}
