//! The operating system's own source of randomness.

/// Bytes that nobody can guess.
///
/// # Panics
/// When the operating system has none to give: going on with anything else would be worse.
#[expect(clippy::disallowed_methods, reason = "the ports for secrets draw from here")]
pub(crate) fn random_bytes<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}
