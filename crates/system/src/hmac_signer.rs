//! Signing what travels in the open.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use portero_domain::model::Token;
use portero_domain::port::Signer;
use sha2::Sha256;

use crate::secret_key::SecretKey;

/// What the key for signatures is derived with. Another label would be another key: every link that
/// was ever signed would stop working.
const LABEL: &[u8] = b"portero signature 1";

/// Signs with HMAC-SHA256. Its key is derived from the installation's, with a label of its own, so
/// that no signature says anything about the key that seals secrets, nor a sealed secret about this.
pub struct HmacSigner {
    key: SecretKey,
}

impl HmacSigner {
    /// Signs with a key that is derived from this one, and wiped with the signer.
    #[must_use]
    pub fn new(key: &SecretKey) -> Self {
        Self { key: SecretKey::from_bytes(authenticate(key.expose(), LABEL)) }
    }
}

impl fmt::Debug for HmacSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacSigner(…)")
    }
}

impl Signer for HmacSigner {
    fn sign(&self, text: &str) -> Token {
        let signature = authenticate(self.key.expose(), text.as_bytes());
        Token::parse(URL_SAFE_NO_PAD.encode(signature)).expect("32 bytes are 43 characters")
    }
}

/// HMAC-SHA256.
fn authenticate(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut code = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length will do");
    code.update(message);
    code.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(byte: u8) -> HmacSigner {
        HmacSigner::new(&SecretKey::from_bytes([byte; 32]))
    }

    #[test]
    fn agrees_with_the_standard() {
        // RFC 4231, test case 2.
        let expected = [
            0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95,
            0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9,
            0x64, 0xec, 0x38, 0x43,
        ];
        assert_eq!(authenticate(b"Jefe", b"what do ya want for nothing?"), expected);
    }

    #[test]
    fn the_same_text_has_the_same_signature_for_ever() {
        // Links in mails of years ago must go on working: this never changes.
        let signature = signer(7).sign("unsubscribe x");
        assert_eq!(signature.expose(), "hWsoieN8SI44vUAybik2iyHxlYFxWY012N4Ur8tb1w0");
        assert_eq!(signer(7).sign("unsubscribe x"), signature);
    }

    #[test]
    fn another_text_or_another_key_has_another_signature() {
        let signature = signer(7).sign("unsubscribe x");
        assert_ne!(signer(7).sign("unsubscribe y"), signature);
        assert_ne!(signer(8).sign("unsubscribe x"), signature);
    }

    #[test]
    fn the_key_is_not_the_one_that_seals() {
        let sealing = SecretKey::from_bytes([7; 32]);
        assert_ne!(HmacSigner::new(&sealing).key.expose(), sealing.expose());
    }

    #[test]
    fn a_signer_does_not_print() {
        assert_eq!(format!("{:?}", signer(7)), "HmacSigner(…)");
    }
}
