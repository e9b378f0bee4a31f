//! Encrypting secrets that wait in the database.

use crate::id::MailId;
use crate::model::{SealedSecret, Token};

/// A sealed secret that this key does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed secret does not open with this key")]
pub struct Unsealable;

/// Encrypts with a key that is kept outside of the database, bound to the mail that carries it.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Sealer: Send + Sync {
    /// Encrypts a token.
    fn seal(&self, mail: MailId, token: &Token) -> SealedSecret;

    /// Decrypts it again.
    ///
    /// # Errors
    /// [`Unsealable`] when it was sealed for another mail, with another key, or was altered.
    fn open(&self, mail: MailId, sealed: &SealedSecret) -> Result<Token, Unsealable>;
}
