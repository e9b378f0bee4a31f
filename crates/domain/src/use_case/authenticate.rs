//! Finding out who calls.

use chrono::{DateTime, Utc};

use super::caller::{CredentialToken, SignedIn};
use super::{Caller, Credentials, Error, Portero};
use crate::model::{Session, TokenPurpose, User};
use crate::port::{Credential, Holder};

impl Portero {
    /// Finds out who calls. A session that is idle, over, or whose user is suspended opens nothing,
    /// and neither does a revoked key.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`]
    pub async fn authenticate(&self, credentials: &Credentials) -> Result<Caller, Error> {
        let credential = self.credential(&credentials.token);
        let holder = self.ports.access.identify(credential).await?.ok_or(Error::NotSignedIn)?;
        let now = self.now();
        self.admit(&holder, now)?;
        match holder {
            Holder::User(person) => {
                let (session, user) = *person;
                self.note_presence(&session, now).await?;
                let signed_in = Box::new(SignedIn { session, user });
                Ok(Caller::User { signed_in, origin: credentials.origin.clone() })
            }
            Holder::ServiceKey(key) => {
                Ok(Caller::ServiceKey { key, origin: credentials.origin.clone() })
            }
        }
    }

    /// What a store looks a token up by.
    pub(super) fn credential(&self, token: &CredentialToken) -> Credential {
        match token {
            CredentialToken::Session(token) => {
                Credential::Session(self.hash(TokenPurpose::Session, token))
            }
            CredentialToken::ServiceKey(token) => {
                Credential::ServiceKey(self.hash(TokenPurpose::ServiceKey, token))
            }
        }
    }

    /// Refuses whoever holds a credential that opens nothing any more.
    pub(super) fn admit(&self, holder: &Holder, now: DateTime<Utc>) -> Result<(), Error> {
        let admitted = match holder {
            Holder::User(person) => self.session_admits(&person.0, &person.1, now),
            Holder::ServiceKey(key) => key.revoked_at.is_none(),
        };
        if admitted { Ok(()) } else { Err(Error::NotSignedIn) }
    }

    fn session_admits(&self, session: &Session, user: &User, now: DateTime<Utc>) -> bool {
        session.is_live(&self.limits, now) && user.is_active()
    }

    /// Notes that a session is in use, once a minute at most.
    pub(super) async fn note_presence(
        &self,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if session.presence_is_stale(now) {
            self.ports.access.note_presence(session.id, now).await?;
        }
        Ok(())
    }
}
