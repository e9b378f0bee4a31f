//! Signing in and out.

use chrono::{DateTime, Utc};

use super::{AccountView, Caller, EnterableArea, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, SessionId};
use crate::model::{
    Action, AuditEntry, AuditObject, EmailAddress, Origin, Password, RegistrationState, Session,
    SessionChange, Token, TokenPurpose, User,
};
use crate::policy::Permit;
use crate::port::{RateKey, RateKind, SignInFacts, UnitOfWork};

/// A session that has just begun: its token is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The token, for the client to keep.
    pub token: Token,
    /// The session.
    pub session: Session,
    /// Who signed in.
    pub user: User,
    /// The accounts they may enter, their own marked; the first 200 of them (S11).
    pub accounts: Vec<AccountView>,
    /// The areas they may enter as a client; the first 200 of them.
    pub areas: Vec<EnterableArea>,
}

impl Portero {
    /// Signs a person in. Every wrong pair is refused alike, and takes as long; wrong tries are
    /// counted before the password is hashed.
    ///
    /// # Errors
    /// [`Error::BadCredentials`]; after the right password [`Error::EmailNotConfirmed`] or
    /// [`Error::UserSuspended`], and [`Error::ClientSuspended`] for someone who has nothing else to
    /// enter; [`Error::TooOften`], [`Error::Busy`].
    pub async fn sign_in(
        &self,
        address: &EmailAddress,
        password: &Password,
        origin: Origin,
    ) -> Result<NewSession, Error> {
        let key = sign_in_key(address.canonical(), &origin);
        let rate = self.limits.sign_in_rate();
        self.ports.rates.take(&key, rate, 1, self.now())?;
        let facts = self.ports.directory.find_sign_in(address).await?;
        let user = self.check_password(facts, password).await?;
        self.ports.rates.give_back(&key, rate, 1);
        if !user.is_active() {
            return Err(Error::UserSuspended);
        }
        self.begin_session(user, origin).await
    }

    /// The user, if the password is right. Exactly one hash is computed whatever was found: the
    /// user's, else the newest attempt's, else a dummy.
    async fn check_password(&self, facts: SignInFacts, password: &Password) -> Result<User, Error> {
        let now = self.now();
        let attempt = facts.newest_attempt.filter(|attempt| {
            facts.user.is_none() && attempt.status(now) == RegistrationState::Open
        });
        let hash = match (&facts.user, &attempt) {
            (Some(user), _) => user.password.as_ref(),
            (None, Some(attempt)) => Some(&attempt.password),
            (None, None) => None,
        };
        let right = self.ports.passwords.verify(password, hash).await?;
        match facts.user {
            Some(user) if right => Ok(user),
            None if right && attempt.is_some() => Err(Error::EmailNotConfirmed),
            Some(_) | None => Err(Error::BadCredentials),
        }
    }

    async fn begin_session(&self, user: User, origin: Origin) -> Result<NewSession, Error> {
        let mut unit = self.ports.store.begin().await?;
        // The password was checked outside of the unit of work; whoever changed the user since,
        // by a reset or a suspension, wins.
        let stored = unit.users().lock(user.id).await?.ok_or(Error::BadCredentials)?;
        if stored.version != user.version {
            return Err(Error::Store(crate::port::StoreError::Conflict));
        }
        let now = self.now();
        if unit.users().find_entrances(user.id, now).await?.are_shut_to(&user) {
            return Err(Error::ClientSuspended);
        }
        let (token, session) = self.start_session(&mut *unit, &user, origin.clone(), now).await?;
        let entry = AuditEntry::new(
            Permit::for_secret_holder(user.id),
            Action::SessionStart,
            AuditObject::Session(session.id),
            origin,
            now,
        );
        unit.commit(entry.into()).await?;
        self.new_session(token, session, user).await
    }

    /// Writes a new session, and ends the oldest when there are too many.
    pub(super) async fn start_session(
        &self,
        unit: &mut dyn UnitOfWork,
        user: &User,
        origin: Origin,
        now: DateTime<Utc>,
    ) -> Result<(Token, Session), Error> {
        let others = unit.sessions().find_of_user(user.id).await?;
        let room = (self.limits.sessions_per_user as usize).saturating_sub(1);
        let surplus = others.len().saturating_sub(room);
        for oldest in others.into_iter().take(surplus) {
            unit.sessions().save(oldest.end()).await?;
        }
        let (token, hash) = self.issue(TokenPurpose::Session);
        let id = self.new_session_id();
        let change = Session::start(id, user.id, hash, origin.network, &self.limits, now);
        let session = change.aggregate().clone();
        unit.sessions().save(change).await?;
        Ok((token, session))
    }

    /// Puts together what a client learns of a session that has just begun.
    pub(super) async fn new_session(
        &self,
        token: Token,
        session: Session,
        user: User,
    ) -> Result<NewSession, Error> {
        let page = PageRequest { after: None, limit: PageRequest::<AccountId>::MOST };
        let accounts = self.accounts_of(user.id, page).await?.items;
        let areas = self.areas_of(user.id, page).await?.items;
        Ok(NewSession { token, session, user, accounts, areas })
    }

    /// The caller's own sessions that are live, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`]
    pub async fn sessions(&self, caller: &Caller) -> Result<Listed<Session, SessionId>, Error> {
        let now = self.now();
        let sessions = self.ports.directory.sessions(caller.person()?.user.id).await?;
        let live = |session: &Session| session.is_live(&self.limits, now);
        Ok(Listed { items: sessions.into_iter().filter(live).collect(), next: None })
    }

    /// Ends one of the caller's own sessions; nothing means the one that asks.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a session that is not theirs.
    pub async fn end_session(&self, caller: &Caller, id: Option<SessionId>) -> Result<(), Error> {
        let signed_in = caller.person()?;
        let id = id.unwrap_or(signed_in.session.id);
        let of_the_caller = |session: &Session| session.user_id == signed_in.user.id;
        self.change_session(caller, id, Action::SessionEnd, of_the_caller, Session::end).await
    }

    /// Proves anew that it is the person who sits there, by the password.
    ///
    /// # Errors
    /// [`Error::BadCredentials`], [`Error::TooOften`], [`Error::Busy`]
    pub async fn reauthenticate(&self, caller: &Caller, password: &Password) -> Result<(), Error> {
        let signed_in = caller.person()?;
        self.verify_own_password(caller, password).await?;
        let now = self.now();
        let again = |session: Session| session.reauthenticate(now);
        let id = signed_in.session.id;
        self.change_session(caller, id, Action::SessionReauthenticate, |_| true, again).await
    }

    /// Checks the password of someone who is signed in; wrong tries are counted.
    pub(super) async fn verify_own_password(
        &self,
        caller: &Caller,
        password: &Password,
    ) -> Result<(), Error> {
        let user = &caller.person()?.user;
        let key = sign_in_key(user.email.canonical(), &caller.origin());
        let rate = self.limits.sign_in_rate();
        self.ports.rates.take(&key, rate, 1, self.now())?;
        if !self.ports.passwords.verify(password, user.password.as_ref()).await? {
            return Err(Error::BadCredentials);
        }
        self.ports.rates.give_back(&key, rate, 1);
        Ok(())
    }

    async fn change_session(
        &self,
        caller: &Caller,
        id: SessionId,
        action: Action,
        is_theirs: impl Fn(&Session) -> bool + Send,
        change: impl FnOnce(Session) -> SessionChange + Send,
    ) -> Result<(), Error> {
        let mut unit = self.ports.store.begin().await?;
        let session = unit.sessions().find(id).await?.filter(is_theirs).ok_or(Error::NotFound)?;
        unit.sessions().save(change(session)).await?;
        let entry = AuditEntry::new(
            Permit::for_oneself(caller.person()?.user.id),
            action,
            AuditObject::Session(id),
            caller.origin(),
            self.now(),
        );
        Ok(unit.commit(entry.into()).await?)
    }
}

/// Wrong tries are counted for an address and a network together: nobody can lock someone out
/// from elsewhere.
pub(super) fn sign_in_key(subject: &str, origin: &Origin) -> RateKey {
    let network = origin.network.as_deref().unwrap_or_default();
    RateKey { kind: RateKind::SignIn, subject: format!("{subject} {network}") }
}
