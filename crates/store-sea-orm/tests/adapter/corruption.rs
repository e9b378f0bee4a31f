//! Rows are not trusted: one that makes no sense is an error that names table and column.

use portero_domain::port::{AccessDirectory, Credential, Directory, StoreError};
use sea_orm::{ConnectionTrait, DbBackend};

use crate::database::{Opened, on_each_database};
use crate::given;

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_makes_no_sense_is_corrupt_and_names_its_column() {
    const DAMAGES: &[(&str, &str, &str)] = &[
        ("users", "email_canonical", "email"),
        ("users", "first_name", "first_name"),
        ("users", "state", "state"),
        ("users", "language", "language"),
    ];
    on_each_database(async |opened| {
        let owner = given::user(&opened.store, "ana@sol.example", "Ana", "López").await;
        let session = given::session(&opened.store, &owner).await;
        for (table, damaged, named) in DAMAGES {
            damage(opened, table, damaged).await;
            let found = opened.store.identify(Credential::Session(session.token)).await;
            let Err(StoreError::Corrupt { table: in_table, column, .. }) = found else {
                panic!("{table}.{damaged} was damaged, and found {found:?}")
            };
            assert_eq!((in_table, column), (*table, *named));
            repair(opened, table, damaged).await;
        }
        assert_eq!(opened.store.sessions(owner.id).await, Ok(vec![session]));
    })
    .await;
}

/// Puts an empty text into a column of every row, whatever its constraints.
async fn damage(opened: &Opened, table: &str, column: &str) {
    let connection = opened.past_the_store().await;
    let keep = format!("CREATE TABLE kept AS SELECT id, {column} AS value FROM {table}");
    connection.execute_unprepared(&keep).await.unwrap();
    let lift_the_check = if connection.get_database_backend() == DbBackend::Sqlite {
        "PRAGMA ignore_check_constraints = on".to_owned()
    } else {
        format!("ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_{column}_check")
    };
    let damage = format!("{lift_the_check}; UPDATE {table} SET {column} = ''");
    connection.execute_unprepared(&damage).await.unwrap();
}

async fn repair(opened: &Opened, table: &str, column: &str) {
    let connection = opened.past_the_store().await;
    let repair = format!(
        "UPDATE {table} SET {column} = (SELECT value FROM kept WHERE kept.id = {table}.id); \
         DROP TABLE kept"
    );
    connection.execute_unprepared(&repair).await.unwrap();
}
