//! Encrypting secrets that wait in the database.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use portero_domain::id::MailId;
use portero_domain::model::{SealedSecret, Token};
use portero_domain::port::{Sealer, Unsealable};

use crate::randomness::random_bytes;
use crate::secret_key::{SecretKey, wipe};

/// The bytes of a nonce: so many that random ones never meet.
const NONCE_LENGTH: usize = 24;

/// Seals with XChaCha20-Poly1305. A sealed secret is a random nonce and the ciphertext behind it;
/// the id of the mail is authenticated with it, so that it opens in no other.
pub struct XChaChaSealer {
    cipher: XChaCha20Poly1305,
}

impl XChaChaSealer {
    /// Seals and opens with this key. The cipher's own copy is wiped with the sealer.
    #[must_use]
    pub fn new(key: &SecretKey) -> Self {
        Self { cipher: XChaCha20Poly1305::new(key.expose().into()) }
    }
}

impl fmt::Debug for XChaChaSealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("XChaChaSealer(…)")
    }
}

impl Sealer for XChaChaSealer {
    fn seal(&self, mail: MailId, token: &Token) -> SealedSecret {
        let nonce = random_bytes::<NONCE_LENGTH>();
        let mail = mail.as_uuid();
        let payload = Payload { msg: token.expose().as_bytes(), aad: mail.as_bytes() };
        let ciphertext = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("43 bytes are far below what the cipher takes");
        SealedSecret::from_bytes([&nonce[..], &ciphertext].concat())
    }

    fn open(&self, mail: MailId, sealed: &SealedSecret) -> Result<Token, Unsealable> {
        let (nonce, ciphertext) =
            sealed.as_bytes().split_first_chunk::<NONCE_LENGTH>().ok_or(Unsealable)?;
        let mail = mail.as_uuid();
        let payload = Payload { msg: ciphertext, aad: mail.as_bytes() };
        let plain = self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| Unsealable)?;
        let text = String::from_utf8(plain).map_err(|error| {
            wipe(&mut error.into_bytes());
            Unsealable
        })?;
        Token::parse(text).map_err(|_| Unsealable)
    }
}

#[cfg(test)]
mod tests {
    use portero_domain::port::{IdGenerator, TokenGenerator};

    use super::*;
    use crate::{OsTokenGenerator, UuidV7Generator};

    fn mail_id() -> MailId {
        MailId::from_uuid(UuidV7Generator.next_id())
    }

    #[test]
    fn what_was_sealed_opens_for_its_mail() {
        let sealer = XChaChaSealer::new(&SecretKey::generate());
        let (mail, token) = (mail_id(), OsTokenGenerator.next_token());
        assert_eq!(sealer.open(mail, &sealer.seal(mail, &token)), Ok(token));
    }

    #[test]
    fn it_opens_with_no_other_key_and_for_no_other_mail() {
        let sealer = XChaChaSealer::new(&SecretKey::generate());
        let (mail, token) = (mail_id(), OsTokenGenerator.next_token());
        let secret = sealer.seal(mail, &token);
        let stranger = XChaChaSealer::new(&SecretKey::generate());
        assert_eq!(stranger.open(mail, &secret), Err(Unsealable));
        assert_eq!(sealer.open(mail_id(), &secret), Err(Unsealable));
    }

    #[test]
    fn every_byte_is_guarded_and_every_length_is_read() {
        let sealer = XChaChaSealer::new(&SecretKey::generate());
        let mail = mail_id();
        let secret = sealer.seal(mail, &OsTokenGenerator.next_token());
        for position in 0..secret.as_bytes().len() {
            let mut altered = secret.as_bytes().to_vec();
            altered[position] ^= 1;
            assert_eq!(sealer.open(mail, &SealedSecret::from_bytes(altered)), Err(Unsealable));
            let shortened = secret.as_bytes()[..position].to_vec();
            assert_eq!(sealer.open(mail, &SealedSecret::from_bytes(shortened)), Err(Unsealable));
        }
    }

    #[test]
    fn the_same_token_is_never_sealed_alike() {
        let sealer = XChaChaSealer::new(&SecretKey::generate());
        let (mail, token) = (mail_id(), OsTokenGenerator.next_token());
        assert_ne!(sealer.seal(mail, &token), sealer.seal(mail, &token));
    }
}
