//! The audit chain: each record carries the hash of the one before, so that what was written
//! cannot be altered, dropped or put in unnoticed.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::audit::permission_text;
use super::{Action, AuditDetails, Origin};
use crate::policy::RefusedAttempt;

/// The hash that chains an audit record to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuditHash([u8; 32]);

impl AuditHash {
    /// What the first record of a chain comes after.
    pub const ZERO: Self = Self([0; 32]);

    /// Takes a computed or stored hash.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for a database.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Display for AuditHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// An audit record as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// The scope's key: the account's id, or the nil UUID for the installation.
    pub scope: Uuid,
    /// Its number within the chain: 1, 2, 3, … without gaps.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `user`, `service_key`, `operator`, `visitor` or `clock`.
    pub actor_kind: String,
    /// Which user or key.
    pub actor_id: Option<Uuid>,
    /// What was done: the name of an [`Action`].
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which one.
    pub object_id: Option<Uuid>,
    /// What allowed it, or for a refused attempt what was missing.
    pub ground: String,
    /// From where.
    pub network: Option<String>,
    /// Further facts.
    pub details: AuditDetails,
    /// The hash of the record before.
    pub previous: AuditHash,
    /// The hash of this one.
    pub hash: AuditHash,
}

/// Where a chain does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainBreak {
    /// A record is missing, or there twice.
    #[error("record {found} stands where record {expected} should")]
    Number {
        /// The number that should come.
        expected: i64,
        /// The number that came.
        found: i64,
    },
    /// A record does not name the hash of the one before.
    #[error("record {0} does not follow from the one before it")]
    Link(i64),
    /// A record is not what it was when it was written.
    #[error("record {0} was altered")]
    Content(i64),
    /// The end of the chain was cut off.
    #[error("the chain ends at record {found}, but its head says {expected}")]
    Truncated {
        /// The number that the head keeps.
        expected: i64,
        /// The last number there is.
        found: i64,
    },
}

impl AuditRecord {
    /// The record of an attempt that the policy denied.
    #[must_use]
    pub fn of_refused(
        attempt: &RefusedAttempt,
        origin: Origin,
        at: DateTime<Utc>,
        number: i64,
        previous: AuditHash,
    ) -> Self {
        let (actor_kind, actor_id) = attempt.actor().parts();
        Self {
            scope: attempt.account().as_uuid(),
            number,
            at,
            actor_kind: actor_kind.to_owned(),
            actor_id,
            action: Action::AttemptRefused.as_str().to_owned(),
            object_kind: "account".to_owned(),
            object_id: Some(attempt.account().as_uuid()),
            ground: permission_text(attempt.denial().missing),
            network: origin.network,
            details: AuditDetails::new(),
            previous,
            hash: AuditHash::ZERO,
        }
    }

    /// What the hash is taken of: every field but the hash, each with its length before it, so
    /// that no two records have the same bytes.
    #[must_use]
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        put(&mut bytes, self.previous.as_bytes());
        put(&mut bytes, self.scope.as_bytes());
        put(&mut bytes, &self.number.to_be_bytes());
        put(&mut bytes, &self.at.timestamp_micros().to_be_bytes());
        put(&mut bytes, self.actor_kind.as_bytes());
        put_id(&mut bytes, self.actor_id);
        put(&mut bytes, self.action.as_bytes());
        put(&mut bytes, self.object_kind.as_bytes());
        put_id(&mut bytes, self.object_id);
        put(&mut bytes, self.ground.as_bytes());
        put_optional(&mut bytes, self.network.as_deref().map(str::as_bytes));
        for (fact, value) in &self.details {
            put(&mut bytes, fact.as_bytes());
            put(&mut bytes, value.as_bytes());
        }
        bytes
    }

    /// Checks that the record follows from the one before, and was not altered.
    ///
    /// # Errors
    /// Says where the chain does not hold.
    pub fn verify(
        &self,
        number: i64,
        previous: AuditHash,
        hash: impl FnOnce(&[u8]) -> [u8; 32],
    ) -> Result<(), ChainBreak> {
        if self.number != number {
            return Err(ChainBreak::Number { expected: number, found: self.number });
        }
        if self.previous != previous {
            return Err(ChainBreak::Link(number));
        }
        if hash(&self.canonical_bytes()) != *self.hash.as_bytes() {
            return Err(ChainBreak::Content(number));
        }
        Ok(())
    }

    /// Puts the hash of its own bytes into the record.
    #[must_use]
    pub fn sealed(mut self, hash: impl FnOnce(&[u8]) -> [u8; 32]) -> Self {
        self.hash = AuditHash::from_bytes(hash(&self.canonical_bytes()));
        self
    }
}

fn put(bytes: &mut Vec<u8>, field: &[u8]) {
    bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
    bytes.extend_from_slice(field);
}

fn put_optional(bytes: &mut Vec<u8>, field: Option<&[u8]>) {
    bytes.push(u8::from(field.is_some()));
    put(bytes, field.unwrap_or_default());
}

fn put_id(bytes: &mut Vec<u8>, id: Option<Uuid>) {
    put_optional(bytes, id.as_ref().map(|id| id.as_bytes().as_slice()));
}
