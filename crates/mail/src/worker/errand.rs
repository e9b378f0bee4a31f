//! The way of one mail: from its lease to the record of what became of it.

use std::sync::Arc;
use std::time::Duration;

use portero_domain::id::MailId;
use portero_domain::model::QueuedMail;
use portero_domain::port::{Clock, Outbox, SendOutcome};
use tokio::time::sleep;
use tracing::{debug, error, info, warn};
use uuid::Uuid;

use super::{LEASE, retry};
use crate::{Composer, Delivery, Transport};

/// How often a lease is renewed: twice before it runs out.
const RENEW_EVERY: Duration = Duration::from_secs(2);

/// How often to try to record what became of a mail, once a second: as long as the lease lasts.
const RECORD_TRIES: u32 = 5;

/// What sending a mail takes.
pub(super) struct Errand {
    pub outbox: Arc<dyn Outbox>,
    pub composer: Composer,
    pub transport: Arc<dyn Transport>,
    pub clock: Arc<dyn Clock>,
    pub holder: Uuid,
}

impl Errand {
    /// Sends one leased mail and records what became of it, unless the lease is lost meanwhile:
    /// then another worker has the mail, and this one says nothing more about it.
    pub(super) async fn run(&self, queued: QueuedMail) {
        let mail = queued.mail.id;
        tokio::select! {
            biased;
            outcome = self.attempt(&queued) => self.record(mail, outcome).await,
            () = self.lose_lease(mail) => warn!(%mail, "the lease on a mail was lost"),
        }
    }

    async fn attempt(&self, queued: &QueuedMail) -> SendOutcome {
        let mail = queued.mail.id;
        let message = match self.composer.compose(&queued.mail) {
            Ok(message) => message,
            Err(problem) => {
                error!(%mail, %problem, "a mail cannot be composed");
                return retry::after_composing(problem, self.clock.now());
            }
        };
        let sent = self.transport.send(&message).await;
        let now = self.clock.now();
        match sent {
            Ok(Delivery::Taken) => {
                debug!(%mail, "a mail was sent");
                SendOutcome::Sent { at: now }
            }
            Ok(Delivery::Kept) => SendOutcome::Kept { at: now },
            Err(problem) => {
                let attempt = queued.attempts.saturating_add(1);
                info!(%mail, attempt, %problem, "a mail was not sent");
                retry::after_failure(problem, queued.attempts, now)
            }
        }
    }

    /// Renews the lease again and again; ends only when it is lost.
    async fn lose_lease(&self, mail: MailId) {
        loop {
            sleep(RENEW_EVERY).await;
            let until = self.clock.now() + LEASE;
            match self.outbox.renew(mail, self.holder, until).await {
                Ok(true) => {}
                Ok(false) => return,
                // Perhaps it is lost, perhaps not. To record it is left to the outbox, which
                // heeds nobody who lost a lease.
                Err(problem) => warn!(%mail, %problem, "a lease was not renewed"),
            }
        }
    }

    /// Records what became of a mail. If the outbox does not answer, the mail is sent again: so it
    /// is worth more than one try.
    async fn record(&self, mail: MailId, outcome: SendOutcome) {
        for _ in 0..RECORD_TRIES {
            match self.outbox.settle(mail, self.holder, outcome.clone()).await {
                Ok(()) => return,
                Err(problem) => warn!(%mail, %problem, "what became of a mail was not recorded"),
            }
            sleep(Duration::from_secs(1)).await;
        }
    }
}
