//! `portero audit`: whether the record still holds.

use std::process::ExitCode;

use clap::Subcommand;

use super::Failure;
use crate::configuration::Configuration;
use crate::wiring::assemble_existing;

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Verify every audit chain; the exit code tells whether all hold
    Verify,
}

/// Verifies every chain.
///
/// # Errors
/// [`Failure`]
pub async fn run(action: Action, configuration: Configuration) -> Result<ExitCode, Failure> {
    let Action::Verify = action;
    let assembly = assemble_existing(&configuration).await?;
    let mut broken = 0_usize;
    let mut records = 0;
    let reports = assembly.portero.verify_audit().await?;
    for report in &reports {
        records += report.records;
        if let Some(at) = &report.broken {
            broken += 1;
            let whose = report.account.map_or("the installation".to_owned(), |id| id.to_string());
            println!("BROKEN  {whose}: {at}");
        }
    }
    println!("{} chains, {records} records, {broken} broken", reports.len());
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
