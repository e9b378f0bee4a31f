//! What a new password must be: long enough, not absurdly long, and not one that everyone tries.

use super::{EmailAddress, Password};

/// Why a password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    /// Fewer characters than allowed.
    #[error("a password has at least {} characters", NewPassword::SHORTEST)]
    TooShort,
    /// More characters than allowed; it is never truncated.
    #[error("a password has at most {} characters", NewPassword::LONGEST)]
    TooLong,
    /// Among the first that anyone would try, or made of little more than the address.
    #[error("this password is too common")]
    TooCommon,
}

/// A password that passed the rules for a new one. Signing in asks no such thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassword(Password);

/// Passwords of twelve characters and more that lists of leaked ones begin with, lower case.
const COMMON: &str = include_str!("common_passwords.txt");

impl NewPassword {
    /// The fewest characters.
    pub const SHORTEST: usize = 12;
    /// The most characters.
    pub const LONGEST: usize = 128;

    /// Checks a password that someone wants to have.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn parse(password: Password, address: &EmailAddress) -> Result<Self, PasswordRefusal> {
        let length = password.expose().chars().count();
        if length < Self::SHORTEST {
            return Err(PasswordRefusal::TooShort);
        }
        if length > Self::LONGEST {
            return Err(PasswordRefusal::TooLong);
        }
        let folded = password.expose().to_lowercase();
        if is_common(&folded) || is_mostly_the_address(&folded, address) {
            return Err(PasswordRefusal::TooCommon);
        }
        Ok(Self(password))
    }

    /// The password, to be hashed.
    #[must_use]
    pub const fn password(&self) -> &Password {
        &self.0
    }
}

fn is_common(folded: &str) -> bool {
    COMMON.lines().any(|common| common == folded) || is_repetitive(folded) || is_a_run(folded)
}

/// A short piece over and over: `aaaaaaaaaaaa`, `abcabcabcabc`.
fn is_repetitive(folded: &str) -> bool {
    let characters: Vec<char> = folded.chars().collect();
    (1..=4).any(|period| characters.iter().zip(&characters[period..]).all(|(a, b)| a == b))
}

/// Neighbours all the way: `abcdefghijkl`, `210987654321`.
fn is_a_run(folded: &str) -> bool {
    let codes: Vec<i64> = folded.chars().map(|c| i64::from(u32::from(c))).collect();
    [1, -1].iter().any(|step| codes.windows(2).all(|pair| pair[1] - pair[0] == *step))
}

fn is_mostly_the_address(folded: &str, address: &EmailAddress) -> bool {
    let canonical = address.canonical();
    let local = canonical.split('@').next().unwrap_or(canonical);
    folded.contains(canonical)
        || (local.len() >= 8 && folded.len() < local.len() + 6 && folded.contains(local))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), PasswordRefusal> {
        let address = EmailAddress::parse("ana.lopez.garcia@a.es", |_| None).expect("an address");
        NewPassword::parse(Password::new(password), &address).map(drop)
    }

    #[test]
    fn length_is_counted_in_characters_and_never_truncated() {
        assert_eq!(check("ñandú verde"), Err(PasswordRefusal::TooShort));
        assert_eq!(check("ñandú verdes"), Ok(()));
        assert_eq!(check(&"ab1 x".repeat(25)), Ok(()));
        assert_eq!(check(&"ab1 x".repeat(26)), Err(PasswordRefusal::TooLong));
    }

    #[test]
    fn what_everyone_tries_is_refused() {
        for password in [
            "Password1234",
            "contraseña123",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "123456789012",
            "ana.lopez.garcia@a.es",
            "ana.lopez.garcia1",
        ] {
            assert_eq!(check(password), Err(PasswordRefusal::TooCommon), "{password}");
        }
    }
}
