//! An installation that is gone when its command ends.

use std::path::PathBuf;

use super::Failure;
use crate::configuration::Configuration;

/// The folder of a throwaway installation, removed with everything in it.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes a folder, and moves the configuration's database and key into it.
    ///
    /// # Errors
    /// [`Failure::System`]
    pub fn move_into(configuration: &mut Configuration) -> Result<Self, Failure> {
        let name = format!("portero-throwaway-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let failed = |error| Failure::System(path.display().to_string(), error);
        std::fs::create_dir(&path).map_err(failed)?;
        configuration.database_url = format!("sqlite:{}", path.join("portero.db").display());
        configuration.secret_key_file = path.join("portero.key");
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "the throwaway folder could not be removed");
        }
    }
}
