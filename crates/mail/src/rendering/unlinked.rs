//! What strangers wrote, so that no mail program makes a link of it.
//!
//! A company may well be called `Hoteles.es`, so such names are not refused; but mail programs turn
//! a bare `evil.com` into a link by themselves, and that link would stand in our mail. They look
//! for an unbroken run of letters, a dot, and letters again. So a ZERO WIDTH NON-JOINER goes on
//! either side of such a dot. It cannot be seen, every font knows it, it lets no line break in, and
//! unlike a zero width space it is not silently dropped from a host name: a program that makes a
//! link all the same makes one that leads nowhere.
//!
//! The dots of `S.L.` and of `1. January` stay as they are: nobody takes these for domains. A
//! subject is never searched for links, so it stays as it was written. So do the words of a
//! communication: they go to the account's own people, who know it. A client's invitation goes to
//! whoever an account says, so the only link in it is ours. A user name stays as it is, for it is copied to sign in with.

use portero_domain::model::Letter;

/// The ZERO WIDTH NON-JOINER.
const BREAK: char = '\u{200C}';

/// The letter, with everything in it that strangers wrote made unfit for a link.
pub(super) fn unlinked(letter: &Letter) -> Letter {
    let mut letter = letter.clone();
    match &mut letter {
        Letter::Invitation { account_name, invited_by, message, .. } => {
            defuse([account_name, invited_by].into_iter().chain(message));
        }
        Letter::Confirmation { first_name, .. }
        | Letter::AlreadyRegistered { first_name }
        | Letter::PasswordReset { first_name, .. }
        | Letter::PasswordChanged { first_name } => defuse([first_name]),
        Letter::NoUserToReset => {}
        Letter::OwnershipReceived { account_name, previous_owner } => {
            defuse([account_name, previous_owner]);
        }
        Letter::OwnershipGivenUp { account_name, new_owner } => defuse([account_name, new_owner]),
        Letter::OwnershipOffered { account_name, owner: person, .. }
        | Letter::OwnershipOfferCalledOff { account_name, called_off_by: person }
        | Letter::MemberAccessEnding { account_name, member: person, .. } => {
            defuse([account_name, person]);
        }
        Letter::ContactAccessGiven { account_name, given_by } => defuse([account_name, given_by]),
        Letter::AccessRemoved { account_name }
        | Letter::AccessEnding { account_name, .. }
        | Letter::AccountClosed { account_name }
        | Letter::Communication { account_name, .. } => defuse([account_name]),
        Letter::ClientInvitation { account_name, text, .. } => defuse([account_name, text]),
        Letter::ServiceKeyCreated { account_name, key_name, created_by } => {
            defuse([account_name, key_name].into_iter().chain(created_by));
        }
    }
    letter
}

fn defuse<'a>(texts: impl IntoIterator<Item = &'a mut String>) {
    for text in texts {
        *text = broken_up(text);
    }
}

fn broken_up(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut broken = String::with_capacity(text.len());
    for (position, &character) in characters.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|before| characters.get(before));
        if joins_a_link(character, before, &characters[position + 1..]) {
            broken.extend([BREAK, character, BREAK]);
        } else {
            broken.push(character);
        }
    }
    broken
}

/// Whether a mail program might see a domain, an address or a scheme around this character.
fn joins_a_link(character: char, before: Option<&char>, after: &[char]) -> bool {
    let follows_a_word = before.is_some_and(|c| c.is_alphanumeric());
    match character {
        // U+3002, U+FF0E, U+FF61 and U+2024 are dots to those who read international domains.
        '.' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}' | '\u{2024}' => {
            follows_a_word && begins_a_label(after)
        }
        '@' | '\u{FF20}' => after.first().is_some_and(|c| !c.is_whitespace()),
        ':' => after.starts_with(&['/', '/']),
        _ => false,
    }
}

/// Two letters or more, or a digit: no top-level domain is a single letter.
fn begins_a_label(after: &[char]) -> bool {
    match after {
        [digit, ..] if digit.is_numeric() => true,
        [first, second, ..] => {
            first.is_alphanumeric() && (second.is_alphanumeric() || *second == '-')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_mail_program_would_link_is_broken_up() {
        for (text, expected) in [
            ("evil.com", "evil|.|com"),
            ("see www.evil.example now", "see www|.|evil|.|example now"),
            ("10.0.0.1", "10|.|0|.|0|.|1"),
            ("ana@evil.com", "ana|@|evil|.|com"),
            ("https://evil.com", "https|:|//evil|.|com"),
            ("пример.рф", "пример|.|рф"),
            ("例え。テスト", "例え|。|テスト"),
            ("Hoteles.es S.L.", "Hoteles|.|es S.L."),
        ] {
            assert_eq!(broken_up(text), expected.replace('|', "\u{200C}"), "{text}");
        }
    }

    #[test]
    fn plain_words_stay_as_they_were_written() {
        for text in ["Acme S.L.", "Ana M. López", "J.R.R. Tolkien", "Hola. Adiós.", "a: b", "¿...?"]
        {
            assert_eq!(broken_up(text), text);
        }
    }
}
