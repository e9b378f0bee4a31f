//! Finding out who calls.

use chrono::{DateTime, Utc};

use super::caller::{CredentialToken, SignedIn};
use super::{Caller, Credentials, Error, Portero};
use crate::id::SessionId;
use crate::model::{Presence, ServiceKey, TokenPurpose, UserState};
use crate::port::{Credential, Holder};

impl Portero {
    /// Finds out who calls. A session that is idle, over, or whose user is suspended opens nothing,
    /// and neither does a revoked key.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::PasswordChangeRequired`]; [`Error::ViewOnly`] for a viewing
    pub async fn authenticate(&self, credentials: &Credentials) -> Result<Caller, Error> {
        let caller = self.identify(credentials).await?;
        match &caller {
            Caller::User { signed_in, .. } if signed_in.user.must_change_password => {
                Err(Error::PasswordChangeRequired)
            }
            Caller::User { .. } | Caller::ServiceKey { .. } => Ok(caller),
        }
    }

    /// The same for what even someone may do who has yet to set a password of their own (L07).
    ///
    /// # Errors
    /// [`Error::NotSignedIn`]
    pub async fn identify(&self, credentials: &Credentials) -> Result<Caller, Error> {
        let credential = self.credential(&credentials.token)?;
        let holder = self.ports.access.identify(credential).await?.ok_or(Error::NotSignedIn)?;
        let now = self.now();
        match holder {
            Holder::User(person) => {
                let (session, user) = *person;
                self.admit_session(&session.presence(), user.state, now)?;
                self.note_presence(session.id, &session.presence(), now).await?;
                let signed_in = Box::new(SignedIn { session, user });
                Ok(Caller::User { signed_in, origin: credentials.origin.clone() })
            }
            Holder::ServiceKey(key) => {
                admit_key(&key)?;
                self.note_key_use(&key, now).await?;
                Ok(Caller::ServiceKey { key, origin: credentials.origin.clone() })
            }
        }
    }

    /// What a store looks a token up by.
    ///
    /// # Errors
    /// [`Error::ViewOnly`] for a viewing, which is neither a person's session nor a machine.
    pub(super) fn credential(&self, token: &CredentialToken) -> Result<Credential, Error> {
        match token {
            CredentialToken::Session(token) => {
                Ok(Credential::Session(self.hash(TokenPurpose::Session, token)))
            }
            CredentialToken::ServiceKey(token) => {
                Ok(Credential::ServiceKey(self.hash(TokenPurpose::ServiceKey, token)))
            }
            CredentialToken::Viewing(_) => Err(Error::ViewOnly),
        }
    }

    /// Refuses a session that is idle or over, and one of a suspended user.
    pub(super) fn admit_session(
        &self,
        presence: &Presence,
        user: UserState,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        match user {
            UserState::Active if presence.is_live(&self.limits, now) => Ok(()),
            UserState::Active | UserState::Suspended => Err(Error::NotSignedIn),
        }
    }

    /// Notes that a key is in use, once a minute at most.
    pub(super) async fn note_key_use(
        &self,
        key: &ServiceKey,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if key.use_is_stale(now) {
            self.ports.access.note_key_use(key.id, now).await?;
        }
        Ok(())
    }

    /// Notes that a session is in use, once a minute at most.
    pub(super) async fn note_presence(
        &self,
        session: SessionId,
        presence: &Presence,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if presence.is_stale(now) {
            self.ports.access.note_presence(session, now).await?;
        }
        Ok(())
    }
}

/// Refuses a key that is revoked.
pub(super) const fn admit_key(key: &ServiceKey) -> Result<(), Error> {
    if key.revoked_at.is_none() { Ok(()) } else { Err(Error::NotSignedIn) }
}
