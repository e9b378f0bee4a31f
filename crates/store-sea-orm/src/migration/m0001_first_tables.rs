//! The first tables: accounts, users, what connects them, and the records of it.

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Makes the tables of `m0001_first_tables.sql`.
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_first_tables"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = include_str!("m0001_first_tables.sql");
        manager.get_connection().execute_unprepared(tables).await.map(drop)
    }

    /// All or nothing, on `SQLite` too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
