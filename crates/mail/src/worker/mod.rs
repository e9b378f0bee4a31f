//! The worker that empties the outbox.

mod errand;
mod health;
mod retry;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use portero_domain::model::QueuedMail;
use portero_domain::port::{Clock, Outbox, StoreError};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tracing::{error, info, warn};
use uuid::Uuid;

pub use health::WorkerHealth;

use crate::{Composer, Transport};
use errand::Errand;

/// How long a lease lasts unless it is renewed.
const LEASE: TimeDelta = TimeDelta::seconds(5);

/// How many mails are sent at a time, so that one slow conversation does not hold up the others.
const AT_A_TIME: usize = 4;

/// How long the worker waits for someone to wake it before it looks by itself.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long mails under way may take to finish once the worker was told to end.
const FAREWELL: Duration = Duration::from_secs(10);

/// Takes mails from the outbox under a lease, sends them, and records what became of each.
///
/// Any number of workers may share an outbox, in this process or in others. A mail is sent at least
/// once: twice only when the worker dies, or loses its lease, between the mail server's answer and
/// the record of it.
pub struct MailWorker {
    errand: Arc<Errand>,
    wake: Arc<Notify>,
    health: Arc<WorkerHealth>,
}

impl MailWorker {
    /// A worker that leases in the name of `holder`, which no other worker may bear. Whoever
    /// commits a mail calls `wake.notify_one()`; a call too few costs a second, no mail.
    #[must_use]
    pub fn new(
        outbox: Arc<dyn Outbox>,
        composer: Composer,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        holder: Uuid,
        wake: Arc<Notify>,
    ) -> Self {
        let health = Arc::new(WorkerHealth::new(clock.now()));
        let errand = Arc::new(Errand { outbox, composer, transport, clock, holder });
        Self { errand, wake, health }
    }

    /// Tells whether the worker still goes about its work, also while it runs.
    #[must_use]
    pub fn health(&self) -> Arc<WorkerHealth> {
        Arc::clone(&self.health)
    }

    /// Works until `shutdown` becomes true or its sender is gone. Then it takes no further mail,
    /// gives those under way ten seconds, and leaves the rest to whoever leases next.
    pub async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let mut under_way = JoinSet::new();
        let mut outbox_answers = true;
        loop {
            self.health.beat(self.errand.clock.now());
            self.set_out(&mut under_way, &mut outbox_answers).await;
            tokio::select! {
                biased;
                // An error means that nobody is left who could ask for it later.
                _ = shutdown.wait_for(|ended| *ended) => break,
                Some(ended) = under_way.join_next(), if !under_way.is_empty() => note_panic(ended),
                () = self.wake.notified(), if under_way.len() < AT_A_TIME => {}
                () = sleep(LOOK_EVERY) => {}
            }
        }
        finish(under_way).await;
    }

    /// Sends as many more mails on their way as there are hands free.
    async fn set_out(&self, under_way: &mut JoinSet<()>, outbox_answers: &mut bool) {
        let free = AT_A_TIME - under_way.len();
        if free == 0 {
            return;
        }
        let leased = self.lease(u32::try_from(free).unwrap_or(u32::MAX)).await;
        // Told once when it begins and once when it is over, not every second.
        match (&leased, *outbox_answers) {
            (Err(problem), true) => warn!(%problem, "the outbox does not answer"),
            (Ok(_), false) => info!("the outbox answers again"),
            (Err(_), false) | (Ok(_), true) => {}
        }
        *outbox_answers = leased.is_ok();
        for queued in leased.unwrap_or_default() {
            let errand = Arc::clone(&self.errand);
            under_way.spawn(async move { errand.run(queued).await });
        }
    }

    async fn lease(&self, limit: u32) -> Result<Vec<QueuedMail>, StoreError> {
        let now = self.errand.clock.now();
        self.errand.outbox.lease(self.errand.holder, now, now + LEASE, limit).await
    }
}

async fn finish(mut under_way: JoinSet<()>) {
    let all = async {
        while let Some(ended) = under_way.join_next().await {
            note_panic(ended);
        }
    };
    if timeout(FAREWELL, all).await.is_err() {
        // Their leases run out by themselves, and another worker takes them.
        warn!(mails = under_way.len(), "mails under way are left to the next worker");
    }
}

fn note_panic(ended: Result<(), tokio::task::JoinError>) {
    if let Err(problem) = ended {
        error!(%problem, "sending a mail ended in a panic; it will be tried again");
    }
}
