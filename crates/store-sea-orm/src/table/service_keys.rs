//! `service_keys`: a row is a machine's key to one account, or to the whole installation.

use portero_domain::id::{AccountId, ServiceKeyId, UserId};
use portero_domain::model::{Name, ServiceKey, TokenHash, Version};
use portero_domain::policy::Scope;
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Order, SelectStatement};

use super::{Stored, micros, row, words};
use crate::query;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_keys")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) scopes: String,
    pub(crate) token: Vec<u8>,
    pub(crate) created_by: Option<Uuid>,
    pub(crate) created_at: i64,
    pub(crate) revoked_at: Option<i64>,
    pub(crate) last_used_at: Option<i64>,
    pub(crate) version: i64,
}

row!("service_keys": id, account_id, name, scopes, token, created_by, created_at, revoked_at,
    last_used_at, version);

impl Stored for ServiceKey {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: ServiceKeyId::from_uuid(row.id),
            reach: row.account_id.map_or(Scope::Installation, |account| {
                Scope::Account(AccountId::from_uuid(account))
            }),
            name: TABLE.checked("name", Name::parse(&row.name))?,
            scopes: TABLE.parse_set("scopes", &row.scopes)?,
            token: TokenHash::from_bytes(TABLE.hash("token", &row.token)?),
            created_by: row.created_by.map(UserId::from_uuid),
            created_at: TABLE.instant("created_at", row.created_at)?,
            revoked_at: TABLE.optional_instant("revoked_at", row.revoked_at)?,
            last_used_at: TABLE.optional_instant("last_used_at", row.last_used_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        Model {
            id: self.id.as_uuid(),
            account_id: match self.reach {
                Scope::Installation => None,
                Scope::Account(account) => Some(account.as_uuid()),
            },
            name: self.name.as_str().to_owned(),
            scopes: words(self.scopes.iter()),
            token: self.token.as_bytes().to_vec(),
            created_by: self.created_by.map(UserId::as_uuid),
            created_at: micros(self.created_at),
            revoked_at: self.revoked_at.map(micros),
            last_used_at: self.last_used_at.map(micros),
            version: self.version.as_i64(),
        }
    }
}

/// Selects all keys of a reach, newest first.
pub(crate) fn of_reach(reach: Scope) -> SelectStatement {
    query::select::<ServiceKey>()
        .and_where(has_reach(reach))
        .order_by((Entity, Column::Id), Order::Desc)
        .take()
}

/// Whether a key opens just this.
pub(crate) fn has_reach(reach: Scope) -> Expr {
    match reach {
        Scope::Installation => Column::AccountId.is_null(),
        Scope::Account(account) => Column::AccountId.eq(account.as_uuid()),
    }
}
