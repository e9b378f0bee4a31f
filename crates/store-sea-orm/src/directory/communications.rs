//! Communications with their addressees: one statement for the ones, one for the others.

use std::collections::HashMap;

use portero_domain::id::{AccountId, CommunicationId};
use portero_domain::model::{Addressee, Communication};
use portero_domain::port::{Page, StoreError};
use sea_orm::sea_query::{Order, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait};
use uuid::Uuid;

use crate::query;
use crate::table::{Row, communication_recipients, communications};

pub(crate) async fn find(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: CommunicationId,
) -> Result<Option<Communication>, StoreError> {
    let select = of_account(account).and_where(communications::Column::Id.eq(id.as_uuid())).take();
    Ok(complete(connection, &select).await?.pop())
}

pub(super) async fn list(
    connection: &impl ConnectionTrait,
    account: AccountId,
    page: Page<CommunicationId>,
) -> Result<Vec<Communication>, StoreError> {
    let after = page.after.map(|after| communications::Column::Id.lt(after.as_uuid()));
    let select = of_account(account).and_where_option(after).limit(page.limit.into()).take();
    complete(connection, &select).await
}

fn of_account(account: AccountId) -> SelectStatement {
    query::rows_of::<communications::Model>()
        .and_where(communications::Column::AccountId.eq(account.as_uuid()))
        .order_by((communications::Entity, communications::Column::Id), Order::Desc)
        .take()
}

async fn complete(
    connection: &impl ConnectionTrait,
    select: &SelectStatement,
) -> Result<Vec<Communication>, StoreError> {
    let rows = query::all(connection, select, communications::Model::read).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut addressees = addressees_of(connection, ids).await?;
    let communication = |row: communications::Model| {
        let addressees = addressees.remove(&row.id).unwrap_or_default();
        communications::communication(row, addressees)
    };
    rows.into_iter().map(communication).collect()
}

async fn addressees_of(
    connection: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Vec<Addressee>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<Addressee>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let select = query::rows_of::<communication_recipients::Model>()
        .and_where(communication_recipients::Column::CommunicationId.is_in(ids))
        .order_by(communication_recipients::Column::CommunicationId, Order::Asc)
        .order_by(communication_recipients::Column::Place, Order::Asc)
        .take();
    let rows = query::all(connection, &select, communication_recipients::Model::read).await?;
    for row in rows {
        let id = row.communication_id;
        found.entry(id).or_default().push(communication_recipients::addressee(row)?);
    }
    Ok(found)
}
