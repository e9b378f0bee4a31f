//! `sessions`: a row is a sign-in.

use portero_domain::id::{SessionId, UserId};
use portero_domain::model::{Presence, Session, TokenHash, Version};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Order, SelectStatement};

use super::{Columns, Stored, micros, row};
use crate::query;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) token: Vec<u8>,
    pub(crate) network: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) last_seen_at: i64,
    pub(crate) authenticated_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) version: i64,
}

row!("sessions": id, user_id, token, network, created_at, last_seen_at, authenticated_at,
    expires_at, version);

impl Stored for Session {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: SessionId::from_uuid(row.id),
            user_id: UserId::from_uuid(row.user_id),
            token: TokenHash::from_bytes(TABLE.hash("token", &row.token)?),
            network: row.network,
            created_at: TABLE.instant("created_at", row.created_at)?,
            last_seen_at: TABLE.instant("last_seen_at", row.last_seen_at)?,
            authenticated_at: TABLE.instant("authenticated_at", row.authenticated_at)?,
            expires_at: TABLE.instant("expires_at", row.expires_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        Model {
            id: self.id.as_uuid(),
            user_id: self.user_id.as_uuid(),
            token: self.token.as_bytes().to_vec(),
            network: self.network.clone(),
            created_at: micros(self.created_at),
            last_seen_at: micros(self.last_seen_at),
            authenticated_at: micros(self.authenticated_at),
            expires_at: micros(self.expires_at),
            version: self.version.as_i64(),
        }
    }
}

/// The columns that a presence is read from.
pub(crate) const PRESENCE: [Column; 3] = [Column::Id, Column::LastSeenAt, Column::ExpiresAt];

/// Reads a session's presence from [`PRESENCE`].
pub(crate) fn presence(columns: &mut Columns<'_>) -> Result<(SessionId, Presence), StoreError> {
    presence_or_nothing(columns)?.ok_or_else(|| TABLE.corrupt("id", "a session without an id"))
}

/// [`presence`], on the optional side of an outer join.
pub(crate) fn presence_or_nothing(
    columns: &mut Columns<'_>,
) -> Result<Option<(SessionId, Presence)>, StoreError> {
    let id: Option<Uuid> = columns.value(TABLE, "id")?;
    let last_seen_at: Option<i64> = columns.value(TABLE, "last_seen_at")?;
    let expires_at: Option<i64> = columns.value(TABLE, "expires_at")?;
    let (Some(id), Some(last_seen_at), Some(expires_at)) = (id, last_seen_at, expires_at) else {
        return Ok(None);
    };
    let last_seen_at = TABLE.instant("last_seen_at", last_seen_at)?;
    let expires_at = TABLE.instant("expires_at", expires_at)?;
    Ok(Some((SessionId::from_uuid(id), Presence { last_seen_at, expires_at })))
}

/// Selects all sessions of a user, oldest first.
pub(crate) fn of_user(user: UserId) -> SelectStatement {
    query::select::<Session>()
        .and_where(Column::UserId.eq(user.as_uuid()))
        .order_by((Entity, Column::CreatedAt), Order::Asc)
        .order_by((Entity, Column::Id), Order::Asc)
        .take()
}
