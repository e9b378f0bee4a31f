//! What is only ever added to: events and audit records, numbered within their scope.

use portero_domain::model::{AuditRecord, NumberedEvent};
use uuid::Uuid;

use crate::table::{Nowhere, Row};

/// An event, and the scope that it belongs to.
#[derive(Debug, Clone)]
pub struct StoredEvent {
    /// The scope's key.
    pub scope: Uuid,
    /// The event.
    pub event: NumberedEvent,
}

impl Row for StoredEvent {
    type Key = (Uuid, i64);
    type Place = Nowhere;

    fn key(&self) -> (Uuid, i64) {
        (self.scope, self.event.number)
    }

    fn places(&self) -> Vec<Nowhere> {
        Vec::new()
    }
}

impl Row for AuditRecord {
    type Key = (Uuid, i64);
    type Place = Nowhere;

    fn key(&self) -> (Uuid, i64) {
        (self.scope, self.number)
    }

    fn places(&self) -> Vec<Nowhere> {
        Vec::new()
    }
}
