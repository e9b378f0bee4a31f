//! The databases that tests run on: a fresh one each time.

use std::sync::Arc;

use portero_domain::port::Digest;
use portero_store_sea_orm::{SeaOrmStore, StoreOptions};
use portero_tests::postgres;
use sea_orm::{Database, DatabaseConnection};
use sha2::Digest as _;

/// A store that was just opened.
pub(crate) struct Opened {
    pub(crate) store: SeaOrmStore,
    url: String,
}

pub(crate) struct Sha256;

impl Digest for Sha256 {
    fn sha256(&self, bytes: &[u8]) -> [u8; 32] {
        sha2::Sha256::digest(bytes).into()
    }
}

impl Opened {
    async fn at(url: String) -> Self {
        let store = SeaOrmStore::connect(&url, Arc::new(Sha256), StoreOptions::DEFAULT).await;
        Self { store: store.unwrap(), url }
    }

    /// A connection past the store, to look at the rows or to damage them.
    pub(crate) async fn past_the_store(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.unwrap()
    }
}

/// Does this on both databases, without a schema.
pub(crate) async fn on_each_empty_database(test: impl AsyncFn(&Opened)) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portero.db");
    test(&Opened::at(format!("sqlite:{}", file.display())).await).await;
    if let Some(database) = postgres::Database::fresh() {
        test(&Opened::at(database.url().to_owned()).await).await;
    }
}

/// Does this on both databases, with a schema.
pub(crate) async fn on_each_database(test: impl AsyncFn(&Opened)) {
    on_each_empty_database(async |opened| {
        opened.store.migrate().await.unwrap();
        test(opened).await;
    })
    .await;
}
