//! A server in a process of its own, as it is released, and what it takes from the machine.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::empty;
use crate::folder::Folder;

/// What a server says, with its address behind it, once it answers.
pub const READY: &str = "portero listening on http://";

/// How long the kernel's unit of processor time is: a hundredth of a second, on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// A running server. Dropping it kills it.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took from its start until it said so.
    pub ready_after: Duration,
}

impl Program {
    /// Starts Portero in a folder. Passwords are hashed as in production; mails go to the
    /// development mailbox; how often things may be done is not limited.
    pub fn portero(folder: &Folder, database_url: &str) -> Self {
        let mut command = Command::new(portero());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PORTERO_") {
                command.env_remove(name);
            }
        }
        command
            .arg("serve")
            .current_dir(folder.path())
            .env("PORTERO_DATABASE_URL", database_url)
            .env("PORTERO_LISTEN", "127.0.0.1:0")
            .env("PORTERO_MAIL", "mailbox")
            .env("PORTERO_RATE_LIMITS", "off")
            .env("PORTERO_SECRET_KEY_FILE", "portero.key");
        Self::start(&mut command)
    }

    /// Starts the endpoints that do nothing.
    pub fn empty() -> Self {
        let this = std::env::current_exe().expect("a program knows where it is");
        Self::start(Command::new(this).arg(empty::ARGUMENT))
    }

    fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let begin = Instant::now();
        let mut child = command.spawn().expect("the server can be run");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its standard output");
        BufReader::new(stdout).read_line(&mut line).expect("it says something");
        let ready_after = begin.elapsed();
        let address = line.trim_end().strip_prefix(READY).and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("the server did not come up: {line:?}"));
        Self { child, address, ready_after }
    }

    /// The memory that it occupies, in bytes.
    pub fn resident(&self) -> u64 {
        let status = self.read("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
        let kibibytes = kibibytes.and_then(|number| number.parse::<u64>().ok());
        kibibytes.expect("the kernel tells the resident memory") * 1024
    }

    /// The processor time that it has used so far, its own and the kernel's for it.
    pub fn processor_time(&self) -> Duration {
        let stat = self.read("stat");
        let (_, fields) = stat.rsplit_once(") ").expect("the kernel tells the times of a process");
        let ticks = fields.split(' ').skip(11).take(2).map_while(|ticks| ticks.parse::<u32>().ok());
        TICK * ticks.sum::<u32>()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id()))
            .expect("the kernel tells about a process that runs")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Both fail only when it is gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The released program, which is beside this one.
pub fn portero() -> PathBuf {
    let this = std::env::current_exe().expect("a program knows where it is");
    let program = this.with_file_name("portero");
    assert!(Path::exists(&program), "{} is not there: `just bench` builds it", program.display());
    program
}
