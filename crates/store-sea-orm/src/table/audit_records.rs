//! `audit_records`: a row is a record of an audit chain.

use portero_domain::model::{AuditHash, AuditRecord};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;

use super::{Columns, Row, micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_records")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) scope: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) number: i64,
    pub(crate) happened_at: i64,
    pub(crate) actor_kind: String,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) action: String,
    pub(crate) object_kind: String,
    pub(crate) object_id: Option<Uuid>,
    pub(crate) ground: String,
    pub(crate) network: Option<String>,
    pub(crate) details: String,
    pub(crate) previous: Vec<u8>,
    pub(crate) hash: Vec<u8>,
}

row!("audit_records": scope, number, happened_at, actor_kind, actor_id, action, object_kind,
    object_id, ground, network, details, previous, hash);

/// The row of a sealed record.
pub(crate) fn sealed(record: AuditRecord) -> Result<Model, StoreError> {
    let details = serde_json::to_string(&record.details);
    Ok(Model {
        scope: record.scope,
        number: record.number,
        happened_at: micros(record.at),
        actor_kind: record.actor_kind,
        actor_id: record.actor_id,
        action: record.action,
        object_kind: record.object_kind,
        object_id: record.object_id,
        ground: record.ground,
        network: record.network,
        details: TABLE.checked("details", details)?,
        previous: record.previous.as_bytes().to_vec(),
        hash: record.hash.as_bytes().to_vec(),
    })
}

/// The record, read from its row. Whether its hash is right is for whoever verifies the chain.
pub(crate) fn read(columns: &mut Columns<'_>) -> Result<AuditRecord, StoreError> {
    let row = Model::read(columns)?;
    Ok(AuditRecord {
        scope: row.scope,
        number: row.number,
        at: TABLE.instant("happened_at", row.happened_at)?,
        actor_kind: row.actor_kind,
        actor_id: row.actor_id,
        action: row.action,
        object_kind: row.object_kind,
        object_id: row.object_id,
        ground: row.ground,
        network: row.network,
        details: TABLE.checked("details", serde_json::from_str(&row.details))?,
        previous: AuditHash::from_bytes(TABLE.hash("previous", &row.previous)?),
        hash: AuditHash::from_bytes(TABLE.hash("hash", &row.hash)?),
    })
}
