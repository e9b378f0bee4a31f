//! `portero migrate`: brings the tables up to date.

use std::process::ExitCode;

use super::Failure;
use crate::configuration::Configuration;
use crate::wiring::{WiringError, open_store};

/// Applies what is pending, and says what that was.
///
/// # Errors
/// [`Failure::Wiring`]
pub async fn run(configuration: Configuration) -> Result<ExitCode, Failure> {
    let store = open_store(&configuration).await?;
    let pending = store.pending_migrations().await.map_err(WiringError::from)?;
    store.migrate().await.map_err(WiringError::from)?;
    match pending.as_slice() {
        [] => println!("The database is up to date."),
        applied => applied.iter().for_each(|name| println!("applied {name}")),
    }
    Ok(ExitCode::SUCCESS)
}
