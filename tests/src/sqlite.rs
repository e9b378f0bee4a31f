//! `SQLite` files, as they are reached without the server.

use std::path::Path;
use std::process::Command;

use crate::skip_loudly;

/// Runs a statement on a file as an outsider would; nothing, loudly, without the program for it.
///
/// # Panics
/// When the statement fails.
#[must_use]
pub fn by_hand(file: &Path, statement: &str) -> Option<()> {
    let Ok(output) = Command::new("sqlite3").arg(file).arg(statement).output() else {
        skip_loudly("there is no sqlite3 to alter a file with");
        return None;
    };
    assert!(output.status.success(), "{statement}: {output:?}");
    Some(())
}
