//! Text that people type: bounded, trimmed, and free of what could deceive a reader.
//!
//! Control characters are refused everywhere (`PostgreSQL` cannot keep NUL, and a mail header must
//! not hold a line break), and so are the marks that turn the direction of writing around.
//! Names and messages reach people in mails that they did not ask for, so they carry no links.

use serde::{Deserialize, Serialize};

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextRefusal {
    /// Nothing but white space.
    #[error("it is empty")]
    Empty,
    /// More characters than allowed.
    #[error("it is longer than {limit} characters")]
    TooLong {
        /// The most characters allowed.
        limit: usize,
    },
    /// A control character, or one that turns the direction of writing around.
    #[error("it contains a control character")]
    ControlCharacter,
    /// Something that reads as a link.
    #[error("it contains a link")]
    Link,
}

/// A name of a person, an account or a key: 1 to 64 characters on one line, without links.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

impl Name {
    /// The most characters in a name.
    pub const LIMIT: usize = 64;

    /// Checks a name, and trims it.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextRefusal> {
        let trimmed = required(text, Self::LIMIT)?;
        refuse_if(trimmed.chars().any(is_unprintable), TextRefusal::ControlCharacter)?;
        refuse_if(has_link(trimmed), TextRefusal::Link)?;
        Ok(Self(trimmed.to_owned()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One line about an account, such as a tax id or a postal address: 1 to 256 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line(String);

impl Line {
    /// The most characters in a line.
    pub const LIMIT: usize = 256;

    /// Checks a line, and trims it.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextRefusal> {
        let trimmed = required(text, Self::LIMIT)?;
        refuse_if(trimmed.chars().any(is_unprintable), TextRefusal::ControlCharacter)?;
        Ok(Self(trimmed.to_owned()))
    }

    /// The line as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A message to an invitee: 1 to 1,000 characters; line breaks are kept, links refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Message(String);

impl Message {
    /// The most characters in a message.
    pub const LIMIT: usize = 1_000;

    /// Checks a message, trims it, and makes its line breaks uniform.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextRefusal> {
        let uniform = text.replace("\r\n", "\n");
        let trimmed = required(&uniform, Self::LIMIT)?;
        let unprintable = |c: char| c != '\n' && is_unprintable(c);
        refuse_if(trimmed.chars().any(unprintable), TextRefusal::ControlCharacter)?;
        refuse_if(has_link(trimmed), TextRefusal::Link)?;
        Ok(Self(trimmed.to_owned()))
    }

    /// The message as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text of any kind, such as that of a communication: 1 to 20,000 characters; line breaks and tabs
/// are kept, and links may stand, for it comes from the account's own people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(String);

impl Prose {
    /// The most characters in a text.
    pub const LIMIT: usize = 20_000;

    /// Checks a text, trims it, and makes its line breaks uniform.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextRefusal> {
        let uniform = text.replace("\r\n", "\n");
        let trimmed = required(&uniform, Self::LIMIT)?;
        let unprintable = |c: char| !matches!(c, '\n' | '\t') && is_unprintable(c);
        refuse_if(trimmed.chars().any(unprintable), TextRefusal::ControlCharacter)?;
        Ok(Self(trimmed.to_owned()))
    }

    /// The text as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Notes that an account keeps about someone: 1 to 4,000 characters; line breaks and tabs are kept,
/// and links may stand, for nobody but the account's own people reads them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Notes(String);

impl Notes {
    /// The most characters in notes.
    pub const LIMIT: usize = 4_000;

    /// Checks notes, trims them, and makes their line breaks uniform.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub fn parse(text: &str) -> Result<Self, TextRefusal> {
        let uniform = text.replace("\r\n", "\n");
        let trimmed = required(&uniform, Self::LIMIT)?;
        let unprintable = |c: char| !matches!(c, '\n' | '\t') && is_unprintable(c);
        refuse_if(trimmed.chars().any(unprintable), TextRefusal::ControlCharacter)?;
        Ok(Self(trimmed.to_owned()))
    }

    /// The notes as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn required(text: &str, limit: usize) -> Result<&str, TextRefusal> {
    let trimmed = text.trim();
    refuse_if(trimmed.is_empty(), TextRefusal::Empty)?;
    refuse_if(trimmed.chars().count() > limit, TextRefusal::TooLong { limit })?;
    Ok(trimmed)
}

const fn refuse_if(wrong: bool, refusal: TextRefusal) -> Result<(), TextRefusal> {
    if wrong { Err(refusal) } else { Ok(()) }
}

/// Whether a character is a control character or changes the order in which text is read.
pub(super) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a mail program would turn a part of the text into a link. A bare `name.tld` may stand
/// (companies are called so); a scheme, `www.` or a path behind a domain may not.
fn has_link(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("://")
        || lower.split_whitespace().any(|word| {
            let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            word.starts_with("www.")
                || word.starts_with("mailto:")
                || word.split_once('/').is_some_and(|(host, _)| host.contains('.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_counted_in_characters() {
        assert_eq!(Name::parse("  Ana  ").map(|name| name.0), Ok("Ana".to_owned()));
        assert!(Name::parse(&"ñ".repeat(64)).is_ok());
        assert_eq!(Name::parse(&"ñ".repeat(65)), Err(TextRefusal::TooLong { limit: 64 }));
        assert_eq!(Name::parse(" \t "), Err(TextRefusal::Empty));
    }

    #[test]
    fn what_could_deceive_a_reader_is_refused() {
        for text in ["a\0b", "a\nb", "a\u{202E}b", "a\u{2028}b"] {
            assert_eq!(Name::parse(text), Err(TextRefusal::ControlCharacter), "{text:?}");
        }
        for text in ["see https://evil.example", "(WWW.evil.example)", "evil.example/x"] {
            assert_eq!(Name::parse(text), Err(TextRefusal::Link), "{text:?}");
        }
        assert!(Name::parse("Hoteles.es S.L.").is_ok());
    }

    #[test]
    fn a_message_keeps_its_lines() {
        let message = Message::parse("hola\r\nadiós\n").map(|message| message.0);
        assert_eq!(message, Ok("hola\nadiós".to_owned()));
        assert_eq!(Message::parse("a\tb"), Err(TextRefusal::ControlCharacter));
    }

    #[test]
    fn notes_have_at_most_4_000_characters() {
        let notes = Notes::parse("a\tb\r\nhttps://acme.example/1").map(|notes| notes.0);
        assert_eq!(notes, Ok("a\tb\nhttps://acme.example/1".to_owned()));
        assert!(Notes::parse(&"ñ".repeat(4_000)).is_ok());
        assert_eq!(Notes::parse(&"ñ".repeat(4_001)), Err(TextRefusal::TooLong { limit: 4_000 }));
        assert_eq!(Notes::parse("a\0b"), Err(TextRefusal::ControlCharacter));
    }

    #[test]
    fn prose_keeps_its_lines_tabs_and_links() {
        let prose = Prose::parse("a\tb\r\nhttps://acme.example/1").map(|prose| prose.0);
        assert_eq!(prose, Ok("a\tb\nhttps://acme.example/1".to_owned()));
        assert_eq!(Prose::parse("a\0b"), Err(TextRefusal::ControlCharacter));
        assert!(Prose::parse(&"ñ".repeat(20_000)).is_ok());
        assert!(Prose::parse(&"ñ".repeat(20_001)).is_err());
    }
}
