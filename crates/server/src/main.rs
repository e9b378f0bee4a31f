//! `portero`: the access system of a client area, in one binary.
//!
//! Here, and only here, the adapters meet: [`wiring`] puts them together, [`configuration`] reads
//! what they are put together from, and each [`command`] is a file.

mod command;
mod configuration;
mod front;
mod log;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

use command::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match command::run(arguments).await {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("portero: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}
