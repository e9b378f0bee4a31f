//! Writing many aggregates of one kind: deletions, updates and inserts, each kind many to a
//! statement.

use std::collections::HashSet;
use std::hash::Hash;
use std::mem;

use portero_domain::model::{Change, Version, Write};
use portero_domain::port::StoreError;
use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, EntityTrait, IdenStatic, IntoActiveModel, Iterable,
    PrimaryKeyToColumn, Value,
};

use crate::table::{Row, RowOf, Stored};
use crate::{query, write};

/// One change, taken apart.
pub(crate) type Part<A, E> = (A, E, Write);

/// Parts changes so that each aggregate is in a wave once: what comes later of the same one is
/// written later.
pub(crate) fn waves<A, E, K: Eq + Hash>(
    changes: Vec<Change<A, E>>,
    key: impl Fn(&A) -> K,
) -> Vec<Vec<Part<A, E>>> {
    let mut waves = Vec::new();
    let mut wave = Vec::new();
    let mut keys = HashSet::new();
    for change in changes {
        let key = key(change.aggregate());
        if keys.contains(&key) {
            waves.push(mem::take(&mut wave));
            keys.clear();
        }
        keys.insert(key);
        wave.push(change.into_parts());
    }
    waves.push(wave);
    waves
}

/// Writes a wave. A column that is `noted` beside the versions keeps what is stored when that is more.
pub(crate) async fn write_wave<A: Stored, E>(
    transaction: &DatabaseTransaction,
    wave: &[Part<A, E>],
    noted: Option<&'static str>,
) -> Result<(), StoreError> {
    let (mut deleted, mut updated, mut inserted) = (Vec::new(), Vec::new(), Vec::new());
    for (aggregate, _, how) in wave {
        match how {
            Write::Delete(from) => deleted.push((aggregate, *from)),
            Write::Update(from) => updated.push((aggregate, *from)),
            Write::Insert => inserted.push(aggregate.to_row()),
        }
    }
    for part in deleted.chunks(write::ROWS_PER_STATEMENT) {
        delete(transaction, part).await?;
    }
    for part in updated.chunks(write::ROWS_PER_STATEMENT) {
        update(transaction, part, noted).await?;
    }
    write::insert_all::<A::Entity, _>(transaction, inserted).await
}

/// Deletes those that are still at their versions; fewer of them means that someone was faster.
async fn delete<A: Stored>(
    transaction: &DatabaseTransaction,
    rows: &[(&A, Version)],
) -> Result<(), StoreError> {
    let keys: Vec<_> = keys::<A>().collect();
    let mut given = Given::default();
    for (aggregate, from) in rows {
        let row = aggregate.to_row().into_active_model();
        let key = keys.iter().filter_map(|key| row.get(*key).into_value());
        given.add(key.chain([from.as_i64().into()]));
    }
    let names = keys.iter().chain([&A::VERSION]).map(IdenStatic::as_str).collect::<Vec<_>>();
    let text = format!(
        "DELETE FROM {} WHERE ({}) IN (VALUES {})",
        RowOf::<A>::TABLE.name(),
        names.join(", "),
        given.text(),
    );
    execute(transaction, &text, given).await
}

/// Updates those that are still at their versions; fewer of them means that someone was faster.
async fn update<A: Stored>(
    transaction: &DatabaseTransaction,
    rows: &[(&A, Version)],
    noted: Option<&'static str>,
) -> Result<(), StoreError> {
    let table = RowOf::<A>::TABLE.name();
    let columns: Vec<_> = <A::Entity as EntityTrait>::Column::iter().collect();
    let mut given = Given::default();
    for (aggregate, from) in rows {
        let row = aggregate.to_row().into_active_model();
        let values = columns.iter().filter_map(|column| row.get(*column).into_value());
        given.add([from.as_i64().into()].into_iter().chain(values));
    }
    let keys: HashSet<&str> = keys::<A>().map(|key| key.as_str()).collect();
    let mut set = Vec::new();
    let mut matching = vec![format!("{table}.{} = given.column1", A::VERSION.as_str())];
    for (place, column) in (2..).zip(&columns) {
        let name = column.as_str();
        if keys.contains(name) {
            matching.push(format!("{table}.{name} = given.column{place}"));
        } else if noted == Some(name) {
            set.push(format!(
                "{name} = CASE WHEN {table}.{name} > given.column{place} \
                 THEN {table}.{name} ELSE given.column{place} END"
            ));
        } else {
            set.push(format!("{name} = given.column{place}"));
        }
    }
    let text = format!(
        "UPDATE {table} SET {} FROM (VALUES {}) AS given WHERE {}",
        set.join(", "),
        given.text(),
        matching.join(" AND "),
    );
    execute(transaction, &text, given).await
}

/// The rows that a statement is given, with their parameters numbered.
#[derive(Default)]
struct Given {
    rows: Vec<String>,
    values: Vec<Value>,
}

impl Given {
    fn add(&mut self, row: impl Iterator<Item = Value>) {
        let first = self.values.len() + 1;
        self.values.extend(row);
        let numbers = (first..=self.values.len()).map(|number| format!("${number}"));
        self.rows.push(format!("({})", numbers.collect::<Vec<_>>().join(", ")));
    }

    fn text(&self) -> String {
        self.rows.join(", ")
    }
}

fn keys<A: Stored>() -> impl Iterator<Item = <A::Entity as EntityTrait>::Column> {
    <A::Entity as EntityTrait>::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column)
}

async fn execute(
    transaction: &DatabaseTransaction,
    text: &str,
    given: Given,
) -> Result<(), StoreError> {
    let rows = given.rows.len() as u64;
    let statement = query::statement(transaction, text, given.values);
    let touched = write::execute(transaction, statement).await?;
    if touched == rows { Ok(()) } else { Err(StoreError::Conflict) }
}
