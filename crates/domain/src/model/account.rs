//! The account: a client area, the tenant.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Change, Language, Line, Membership, Name, Refusal, Transition, UserState, Version};
use crate::id::{AccountId, UserId};
use crate::policy::{Suspension, named_enum};

named_enum! {
    /// What can be asked of an account.
    AccountCommand, "account command" {
        /// Change name, details or language.
        Amend = "amend",
        /// Hand it to another owner.
        TransferOwnership = "transfer_ownership",
        /// Offer it to a member, who has yet to accept.
        OfferOwnership = "offer_ownership",
        /// Call an offer off, by either side.
        CallOffOwnership = "call_off_ownership",
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

/// The owner's offer to hand the account over, until it is accepted or called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnershipOffer {
    /// The owner who offers it.
    pub by: UserId,
    /// The member to whom it is offered.
    pub to: UserId,
    /// When it was offered.
    pub at: DateTime<Utc>,
    /// When the offer ends by itself.
    pub expires_at: DateTime<Utc>,
}

impl OwnershipOffer {
    /// Whether it still stands.
    #[must_use]
    pub fn stands(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at
    }
}

/// What of an account decides whether it admits anyone: it must be open, and its owner active (S07).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    /// Whether it is open.
    pub account: AccountState,
    /// Whether the operator lets its owner sign in.
    pub owner: UserState,
}

impl Admission {
    /// What keeps a client out of the account, the person being in this state: what would keep out a
    /// member too.
    #[must_use]
    pub const fn suspension_of_client(&self, user: UserState) -> Option<Suspension> {
        match (self.account, user, self.owner) {
            (AccountState::Closed { .. }, _, _) => Some(Suspension::AccountClosed),
            (AccountState::Active, UserState::Suspended, _) => Some(Suspension::UserSuspended),
            (AccountState::Active, UserState::Active, UserState::Suspended) => {
                Some(Suspension::OwnerSuspended)
            }
            (AccountState::Active, UserState::Active, UserState::Active) => None,
        }
    }
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
    /// The owner's offer to hand it over, if one was made; it may have run out.
    pub ownership_offer: Option<OwnershipOffer>,
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
    /// The owner offers it to another member.
    OwnershipOffered {
        /// The owner.
        by_user_id: UserId,
        /// The member.
        to_user_id: UserId,
    },
    /// The offer was called off, by either side.
    OwnershipOfferCalledOff {
        /// The member to whom it was made.
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
            ownership_offer: None,
            created_at: now,
            version: Version::FIRST,
        };
        Change::insert(account, AccountEvent::AccountCreated { owner_id: owner })
    }

    /// Whether it admits anyone, its owner being in this state.
    #[must_use]
    pub const fn admission(&self, owner: UserState) -> Admission {
        Admission { account: self.state, owner }
    }

    /// The offer to hand it over that stands at this instant.
    #[must_use]
    pub fn standing_offer(&self, now: DateTime<Utc>) -> Option<OwnershipOffer> {
        self.ownership_offer.filter(|offer| offer.stands(now))
    }

    /// The offer that stands for this member. One that was made to an earlier membership of theirs
    /// ended with it.
    #[must_use]
    pub fn standing_offer_to(
        &self,
        member: &Membership,
        now: DateTime<Utc>,
    ) -> Option<OwnershipOffer> {
        let is_theirs =
            |offer: &OwnershipOffer| offer.to == member.user_id && member.since <= offer.at;
        self.standing_offer(now).filter(is_theirs)
    }

    /// Whether it is open.
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
        mut self,
        from: UserId,
        to: UserId,
    ) -> Result<AccountChange, AccountRefusal> {
        self.refuse_if_closed(AccountCommand::TransferOwnership)?;
        self.ownership_offer = None;
        Ok(self.updated(AccountEvent::OwnershipTransferred { from_user_id: from, to_user_id: to }))
    }

    /// Offers the account to a member. A new offer takes the place of an earlier one.
    ///
    /// # Errors
    /// Refused when the account is closed.
    pub fn offer_ownership(
        mut self,
        offer: OwnershipOffer,
    ) -> Result<Transition<Self, AccountEvent>, AccountRefusal> {
        self.refuse_if_closed(AccountCommand::OfferOwnership)?;
        let standing = self.standing_offer(offer.at);
        if standing.is_some_and(|standing| (standing.by, standing.to) == (offer.by, offer.to)) {
            return Ok(Transition::AlreadySo(self));
        }
        self.ownership_offer = Some(offer);
        let event = AccountEvent::OwnershipOffered { by_user_id: offer.by, to_user_id: offer.to };
        Ok(Transition::Changed(self.updated(event)))
    }

    /// Calls an offer off. Without one, it is already so.
    ///
    /// # Errors
    /// Refused when the account is closed.
    pub fn call_off_ownership(mut self) -> Result<Transition<Self, AccountEvent>, AccountRefusal> {
        self.refuse_if_closed(AccountCommand::CallOffOwnership)?;
        let Some(offer) = self.ownership_offer.take() else {
            return Ok(Transition::AlreadySo(self));
        };
        let event = AccountEvent::OwnershipOfferCalledOff { to_user_id: offer.to };
        Ok(Transition::Changed(self.updated(event)))
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
        self.ownership_offer = None;
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
