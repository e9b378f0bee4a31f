//! `password_resets`: a row is a password reset.

use portero_domain::id::{PasswordResetId, UserId};
use portero_domain::model::{PasswordReset, PasswordResetState, TokenHash, Version};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;

use super::{Stored, micros, row};
use crate::query;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "password_resets")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) link: Vec<u8>,
    pub(crate) expires_at: i64,
    pub(crate) state: String,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

row!("password_resets": id, user_id, link, expires_at, state, created_at, version);

impl Stored for PasswordReset {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: PasswordResetId::from_uuid(row.id),
            user_id: UserId::from_uuid(row.user_id),
            link: TokenHash::from_bytes(TABLE.hash("link", &row.link)?),
            expires_at: TABLE.instant("expires_at", row.expires_at)?,
            state: state(&row.state)?,
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        Model {
            id: self.id.as_uuid(),
            user_id: self.user_id.as_uuid(),
            link: self.link.as_bytes().to_vec(),
            expires_at: micros(self.expires_at),
            state: self.state.to_string(),
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
        }
    }
}

/// Selects the one with this link, whatever its state.
pub(crate) fn by_link(link: &TokenHash) -> SelectStatement {
    query::select::<PasswordReset>().and_where(Column::Link.eq(link.as_bytes().to_vec())).take()
}

/// Whether it is kept as open: written out, as in the condition of the index on these.
pub(crate) fn is_open() -> Expr {
    Expr::cust("password_resets.state = 'open'")
}

fn state(text: &str) -> Result<PasswordResetState, StoreError> {
    match TABLE.parse("state", text)? {
        PasswordResetState::Expired => Err(TABLE.corrupt("state", "expiry is never stored")),
        state @ (PasswordResetState::Open
        | PasswordResetState::Used
        | PasswordResetState::Superseded) => Ok(state),
    }
}
