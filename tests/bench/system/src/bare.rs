//! The database by itself: rows read and written with nothing around the statements.

use std::path::Path;
use std::time::{Duration, Instant};

use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::sqlite::{
    Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous,
};
use sea_orm::sqlx::{
    Column, ConnectOptions, Connection, Row, SqliteConnection, TypeInfo, ValueRef, query,
};

/// How many rows one statement inserts.
const ROWS_PER_STATEMENT: usize = 500;

/// One connection to a `SQLite` file, as durable as the store's own.
pub struct Bare(SqliteConnection);

/// Rows as they are stored, of any table.
pub struct Rows {
    table: &'static str,
    columns: Vec<String>,
    values: Vec<Vec<Value>>,
}

/// What a column of a row holds.
enum Value {
    Nothing,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Bare {
    /// Opens a file.
    pub async fn open(file: &Path) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        Self(options.connect().await.expect("the file can be opened"))
    }

    /// Every row that a statement gives, as the driver gives it.
    pub async fn read(&mut self, statement: &'static str) -> Vec<SqliteRow> {
        query(statement).fetch_all(&mut self.0).await.expect("the statement is right")
    }

    /// How many a statement counts.
    pub async fn count(&mut self, statement: &'static str) -> i64 {
        query(statement).fetch_one(&mut self.0).await.expect("the statement is right").get(0)
    }

    /// The rows of a table that came last.
    pub async fn last_rows(&mut self, table: &'static str, count: u32) -> Rows {
        let text = format!("SELECT * FROM {table} ORDER BY id DESC LIMIT {count}");
        let found = query(sea_orm::sqlx::AssertSqlSafe(text)).fetch_all(&mut self.0).await;
        let found = found.expect("the table is there");
        let columns = found.first().map_or_else(Vec::new, |row| {
            row.columns().iter().map(|column| column.name().to_owned()).collect()
        });
        Rows { table, columns, values: found.iter().map(values).collect() }
    }

    /// Inserts rows of several tables, in one transaction; gives how long it took.
    pub async fn insert(&mut self, tables: &[Rows]) -> Duration {
        let begin = Instant::now();
        let transaction = self.0.begin_with("BEGIN IMMEDIATE").await;
        let mut transaction = transaction.expect("nobody else writes");
        for Rows { table, columns, values } in tables {
            for rows in values.chunks(ROWS_PER_STATEMENT) {
                let text = insert_text(table, columns, rows.len());
                let statement = query(sea_orm::sqlx::AssertSqlSafe(text));
                let statement = rows.iter().flatten().fold(statement, bind);
                statement.execute(&mut *transaction).await.expect("the rows are new here");
            }
        }
        transaction.commit().await.expect("the rows can be committed");
        begin.elapsed()
    }
}

fn insert_text(table: &str, columns: &[String], rows: usize) -> String {
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), vec![row; rows].join(", "))
}

fn bind<'q>(
    statement: Query<'q, Sqlite, SqliteArguments>,
    value: &'q Value,
) -> Query<'q, Sqlite, SqliteArguments> {
    match value {
        Value::Nothing => statement.bind(Option::<i64>::None),
        Value::Integer(number) => statement.bind(number),
        Value::Text(text) => statement.bind(text),
        Value::Bytes(bytes) => statement.bind(bytes),
    }
}

fn values(row: &SqliteRow) -> Vec<Value> {
    (0..row.len()).map(|index| value(row, index)).collect()
}

/// By what is there, not by what the column was declared as.
fn value(row: &SqliteRow, index: usize) -> Value {
    let raw = row.try_get_raw(index).expect("the column is there");
    if raw.is_null() {
        return Value::Nothing;
    }
    match raw.type_info().name() {
        "TEXT" => Value::Text(row.get_unchecked(index)),
        "BLOB" => Value::Bytes(row.get_unchecked(index)),
        _ => Value::Integer(row.get_unchecked(index)),
    }
}
