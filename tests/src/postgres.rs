//! Fresh `PostgreSQL` databases for tests.
//!
//! `PORTERO_TEST_POSTGRES_URL` names a server on which databases may be created and dropped. Without
//! it, one is started for this process from the binaries of this machine, and stopped with it.
//! Without those, [`Database::fresh`] says so and gives nothing; under `CI=true` it panics.

use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::postgres_server::{self, program};
use crate::skip_loudly;

/// A database of a test's own. Dropping it drops the database.
#[derive(Debug)]
pub struct Database {
    server: &'static str,
    name: String,
    url: String,
}

impl Database {
    /// Creates an empty database, if there is a server for it.
    ///
    /// # Panics
    /// When the server refuses, or under `CI=true` when there is none.
    #[must_use]
    pub fn fresh() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let server = server()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("portero_test_{}_{number}", std::process::id());
        execute(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        execute(server, &format!("CREATE DATABASE {name}"));
        Some(Self { server, url: with_database(server, &name), name })
    }

    /// The URL to connect with.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs a statement as an outsider would, with `psql`, and gives what it prints: unaligned
    /// rows without a heading.
    ///
    /// # Panics
    /// When the statement fails.
    #[must_use]
    pub fn query(&self, statement: &str) -> String {
        execute(&self.url, statement)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // Left behind if the server is gone already; a temporary one takes it along.
        drop(psql(self.server, &statement).stderr(Stdio::null()).output());
    }
}

fn server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    let named = || std::env::var("PORTERO_TEST_POSTGRES_URL").ok();
    let server = SERVER.get_or_init(|| named().or_else(postgres_server::start)).as_deref();
    if server.is_none() {
        skip_loudly("there is no PostgreSQL: install its server, or set PORTERO_TEST_POSTGRES_URL");
    }
    server
}

fn psql(url: &str, statement: &str) -> Command {
    let found = program("psql").unwrap_or_else(|| "psql".into());
    let mut command = Command::new(found);
    command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
    command.args(["--set", "ON_ERROR_STOP=1", "--command", statement, "--dbname", url]);
    command.env("PGOPTIONS", "-c client_min_messages=warning").stdin(Stdio::null());
    command
}

fn execute(url: &str, statement: &str) -> String {
    let output = psql(url, statement).output().expect("psql can be run");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{statement}: {errors}");
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

/// The URL with another database in the place of its own, parameters kept.
fn with_database(url: &str, name: &str) -> String {
    let (address, parameters) = match url.split_once('?') {
        Some((address, parameters)) => (address, format!("?{parameters}")),
        None => (url, String::new()),
    };
    let authority = address.find("://").map_or(0, |at| at + 3);
    let path = address[authority..].find('/').map_or(address.len(), |at| authority + at);
    format!("{}/{name}{parameters}", &address[..path])
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn a_database_takes_the_place_of_the_one_in_the_url() {
        let cases = [
            ("postgres://a@h:1/db?x=1", "postgres://a@h:1/new?x=1"),
            ("postgres://a@h:1", "postgres://a@h:1/new"),
            ("postgres://a@h:1/", "postgres://a@h:1/new"),
        ];
        for (url, expected) in cases {
            assert_eq!(with_database(url, "new"), expected);
        }
    }
}
