//! Accounts, and someone's membership of them.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Account, Admission, Membership};
use portero_domain::port::{EnterableAccount, FoundAccount, Page, StoreError};
use sea_orm::sea_query::{Condition, Expr, Order};
use sea_orm::{ColumnTrait, DatabaseConnection};

use crate::query;
use crate::table::{accounts, memberships, micros, users};

pub(super) async fn find(
    reader: &DatabaseConnection,
    account: AccountId,
    user: UserId,
) -> Result<Option<FoundAccount>, StoreError> {
    let statement =
        query::statement(reader, &FIND, [account.as_uuid().into(), user.as_uuid().into()]);
    query::one_of_statement(reader, statement, |columns| {
        Ok(FoundAccount {
            account: columns.stored()?,
            owner: users::state(columns)?,
            membership: columns.stored_or_nothing()?,
        })
    })
    .await
}

/// An account (`$1`), its owner's state, and someone's (`$2`) membership of it.
static FIND: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {account}, owner.state, {membership} \
         FROM accounts account \
         JOIN memberships owning ON owning.account_id = account.id AND owning.role = 'owner' \
         JOIN users owner ON owner.id = owning.user_id \
         LEFT JOIN memberships membership \
             ON membership.account_id = account.id AND membership.user_id = $2 \
         WHERE account.id = $1",
        account = query::aliased_columns::<accounts::Model>("account"),
        membership = query::aliased_columns::<memberships::Model>("membership"),
    )
});

/// Whether an account admits anyone.
pub(super) async fn admission(
    reader: &DatabaseConnection,
    account: AccountId,
) -> Result<Option<Admission>, StoreError> {
    const ADMISSION: &str = "SELECT account.state, account.closed_at, owner.state \
         FROM accounts account \
         JOIN memberships owning ON owning.account_id = account.id AND owning.role = 'owner' \
         JOIN users owner ON owner.id = owning.user_id \
         WHERE account.id = $1";
    let statement = query::statement(reader, ADMISSION, [account.as_uuid().into()]);
    query::one_of_statement(reader, statement, accounts::admission).await.map(Option::flatten)
}

/// Memberships whose access is about to end, and about whose end nobody was told.
pub(super) async fn ending(
    reader: &DatabaseConnection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Membership>, StoreError> {
    let not_told = Condition::any()
        .add(memberships::Column::EndingTold.is_null())
        .add(Expr::cust("memberships.ending_told <> memberships.ends_at"));
    let select = query::select::<Membership>()
        .inner_join(accounts::Entity, memberships::is_of_account())
        .and_where(memberships::Column::EndsAt.gt(micros(now)))
        .and_where(memberships::Column::EndsAt.lte(micros(before)))
        .cond_where(not_told)
        .and_where(accounts::Column::State.eq("active"))
        .order_by((memberships::Entity, memberships::Column::EndsAt), Order::Asc)
        .limit(limit.into())
        .take();
    query::find_all(reader, &select).await
}

/// Whether the operator lets the account's owner sign in (S07).
const OWNER_IS_ACTIVE: &str = "EXISTS (SELECT 1 FROM memberships owning \
     JOIN users owner ON owner.id = owning.user_id \
     WHERE owning.account_id = accounts.id AND owning.role = 'owner' AND owner.state = 'active')";

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
        .and_where(Expr::cust(OWNER_IS_ACTIVE))
        .and_where_option(after)
        .order_by((memberships::Entity, memberships::Column::AccountId), Order::Asc)
        .limit(page.limit.into())
        .take();
    query::all(reader, &select, |columns| {
        Ok(EnterableAccount { account: columns.stored()?, membership: columns.stored()? })
    })
    .await
}
