//! One `PostgreSQL` server for a test process, from the binaries of this machine.
//!
//! A small shell watches over it: its standard input is a pipe from the test process, and when
//! that closes, however and whenever the process ended, the shell stops the server and removes its
//! folder.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// Arguments: the folder of the programs, the folder for the data, the port, and the user to be.
const WATCHER: &str = r#"
programs=$1 folder=$2 port=$3 user=$4
trap : PIPE
as() { if [ -n "$user" ]; then setpriv --reuid="$user" --regid="$user" --clear-groups "$@"; else "$@"; fi; }
up() {
    if [ -n "$user" ]; then chown "$user" "$folder"; fi &&
    as "$programs/initdb" -D "$folder/data" --auth=trust --username=portero --encoding=UTF8 --locale=C --no-sync &&
    as "$programs/pg_ctl" -D "$folder/data" -w -t 120 -l "$folder/log" \
        -o "-F -N 400 -h 127.0.0.1 -p $port -k $folder" start
}
cd "$folder"
if up </dev/null >"$folder/up" 2>&1; then echo ready; else cat "$folder/up" "$folder/log" 2>/dev/null; fi
exec >/dev/null 2>&1
read -r _
as "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop
cd /
rm -rf "$folder"
"#;

/// Starts the server, and gives the URL of its maintenance database; nothing when this machine
/// has no server binaries.
///
/// # Panics
/// When there are binaries, but the server does not come up.
pub(crate) fn start() -> Option<String> {
    let programs = program("initdb")?.parent()?.to_owned();
    let mut told = String::new();
    // Another process may take the port between looking and binding: then another port will do.
    for _ in 0..3 {
        let folder = TempDir::with_prefix("portero-postgres-").expect("a folder").keep();
        let port = free_port();
        let mut watcher = watch(&programs, &folder, port);
        let mut said = BufReader::new(watcher.stdout.take().expect("its standard output"));
        told.clear();
        said.read_line(&mut told).expect("the watcher says something");
        if told == "ready\n" {
            keep_until_the_process_ends(watcher);
            return Some(format!("postgres://portero@127.0.0.1:{port}/postgres"));
        }
        drop(watcher.stdin.take());
        said.read_to_string(&mut told).expect("the watcher says why");
        drop(watcher.wait());
    }
    panic!("PostgreSQL does not come up:\n{told}");
}

fn watch(programs: &PathBuf, folder: &PathBuf, port: u16) -> Child {
    let user = if am_root() { "postgres" } else { "" };
    Command::new("sh")
        .args(["-c", WATCHER, "watcher"])
        .args([programs, folder])
        .args([&port.to_string(), user])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        // An interrupt at the terminal must reach the tests only: the watcher has yet to clean up.
        .process_group(0)
        .spawn()
        .expect("a shell can be run")
}

/// Holds the watcher's standard input open for as long as the process lives: a static is never
/// dropped, and the kernel closes what is left.
fn keep_until_the_process_ends(watcher: Child) {
    static WATCHING: OnceLock<Child> = OnceLock::new();
    drop(WATCHING.set(watcher));
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

fn am_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout == b"0\n")
}

/// Finds a program of `PostgreSQL`: where Debian keeps the newest server, or on the path.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = installed
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin").join(name)))
        })
        .filter(|(_, program)| program.is_file())
        .collect();
    versions.sort();
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        let found = std::env::split_paths(&path).map(|folder| folder.join(name));
        found.into_iter().find_map(|program| fs::canonicalize(program).ok())
    };
    versions.pop().map(|(_, program)| program).or_else(on_path)
}
