//! The store itself: where units of work come from.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::model::{AuditEntry, AuditRecord, Origin};
use portero_domain::policy::RefusedAttempt;
use portero_domain::port::{Digest, Store, StoreError, UnitOfWork};
use tokio::sync::Notify;

use crate::row::MailProgress;
use crate::state::{State, Stored};
use crate::transaction::{States, Transaction};
use crate::unit_of_work::{MemoryUnitOfWork, chain_end};

/// A store in memory. Clones of it are the same store.
#[derive(Clone)]
pub struct MemoryStore {
    pub(crate) states: Arc<States>,
    pub(crate) digest: Arc<dyn Digest>,
    mail_waiting: Arc<Notify>,
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

impl MemoryStore {
    /// An empty store, whose audit chains are hashed with this digest.
    #[must_use]
    pub fn new(digest: Arc<dyn Digest>) -> Self {
        Self { states: Arc::default(), digest, mail_waiting: Arc::default() }
    }

    /// Is notified after each commit that put mail into the outbox. One who was busy meanwhile
    /// still learns of it.
    #[must_use]
    pub fn mail_waiting(&self) -> Arc<Notify> {
        Arc::clone(&self.mail_waiting)
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let transaction = self.states.begin().await;
        let digest = Arc::clone(&self.digest);
        Ok(Box::new(MemoryUnitOfWork::new(transaction, digest, self.mail_waiting())))
    }

    async fn record_refusal(
        &self,
        attempt: RefusedAttempt,
        origin: Origin,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.states.begin().await;
        let (number, previous) = chain_end(transaction.state(), attempt.account().as_uuid());
        let record = AuditRecord::of_refused(&attempt, origin, at, number + 1, previous);
        transaction.put(record.sealed(|bytes| self.digest.sha256(bytes)));
        transaction.publish();
        Ok(())
    }

    async fn record(&self, entry: AuditEntry) -> Result<(), StoreError> {
        let mut transaction = self.states.begin().await;
        let (number, previous) = chain_end(transaction.state(), entry.scope().key());
        let record = entry.into_record(number + 1, previous);
        transaction.put(record.sealed(|bytes| self.digest.sha256(bytes)));
        transaction.publish();
        Ok(())
    }

    /// What ended before its link ran out is told apart from what never was until that instant,
    /// and then forgotten: when it ended is not kept.
    async fn forget(&self, before: DateTime<Utc>) -> Result<(), StoreError> {
        let mut transaction = self.states.begin().await;
        forget(&mut transaction, |state| &state.sessions, |row| row.expires_at < before);
        forget(&mut transaction, |state| &state.answers, |row| row.answer.at < before);
        forget(&mut transaction, |state| &state.registrations, |row| row.expires_at < before);
        forget(&mut transaction, |state| &state.password_resets, |row| row.expires_at < before);
        forget(&mut transaction, |state| &state.support_codes, |row| row.expires_at < before);
        forget(
            &mut transaction,
            |state| &state.mails,
            |row| match row.progress {
                MailProgress::Sent { at } | MailProgress::Kept { at } => at < before,
                MailProgress::Queued { .. } | MailProgress::Undeliverable { .. } => false,
            },
        );
        transaction.publish();
        Ok(())
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

fn forget<R: Stored>(
    transaction: &mut Transaction,
    table: impl Fn(&State) -> &crate::table::Table<R>,
    is_over: impl Fn(&R) -> bool,
) {
    let over: Vec<R::Key> =
        table(transaction.state()).iter().filter(|row| is_over(row)).map(R::key).collect();
    for key in over {
        transaction.remove::<R>(key);
    }
}
