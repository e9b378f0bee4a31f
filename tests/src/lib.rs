//! What the whole-system stories are told with: the real server process, a mail server that
//! records what it is given, a thin HTTP client and fresh databases.
//!
//! It depends on no other member of the workspace: it knows the product as its users do, and
//! store adapters can use [`postgres`] for their own tests.

pub mod accessibility;
pub mod agency;
pub mod api;
mod binary;
pub mod browser;
pub mod command_line;
pub mod demonstration;
pub mod mail;
pub mod options;
mod output;
pub mod pages;
pub mod postgres;
mod postgres_server;
pub mod said;
pub mod server;
mod smtp_conversation;
pub mod smtp_sink;
pub mod sqlite;
pub mod stage;
pub mod trouble;
pub mod upload;
pub mod visitor;

use std::time::Duration;

/// How long anything may take before a test gives up on it: long enough for a loaded machine,
/// since it is waited for in vain only when something is wrong.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Says that a test is not run because something is missing, or fails where that must not be.
///
/// # Panics
/// Under `CI=true`: there nothing may be missing.
pub fn skip_loudly(why: &str) {
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "in CI, but {why}");
    eprintln!("\n==== SKIPPED: {why} ====\n");
}
