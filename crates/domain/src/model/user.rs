//! The user: a person who signs in, one per e-mail address.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    Change, Client, Contact, EmailAddress, Language, Name, PasswordHash, Registration, Transition,
    Version,
};
use crate::id::{AccountId, UserId};
use crate::policy::named_enum;

named_enum! {
    /// Whether a user may sign in anywhere. The operator decides.
    UserState, "user state" {
        /// May sign in.
        Active = "active",
        /// May not, until reactivated.
        Suspended = "suspended",
    }
}

named_enum! {
    /// What can be asked of a user.
    UserCommand, "user command" {
        /// Stop them from signing in.
        Suspend = "suspend",
        /// Let them sign in again.
        Reactivate = "reactivate",
    }
}

/// A person who signs in, on any number of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their identity.
    pub id: UserId,
    /// The address that they sign in with; no two users share one.
    pub email: EmailAddress,
    /// Given name.
    pub first_name: Name,
    /// Family name.
    pub last_name: Name,
    /// The language they are written to in.
    pub language: Language,
    /// The hash of their password, once they have set one.
    pub password: Option<PasswordHash>,
    /// Whether they have shown that the address is theirs.
    pub address_confirmed: bool,
    /// The account that made the user, when it was not the person: until the address is confirmed,
    /// they act there and nowhere else.
    pub made_by: Option<AccountId>,
    /// Whether the password was chosen by someone else: until they set their own, they may do
    /// nothing but that.
    pub must_change_password: bool,
    /// Whether they may sign in.
    pub state: UserState,
    /// When the user was made.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What is to change on a profile; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserAmendment {
    /// Another given name.
    pub first_name: Option<Name>,
    /// Another family name.
    pub last_name: Option<Name>,
    /// Another language.
    pub language: Option<Language>,
}

/// What happened to a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum UserEvent {
    /// A registration was confirmed, and the user exists from now on.
    UserConfirmed {
        /// The new user.
        user_id: UserId,
    },
    /// An account made the user, with a first password.
    UserMade {
        /// The new user.
        user_id: UserId,
        /// The account.
        account_id: AccountId,
    },
    /// They showed that the address is theirs, by a mailed link.
    UserAddressConfirmed {
        /// The user.
        user_id: UserId,
    },
    /// They are forgotten: the client for whom they were made is gone, and nothing else leads to
    /// them.
    UserErased {
        /// The user, whose id is never used again.
        user_id: UserId,
    },
    /// Name or language changed.
    UserAmended {
        /// The user.
        user_id: UserId,
    },
    /// The password changed, by its owner or by a reset.
    PasswordChanged {
        /// The user.
        user_id: UserId,
    },
    /// The operator stopped them from signing in.
    UserSuspended {
        /// The user.
        user_id: UserId,
    },
    /// The operator let them sign in again.
    UserReactivated {
        /// The user.
        user_id: UserId,
    },
}

/// A change to a user.
pub type UserChange = Change<User, UserEvent>;

impl User {
    /// Makes the user of a confirmed registration, with the password of that attempt (N15).
    #[must_use]
    pub fn from_registration(
        id: UserId,
        registration: &Registration,
        now: DateTime<Utc>,
    ) -> UserChange {
        let user = Self {
            id,
            email: registration.email.clone(),
            first_name: registration.first_name.clone(),
            last_name: registration.last_name.clone(),
            language: registration.language,
            password: Some(registration.password.clone()),
            address_confirmed: true,
            made_by: None,
            must_change_password: false,
            state: UserState::Active,
            created_at: now,
            version: Version::FIRST,
        };
        Change::insert(user, UserEvent::UserConfirmed { user_id: id })
    }

    /// Makes the user of a contact, with a first password that the account chose (L07).
    #[must_use]
    pub fn made_for_contact(
        id: UserId,
        contact: &Contact,
        language: Language,
        first_password: PasswordHash,
        now: DateTime<Utc>,
    ) -> UserChange {
        let user = Self {
            id,
            email: contact.details.email.clone(),
            first_name: contact.details.first_name.clone(),
            last_name: contact.details.last_name.clone(),
            language,
            password: Some(first_password),
            address_confirmed: false,
            made_by: Some(contact.account_id),
            must_change_password: true,
            state: UserState::Active,
            created_at: now,
            version: Version::FIRST,
        };
        let event = UserEvent::UserMade { user_id: id, account_id: contact.account_id };
        Change::insert(user, event)
    }

    /// Makes the user of a client who sets a password by their setup link (D17). The password is the
    /// person's own; whether the address is theirs only a mailed link tells.
    #[must_use]
    pub fn made_for_client(
        id: UserId,
        client: &Client,
        language: Language,
        password: PasswordHash,
        address_confirmed: bool,
        now: DateTime<Utc>,
    ) -> UserChange {
        let user = Self {
            id,
            email: client.email.clone(),
            first_name: client.details.first_name.clone(),
            last_name: client.details.last_name.clone(),
            language,
            password: Some(password),
            address_confirmed,
            made_by: Some(client.account_id),
            must_change_password: false,
            state: UserState::Active,
            created_at: now,
            version: Version::FIRST,
        };
        let event = UserEvent::UserMade { user_id: id, account_id: client.account_id };
        Change::insert(user, event)
    }

    /// Sets the first password of someone who has none, by a setup link (D17).
    #[must_use]
    pub fn set_first_password(mut self, password: PasswordHash, mailed: bool) -> UserChange {
        self.address_confirmed |= mailed;
        self.change_password(password)
    }

    /// Records that the address is theirs, which a mailed link has shown.
    #[must_use]
    pub fn confirm_address(mut self) -> Transition<Self, UserEvent> {
        if self.address_confirmed {
            return Transition::AlreadySo(self);
        }
        self.address_confirmed = true;
        let event = UserEvent::UserAddressConfirmed { user_id: self.id };
        Transition::Changed(self.updated(event))
    }

    /// Forgets the user for good. Resets and whatever else is theirs alone go with them.
    #[must_use]
    pub fn erase(self) -> UserChange {
        let event = UserEvent::UserErased { user_id: self.id };
        Change::delete(self.version, self, event)
    }

    /// Takes over a user whom an account made, by a confirmed registration of their address: the
    /// person's own names and password replace those that someone else had chosen.
    #[must_use]
    pub fn confirm_by_registration(mut self, registration: &Registration) -> UserChange {
        self.first_name = registration.first_name.clone();
        self.last_name = registration.last_name.clone();
        self.language = registration.language;
        self.password = Some(registration.password.clone());
        self.address_confirmed = true;
        self.made_by = None;
        self.must_change_password = false;
        let event = UserEvent::UserConfirmed { user_id: self.id };
        self.updated(event)
    }

    /// The only account that they act on: the one that made them, until they have shown that the
    /// address is theirs.
    #[must_use]
    pub const fn confined_to(&self) -> Option<AccountId> {
        if self.address_confirmed { None } else { self.made_by }
    }

    /// Whether the operator lets them sign in.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        matches!(self.state, UserState::Active)
    }

    /// The address, if they have shown that it is theirs.
    #[must_use]
    pub fn confirmed_address(&self) -> Option<&EmailAddress> {
        self.address_confirmed.then_some(&self.email)
    }

    /// Given and family name together.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name.as_str(), self.last_name.as_str())
    }

    /// Changes name or language.
    #[must_use]
    pub fn amend(self, amendment: UserAmendment) -> Transition<Self, UserEvent> {
        let amended = Self {
            first_name: amendment.first_name.unwrap_or_else(|| self.first_name.clone()),
            last_name: amendment.last_name.unwrap_or_else(|| self.last_name.clone()),
            language: amendment.language.unwrap_or(self.language),
            ..self.clone()
        };
        if amended == self {
            return Transition::AlreadySo(self);
        }
        let event = UserEvent::UserAmended { user_id: self.id };
        Transition::Changed(amended.updated(event))
    }

    /// Sets another password, chosen by the user while signed in.
    #[must_use]
    pub fn change_password(mut self, password: PasswordHash) -> UserChange {
        let event = UserEvent::PasswordChanged { user_id: self.id };
        self.password = Some(password);
        self.must_change_password = false;
        self.updated(event)
    }

    /// Sets another password by a mailed reset, which also shows that the address is theirs.
    #[must_use]
    pub fn reset_password(mut self, password: PasswordHash) -> UserChange {
        self.address_confirmed = true;
        self.change_password(password)
    }

    /// Stops the user from signing in; the sessions end beside it.
    #[must_use]
    pub fn suspend(self) -> Transition<Self, UserEvent> {
        let event = UserEvent::UserSuspended { user_id: self.id };
        self.into_state(UserState::Suspended, event)
    }

    /// Lets the user sign in again.
    #[must_use]
    pub fn reactivate(self) -> Transition<Self, UserEvent> {
        let event = UserEvent::UserReactivated { user_id: self.id };
        self.into_state(UserState::Active, event)
    }

    fn into_state(mut self, state: UserState, event: UserEvent) -> Transition<Self, UserEvent> {
        if self.state == state {
            return Transition::AlreadySo(self);
        }
        self.state = state;
        Transition::Changed(self.updated(event))
    }

    fn updated(mut self, event: UserEvent) -> UserChange {
        let from = self.version;
        self.version = from.next();
        Change::update(from, self, event)
    }
}
