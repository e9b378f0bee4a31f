//! Fresh secrets.

use crate::model::Token;

/// Makes tokens from the operating system's own source of randomness.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait TokenGenerator: Send + Sync {
    /// A token that nobody can guess.
    fn next_token(&self) -> Token;
}
