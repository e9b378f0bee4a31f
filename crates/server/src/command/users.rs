//! `portero users`: stopping and letting in.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Failure, read_address};
use crate::configuration::Configuration;
use crate::wiring::assemble_existing;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Stop a user from signing in anywhere, and end their sessions
    Suspend {
        /// The user's e-mail address
        email: String,
    },
    /// Let a user sign in again
    Reactivate {
        /// The user's e-mail address
        email: String,
    },
}

/// Suspends or reactivates a user.
///
/// # Errors
/// [`Failure`]
pub async fn run(action: Action, configuration: Configuration) -> Result<ExitCode, Failure> {
    let portero = assemble_existing(&configuration).await?.portero;
    let user = match action {
        Action::Suspend { email } => portero.suspend_user(&read_address(&portero, &email)?).await?,
        Action::Reactivate { email } => {
            portero.reactivate_user(&read_address(&portero, &email)?).await?
        }
    };
    println!("{} is {}", user.email, user.state);
    Ok(ExitCode::SUCCESS)
}
