//! A worker that is set to work, on an outbox and with a clock of the test's.

use std::sync::Arc;

use chrono::TimeDelta;
use portero_mail::{
    Composer, MailWorker, SmtpServer as ServerUrl, SmtpTransport, Transport, WorkerHealth,
};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::given::{TestClock, composer};
use crate::in_memory_outbox::InMemoryOutbox;
use crate::smtp_server::SmtpServer;

/// A worker at work, and what it works with.
pub struct AtWork {
    pub outbox: Arc<InMemoryOutbox>,
    pub clock: Arc<TestClock>,
    pub wake: Arc<Notify>,
    pub shutdown: watch::Sender<bool>,
    pub running: JoinHandle<()>,
    pub health: Arc<WorkerHealth>,
}

impl AtWork {
    pub fn on(outbox: Arc<InMemoryOutbox>, transport: Arc<dyn Transport>) -> Self {
        Self::with_composer(outbox, transport, composer())
    }

    pub fn with_composer(
        outbox: Arc<InMemoryOutbox>,
        transport: Arc<dyn Transport>,
        composer: Composer,
    ) -> Self {
        let (clock, wake) = (TestClock::at_start(), Arc::new(Notify::new()));
        let (shutdown, told) = watch::channel(false);
        let worker = MailWorker::new(
            Arc::clone(&outbox) as _,
            composer,
            transport,
            Arc::clone(&clock) as _,
            Uuid::from_u128(7),
            Arc::clone(&wake),
        );
        let health = worker.health();
        let running = tokio::spawn(worker.run(told));
        Self { outbox, clock, wake, shutdown, running, health }
    }

    /// Lets time pass for the outbox, and wakes the worker.
    pub fn pass(&self, time: TimeDelta) {
        self.clock.advance(time);
        self.wake.notify_one();
    }

    pub async fn end(self) -> Arc<InMemoryOutbox> {
        self.shutdown.send(true).expect("the worker listens");
        self.running.await.expect("no panic");
        self.outbox
    }
}

pub fn smtp(server: &SmtpServer) -> Arc<dyn Transport> {
    let url = ServerUrl::parse(&server.url()).expect("a mail server");
    Arc::new(SmtpTransport::new(&url).expect("a transport"))
}
