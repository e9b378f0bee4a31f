//! Signing what travels in the open.

use crate::model::Token;

/// Signs with a key that is kept outside of the database.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Signer: Send + Sync {
    /// The signature of a text. The same text has the same signature, and nobody without the key
    /// can make it.
    fn sign(&self, text: &str) -> Token;
}
