//! The file that keeps the installation's key, outside of the database.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::randomness::random_bytes;
use crate::secret_key::{SecretKey, wipe};

/// Why there is no key to be had from a file.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or made.
    #[error("the key file {path} cannot be {action}: {problem}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What was tried: `read` or `created`.
        action: &'static str,
        /// What went wrong.
        #[source]
        problem: io::Error,
    },
    /// Others on this machine may read or change it.
    #[error(
        "the key file {path} is open to others (mode {mode:04o}): only its owner may read it; run chmod 600 on it"
    )]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It does not hold a key.
    #[error(
        "the key file {path} is no key: it is not a file of exactly {} bytes",
        SecretKey::LENGTH
    )]
    NoKey {
        /// The file.
        path: PathBuf,
    },
}

/// Reads the key from a file of 32 bytes; makes the file, with a fresh key and mode 0600, when
/// there is none. Of several processes that make it at once one wins and the others read its key;
/// a half-written key is never there to be read.
///
/// # Errors
/// [`KeyFileError`]. An existing file is never changed.
///
/// # Panics
/// When the operating system has no randomness to give.
pub fn load_or_create_key_file(path: &Path) -> Result<SecretKey, KeyFileError> {
    match load(path) {
        Err(KeyFileError::Unusable { problem, .. })
            if problem.kind() == io::ErrorKind::NotFound =>
        {
            create(path).map_err(|problem| unusable(path, "created", problem))?;
            load(path)
        }
        loaded => loaded,
    }
}

fn unusable(path: &Path, action: &'static str, problem: io::Error) -> KeyFileError {
    KeyFileError::Unusable { path: path.to_owned(), action, problem }
}

fn load(path: &Path) -> Result<SecretKey, KeyFileError> {
    let failed = |problem| unusable(path, "read", problem);
    let file = File::open(path).map_err(failed)?;
    // Asked of the open file, not of the path, which may name another by now.
    let metadata = file.metadata().map_err(failed)?;
    let no_key = || KeyFileError::NoKey { path: path.to_owned() };
    if !metadata.is_file() {
        return Err(no_key());
    }
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::OpenToOthers { path: path.to_owned(), mode });
    }
    let mut bytes = Vec::with_capacity(SecretKey::LENGTH + 1);
    file.take(SecretKey::LENGTH as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    let key = bytes.as_slice().try_into().map(SecretKey::from_bytes);
    wipe(&mut bytes);
    key.map_err(|_| no_key())
}

/// Writes the key beside its place first, and links it there once it is safe on disk: a link is
/// made whole or not at all, and never over another file.
fn create(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let suffix = u64::from_be_bytes(random_bytes());
    let draft = folder.join(format!(".key-{suffix:016x}.draft"));
    let written = write_draft(&draft).and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    // Whatever came of it, no second copy of a key stays behind.
    let removed = fs::remove_file(&draft);
    written.and(removed)?;
    File::open(folder)?.sync_all()
}

fn write_draft(draft: &Path) -> io::Result<()> {
    let key = SecretKey::generate();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
    file.write_all(key.expose())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, bytes: &[u8], mode: u32) {
        fs::write(path, bytes).expect("a file");
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    }

    #[test]
    fn the_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("portero.key");
        let first = load_or_create_key_file(&path).expect("a key");
        let again = load_or_create_key_file(&path).expect("the key");
        assert_eq!(first.expose(), again.expose());
        let mode = fs::metadata(&path).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 1, "no draft stays");
    }

    #[test]
    fn those_who_make_it_at_once_get_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("portero.key");
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let path = path.clone();
                std::thread::spawn(move || *load_or_create_key_file(&path).expect("a key").expose())
            })
            .collect();
        let keys: Vec<_> = threads.into_iter().map(|t| t.join().expect("no panic")).collect();
        assert!(keys.iter().all(|key| *key == keys[0]));
    }

    #[test]
    fn a_file_that_others_may_touch_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("portero.key");
        for mode in [0o640, 0o604, 0o620, 0o601] {
            write(&path, &[7; 32], mode);
            let refused = load_or_create_key_file(&path).expect_err("a refusal");
            assert!(
                matches!(refused, KeyFileError::OpenToOthers { mode: told, .. } if told == mode)
            );
        }
    }

    #[test]
    fn a_file_of_another_length_is_refused_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("portero.key");
        for length in [0, 31, 33, 4_096] {
            write(&path, &vec![7; length], 0o600);
            let refused = load_or_create_key_file(&path).expect_err("a refusal");
            assert!(matches!(refused, KeyFileError::NoKey { .. }), "{length}");
            assert_eq!(fs::read(&path).expect("the file").len(), length);
        }
    }

    #[test]
    fn a_missing_folder_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("missing/portero.key");
        let refused = load_or_create_key_file(&path).expect_err("a refusal");
        assert!(refused.to_string().contains("cannot be created"), "{refused}");
    }
}
