//! What every commit leaves behind in its scope: numbered events, and one record of the audit chain.
//!
//! A scope's row in `streams` holds the last number of either and the last hash. Whoever appends
//! advances that row first, and so waits for whoever is appending already: numbers have no gaps,
//! because they are given in the transaction that uses them.

use chrono::{DateTime, Utc};
use portero_domain::model::{AuditEntry, AuditHash, AuditRecord, Event, Origin};
use portero_domain::policy::RefusedAttempt;
use portero_domain::port::{Digest, StoreError};
use sea_orm::{DatabaseTransaction, EntityTrait};
use uuid::Uuid;

use crate::error::store_error;
use crate::query;
use crate::table::{audit_records, events, streams};
use crate::write;

const ADVANCE: &str = "INSERT INTO streams (scope, event_number, audit_number, audit_hash) \
     VALUES ($1, $2, 1, $3) \
     ON CONFLICT (scope) DO UPDATE SET \
         event_number = streams.event_number + excluded.event_number, \
         audit_number = streams.audit_number + 1 \
     RETURNING event_number, audit_number, audit_hash";

const KEEP_HASH: &str = "UPDATE streams SET audit_hash = $2 WHERE scope = $1";

/// The numbers that an appender has taken.
struct Advanced {
    last_event: i64,
    audit_number: i64,
    previous: AuditHash,
}

/// Appends the events of one scope, and the entry that authorised them.
pub(crate) async fn append(
    transaction: &DatabaseTransaction,
    digest: &dyn Digest,
    entry: AuditEntry,
    happened: &[Event],
) -> Result<(), StoreError> {
    let scope = entry.scope().key();
    let count = i64::try_from(happened.len())
        .map_err(|_| StoreError::Unavailable("too many events for one commit".to_owned()))?;
    let advanced = advance(transaction, scope, count).await?;
    let first = advanced.last_event - count + 1;
    let rows = (first..)
        .zip(happened)
        .map(|(number, event)| events::numbered(scope, number, entry.at(), event))
        .collect::<Result<Vec<_>, _>>()?;
    write::insert_all::<events::Entity, _>(transaction, rows).await?;
    let record = entry.into_record(advanced.audit_number, advanced.previous);
    chain(transaction, digest, record).await
}

/// Appends the record of an attempt that was refused. It makes no event.
pub(crate) async fn append_refusal(
    transaction: &DatabaseTransaction,
    digest: &dyn Digest,
    attempt: &RefusedAttempt,
    origin: Origin,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let advanced = advance(transaction, attempt.account().as_uuid(), 0).await?;
    let record =
        AuditRecord::of_refused(attempt, origin, at, advanced.audit_number, advanced.previous);
    chain(transaction, digest, record).await
}

async fn advance(
    transaction: &DatabaseTransaction,
    scope: Uuid,
    events: i64,
) -> Result<Advanced, StoreError> {
    let zero = AuditHash::ZERO.as_bytes().to_vec();
    let values = [scope.into(), events.into(), zero.into()];
    let statement = query::statement(transaction, ADVANCE, values);
    let advanced = query::one_of_statement(transaction, statement, |columns| {
        Ok(Advanced {
            last_event: columns.value(streams::TABLE, "event_number")?,
            audit_number: columns.value(streams::TABLE, "audit_number")?,
            previous: streams::audit_hash(columns)?,
        })
    });
    advanced
        .await?
        .ok_or_else(|| streams::TABLE.corrupt("scope", "a row that was written is not there"))
}

async fn chain(
    transaction: &DatabaseTransaction,
    digest: &dyn Digest,
    record: AuditRecord,
) -> Result<(), StoreError> {
    let record = record.sealed(|bytes| digest.sha256(bytes));
    let values = [record.scope.into(), record.hash.as_bytes().to_vec().into()];
    write::execute(transaction, query::statement(transaction, KEEP_HASH, values)).await?;
    let insert = audit_records::Entity::insert::<audit_records::ActiveModel>(
        audit_records::sealed(record)?.into(),
    );
    insert.exec_without_returning(transaction).await.map(drop).map_err(store_error)
}
