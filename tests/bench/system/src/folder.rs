//! A folder for a server of its own, with its database.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Removed with everything in it when dropped.
pub struct Folder(TempDir);

impl Folder {
    /// A fresh one.
    pub fn new() -> Self {
        Self(TempDir::with_prefix("portero-bench-").expect("a folder can be made"))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The file of its database.
    pub fn database(&self) -> PathBuf {
        self.path().join("portero.db")
    }

    /// The URL of its database.
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.database().display())
    }
}
