//! Accounts, and someone's membership of them.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Account, Membership};
use portero_domain::port::{EnterableAccount, Page, StoreError};
use sea_orm::sea_query::{Condition, Order};
use sea_orm::{ColumnTrait, DatabaseConnection};

use crate::query;
use crate::table::{accounts, memberships};

pub(super) async fn find(
    reader: &DatabaseConnection,
    account: AccountId,
    user: UserId,
) -> Result<Option<(Account, Option<Membership>)>, StoreError> {
    let theirs = Condition::all()
        .add(memberships::is_of_account())
        .add(memberships::Column::UserId.eq(user.as_uuid()));
    let select = query::select::<Account>()
        .columns(query::columns_of::<memberships::Model>())
        .left_join(memberships::Entity, theirs)
        .and_where(accounts::Column::Id.eq(account.as_uuid()))
        .take();
    query::one(reader, &select, |columns| Ok((columns.stored()?, columns.stored_or_nothing()?)))
        .await
}

pub(super) async fn enterable(
    reader: &DatabaseConnection,
    user: UserId,
    page: Page<AccountId>,
    now: DateTime<Utc>,
) -> Result<Vec<EnterableAccount>, StoreError> {
    let after = page.after.map(|after| memberships::Column::AccountId.gt(after.as_uuid()));
    let select = query::select::<Account>()
        .columns(query::columns_of::<memberships::Model>())
        .inner_join(memberships::Entity, memberships::is_of_account())
        .and_where(memberships::Column::UserId.eq(user.as_uuid()))
        .and_where(memberships::Column::State.eq("active"))
        .cond_where(memberships::is_in_time(now))
        .and_where(accounts::Column::State.eq("active"))
        .and_where_option(after)
        .order_by((memberships::Entity, memberships::Column::AccountId), Order::Asc)
        .limit(page.limit.into())
        .take();
    query::all(reader, &select, |columns| {
        Ok(EnterableAccount { account: columns.stored()?, membership: columns.stored()? })
    })
    .await
}
