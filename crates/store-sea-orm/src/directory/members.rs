//! Members of an account.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Candidate, Membership};
use portero_domain::policy::{Permission, Role, RoleSet};
use portero_domain::port::{MemberFilter, MemberRow, Page, StoreError};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection};

use crate::query;
use crate::table::{Columns, memberships, search_patterns, sessions, users};

pub(super) async fn find(
    reader: &DatabaseConnection,
    account: AccountId,
    user: UserId,
) -> Result<Option<MemberRow>, StoreError> {
    let select = members_of(account)
        .expr(last_seen_at())
        .and_where(memberships::Column::UserId.eq(user.as_uuid()))
        .take();
    query::one(reader, &select, member_row).await
}

pub(super) async fn list(
    reader: &DatabaseConnection,
    account: AccountId,
    filter: &MemberFilter,
    page: Page<UserId>,
    now: DateTime<Utc>,
) -> Result<Vec<MemberRow>, StoreError> {
    let role = filter.role.map(|role| memberships::Column::Role.eq(role.as_str()));
    let state = filter.state.map(|state| memberships::Column::State.eq(state.as_str()));
    let after = page.after.map(|after| memberships::Column::UserId.gt(after.as_uuid()));
    let select = members_of(account)
        .expr(last_seen_at())
        .cond_where(memberships::is_in_time(now))
        .cond_where(is_found_by(&filter.words))
        .and_where_option(role)
        .and_where_option(state)
        .cond_where(Condition::all().add_option(filter.holding.map(holds)))
        .and_where_option(after)
        .order_by((memberships::Entity, memberships::Column::UserId), Order::Asc)
        .limit(page.limit.into())
        .take();
    query::all(reader, &select, member_row).await
}

/// Everyone who might receive a communication, as a list or in a unit of work.
pub(crate) async fn candidates(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<Candidate>, StoreError> {
    let select = members_of(account)
        .order_by((memberships::Entity, memberships::Column::UserId), Order::Asc)
        .take();
    query::all(connection, &select, |columns| {
        Ok(Candidate { membership: columns.stored()?, user: columns.stored()? })
    })
    .await
}

pub(super) fn members_of(account: AccountId) -> SelectStatement {
    query::select::<Membership>()
        .columns(query::columns_of::<users::Model>())
        .inner_join(users::Entity, memberships::is_of_user())
        .and_where(memberships::Column::AccountId.eq(account.as_uuid()))
        .take()
}

fn member_row(columns: &mut Columns<'_>) -> Result<MemberRow, StoreError> {
    let (membership, user) = (columns.stored()?, columns.stored()?);
    let last_seen_at = columns.value(sessions::TABLE, "last_seen_at")?;
    let last_seen_at = sessions::TABLE.optional_instant("last_seen_at", last_seen_at)?;
    Ok(MemberRow { membership, user, last_seen_at })
}

/// When one of a member's sessions was last used.
fn last_seen_at() -> Expr {
    let latest = Query::select()
        .expr(Expr::col((sessions::Entity, sessions::Column::LastSeenAt)).max())
        .from(sessions::Entity)
        .and_where(
            Expr::col((sessions::Entity, sessions::Column::UserId))
                .equals((memberships::Entity, memberships::Column::UserId)),
        )
        .take();
    Expr::SubQuery(None, Box::new(latest.into()))
}

/// Each word begins a word of the name or the address.
fn is_found_by(words: &[String]) -> Condition {
    search_patterns(words)
        .map(|pattern| users::Column::SearchText.like(pattern))
        .fold(Condition::all(), Condition::add)
}

/// Their role has the permission, or it was granted to them and their role carries grants.
fn holds(permission: Permission) -> Condition {
    let roles = RoleSet::holding(permission);
    let roles = roles.iter().map(Role::as_str);
    let carrying = Role::ALL.iter().filter(|role| role.carries_grants()).map(|role| role.as_str());
    let granted = Expr::cust("' ' || memberships.grants || ' '").like(format!("% {permission} %"));
    Condition::any()
        .add(memberships::Column::Role.is_in(roles))
        .add(Condition::all().add(memberships::Column::Role.is_in(carrying)).add(granted))
}
