//! The program at the operator's command line.

use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::timeout;

use crate::PATIENCE;
use crate::binary::portero;
use crate::options::Options;

/// What a command printed, and its exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The exit code; nothing when a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

impl Finished {
    /// Insists on success, and gives what was printed.
    ///
    /// # Panics
    /// When it failed; the message has everything.
    #[must_use = "a command's words that do not matter can be dropped"]
    #[track_caller]
    pub fn expect_success(self) -> String {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self.stdout
    }

    /// Insists on an exit code, and gives the complaint.
    ///
    /// # Panics
    /// When it is another; the message has everything.
    #[must_use = "a complaint that is not looked at can be dropped"]
    #[track_caller]
    pub fn expect_failure(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self.stderr
    }
}

/// A folder of its own to run commands in, without a server.
#[derive(Debug)]
pub struct CommandLine {
    folder: TempDir,
}

impl CommandLine {
    /// An empty folder.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn fresh() -> Self {
        let folder = TempDir::with_prefix("portero-command-").expect("a folder for the commands");
        Self { folder }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// When the program cannot be run, or does not end.
    pub async fn run(&self, options: &Options, arguments: &[&str]) -> Finished {
        run(self.folder(), options, arguments).await
    }
}

/// The program, about to be run in a folder, with these settings and none of the machine's.
pub(crate) fn command(folder: &Path, options: &Options, arguments: &[&str]) -> Command {
    let inherited = std::env::vars_os().map(|(name, _)| name);
    let settings = inherited.filter(|name| name.to_string_lossy().starts_with("PORTERO_"));
    let mut command = Command::new(portero());
    for name in settings {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .envs(options.environment.iter().map(|(name, value)| (name, value)))
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

pub(crate) async fn run(folder: &Path, options: &Options, arguments: &[&str]) -> Finished {
    let finished = timeout(PATIENCE, command(folder, options, arguments).output()).await;
    let finished = finished.expect("the command ends").expect("the command can be run");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Finished {
        code: finished.status.code(),
        stdout: text(finished.stdout),
        stderr: text(finished.stderr),
    }
}
