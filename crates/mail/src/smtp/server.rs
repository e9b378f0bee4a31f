//! Which mail server, and how it is spoken to.

use std::fmt;
use std::net::IpAddr;

use url::Url;

/// How the way to the server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all.
    None,
    /// By STARTTLS if the server offers it, else not at all: whoever sits in between can prevent
    /// it.
    Opportunistic,
    /// By STARTTLS, or nothing is sent.
    Required,
    /// From the first byte (`smtps`).
    Immediate,
}

/// Why a text names no mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmtpServerRefusal {
    /// It is no URL of this kind.
    #[error(
        "a mail server has the form smtp://user:password@host:port or smtps://user:password@host:port"
    )]
    Form,
    /// The host is none.
    #[error("the mail server's host is not a host name or an IP address")]
    Host,
    /// What is behind the `?` is not known.
    #[error(
        "after the mail server there may be ?tls=required, ?tls=opportunistic or ?tls=none, and not with smtps"
    )]
    Tls,
    /// A password would travel in the clear.
    #[error("a password for a mail server elsewhere needs smtps:// or ?tls=required")]
    OpenPassword,
}

/// A mail server, as it is configured.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpServer {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<(String, String)>,
}

impl SmtpServer {
    /// Reads `smtp://` or `smtps://`, with percent-encoded user and password where the server
    /// wants them.
    ///
    /// For `smtp://`, STARTTLS is required, except on this machine itself (a loopback address or
    /// `localhost`), where nothing is encrypted; `?tls=required`, `opportunistic` or `none` says
    /// otherwise. The port is 465 for `smtps`, 587 where STARTTLS is asked for, else 25.
    ///
    /// # Errors
    /// [`SmtpServerRefusal`]; none tells the password.
    pub fn parse(text: &str) -> Result<Self, SmtpServerRefusal> {
        let url = Url::parse(text).map_err(|_| SmtpServerRefusal::Form)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(SmtpServerRefusal::Form);
        }
        let host = host_of(&url)?;
        let is_local = is_this_machine(&host);
        let encryption = encryption_of(&url, is_local)?;
        let credentials = credentials_of(&url)?;
        let in_the_open = matches!(encryption, Encryption::None | Encryption::Opportunistic);
        if credentials.is_some() && in_the_open && !is_local {
            return Err(SmtpServerRefusal::OpenPassword);
        }
        let port = url.port().unwrap_or(match encryption {
            Encryption::None => 25,
            Encryption::Opportunistic | Encryption::Required => 587,
            Encryption::Immediate => 465,
        });
        Ok(Self { host, port, encryption, credentials })
    }

    /// How the way to it is encrypted.
    #[must_use]
    pub const fn encryption(&self) -> Encryption {
        self.encryption
    }
}

/// Without user and password: fit for a log.
impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpServer")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("encryption", &self.encryption)
            .finish_non_exhaustive()
    }
}

fn host_of(url: &Url) -> Result<String, SmtpServerRefusal> {
    let host = url.host_str().unwrap_or_default();
    // An IPv6 address stands in brackets in a URL, and nowhere else.
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let is_name = |host: &str| {
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
    };
    if is_name(bare) || bare.parse::<IpAddr>().is_ok() {
        Ok(bare.to_owned())
    } else {
        Err(SmtpServerRefusal::Host)
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn encryption_of(url: &Url, is_local: bool) -> Result<Encryption, SmtpServerRefusal> {
    match (url.scheme(), url.query()) {
        ("smtps", None) => Ok(Encryption::Immediate),
        ("smtp", None) if is_local => Ok(Encryption::None),
        ("smtp", None | Some("tls=required")) => Ok(Encryption::Required),
        ("smtp", Some("tls=opportunistic")) => Ok(Encryption::Opportunistic),
        ("smtp", Some("tls=none")) => Ok(Encryption::None),
        ("smtp" | "smtps", Some(_)) => Err(SmtpServerRefusal::Tls),
        _ => Err(SmtpServerRefusal::Form),
    }
}

fn credentials_of(url: &Url) -> Result<Option<(String, String)>, SmtpServerRefusal> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) if !user.is_empty() => {
            Ok(Some((percent_decoded(user)?, percent_decoded(password)?)))
        }
        _ => Err(SmtpServerRefusal::Form),
    }
}

fn percent_decoded(text: &str) -> Result<String, SmtpServerRefusal> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        if byte == b'%' {
            let (digits, behind) =
                behind.split_first_chunk::<2>().ok_or(SmtpServerRefusal::Form)?;
            let digits = std::str::from_utf8(digits).map_err(|_| SmtpServerRefusal::Form)?;
            bytes.push(u8::from_str_radix(digits, 16).map_err(|_| SmtpServerRefusal::Form)?);
            rest = behind;
        } else {
            bytes.push(byte);
            rest = behind;
        }
    }
    String::from_utf8(bytes).map_err(|_| SmtpServerRefusal::Form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> SmtpServer {
        SmtpServer::parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
    }

    #[test]
    fn encryption_and_port_follow_from_the_url() {
        use Encryption::{Immediate, None, Opportunistic, Required};
        for (text, encryption, port) in [
            ("smtps://mail.example.com", Immediate, 465),
            ("smtp://mail.example.com", Required, 587),
            ("smtp://mail.example.com/", Required, 587),
            ("smtp://mail.example.com:2525?tls=required", Required, 2525),
            ("smtp://mail.example.com?tls=opportunistic", Opportunistic, 587),
            ("smtp://mailpit:1025?tls=none", None, 1025),
            ("smtp://localhost", None, 25),
            ("smtp://127.0.0.1:2525", None, 2525),
            ("smtp://[::1]:2525", None, 2525),
            ("smtp://localhost?tls=required", Required, 587),
        ] {
            let server = parse(text);
            assert_eq!((server.encryption, server.port), (encryption, port), "{text}");
        }
        assert_eq!(parse("smtp://[::1]:2525").host, "::1");
    }

    #[test]
    fn user_and_password_are_decoded_and_do_not_print() {
        let server = parse("smtps://ana%40example.com:s%3Acret%25@mail.example.com");
        let expected = ("ana@example.com".to_owned(), "s:cret%".to_owned());
        assert_eq!(server.credentials, Some(expected));
        assert!(!format!("{server:?}").contains("cret"));
    }

    #[test]
    fn what_is_no_server_is_refused() {
        use SmtpServerRefusal::{Form, Host, OpenPassword, Tls};
        for (text, refusal) in [
            ("", Form),
            ("mail.example.com", Form),
            ("http://mail.example.com", Form),
            ("smtp://ana@mail.example.com", Form),
            ("smtp://:secret@mail.example.com", Form),
            ("smtps://ana:%zz@mail.example.com", Form),
            ("smtps://ana:%ff@mail.example.com", Form),
            ("smtp://mail.example.com/name", Form),
            ("smtp://mail.example.com#x", Form),
            ("smtp:", Host),
            ("smtp://", Host),
            ("smtp://ñ.example.com", Host),
            ("smtp://mail.example.com?tls=maybe", Tls),
            ("smtps://mail.example.com?tls=none", Tls),
            ("smtp://ana:secret@mail.example.com?tls=none", OpenPassword),
            ("smtp://ana:secret@mail.example.com?tls=opportunistic", OpenPassword),
        ] {
            assert_eq!(SmtpServer::parse(text), Err(refusal), "{text}");
        }
        assert!(SmtpServer::parse("smtp://ana:secret@localhost:2525").is_ok());
    }
}
