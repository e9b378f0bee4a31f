//! `support_codes`: a row is the newest code that someone has on an account.

use portero_domain::id::{AccountId, SupportCodeId, UserId};
use portero_domain::model::{SupportCode, TokenHash, Version};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;

use super::{Stored, micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "support_codes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: Uuid,
    pub(crate) id: Uuid,
    pub(crate) code: Vec<u8>,
    pub(crate) expires_at: i64,
    pub(crate) tries_left: i64,
    pub(crate) used: bool,
    pub(crate) version: i64,
}

row!("support_codes": account_id, user_id, id, code, expires_at, tries_left, used, version);

impl Stored for SupportCode {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: SupportCodeId::from_uuid(row.id),
            account_id: AccountId::from_uuid(row.account_id),
            user_id: UserId::from_uuid(row.user_id),
            code: TokenHash::from_bytes(TABLE.hash("code", &row.code)?),
            expires_at: TABLE.instant("expires_at", row.expires_at)?,
            tries_left: TABLE.checked("tries_left", u32::try_from(row.tries_left))?,
            used: row.used,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        Model {
            account_id: self.account_id.as_uuid(),
            user_id: self.user_id.as_uuid(),
            id: self.id.as_uuid(),
            code: self.code.as_bytes().to_vec(),
            expires_at: micros(self.expires_at),
            tries_left: i64::from(self.tries_left),
            used: self.used,
            version: self.version.as_i64(),
        }
    }
}
