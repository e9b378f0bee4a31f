//! The outbox, as the worker that empties it sees it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::MailId;
use portero_domain::model::{Delivery, Mail, QueuedMail};
use portero_domain::port::{Outbox, OutboxStatus, SendOutcome, StoreError};
use uuid::Uuid;

use crate::MemoryStore;
use crate::row::{Lease, MailPlace, MailProgress, StoredMail};
use crate::transaction::Transaction;

#[async_trait]
impl Outbox for MemoryStore {
    async fn lease(
        &self,
        holder: Uuid,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<QueuedMail>, StoreError> {
        let mut transaction = self.states.begin().await;
        let waiting = transaction.state().mails.placed(MailPlace::all_queued());
        let free = waiting.filter(|stored| stored.is_free(now));
        let taken: Vec<StoredMail> = free.take(limit as usize).cloned().collect();
        for stored in &taken {
            transaction.put(stored.clone().leased(Lease { holder, until }));
        }
        transaction.publish();
        let queued = |stored: StoredMail| {
            stored.attempts().map(|attempts| QueuedMail { mail: stored.mail, attempts })
        };
        Ok(taken.into_iter().filter_map(queued).collect())
    }

    async fn renew(
        &self,
        mail: MailId,
        holder: Uuid,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.states.begin().await;
        let Some(held) = held_by(&transaction, mail, holder) else { return Ok(false) };
        transaction.put(held.leased(Lease { holder, until }));
        transaction.publish();
        Ok(true)
    }

    async fn settle(
        &self,
        mail: MailId,
        holder: Uuid,
        outcome: SendOutcome,
    ) -> Result<(), StoreError> {
        let mut transaction = self.states.begin().await;
        if let Some(held) = held_by(&transaction, mail, holder) {
            let carried = transaction.state().addressees.at(&mail).cloned();
            if let Some(mut carried) = carried {
                carried.addressee.delivery = delivery(&outcome);
                transaction.put(carried);
            }
            transaction.put(settled(held, outcome));
            transaction.publish();
        }
        Ok(())
    }

    async fn kept<'a>(
        &self,
        to: Option<&'a str>,
        limit: u32,
    ) -> Result<Vec<(Mail, DateTime<Utc>)>, StoreError> {
        Ok(self.states.read(|state| {
            let newest_first = state.mails.placed(MailPlace::all_kept()).rev();
            let addressed =
                newest_first.filter(|stored| to.is_none_or(|to| stored.mail.to.canonical() == to));
            addressed.filter_map(kept).take(limit as usize).collect()
        }))
    }

    async fn status(&self) -> Result<OutboxStatus, StoreError> {
        Ok(self.states.read(|state| {
            let count = |places| state.mails.placed(places).count() as u64;
            OutboxStatus {
                queued: count(MailPlace::all_queued()),
                undeliverable: count(MailPlace::all_undeliverable()),
            }
        }))
    }
}

fn held_by(transaction: &Transaction, mail: MailId, holder: Uuid) -> Option<StoredMail> {
    transaction.state().mails.get(&mail).filter(|stored| stored.is_held_by(holder)).cloned()
}

fn settled(mut stored: StoredMail, outcome: SendOutcome) -> StoredMail {
    let attempts = stored.attempts().unwrap_or_default();
    stored.progress = match outcome {
        SendOutcome::Sent { at } => MailProgress::Sent { at },
        SendOutcome::Kept { at } => MailProgress::Kept { at },
        SendOutcome::Failed { retry_at, problem: _ } => {
            MailProgress::Queued { due: retry_at, attempts: attempts + 1, lease: None }
        }
        SendOutcome::Undeliverable { at, problem } => MailProgress::Undeliverable { problem, at },
    };
    match stored.progress {
        MailProgress::Sent { .. } | MailProgress::Undeliverable { .. } => stored.mail.secret = None,
        MailProgress::Queued { .. } | MailProgress::Kept { .. } => {}
    }
    stored
}

/// What becomes of an addressee whose mail is settled so.
fn delivery(outcome: &SendOutcome) -> Delivery {
    match outcome {
        SendOutcome::Sent { at } | SendOutcome::Kept { at } => Delivery::Sent { at: *at },
        SendOutcome::Failed { retry_at: _, problem } => {
            Delivery::Queued { problem: Some(problem.clone()) }
        }
        SendOutcome::Undeliverable { at, problem } => {
            Delivery::Undeliverable { at: *at, problem: problem.clone() }
        }
    }
}

fn kept(stored: &StoredMail) -> Option<(Mail, DateTime<Utc>)> {
    match stored.progress {
        MailProgress::Kept { at } => Some((stored.mail.clone(), at)),
        MailProgress::Queued { .. }
        | MailProgress::Sent { .. }
        | MailProgress::Undeliverable { .. } => None,
    }
}
