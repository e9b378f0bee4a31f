//! Clients and sites, assignments and viewings, and what finds them.

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// What keeps a table in the order of its key on `SQLite`, without a second copy of it. It stands in a
/// comment, since `PostgreSQL` has no such thing.
const BY_KEY: &str = "/* WITHOUT ROWID */";

/// Does what `m0003_clients_and_sites.sql` says.
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_clients_and_sites"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = include_str!("m0003_clients_and_sites.sql");
        let is_sqlite = manager.get_database_backend() == DbBackend::Sqlite;
        let tables = tables.replace(BY_KEY, if is_sqlite { "WITHOUT ROWID" } else { "" });
        manager.get_connection().execute_unprepared(&tables).await.map(drop)
    }

    /// All or nothing, on `SQLite` too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
