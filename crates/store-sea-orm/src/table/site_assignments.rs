//! `site_assignments`: a row is a site that is assigned to a client.

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{SiteAssignment, Version};
use portero_domain::policy::SitePermissionSet;
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;

use super::{Columns, Stored, micros, row, words};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site_assignments")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) client_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) site_id: Uuid,
    pub(crate) permissions: String,
    pub(crate) since: i64,
    pub(crate) version: i64,
}

row!("site_assignments": account_id, client_id, site_id, permissions, since, version);

impl Stored for SiteAssignment {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            account_id: AccountId::from_uuid(row.account_id),
            client_id: ClientId::from_uuid(row.client_id),
            site_id: SiteId::from_uuid(row.site_id),
            permissions: TABLE.parse_set("permissions", &row.permissions)?,
            since: TABLE.instant("since", row.since)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        Model {
            account_id: self.account_id.as_uuid(),
            client_id: self.client_id.as_uuid(),
            site_id: self.site_id.as_uuid(),
            permissions: words(self.permissions.iter()),
            since: micros(self.since),
            version: self.version.as_i64(),
        }
    }
}

/// Reads what is allowed on a site, on the optional side of an outer join.
pub(crate) fn permissions_or_nothing(
    columns: &mut Columns<'_>,
) -> Result<Option<SitePermissionSet>, StoreError> {
    let permissions: Option<String> = columns.value(TABLE, "permissions")?;
    permissions.map(|names| TABLE.parse_set("permissions", &names)).transpose()
}
