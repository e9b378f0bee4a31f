//! A database with an account that has many clients.

use std::sync::Arc;
use std::time::{Duration, Instant};

use portero_domain::id::AccountId;
use portero_domain::model::{Action, AuditEntry, AuditObject, Client, ClientChange, Origin};
use portero_domain::policy::{Permit, Scope};
use portero_domain::port::{Clock, Store};
use portero_store_sea_orm::{SeaOrmStore, StoreOptions};
use portero_system::{Sha256Digest, SystemClock};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use crate::people;
use crate::stage::Stage;

/// How many are written in one transaction.
const AT_ONCE: u32 = 5_000;

/// One client in so many is suspended.
const ONE_SUSPENDED_IN: usize = 1_000;

/// An account with clients, in a database of its own.
pub struct Filled {
    /// The store.
    pub store: SeaOrmStore,
    /// The account.
    pub account: AccountId,
    /// How long it took to write them, indexes included; nothing where they were there already.
    pub took: Option<Duration>,
}

impl Filled {
    /// Fills a database. The indexes of what is searched are made when everything is there: they would
    /// come to the same, in a multiple of the time.
    pub async fn with(url: &str, count: u32) -> Self {
        if let Some(account) = account_of(url, count).await {
            return Self { store: open(url).await, account, took: None };
        }
        let stage = Stage::set(url).await;
        let account = stage.found_account().await.account;
        stage.leave().await;
        let begin = Instant::now();
        let connection = Database::connect(url).await.expect("the database can be opened");
        let indexes = indexes(&connection).await;
        for (name, _) in &indexes {
            run(&connection, &format!("DROP INDEX {name}")).await;
        }
        let store = open(url).await;
        for from in (0..count).step_by(AT_ONCE as usize) {
            let changes = people::some(account, from..count.min(from + AT_ONCE), count);
            write(&store, account, changes).await;
        }
        // Half of them have looked at their area, each at an instant of their own.
        let active = "UPDATE clients SET last_active_at = \
             1700000000000000 + CAST(substr(phone, 5, 9) AS bigint) * 1000 \
             WHERE substr(phone, 6, 1) < '5'";
        run(&connection, active).await;
        for (_, definition) in &indexes {
            run(&connection, definition).await;
        }
        let housekeeping = match connection.get_database_backend() {
            DbBackend::Sqlite => "PRAGMA analysis_limit = 400; ANALYZE",
            _ => "VACUUM ANALYZE",
        };
        run(&connection, housekeeping).await;
        connection.close().await.expect("nobody uses it any more");
        Self { store, account, took: Some(begin.elapsed()) }
    }
}

/// Opens a store as a server does.
pub async fn open(url: &str) -> SeaOrmStore {
    let opened = SeaOrmStore::connect(url, Arc::new(Sha256Digest), StoreOptions::DEFAULT).await;
    opened.expect("the database can be opened")
}

/// The account that has so many clients, in a database that was kept.
async fn account_of(url: &str, count: u32) -> Option<AccountId> {
    let connection = Database::connect(url).await.ok()?;
    let backend = connection.get_database_backend();
    let text = "SELECT account_id, COUNT(*) AS clients FROM clients GROUP BY account_id";
    let row = connection.query_one_raw(Statement::from_string(backend, text)).await.ok()??;
    let clients: i64 = row.try_get("", "clients").ok()?;
    let account = row.try_get("", "account_id").ok().map(AccountId::from_uuid);
    account.filter(|_| clients == i64::from(count))
}

async fn write(store: &SeaOrmStore, account: AccountId, created: Vec<ClientChange>) {
    let suspend = |client: Client| client.suspend(SystemClock.now()).changed();
    let some = created.iter().skip(ONE_SUSPENDED_IN / 2).step_by(ONE_SUSPENDED_IN);
    let suspended = some.filter_map(|change| suspend(change.aggregate().clone())).collect();
    let mut unit = store.begin().await.expect("a unit of work begins");
    unit.clients().save_all(created).await.expect("clients can be written");
    unit.clients().save_all(suspended).await.expect("clients can be suspended");
    let permit = Permit::for_operator(Scope::Account(account));
    let (action, origin) = (Action::ClientImport, Origin::default());
    let entry = AuditEntry::new(permit, action, AuditObject::Nothing, origin, SystemClock.now());
    unit.commit(entry.into()).await.expect("what is given can be committed");
}

/// The names and definitions of the indexes that clients are listed by.
async fn indexes(connection: &DatabaseConnection) -> Vec<(String, String)> {
    let backend = connection.get_database_backend();
    let text = match backend {
        DbBackend::Sqlite => {
            "SELECT name, sql AS definition FROM sqlite_schema WHERE type = 'index' \
             AND tbl_name IN ('clients', 'client_words', 'client_beginnings') \
             AND sql LIKE 'CREATE INDEX%'"
        }
        _ => {
            "SELECT indexname AS name, indexdef AS definition FROM pg_indexes \
             WHERE tablename IN ('clients', 'client_words', 'client_beginnings') \
             AND indexdef LIKE 'CREATE INDEX%'"
        }
    };
    let rows = connection.query_all_raw(Statement::from_string(backend, text)).await;
    let rows = rows.expect("the catalogue can be read");
    let read = |row: &sea_orm::QueryResult, column: &str| {
        row.try_get::<String>("", column).expect("the catalogue has it")
    };
    rows.iter().map(|row| (read(row, "name"), read(row, "definition"))).collect()
}

async fn run(connection: &DatabaseConnection, text: &str) {
    connection.execute_unprepared(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
}
