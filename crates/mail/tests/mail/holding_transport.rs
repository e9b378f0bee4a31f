//! A transport that answers when it is told.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use portero_mail::{Delivery, OutgoingMessage, SendError, Transport};
use tokio::sync::{Semaphore, watch};

/// Holds every message until it is let go.
pub struct HoldingTransport {
    begun: watch::Sender<usize>,
    held: AtomicUsize,
    most_held: AtomicUsize,
    gate: Semaphore,
}

impl Default for HoldingTransport {
    fn default() -> Self {
        Self {
            begun: watch::Sender::new(0),
            held: AtomicUsize::new(0),
            most_held: AtomicUsize::new(0),
            gate: Semaphore::new(0),
        }
    }
}

impl HoldingTransport {
    /// Waits until so many messages have come in all.
    pub async fn begun(&self, messages: usize) {
        let mut begun = self.begun.subscribe();
        begun.wait_for(|begun| *begun >= messages).await.expect("the sender is here");
    }

    pub fn let_go(&self, messages: usize) {
        self.gate.add_permits(messages);
    }

    pub fn most_held(&self) -> usize {
        self.most_held.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Transport for HoldingTransport {
    async fn send(&self, _message: &OutgoingMessage) -> Result<Delivery, SendError> {
        let held = self.held.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_held.fetch_max(held, Ordering::SeqCst);
        self.begun.send_modify(|begun| *begun += 1);
        self.gate.acquire().await.expect("it is never closed").forget();
        self.held.fetch_sub(1, Ordering::SeqCst);
        Ok(Delivery::Taken)
    }
}
