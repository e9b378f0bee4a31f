//! What a failed conversation means, in words that tell no address and no secret.
//!
//! A server's own words are never passed on: it likes to repeat the recipient in them.

use std::error::Error as _;
use std::io;

use lettre::transport::smtp::Error;

use crate::SendError;

/// Whether it may work another time, and what went wrong.
///
/// A refusal of our own sign-in is not the mail's fault, however final the server puts it: mails
/// wait until the installation is set right.
pub(super) fn described(error: &Error) -> SendError {
    let Some(code) = error.status() else {
        return SendError::Transient(without_status(error).to_owned());
    };
    let code = u16::from(code);
    if matches!(code, 530 | 534 | 535 | 538) {
        return SendError::Transient(format!("the mail server refuses our sign-in ({code})"));
    }
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    let status = match enhanced_status(&words) {
        Some(enhanced) => format!("{code} {enhanced}"),
        None => code.to_string(),
    };
    if error.is_permanent() {
        SendError::Permanent(format!("the mail server refused it for good ({status})"))
    } else {
        SendError::Transient(format!("the mail server refused it for now ({status})"))
    }
}

/// The server did not say anything in time.
pub(super) fn no_answer() -> SendError {
    SendError::Transient("the mail server did not answer in time".to_owned())
}

fn without_status(error: &Error) -> &'static str {
    if error.is_timeout() {
        "the mail server did not answer in time"
    } else if error.is_tls() {
        "the mail server and we agree on no encryption"
    } else if is_hanging_up(error) {
        "the mail server hung up without an answer"
    } else if error.is_response() {
        "the mail server gave an answer that cannot be read"
    } else if error.is_client() {
        "the mail server does not offer what is needed: encryption, or a way to sign in"
    } else {
        match io_kind(error) {
            Some(io::ErrorKind::ConnectionRefused) => "the mail server refuses connections",
            Some(_) | None => "the mail server cannot be reached",
        }
    }
}

/// The connection ended where an answer should have been: lettre's own word for it.
fn is_hanging_up(error: &Error) -> bool {
    error.source().is_some_and(|source| source.to_string() == "incomplete response")
}

fn io_kind(error: &Error) -> Option<io::ErrorKind> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(found) = cause.downcast_ref::<io::Error>() {
            return Some(found.kind());
        }
        source = cause.source();
    }
    None
}

/// The code of RFC 3463 that a server's words begin with: `5.1.1` is more than 550 alone says.
fn enhanced_status(words: &str) -> Option<&str> {
    let first = words.split_whitespace().next()?;
    let parts: Vec<&str> = first.split('.').collect();
    let is_number = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (parts.len() == 3 && parts.iter().all(is_number)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_status_is_taken_from_a_servers_words() {
        assert_eq!(enhanced_status("5.1.1 <ana@a.es>: unknown"), Some("5.1.1"));
        for words in ["", "<ana@a.es> unknown", "ana.b.c", "5.1", "5.1.1.1", "5..1", "5.1.1000"] {
            assert_eq!(enhanced_status(words), None, "{words}");
        }
    }
}
