//! Secrets have types: they do not print, compare in constant time, and are wiped when dropped.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::hint::black_box;

use crate::policy::named_enum;

named_enum! {
    /// What a token is for. Its hash is bound to the purpose, so that a token stolen for one use
    /// is worth nothing for another.
    TokenPurpose, "token purpose" {
        /// Accepting an invitation.
        Invitation = "invitation",
        /// Confirming a registration.
        Confirmation = "confirmation",
        /// Resetting a password.
        PasswordReset = "password_reset",
        /// A session.
        Session = "session",
        /// A service key.
        ServiceKey = "service_key",
        /// A code shown to support.
        SupportCode = "support_code",
        /// The link with which a client sets up their access.
        SetupLink = "setup_link",
        /// The address of a viewing, which works once.
        ViewingAddress = "viewing_address",
        /// The session of a viewing.
        Viewing = "viewing",
    }
}

/// Overwrites bytes that held a secret. Without `unsafe` the compiler has to be talked out of
/// dropping the writes: it cannot see what `black_box` does with them.
fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    black_box(bytes);
}

/// Compares without stopping at the first difference.
fn equal_in_constant_time(left: &[u8], right: &[u8]) -> bool {
    let differing = left.iter().zip(right).fold(0, |found, (a, b)| black_box(found | (a ^ b)));
    left.len() == right.len() && differing == 0
}

macro_rules! secret_text {
    ( $(#[$meta:meta])* $name:ident ) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(String);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                equal_in_constant_time(self.0.as_bytes(), other.0.as_bytes())
            }
        }

        impl Eq for $name {}

        impl Drop for $name {
            fn drop(&mut self) {
                wipe(&mut std::mem::take(&mut self.0).into_bytes());
            }
        }

        impl $name {
            /// Lays the secret open, where it is used and nowhere else.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }
    };
}

secret_text! {
    /// A random token of 32 bytes in unpadded base64url: 43 characters. The database keeps only
    /// its [`TokenHash`].
    Token
}

secret_text! {
    /// A password as someone typed it.
    Password
}

secret_text! {
    /// A password's hash in PHC string format. Kept in the database, printed nowhere.
    PasswordHash
}

/// A text that cannot be a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token is {} characters of base64url", Token::LENGTH)]
pub struct UnreadableToken;

impl Token {
    /// The characters of a token.
    pub const LENGTH: usize = 43;

    /// Takes a received text as a token.
    ///
    /// # Errors
    /// When it has another length or alphabet: such a text was never issued.
    pub fn parse(text: impl Into<String>) -> Result<Self, UnreadableToken> {
        let token = Self(text.into());
        let readable = token.0.len() == Self::LENGTH
            && token.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if readable { Ok(token) } else { Err(UnreadableToken) }
    }
}

impl Password {
    /// Takes a password as typed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl PasswordHash {
    /// Takes a hash in PHC string format, as a hasher made it or a store kept it.
    #[must_use]
    pub fn from_phc(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// The SHA-256 of a token, bound to its purpose: all that the database knows of it.
#[derive(Debug, Clone, Copy, Eq)]
pub struct TokenHash([u8; 32]);

impl Hash for TokenHash {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl PartialEq for TokenHash {
    fn eq(&self, other: &Self) -> bool {
        equal_in_constant_time(&self.0, &other.0)
    }
}

impl TokenHash {
    /// Takes a computed or stored hash.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for a database.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A secret that waits in the database, encrypted with a key that is kept outside of it.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecret(Vec<u8>);

impl fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedSecret(…)")
    }
}

impl SealedSecret {
    /// Takes a ciphertext, as a sealer made it or a store kept it.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The ciphertext.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print() {
        let password = Password::new("correct horse battery");
        assert_eq!(format!("{password:?}"), "Password(…)");
    }

    #[test]
    fn only_43_characters_of_base64url_are_a_token() {
        assert!(Token::parse("A".repeat(43)).is_ok());
        for text in ["", "A", &"A".repeat(42), &"A".repeat(44), &"+".repeat(43), &"é".repeat(22)] {
            assert_eq!(Token::parse(text), Err(UnreadableToken), "{text:?}");
        }
    }

    #[test]
    fn comparison_looks_at_every_byte_and_the_length() {
        assert!(equal_in_constant_time(b"abc", b"abc"));
        assert!(!equal_in_constant_time(b"abc", b"abd"));
        assert!(!equal_in_constant_time(b"abc", b"ab"));
    }
}
