//! The real server, in a process and a folder of its own.

use std::path::Path;
use std::process::ExitStatus;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout};
use tokio::time::timeout;

use crate::PATIENCE;
use crate::api::Api;
use crate::command_line::{self, Finished};
use crate::options::Options;
use crate::output::Output;

const READY: &str = "portero listening on ";

/// A running server. Dropping it kills it and removes its folder.
#[derive(Debug)]
pub struct Server {
    command: &'static str,
    options: Options,
    folder: TempDir,
    child: Option<Child>,
    base: String,
    output: Output,
}

impl Server {
    /// Starts a server and waits until it listens.
    ///
    /// # Panics
    /// When it does not come up; the message has all that it printed.
    pub async fn start(options: Options) -> Self {
        let folder = TempDir::with_prefix("portero-server-").expect("a folder for the server");
        Self::begin("serve", options, folder).await
    }

    /// Serves the demonstration: it keeps what it makes below the server's own folder.
    ///
    /// # Panics
    /// When it does not come up; the message has all that it printed.
    pub async fn demonstrate(options: Options) -> Self {
        let folder = TempDir::with_prefix("portero-server-").expect("a folder for the server");
        let options = options.env("TMPDIR", &folder.path().to_string_lossy());
        Self::begin("demo", options, folder).await
    }

    async fn begin(command: &'static str, options: Options, folder: TempDir) -> Self {
        let (base, output) = (String::new(), Output::default());
        let mut server = Self { command, options, folder, child: None, base, output };
        server.start_again().await;
        server
    }

    /// Starts it again with the same options, folder and database, after it was stopped or
    /// killed. It listens on another port.
    ///
    /// # Panics
    /// When it runs already, or does not come up.
    pub async fn start_again(&mut self) {
        assert!(self.child.is_none(), "the server runs already");
        let mut command = command_line::command(self.folder(), &self.options, &[self.command]);
        let mut child = command.spawn().expect("the server can be run");
        self.output.drain(child.stderr.take().expect("its standard error"));
        let stdout = child.stdout.take().expect("its standard output");
        self.child = Some(child);
        self.base = self.address(stdout).await;
    }

    async fn address(&mut self, stdout: ChildStdout) -> String {
        let mut lines = BufReader::new(stdout).lines();
        let first = timeout(PATIENCE, lines.next_line()).await;
        let line = first.ok().and_then(Result::ok).flatten().unwrap_or_default();
        self.output.add(&line);
        let Some(address) = line.strip_prefix(READY) else {
            self.kill_hard().await;
            panic!("the server did not come up:\n{}", self.output.text());
        };
        self.output.drain(lines.into_inner());
        address.trim_end_matches('/').to_owned()
    }

    /// Runs another command of the program beside the server, with the same settings: what the
    /// operator does.
    ///
    /// # Panics
    /// When the program cannot be run, or does not end.
    pub async fn run(&self, arguments: &[&str]) -> Finished {
        command_line::run(self.folder(), &self.options, arguments).await
    }

    /// A client of this server; its failures show what the server printed.
    #[must_use]
    pub fn api(&self) -> Api {
        Api::of_server(&self.base, self.output.clone())
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The folder that it runs in, with its database unless told otherwise.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The most memory that it has held so far, in bytes; nothing where the machine does not tell.
    ///
    /// # Panics
    /// When it does not run.
    #[must_use]
    pub fn peak_memory(&self) -> Option<u64> {
        let id = self.child.as_ref().and_then(Child::id).expect("the server runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        peak.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
    }

    /// What it has printed so far, over all its starts.
    #[must_use]
    pub fn output(&self) -> String {
        self.output.text()
    }

    /// Kills it as a power cut would (SIGKILL), and waits until it is gone.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub async fn kill_hard(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.expect("the server can be killed");
        }
    }

    /// Asks it to end (SIGTERM), and waits until it has.
    ///
    /// # Panics
    /// When it does not run, or does not end.
    pub async fn stop(&mut self) -> ExitStatus {
        self.ask_to_stop().await;
        let mut child = self.child.take().expect("the server runs");
        let Ok(ended) = timeout(PATIENCE, child.wait()).await else {
            panic!("the server did not end:\n{}", self.output.text())
        };
        ended.expect("its status")
    }

    /// Asks it to end (SIGTERM) without waiting for it; [`Self::stop`] then waits.
    ///
    /// # Panics
    /// When it does not run.
    pub async fn ask_to_stop(&self) {
        let id = self.child.as_ref().and_then(Child::id).expect("the server runs");
        let told =
            tokio::process::Command::new("kill").args(["-TERM", &id.to_string()]).status().await;
        assert!(told.is_ok_and(|status| status.success()), "the server can be told to end");
    }
}
