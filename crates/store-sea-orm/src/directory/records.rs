//! What was recorded: audit chains and events.

use portero_domain::model::{AuditRecord, NumberedEvent};
use portero_domain::port::{AuditFilter, AuditHead, Page, StoreError};
use sea_orm::sea_query::{Order, SelectStatement};
use sea_orm::{ColumnTrait, DatabaseConnection};
use uuid::Uuid;

use crate::query;
use crate::table::{audit_records, events, micros, streams};

pub(super) async fn audit_records(
    reader: &DatabaseConnection,
    scope: Uuid,
    filter: &AuditFilter,
    page: Page<i64>,
) -> Result<Vec<AuditRecord>, StoreError> {
    type Column = audit_records::Column;
    let select = records_of(scope)
        .and_where_option(filter.actor.map(|actor| Column::ActorId.eq(actor)))
        .and_where_option(filter.action.as_deref().map(|action| Column::Action.eq(action)))
        .and_where_option(filter.from.map(|from| Column::HappenedAt.gte(micros(from))))
        .and_where_option(filter.to.map(|to| Column::HappenedAt.lt(micros(to))))
        .and_where_option(page.after.map(|after| Column::Number.lt(after)))
        .order_by((audit_records::Entity, Column::Number), Order::Desc)
        .limit(page.limit.into())
        .take();
    query::all(reader, &select, audit_records::read).await
}

pub(super) async fn audit_chain(
    reader: &DatabaseConnection,
    scope: Uuid,
    page: Page<i64>,
) -> Result<Vec<AuditRecord>, StoreError> {
    type Column = audit_records::Column;
    let select = records_of(scope)
        .and_where_option(page.after.map(|after| Column::Number.gt(after)))
        .order_by((audit_records::Entity, Column::Number), Order::Asc)
        .limit(page.limit.into())
        .take();
    query::all(reader, &select, audit_records::read).await
}

fn records_of(scope: Uuid) -> SelectStatement {
    query::rows_of::<audit_records::Model>()
        .and_where(audit_records::Column::Scope.eq(scope))
        .take()
}

pub(super) async fn audit_heads(
    reader: &DatabaseConnection,
    page: Page<Uuid>,
) -> Result<Vec<AuditHead>, StoreError> {
    const FIRST: &str = "SELECT scope, audit_number, audit_hash FROM streams \
         ORDER BY scope LIMIT $1";
    const BEHIND: &str = "SELECT scope, audit_number, audit_hash FROM streams \
         WHERE scope > $2 ORDER BY scope LIMIT $1";
    let limit = i64::from(page.limit).into();
    let statement = match page.after {
        None => query::statement(reader, FIRST, [limit]),
        Some(after) => query::statement(reader, BEHIND, [limit, after.into()]),
    };
    query::all_of_statement(reader, statement, |columns| {
        let scope = columns.value(streams::TABLE, "scope")?;
        let number = columns.value(streams::TABLE, "audit_number")?;
        Ok(AuditHead { scope, number, hash: streams::audit_hash(columns)? })
    })
    .await
}

pub(super) async fn events(
    reader: &DatabaseConnection,
    scope: Uuid,
    page: Page<i64>,
) -> Result<Vec<NumberedEvent>, StoreError> {
    let select = query::rows_of::<events::Model>()
        .and_where(events::Column::Scope.eq(scope))
        .and_where_option(page.after.map(|after| events::Column::Number.gt(after)))
        .order_by((events::Entity, events::Column::Number), Order::Asc)
        .limit(page.limit.into())
        .take();
    query::all(reader, &select, events::read).await
}
