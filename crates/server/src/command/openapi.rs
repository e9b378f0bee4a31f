//! `portero openapi`: the document that clients are made from.

use std::process::ExitCode;

use super::Failure;
use crate::configuration::Configuration;
use crate::wiring::assemble;

/// Prints the document.
///
/// # Errors
/// [`Failure`]
pub async fn run(configuration: Configuration) -> Result<ExitCode, Failure> {
    let url = match &configuration.public_url {
        Some(url) => url.to_string(),
        None => format!("http://{}", configuration.listen),
    };
    let assembly = assemble(&configuration).await?;
    println!("{}", portero_http::openapi_document(&assembly.portero, &url));
    Ok(ExitCode::SUCCESS)
}
