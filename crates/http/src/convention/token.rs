//! Tokens in bodies.

use portero_domain::model::Token;
use portero_domain::use_case::Error;

/// Reads a token. What cannot be one was never issued: it is not found, like any other of those.
///
/// # Errors
/// [`Error::NotFound`]
pub fn read_token(text: &str) -> Result<Token, Error> {
    Token::parse(text).map_err(|_| Error::NotFound)
}
