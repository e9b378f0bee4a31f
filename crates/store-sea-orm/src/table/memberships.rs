//! `memberships`: a row is a user's role on one account.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Access, Membership, Version};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, ExprTrait};

use super::{Columns, Stored, accounts, micros, row, users, words};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: Uuid,
    pub(crate) role: String,
    pub(crate) grants: String,
    pub(crate) notifications: String,
    pub(crate) state: String,
    pub(crate) ends_at: Option<i64>,
    pub(crate) ending_told: Option<i64>,
    pub(crate) since: i64,
    pub(crate) version: i64,
}

row!("memberships": account_id, user_id, role, grants, notifications, state, ends_at,
    ending_told, since, version);

impl Stored for Membership {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            account_id: AccountId::from_uuid(row.account_id),
            user_id: UserId::from_uuid(row.user_id),
            role: TABLE.parse("role", &row.role)?,
            grants: TABLE.parse_set("grants", &row.grants)?,
            notifications: TABLE.parse_set("notifications", &row.notifications)?,
            state: TABLE.parse("state", &row.state)?,
            until: TABLE.optional_instant("ends_at", row.ends_at)?,
            ending_told: TABLE.optional_instant("ending_told", row.ending_told)?,
            since: TABLE.instant("since", row.since)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        Model {
            account_id: self.account_id.as_uuid(),
            user_id: self.user_id.as_uuid(),
            role: self.role.to_string(),
            grants: words(self.grants.iter()),
            notifications: words(self.notifications.iter()),
            state: self.state.to_string(),
            ends_at: self.until.map(micros),
            ending_told: self.ending_told.map(micros),
            since: micros(self.since),
            version: self.version.as_i64(),
        }
    }
}

/// The columns that an access is read from.
pub(crate) const ACCESS: [Column; 4] =
    [Column::Role, Column::Grants, Column::State, Column::EndsAt];

/// Reads an access from [`ACCESS`], on the optional side of an outer join.
pub(crate) fn access_or_nothing(columns: &mut Columns<'_>) -> Result<Option<Access>, StoreError> {
    let role: Option<String> = columns.value(TABLE, "role")?;
    let grants: Option<String> = columns.value(TABLE, "grants")?;
    let state: Option<String> = columns.value(TABLE, "state")?;
    let ends_at = columns.value(TABLE, "ends_at")?;
    let (Some(role), Some(grants), Some(state)) = (role, grants, state) else {
        return Ok(None);
    };
    Ok(Some(Access {
        role: TABLE.parse("role", &role)?,
        grants: TABLE.parse_set("grants", &grants)?,
        state: TABLE.parse("state", &state)?,
        until: TABLE.optional_instant("ends_at", ends_at)?,
    }))
}

/// Whether it is the owner's: written out, as in the condition of the index on these.
pub(crate) fn is_owner() -> Expr {
    Expr::cust("memberships.role = 'owner'")
}

/// Whether the access has not run out at this instant.
pub(crate) fn is_in_time(now: DateTime<Utc>) -> Condition {
    Condition::any().add(Column::EndsAt.is_null()).add(Column::EndsAt.gt(micros(now)))
}

/// Joins a membership with its account.
pub(crate) fn is_of_account() -> Expr {
    Expr::col((Entity, Column::AccountId)).equals((accounts::Entity, accounts::Column::Id))
}

/// Joins a membership with its user.
pub(crate) fn is_of_user() -> Expr {
    Expr::col((Entity, Column::UserId)).equals((users::Entity, users::Column::Id))
}
