//! A key that does not print and is wiped.

use std::fmt;
use std::hint::black_box;

use crate::randomness::random_bytes;

/// A key of 32 bytes. It does not print, and is overwritten when dropped.
pub struct SecretKey([u8; Self::LENGTH]);

impl SecretKey {
    /// The bytes of a key.
    pub const LENGTH: usize = 32;

    /// Takes bytes as a key.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// A fresh key from the operating system's own source of randomness.
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    #[must_use]
    pub fn generate() -> Self {
        Self(random_bytes())
    }

    /// Lays the key open, where it is used and nowhere else.
    #[must_use]
    pub const fn expose(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl Drop for SecretKey {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Overwrites bytes that held a secret. Without `unsafe` the compiler has to be talked out of
/// dropping the writes: it cannot see what `black_box` does with them.
pub(crate) fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    black_box(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_print() {
        assert_eq!(format!("{:?}", SecretKey::from_bytes([7; 32])), "SecretKey(…)");
    }

    #[test]
    fn fresh_keys_differ() {
        assert_ne!(SecretKey::generate().expose(), SecretKey::generate().expose());
    }
}
