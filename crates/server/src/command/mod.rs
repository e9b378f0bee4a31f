//! The command line: one command a file.

mod accounts;
mod audit;
mod demo;
mod migrate;
mod openapi;
mod policy;
mod serve;
mod service_keys;
mod throwaway;
mod users;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use portero_domain::model::EmailAddress;
use portero_domain::use_case::{Error, Portero};

use crate::configuration::{Configuration, ConfigurationError};
use crate::wiring::WiringError;

/// The access system of a client area.
///
/// Configuration is read from portero.toml in the working folder and from PORTERO_* variables.
#[derive(Debug, Parser)]
#[command(name = "portero", version)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the REST interface (the default)
    Serve,
    /// Bring the database's tables up to date
    Migrate,
    /// Print the policy's tables as Markdown, or write them into a document
    Policy(policy::Options),
    /// Print the `OpenAPI` document
    Openapi,
    /// Look after the audit trail
    #[command(subcommand)]
    Audit(audit::Action),
    /// Look after service keys
    #[command(subcommand)]
    ServiceKeys(service_keys::Action),
    /// Look after users
    #[command(subcommand)]
    Users(users::Action),
    /// Look after accounts
    #[command(subcommand)]
    Accounts(accounts::Action),
    /// Serve a throwaway installation with believable data
    Demo,
}

/// Why a command did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration cannot be used; nothing was started.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// The parts could not be put together.
    #[error(transparent)]
    Wiring(#[from] WiringError),
    /// A use case refused.
    #[error(transparent)]
    Refused(#[from] Error),
    /// The operating system refused.
    #[error("{0}: {1}")]
    System(String, std::io::Error),
    /// A word on the command line is wrong.
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    /// 2 for what is wrong with the configuration, before anything was started; 1 for the rest.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Configuration(_) | Self::Wiring(WiringError::Key(_)) => 2,
            Self::Wiring(_) | Self::Refused(_) | Self::System(..) | Self::Usage(_) => 1,
        }
    }
}

/// Runs a command.
///
/// # Errors
/// [`Failure`]
pub async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    crate::log::begin();
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(Configuration::read()?).await,
        Command::Migrate => migrate::run(Configuration::read()?).await,
        Command::Policy(options) => policy::run(&options),
        Command::Openapi => openapi::run(Configuration::read()?).await,
        Command::Audit(action) => audit::run(action, Configuration::read()?).await,
        Command::ServiceKeys(action) => service_keys::run(action, Configuration::read()?).await,
        Command::Users(action) => users::run(action, Configuration::read()?).await,
        Command::Accounts(action) => accounts::run(action, Configuration::read()?).await,
        Command::Demo => demo::run(Configuration::read()?).await,
    }
}

/// Reads an address from the command line.
fn read_address(portero: &Portero, text: &str) -> Result<EmailAddress, Failure> {
    let explain = |refusal| Failure::Usage(format!("{text:?} is not an e-mail address: {refusal}"));
    portero.parse_address(text).map_err(explain)
}
