//! The pools. `SQLite` has one connection that writes and a few that read; `PostgreSQL` has one pool
//! for both.

use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::error::ConnectError;

/// How many connections a store keeps, and how long it waits for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreOptions {
    /// The connections that read from a `SQLite` file; one more writes.
    pub sqlite_readers: u32,
    /// The most connections to a `PostgreSQL` server.
    pub postgres_connections: u32,
    /// How long a unit of work waits to begin: for the one writer, or for a free connection.
    pub wait: Duration,
}

impl StoreOptions {
    /// What suits one server process.
    pub const DEFAULT: Self =
        Self { sqlite_readers: 4, postgres_connections: 16, wait: Duration::from_secs(30) };
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How long `SQLite` waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection to `PostgreSQL` may idle before it is tried out first.
const TRUSTED_IDLENESS: Duration = Duration::from_secs(15);

/// Where statements go.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    /// Everything that writes.
    pub(crate) writer: DatabaseConnection,
    /// Everything that reads outside of a transaction.
    pub(crate) reader: DatabaseConnection,
}

impl Pools {
    /// Opens the database; a `SQLite` file that is not there is made.
    pub(crate) async fn connect(url: &str, options: StoreOptions) -> Result<Self, ConnectError> {
        let opened = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::postgres(url, options).await
        } else if url.starts_with("sqlite:") && !url.contains(":memory:") {
            Self::sqlite(url, options).await
        } else {
            return Err(ConnectError::UnsupportedUrl);
        };
        opened.map_err(|error| ConnectError::unreachable(&error))
    }

    async fn postgres(url: &str, options: StoreOptions) -> Result<Self, DbErr> {
        let mut connect = ConnectOptions::new(url);
        connect
            .max_connections(options.postgres_connections)
            .acquire_timeout(options.wait)
            .test_before_acquire_if_idle_for(TRUSTED_IDLENESS)
            .sqlx_logging(false);
        let pool = Database::connect(connect).await?;
        Ok(Self { writer: pool.clone(), reader: pool })
    }

    /// The writer comes first: it makes the file, and sets the journal that readers rely on.
    async fn sqlite(url: &str, options: StoreOptions) -> Result<Self, DbErr> {
        let mut connect = sqlite_options(url, options);
        connect.max_connections(1).map_sqlx_sqlite_opts(writing);
        let writer = Database::connect(connect).await?;
        let mut connect = sqlite_options(url, options);
        connect.max_connections(options.sqlite_readers).map_sqlx_sqlite_opts(reading);
        let reader = Database::connect(connect).await?;
        Ok(Self { writer, reader })
    }

    /// Begins a transaction that will write. `SQLite` takes its lock at once: a transaction that
    /// asks for it only later fails as busy instead of waiting.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writer.begin_with_options(options).await
    }
}

fn sqlite_options(url: &str, options: StoreOptions) -> ConnectOptions {
    let mut connect = ConnectOptions::new(url);
    // A connection to a file does not break, and must not be closed while it idles: opening it
    // again would cost the next caller its warm cache.
    connect
        .acquire_timeout(options.wait)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .sqlx_logging(false);
    connect
}

fn writing(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
}

fn reading(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options.busy_timeout(BUSY_TIMEOUT).pragma("query_only", "on")
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, Statement};

    use super::*;

    async fn pragma(connection: &DatabaseConnection, name: &str) -> String {
        let text = format!("SELECT CAST({name} AS text) AS value FROM pragma_{name}");
        let statement = Statement::from_string(connection.get_database_backend(), text);
        let answer = connection.query_one_raw(statement).await.unwrap().unwrap();
        answer.try_get("", "value").unwrap()
    }

    #[tokio::test]
    async fn the_writer_is_durable_and_readers_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("portero.db").display());
        let pools = Pools::connect(&url, StoreOptions::DEFAULT).await.unwrap();
        assert_eq!(pragma(&pools.writer, "journal_mode").await, "wal");
        assert_eq!(pragma(&pools.writer, "synchronous").await, "2");
        assert_eq!(pragma(&pools.writer, "foreign_keys").await, "1");
        let table = "CREATE TABLE one (id integer)";
        assert!(pools.reader.execute_unprepared(table).await.is_err());
        assert!(pools.writer.execute_unprepared(table).await.is_ok());
    }
}
