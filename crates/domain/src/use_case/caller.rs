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
    /// That of a viewing of what a client sees, which reads and does nothing else (D24).
    Viewing(Token),
}

impl CredentialToken {
    /// What the secret of a service key begins with, so that it is known for one wherever it turns
    /// up.
    pub const SERVICE_KEY_PREFIX: &'static str = "portero_";

    /// What the secret of a viewing's session begins with, so that it can stand beside the session of
    /// whoever looks and is never taken for one (D25).
    pub const VIEWING_PREFIX: &'static str = "portero_view_";

    /// Reads what a request carries.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for what was never issued.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let viewing = text.strip_prefix(Self::VIEWING_PREFIX);
        let token = match (viewing, text.strip_prefix(Self::SERVICE_KEY_PREFIX)) {
            // A service key may happen to begin like this too; then what follows is shorter.
            (Some(token), _) if token.len() == Token::LENGTH => {
                Token::parse(token).map(Self::Viewing)
            }
            (_, Some(token)) => Token::parse(token).map(Self::ServiceKey),
            (_, None) => Token::parse(text).map(Self::Session),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewing_is_told_from_a_service_key_that_begins_like_one() {
        let token = "t".repeat(Token::LENGTH);
        let viewing = CredentialToken::parse(&format!("portero_view_{token}"));
        let key = CredentialToken::parse(&format!("portero_view_{}", "t".repeat(38)));
        let session = CredentialToken::parse(&token);

        assert!(matches!(viewing, Ok(CredentialToken::Viewing(_))));
        assert!(matches!(key, Ok(CredentialToken::ServiceKey(_))));
        assert!(matches!(session, Ok(CredentialToken::Session(_))));
        for never_issued in ["", "portero_view_", "portero_", "portero_view_x"] {
            assert!(CredentialToken::parse(never_issued).is_err(), "{never_issued}");
        }
    }
}
