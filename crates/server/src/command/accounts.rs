//! `portero accounts`: an account whose owner is gone.

use std::process::ExitCode;

use clap::Subcommand;
use portero_domain::id::AccountId;
use uuid::Uuid;

use super::{Failure, read_address};
use crate::configuration::Configuration;
use crate::wiring::assemble_existing;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Make a member the owner; the old owner becomes administrator
    Transfer {
        /// The account's id
        account: Uuid,
        /// The e-mail address of an active member
        #[arg(long)]
        to: String,
    },
}

/// Hands an account over.
///
/// # Errors
/// [`Failure`]
pub async fn run(action: Action, configuration: Configuration) -> Result<ExitCode, Failure> {
    let Action::Transfer { account, to } = action;
    let portero = assemble_existing(&configuration).await?.portero;
    let user = portero.find_user(&read_address(&portero, &to)?).await?;
    let account = portero.transfer_as_operator(AccountId::from_uuid(account), user.id).await?;
    println!("{} ({}) belongs to {}", account.name.as_str(), account.id, user.email);
    Ok(ExitCode::SUCCESS)
}
