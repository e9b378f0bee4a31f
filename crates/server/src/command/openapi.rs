//! `portero openapi`: the document that clients are made from.

use std::process::ExitCode;

use super::Failure;
use super::throwaway::Folder;
use crate::configuration::Configuration;
use crate::wiring::assemble;

/// Prints the document. It is made on a throwaway installation: nothing is left in the folder.
///
/// # Errors
/// [`Failure`]
pub async fn run(mut configuration: Configuration) -> Result<ExitCode, Failure> {
    let url = match &configuration.public_url {
        Some(url) => url.to_string(),
        None => format!("http://{}", configuration.listen),
    };
    let _folder = Folder::move_into(&mut configuration)?;
    let assembly = assemble(&configuration).await?;
    println!("{}", portero_http::openapi_document(&assembly.portero, &url));
    Ok(ExitCode::SUCCESS)
}
