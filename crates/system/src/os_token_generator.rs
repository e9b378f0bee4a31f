//! Fresh secrets.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portero_domain::model::Token;
use portero_domain::port::TokenGenerator;

use crate::randomness::random_bytes;
use crate::secret_key::wipe;

/// Makes tokens of 32 bytes from the operating system's own source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsTokenGenerator;

impl TokenGenerator for OsTokenGenerator {
    fn next_token(&self) -> Token {
        let mut bytes = random_bytes::<32>();
        let text = URL_SAFE_NO_PAD.encode(bytes);
        wipe(&mut bytes);
        Token::parse(text).expect("32 bytes make 43 characters of base64url")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn tokens_have_their_length_and_differ() {
        let tokens: HashSet<String> =
            (0..1_000).map(|_| OsTokenGenerator.next_token().expose().to_owned()).collect();
        assert_eq!(tokens.len(), 1_000);
        assert!(tokens.iter().all(|token| token.len() == Token::LENGTH));
    }
}
