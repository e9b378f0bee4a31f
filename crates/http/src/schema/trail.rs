//! The audit log and the events.

use std::collections::BTreeMap;

use poem_openapi::Object;
use poem_openapi::types::Any;
use portero_domain::model::{AuditRecord, NumberedEvent};
use uuid::Uuid;

use super::Timestamp;

/// One entry of the audit log.
#[derive(Debug, Clone, Object)]
#[oai(rename = "AuditEntry", skip_serializing_if_is_none, example)]
pub struct AuditBody {
    /// Its number on this account: 1, 2, 3, … without gaps.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: ReferenceBody,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: ReferenceBody,
    /// What allowed it, or for a refused attempt what was missing.
    pub ground: String,
    /// From where.
    pub network: Option<String>,
    /// Further facts.
    pub details: BTreeMap<String, String>,
    /// The hash that chains it to the entry before, in hexadecimal.
    pub hash: String,
}

/// What kind of thing, and which one.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Reference", skip_serializing_if_is_none, example)]
pub struct ReferenceBody {
    /// What kind of thing.
    pub kind: String,
    /// Which one, where it has an id.
    pub id: Option<Uuid>,
}

impl From<AuditRecord> for AuditBody {
    fn from(record: AuditRecord) -> Self {
        Self {
            number: record.number,
            at: record.at.into(),
            actor: ReferenceBody { kind: record.actor_kind, id: record.actor_id },
            action: record.action,
            object: ReferenceBody { kind: record.object_kind, id: record.object_id },
            ground: record.ground,
            network: record.network,
            details: record.details.into_iter().collect(),
            hash: record.hash.to_string(),
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Event", example)]
pub struct EventBody {
    /// Its number on this account: 1, 2, 3, … without gaps.
    pub number: i64,
    /// When it was committed.
    pub at: Timestamp,
    /// What happened, such as `invitation_accepted`.
    pub name: String,
    /// The rest of it: ids, roles and permissions.
    pub data: Any<serde_json::Value>,
}

impl From<NumberedEvent> for EventBody {
    fn from(event: NumberedEvent) -> Self {
        Self {
            number: event.number,
            at: event.at.into(),
            name: event.name,
            data: Any(serde_json::from_str(&event.data).unwrap_or_default()),
        }
    }
}
