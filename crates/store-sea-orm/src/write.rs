//! What writes have in common: an insert takes its place or collides, and an update or delete
//! matches the version it starts from or collides.

use portero_domain::model::{Version, Write};
use portero_domain::port::StoreError;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, Iterable, PrimaryKeyToColumn, QueryFilter, Statement, UpdateMany,
};
use uuid::Uuid;

use crate::error::store_error;
use crate::query;
use crate::table::Stored;

/// How many rows one statement inserts: well below the parameters that either database allows.
pub(crate) const ROWS_PER_STATEMENT: usize = 500;

type ActiveModelOf<A> = <<A as Stored>::Entity as EntityTrait>::ActiveModel;

/// Writes one aggregate as its change says.
pub(crate) async fn write<A: Stored>(
    transaction: &DatabaseTransaction,
    aggregate: &A,
    write: Write,
) -> Result<(), StoreError> {
    let row = aggregate.to_row().into_active_model();
    match write {
        Write::Insert => insert::<A>(transaction, row).await,
        Write::Update(from) => {
            let update = update::<A>(row, from);
            matched(update.exec(transaction).await.map_err(store_error)?.rows_affected)
        }
        Write::Delete(from) => {
            let delete = A::Entity::delete_many().filter(key_and_version::<A>(&row, from));
            matched(delete.exec(transaction).await.map_err(store_error)?.rows_affected)
        }
    }
}

async fn insert<A: Stored>(
    transaction: &DatabaseTransaction,
    row: ActiveModelOf<A>,
) -> Result<(), StoreError> {
    let insert = A::Entity::insert(row).exec_without_returning(transaction).await;
    insert.map(drop).map_err(store_error)
}

/// An update of every column but the key, if the row is still at this version.
pub(crate) fn update<A: Stored>(row: ActiveModelOf<A>, from: Version) -> UpdateMany<A::Entity> {
    let key_and_version = key_and_version::<A>(&row, from);
    let mut row = row.reset_all();
    for key in <A::Entity as EntityTrait>::PrimaryKey::iter() {
        row.not_set(key.into_column());
    }
    A::Entity::update_many().set(row).filter(key_and_version)
}

fn key_and_version<A: Stored>(row: &ActiveModelOf<A>, version: Version) -> Condition {
    <A::Entity as EntityTrait>::PrimaryKey::iter()
        .map(PrimaryKeyToColumn::into_column)
        .filter_map(|column| row.get(column).into_value().map(|value| column.eq(value)))
        .fold(Condition::all(), Condition::add)
        .add(A::VERSION.eq(version.as_i64()))
}

/// Nothing matched means that someone else was faster.
pub(crate) const fn matched(rows: u64) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

/// Inserts rows, many to a statement.
pub(crate) async fn insert_all<Entity, Row>(
    transaction: &DatabaseTransaction,
    rows: Vec<Row>,
) -> Result<(), StoreError>
where
    Entity: EntityTrait,
    Row: IntoActiveModel<Entity::ActiveModel>,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let insert =
            Entity::insert_many::<Entity::ActiveModel, _>(rows.by_ref().take(ROWS_PER_STATEMENT));
        insert.exec_without_returning(transaction).await.map_err(store_error)?;
    }
    Ok(())
}

/// Deletes the rows that have one of these values in a column, many to a statement.
pub(crate) async fn delete_among<Column: ColumnTrait>(
    transaction: &DatabaseTransaction,
    column: Column,
    values: &[Uuid],
) -> Result<(), StoreError>
where
    Column::EntityName: EntityTrait,
{
    for part in values.chunks(query::VALUES_PER_STATEMENT) {
        let delete = Column::EntityName::delete_many().filter(column.is_in(part.iter().copied()));
        delete.exec(transaction).await.map_err(store_error)?;
    }
    Ok(())
}

/// Executes a statement written out, and tells how many rows it touched.
pub(crate) async fn execute(
    connection: &impl ConnectionTrait,
    statement: Statement,
) -> Result<u64, StoreError> {
    let done = connection.execute_raw(statement).await.map_err(store_error)?;
    Ok(done.rows_affected())
}
