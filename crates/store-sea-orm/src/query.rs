//! What reads have in common: select whole rows, and read them from left to right.

use std::collections::BTreeSet;

use portero_domain::port::StoreError;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Statement, Value};

use crate::error::store_error;
use crate::table::{Columns, Row, Stored};

/// Begins a statement that selects the rows of one table.
pub(crate) fn rows_of<R: Row>() -> SelectStatement {
    let mut select = Query::select();
    select.columns(columns_of::<R>()).from(R::TABLE.name());
    select
}

/// Begins a statement that selects one kind of aggregate.
pub(crate) fn select<A: Stored>() -> SelectStatement {
    rows_of::<<A::Entity as EntityTrait>::Model>()
}

/// The columns of a row, in the order in which it is read.
pub(crate) fn columns_of<R: Row>() -> impl Iterator<Item = (&'static str, &'static str)> {
    R::COLUMNS.iter().map(|column| (R::TABLE.name(), *column))
}

/// [`columns_of`], for a statement written out, where the table has an alias.
pub(crate) fn aliased_columns<R: Row>(alias: &str) -> String {
    R::COLUMNS.iter().map(|column| format!("{alias}.{column}")).collect::<Vec<_>>().join(", ")
}

/// [`columns_of`], for a statement written out, of one table.
pub(crate) fn plain_columns<R: Row>() -> String {
    R::COLUMNS.join(", ")
}

/// A statement written out: one text for both databases, its parameters `$1`, `$2`, ….
pub(crate) fn statement(
    connection: &impl ConnectionTrait,
    text: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), text, values)
}

/// The one answer of a statement, if there is one.
pub(crate) async fn one<T>(
    connection: &impl ConnectionTrait,
    select: &SelectStatement,
    read: impl FnOnce(&mut Columns<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let answer = connection.query_one(select).await.map_err(store_error)?;
    answer.map(|answer| read(&mut Columns::of(&answer))).transpose()
}

/// [`one`], of a statement written out.
pub(crate) async fn one_of_statement<T>(
    connection: &impl ConnectionTrait,
    statement: Statement,
    read: impl FnOnce(&mut Columns<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let answer = connection.query_one_raw(statement).await.map_err(store_error)?;
    answer.map(|answer| read(&mut Columns::of(&answer))).transpose()
}

/// All answers of a statement, in its order.
pub(crate) async fn all<T>(
    connection: &impl ConnectionTrait,
    select: &SelectStatement,
    mut read: impl FnMut(&mut Columns<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let answers = connection.query_all(select).await.map_err(store_error)?;
    answers.iter().map(|answer| read(&mut Columns::of(answer))).collect()
}

/// [`all`], of a statement written out.
pub(crate) async fn all_of_statement<T>(
    connection: &impl ConnectionTrait,
    statement: Statement,
    mut read: impl FnMut(&mut Columns<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let answers = connection.query_all_raw(statement).await.map_err(store_error)?;
    answers.iter().map(|answer| read(&mut Columns::of(answer))).collect()
}

/// One aggregate, if it is there.
pub(crate) async fn find<A: Stored>(
    connection: &impl ConnectionTrait,
    select: &SelectStatement,
) -> Result<Option<A>, StoreError> {
    one(connection, select, A::read).await
}

/// Aggregates of one kind.
pub(crate) async fn find_all<A: Stored>(
    connection: &impl ConnectionTrait,
    select: &SelectStatement,
) -> Result<Vec<A>, StoreError> {
    all(connection, select, A::read).await
}

/// How many values one statement is given to look for: well below the parameters that either database
/// allows.
pub(crate) const VALUES_PER_STATEMENT: usize = 10_000;

/// Those aggregates of a selection that have one of many values in a column, in the order of the
/// values.
pub(crate) async fn find_among<A: Stored, V: Ord + Clone + Into<Value>>(
    connection: &impl ConnectionTrait,
    select: &SelectStatement,
    column: impl ColumnTrait,
    values: impl IntoIterator<Item = V>,
) -> Result<Vec<A>, StoreError> {
    let values: Vec<V> = values.into_iter().collect::<BTreeSet<V>>().into_iter().collect();
    let mut found = Vec::new();
    for part in values.chunks(VALUES_PER_STATEMENT) {
        let among = select.clone().and_where(column.is_in(part.iter().cloned())).take();
        found.extend(find_all(connection, &among).await?);
    }
    Ok(found)
}
