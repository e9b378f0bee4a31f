//! `streams`: a row is where the events and the audit chain of a scope end. [`crate::records`] writes
//! it, with statements of its own.

use portero_domain::model::AuditHash;
use portero_domain::port::StoreError;

use super::{Columns, Table};

/// The table, for messages.
pub(crate) const TABLE: Table = Table("streams");

/// Reads the hash of the last record.
pub(crate) fn audit_hash(columns: &mut Columns<'_>) -> Result<AuditHash, StoreError> {
    let hash: Vec<u8> = columns.value(TABLE, "audit_hash")?;
    TABLE.hash("audit_hash", &hash).map(AuditHash::from_bytes)
}
