//! Hashing what is not a password.

use crate::model::{Token, TokenHash, TokenPurpose};

/// SHA-256.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Digest: Send + Sync {
    /// The SHA-256 of these bytes.
    fn sha256(&self, bytes: &[u8]) -> [u8; 32];
}

/// The hash under which a token is kept: bound to its purpose, so that a token made for one use is
/// worth nothing for another.
#[must_use]
pub fn hash_token(digest: &dyn Digest, purpose: TokenPurpose, token: &Token) -> TokenHash {
    let bound = [purpose.as_str().as_bytes(), b"\0", token.expose().as_bytes()].concat();
    TokenHash::from_bytes(digest.sha256(&bound))
}
