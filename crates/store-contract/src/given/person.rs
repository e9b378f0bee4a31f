//! Users, and what is theirs alone.

use chrono::{DateTime, Utc};
use portero_domain::id::{PasswordResetId, RegistrationId, SessionId, UserId};
use portero_domain::model::{
    EmailAddress, Language, Limits, Name, PasswordHash, PasswordReset, PasswordResetChange,
    Registration, RegistrationState, Session, SessionChange, User, UserChange, Version,
};

use super::{Given, after, noon};

/// An address.
pub(crate) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text, |_| None).expect("a plain address")
}

/// A name.
pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).expect("a plain name")
}

/// What a hasher could have made of some password.
pub(crate) fn hash_of(password: &str) -> PasswordHash {
    PasswordHash::from_phc(format!("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ${password}"))
}

impl Given<'_> {
    /// An attempt to register an address, made at noon, not yet written.
    pub(crate) fn registration(&self, email: &str) -> Registration {
        Registration {
            id: RegistrationId::from_uuid(self.id()),
            email: address(email),
            password: hash_of("first"),
            first_name: name("Ana"),
            last_name: name("López"),
            language: Language::English,
            invitation: None,
            link: self.link(),
            expires_at: after(24 * 60),
            state: RegistrationState::Open,
            created_at: noon(),
            version: Version::FIRST,
        }
    }

    /// A user to be, not yet written.
    pub(crate) fn new_user(&self, email: &str) -> UserChange {
        self.new_user_named("Ana", "López", email)
    }

    /// A user to be with this name, not yet written.
    pub(crate) fn new_user_named(&self, first: &str, last: &str, email: &str) -> UserChange {
        let registration = Registration {
            first_name: name(first),
            last_name: name(last),
            ..self.registration(email)
        };
        User::from_registration(UserId::from_uuid(self.id()), &registration, noon())
    }

    /// A user.
    pub(crate) async fn user(&self, email: &str) -> User {
        self.saved(self.new_user(email)).await
    }

    /// A user with this name.
    pub(crate) async fn user_named(&self, first: &str, last: &str, email: &str) -> User {
        self.saved(self.new_user_named(first, last, email)).await
    }

    /// A session to be, of someone who signed in at this instant.
    pub(crate) fn new_session(&self, user: &User, at: DateTime<Utc>) -> SessionChange {
        let id = SessionId::from_uuid(self.id());
        let network = Some("192.0.2.7".to_owned());
        Session::start(id, user.id, self.link(), network, &Limits::default(), at)
    }

    /// A session of someone who signed in at this instant.
    pub(crate) async fn session(&self, user: &User, at: DateTime<Utc>) -> Session {
        self.saved(self.new_session(user, at)).await
    }

    /// A reset to be, which runs out at this instant.
    pub(crate) fn new_reset(&self, user: &User, expires_at: DateTime<Utc>) -> PasswordResetChange {
        let id = PasswordResetId::from_uuid(self.id());
        PasswordReset::request(id, user.id, self.link(), expires_at, noon())
    }
}
