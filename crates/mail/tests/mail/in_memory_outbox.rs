//! An outbox that fails when it is told to.

use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::MailId;
use portero_domain::model::{Mail, QueuedMail};
use portero_domain::port::{Outbox, OutboxStatus, SendOutcome, StoreError};
use tokio::sync::watch;
use uuid::Uuid;

struct Row {
    mail: Mail,
    due: DateTime<Utc>,
    lease: Option<(Uuid, DateTime<Utc>)>,
    outcomes: Vec<SendOutcome>,
}

#[derive(Default)]
struct State {
    rows: Vec<Row>,
    failing_leases: usize,
    failing_settlements: usize,
}

/// Keeps mails in memory.
pub struct InMemoryOutbox {
    state: Mutex<State>,
    settlements: watch::Sender<usize>,
    renewals: watch::Sender<usize>,
}

impl InMemoryOutbox {
    pub fn with(mails: impl IntoIterator<Item = Mail>) -> Arc<Self> {
        let row = |mail: Mail| Row { due: mail.created_at, mail, lease: None, outcomes: vec![] };
        let state = State { rows: mails.into_iter().map(row).collect(), ..State::default() };
        Arc::new(Self {
            state: Mutex::new(state),
            settlements: watch::Sender::new(0),
            renewals: watch::Sender::new(0),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }

    /// Waits until so many outcomes were recorded in all.
    pub async fn settled(&self, times: usize) {
        let mut settlements = self.settlements.subscribe();
        settlements.wait_for(|settled| *settled >= times).await.expect("the sender is here");
    }

    /// What became of the mail with this number, attempt by attempt.
    pub fn outcomes(&self, number: u128) -> Vec<SendOutcome> {
        let id = MailId::from_uuid(Uuid::from_u128(number));
        let state = self.lock();
        let row = state.rows.iter().find(|row| row.mail.id == id).expect("such a mail");
        row.outcomes.clone()
    }

    /// Waits until leases were asked to be renewed so many times in all.
    pub async fn renewed(&self, times: usize) {
        let mut renewals = self.renewals.subscribe();
        renewals.wait_for(|renewed| *renewed >= times).await.expect("the sender is here");
    }

    pub fn fail_leases(&self, times: usize) {
        self.lock().failing_leases = times;
    }

    pub fn fail_settlements(&self, times: usize) {
        self.lock().failing_settlements = times;
    }

    /// Gives every leased mail to someone else.
    pub fn take_leases_away(&self) {
        for row in &mut self.lock().rows {
            if let Some((holder, _)) = &mut row.lease {
                *holder = Uuid::from_u128(u128::MAX);
            }
        }
    }
}

fn unavailable() -> StoreError {
    StoreError::Unavailable("for a moment".to_owned())
}

#[async_trait]
impl Outbox for InMemoryOutbox {
    async fn lease(
        &self,
        holder: Uuid,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<QueuedMail>, StoreError> {
        let mut state = self.lock();
        if state.failing_leases > 0 {
            state.failing_leases -= 1;
            return Err(unavailable());
        }
        let is_free = |row: &&mut Row| {
            row.due <= now
                && row.lease.is_none_or(|(_, until)| until <= now)
                && row
                    .outcomes
                    .last()
                    .is_none_or(|outcome| matches!(outcome, SendOutcome::Failed { .. }))
        };
        let take = |row: &mut Row| {
            row.lease = Some((holder, until));
            let attempts = u32::try_from(row.outcomes.len()).expect("few");
            QueuedMail { mail: row.mail.clone(), attempts }
        };
        let limit = usize::try_from(limit).expect("small");
        Ok(state.rows.iter_mut().filter(is_free).take(limit).map(take).collect())
    }

    async fn renew(
        &self,
        mail: MailId,
        holder: Uuid,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.renewals.send_modify(|renewed| *renewed += 1);
        let mut state = self.lock();
        let row = state.rows.iter_mut().find(|row| row.mail.id == mail).expect("such a mail");
        match &mut row.lease {
            Some((leased_by, lease)) if *leased_by == holder => {
                *lease = until;
                Ok(true)
            }
            Some(_) | None => Ok(false),
        }
    }

    async fn settle(
        &self,
        mail: MailId,
        holder: Uuid,
        outcome: SendOutcome,
    ) -> Result<(), StoreError> {
        let mut state = self.lock();
        if state.failing_settlements > 0 {
            state.failing_settlements -= 1;
            return Err(unavailable());
        }
        let row = state.rows.iter_mut().find(|row| row.mail.id == mail).expect("such a mail");
        if row.lease.is_some_and(|(leased_by, _)| leased_by == holder) {
            row.lease = None;
            if let SendOutcome::Failed { retry_at, .. } = &outcome {
                row.due = *retry_at;
            }
            row.outcomes.push(outcome);
        }
        drop(state);
        self.settlements.send_modify(|settled| *settled += 1);
        Ok(())
    }

    async fn kept<'a>(
        &self,
        to: Option<&'a str>,
        limit: u32,
    ) -> Result<Vec<(Mail, DateTime<Utc>)>, StoreError> {
        let state = self.lock();
        let kept = state.rows.iter().rev().filter_map(|row| match row.outcomes.last() {
            Some(SendOutcome::Kept { at }) => Some((row.mail.clone(), *at)),
            Some(
                SendOutcome::Sent { .. }
                | SendOutcome::Failed { .. }
                | SendOutcome::Undeliverable { .. },
            )
            | None => None,
        });
        let wanted = kept.filter(|(mail, _)| to.is_none_or(|to| mail.to.canonical() == to));
        Ok(wanted.take(usize::try_from(limit).expect("small")).collect())
    }

    async fn status(&self) -> Result<OutboxStatus, StoreError> {
        Ok(OutboxStatus::default())
    }
}
