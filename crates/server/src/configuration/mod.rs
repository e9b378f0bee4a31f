//! What the server is put together from: `portero.toml`, and `PORTERO_*` above it.
//!
//! Every wrong value is refused before anything starts, by an error that names the key, the value
//! and what was expected.

mod error;
mod limits;
mod values;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use portero_domain::model::Limits;
use portero_mail::{PublicUrl, Sender, SmtpServer};

pub use error::ConfigurationError;
use values::Values;

/// Where mails go.
#[derive(Debug, Clone)]
pub enum MailSetting {
    /// They are kept and shown, for development.
    Mailbox,
    /// To a mail server.
    Smtp(SmtpServer),
}

/// How passwords are hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordHashing {
    /// Argon2id, 19 MiB, 2 passes.
    Production,
    /// As little as possible, for tests on a loopback address.
    CheapForTests,
}

/// All that can be configured.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// `sqlite:…` or `postgres://…`.
    pub database_url: String,
    /// The address and port to listen on; port 0 picks one.
    pub listen: SocketAddr,
    /// What links in mails begin with; without one, the address bound.
    pub public_url: Option<PublicUrl>,
    /// Where mails go.
    pub mail: MailSetting,
    /// Whom mails come from; without one, an address at the public URL's host.
    pub mail_sender: Option<Sender>,
    /// Whether rates are counted.
    pub rate_limits: bool,
    /// Where the key that seals waiting secrets is kept.
    pub secret_key_file: PathBuf,
    /// Peers that are believed when they say whom they forward for.
    pub trusted_proxies: Vec<IpAddr>,
    /// How passwords are hashed.
    pub password_hashing: PasswordHashing,
    /// Every limit.
    pub limits: Limits,
}

/// Every key, with the environment's name for it being `PORTERO_` and the key in capitals.
const KEYS: &[&str] = &[
    "database_url",
    "listen",
    "public_url",
    "mail",
    "mail_sender",
    "rate_limits",
    "secret_key_file",
    "trusted_proxies",
    "password_hashing",
];

impl Configuration {
    /// Reads `portero.toml` in the working folder, if there is one, and the environment above it.
    ///
    /// # Errors
    /// Names the key, the value and what was expected.
    pub fn read() -> Result<Self, ConfigurationError> {
        Self::from_values(&Values::read(KEYS)?)
    }

    fn from_values(values: &Values) -> Result<Self, ConfigurationError> {
        let listen = values
            .parse("listen", "an address and a port, such as 127.0.0.1:8080", |text| {
                text.parse::<SocketAddr>().ok()
            })?
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let database_url = read_database_url(values)?;
        let limits = limits::read(values, &database_url)?;
        Ok(Self {
            database_url,
            listen,
            public_url: values.parse(
                "public_url",
                "an http or https URL without path, query or fragment, such as https://panel.example.com",
                |text| PublicUrl::parse(text).ok(),
            )?,
            mail: read_mail(values, listen)?,
            mail_sender: values.parse(
                "mail_sender",
                "a name and an address, such as Portero <no-reply@example.com>",
                |text| Sender::parse(text).ok(),
            )?,
            rate_limits: read_rate_limits(values)?,
            secret_key_file: values
                .text("secret_key_file")
                .map_or_else(|| PathBuf::from("portero.key"), PathBuf::from),
            trusted_proxies: read_proxies(values)?,
            password_hashing: read_password_hashing(values, listen)?,
            limits,
        })
    }
}

fn read_database_url(values: &Values) -> Result<String, ConfigurationError> {
    let known = |text: &str| {
        let scheme = text.split(':').next().unwrap_or_default();
        ["sqlite", "postgres", "postgresql"].contains(&scheme).then(|| text.to_owned())
    };
    let expected = "sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE";
    let url = values.parse_secret("database_url", expected, known)?;
    Ok(url.unwrap_or_else(|| "sqlite:portero.db".to_owned()))
}

/// The mailbox shows mails to whoever asks, so it is there only where nobody from outside can.
fn read_mail(values: &Values, listen: SocketAddr) -> Result<MailSetting, ConfigurationError> {
    let expected = "mailbox, or a mail server such as smtp://user:password@mail.example.com:587";
    let parse = |text: &str| match text {
        "mailbox" => Some(MailSetting::Mailbox),
        url => SmtpServer::parse(url).ok().map(MailSetting::Smtp),
    };
    match values.parse_secret("mail", expected, parse)? {
        Some(MailSetting::Smtp(server)) => Ok(MailSetting::Smtp(server)),
        Some(MailSetting::Mailbox) | None if listen.ip().is_loopback() => Ok(MailSetting::Mailbox),
        Some(MailSetting::Mailbox) | None => Err(ConfigurationError::Value {
            key: "mail".to_owned(),
            value: "mailbox".to_owned(),
            expected: "a mail server such as smtp://mail.example.com:587, because the development \
                       mailbox exists only while the server listens on a loopback address"
                .to_owned(),
        }),
    }
}

fn read_rate_limits(values: &Values) -> Result<bool, ConfigurationError> {
    let parse = |text: &str| match text {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    };
    Ok(values.parse("rate_limits", "on or off", parse)?.unwrap_or(true))
}

fn read_proxies(values: &Values) -> Result<Vec<IpAddr>, ConfigurationError> {
    let expected = "addresses with commas between, such as 10.0.0.1, 10.0.0.2";
    let parse = |text: &str| {
        text.split(',').map(|part| part.trim().parse::<IpAddr>().ok()).collect::<Option<Vec<_>>>()
    };
    Ok(values.parse("trusted_proxies", expected, parse)?.unwrap_or_default())
}

fn read_password_hashing(
    values: &Values,
    listen: SocketAddr,
) -> Result<PasswordHashing, ConfigurationError> {
    let parse = |text: &str| match text {
        "production" => Some(PasswordHashing::Production),
        "cheap-for-tests" if listen.ip().is_loopback() => Some(PasswordHashing::CheapForTests),
        _ => None,
    };
    let expected = "production; on a loopback address also cheap-for-tests";
    let hashing = values.parse("password_hashing", expected, parse)?;
    Ok(hashing.unwrap_or(PasswordHashing::Production))
}
