//! The look-ups on the way to every answer: who calls, and where they stand.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::StoreError;
use crate::id::{AccountId, ServiceKeyId, SessionId, SiteId, UserId};
use crate::model::{
    Access, Admission, EmailAddress, Presence, ServiceKey, Session, TokenHash, User, UserState,
};
use crate::policy::{AreaStanding, SitePermissionSet, Standing};

/// What a caller shows to be let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// The hash of a session token.
    Session(TokenHash),
    /// The hash of a service key.
    ServiceKey(TokenHash),
}

/// Who shows it. Nothing is checked yet: a session may have run out, a key may be revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A user, in a session.
    User(Box<(Session, User)>),
    /// A machine.
    ServiceKey(Box<ServiceKey>),
}

/// Someone whom a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// By id.
    User(UserId),
    /// By address, in its canonical form.
    Email(EmailAddress),
}

/// Who asks about whom, on which account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessQuestion {
    /// What the caller shows.
    pub credential: Credential,
    /// The account.
    pub account: AccountId,
    /// Whom the question is about; nobody means the caller.
    pub subject: Option<Subject>,
    /// The site that it is about, if it is about one.
    pub site: Option<SiteId>,
}

/// Someone whom a question of a batch is about, and the site, if it is about one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Whom it is about.
    pub subject: Subject,
    /// The site.
    pub site: Option<SiteId>,
}

/// What a question of a batch finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedFacts {
    /// The person, if there is such a user.
    pub person: Option<PersonFacts>,
    /// Whether the site, if one is asked about, is the account's.
    pub site_is_there: bool,
}

/// What a person is as a client of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientFacts {
    /// Whether the account has suspended them.
    pub is_suspended: bool,
    /// What they are allowed on the site that is asked about; nothing when it is not assigned to
    /// them, or none is asked about.
    pub assigned: Option<SitePermissionSet>,
}

/// A person on an account, as a look-up found them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFacts {
    /// Who.
    pub user_id: UserId,
    /// Whether the operator lets them sign in.
    pub user_state: UserState,
    /// What their membership gives, whether or not it has run out.
    pub access: Option<Access>,
    /// What they are as a client of the account, if they are one.
    pub client: Option<ClientFacts>,
}

/// Who asks about access, as a look-up found them. Nothing is checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskerFacts {
    /// A user, in a session.
    User {
        /// The session.
        session: SessionId,
        /// Whether it still admits its holder.
        presence: Presence,
        /// Whether they may do nothing but set a password of their own.
        must_change_password: bool,
        /// Themselves, and what they hold on the account.
        person: PersonFacts,
    },
    /// A machine.
    ServiceKey(Box<ServiceKey>),
}

/// All that an access check needs to know, from one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessFacts {
    /// Who shows the credential.
    pub asker: AskerFacts,
    /// Whether the account admits anyone, if there is one.
    pub account: Option<Admission>,
    /// Whether the site, if one is asked about, is the account's.
    pub site_is_there: bool,
    /// The one whom the question is about, if there is such a user. Nothing when the question is
    /// about the caller.
    pub subject: Option<PersonFacts>,
}

impl PersonFacts {
    /// Where the person stands on the account at this instant.
    #[must_use]
    pub fn standing(&self, account: Admission, now: DateTime<Utc>) -> Option<Standing> {
        self.access?.standing(account, self.user_state, now)
    }

    /// Where the person stands as a client on the site that is asked about.
    #[must_use]
    pub fn area_standing(&self, account: Admission) -> Option<AreaStanding> {
        let client = self.client?;
        let suspension = account.suspension_of_client(self.user_state);
        Some(AreaStanding {
            assigned: client.assigned,
            is_suspended: client.is_suspended,
            suspension,
        })
    }
}

/// Answers who calls and where they stand. A store that answers from memory belongs behind this
/// port.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AccessDirectory: Send + Sync {
    /// Who shows this credential. One statement.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn identify(&self, credential: Credential) -> Result<Option<Holder>, StoreError>;

    /// Who shows the credential, and where they and the one asked about stand. One statement.
    /// Nothing when nobody has the credential.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn look_up(&self, question: &AccessQuestion) -> Result<Option<AccessFacts>, StoreError>;

    /// Where these people stand, each on the account and on the site that is asked about, in their
    /// order. One statement.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn look_up_all(
        &self,
        account: AccountId,
        asked: &[Asked],
    ) -> Result<Vec<AskedFacts>, StoreError>;

    /// Notes that a session was used. Presence is no change: it has no event and no audit entry.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn note_presence(&self, session: SessionId, at: DateTime<Utc>) -> Result<(), StoreError>;

    /// Notes that a service key was used. That is no change either.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn note_key_use(&self, key: ServiceKeyId, at: DateTime<Utc>) -> Result<(), StoreError>;
}
