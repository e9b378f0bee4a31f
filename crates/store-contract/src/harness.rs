//! What an adapter brings, and how a case is run on it.

use std::sync::Arc;

use portero_domain::port::{
    AccessDirectory, ClientDirectory, Digest, Directory, Outbox, Store, UnitOfWork,
};

/// All faces of one store.
#[derive(Clone)]
pub struct Faces {
    /// Where units of work come from.
    pub store: Arc<dyn Store>,
    /// Its lists.
    pub directory: Arc<dyn Directory>,
    /// Its lists of clients and sites, and what clients see.
    pub clients: Arc<dyn ClientDirectory>,
    /// Its look-ups.
    pub access: Arc<dyn AccessDirectory>,
    /// Its outbox.
    pub outbox: Arc<dyn Outbox>,
    /// What its audit chains are hashed with.
    pub digest: Arc<dyn Digest>,
}

impl Faces {
    /// Begins a unit of work.
    pub async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.store.begin().await.expect("a unit of work begins")
    }
}

/// Opens stores for the suite. Each case has a harness of its own, which lives until the case is
/// over: it may own a temporary folder.
pub trait Harness {
    /// A fresh, empty store, or nothing where this machine lacks what the store needs. Then the
    /// case is skipped, and the harness says so loudly; where skipping is not acceptable, it
    /// panics.
    fn open(&self) -> impl Future<Output = Option<Faces>>;
}

/// Runs one case on a fresh store, in a runtime with several threads.
pub fn run(harness: &impl Harness, case: impl AsyncFnOnce(&Faces)) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
    runtime.expect("a runtime can be built").block_on(async {
        if let Some(faces) = harness.open().await {
            case(&faces).await;
        }
    });
}
