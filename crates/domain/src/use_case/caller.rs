//! Who asks.

use super::Error;
use crate::model::{Origin, ServiceKey, ServiceScope, Session, Token, User};
use crate::policy::Actor;

/// What a request carries to be let in.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The token of a session, or of a service key.
    pub token: CredentialToken,
    /// Where the request came from.
    pub origin: Origin,
}

/// A token, and what it is one of.
#[derive(Debug, Clone)]
pub enum CredentialToken {
    /// A session's.
    Session(Token),
    /// A service key's.
    ServiceKey(Token),
}

impl CredentialToken {
    /// What the secret of a service key begins with, so that it is known for one wherever it turns
    /// up.
    pub const SERVICE_KEY_PREFIX: &'static str = "portero_";

    /// Reads what a request carries.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for what was never issued.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let token = match text.strip_prefix(Self::SERVICE_KEY_PREFIX) {
            Some(token) => Token::parse(token).map(Self::ServiceKey),
            None => Token::parse(text).map(Self::Session),
        };
        token.map_err(|_| Error::NotSignedIn)
    }
}

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Their session.
    pub session: Session,
    /// Themselves, as they were when the request came in.
    pub user: User,
}

/// Who asks, and from where: made by [`Portero::authenticate`](super::Portero::authenticate).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// A person.
    User {
        /// Who.
        signed_in: Box<SignedIn>,
        /// From where.
        origin: Origin,
    },
    /// A machine.
    ServiceKey {
        /// Which key.
        key: Box<ServiceKey>,
        /// From where.
        origin: Origin,
    },
}

impl Caller {
    /// The person, where only a person will do.
    ///
    /// # Errors
    /// [`Error::NotForServiceKeys`]
    pub fn person(&self) -> Result<&SignedIn, Error> {
        match self {
            Self::User { signed_in, .. } => Ok(signed_in),
            Self::ServiceKey { .. } => Err(Error::NotForServiceKeys),
        }
    }

    /// Who acts, for permits and records.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::User { signed_in, .. } => Actor::User(signed_in.user.id),
            Self::ServiceKey { key, .. } => Actor::ServiceKey(key.id),
        }
    }

    /// Where the request came from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self {
            Self::User { origin, .. } | Self::ServiceKey { origin, .. } => origin.clone(),
        }
    }
}

/// Whether a key has a scope.
///
/// # Errors
/// [`Error::ScopeMissing`]
pub(super) fn require_scope(key: &ServiceKey, scope: ServiceScope) -> Result<(), Error> {
    if key.scopes.contains(scope) { Ok(()) } else { Err(Error::ScopeMissing(scope)) }
}
