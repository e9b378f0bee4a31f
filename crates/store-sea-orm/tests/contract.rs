//! The store passes every case of the contract: on a `SQLite` file with several connections, and on
//! `PostgreSQL`.

use std::sync::Arc;

use portero_domain::port::Digest;
use portero_store_contract::{Faces, Harness};
use portero_store_sea_orm::{SeaOrmStore, StoreOptions};
use portero_tests::postgres::Database;
use tempfile::TempDir;

struct Sha256;

impl Digest for Sha256 {
    fn sha256(&self, bytes: &[u8]) -> [u8; 32] {
        use sha2::Digest as _;
        sha2::Sha256::digest(bytes).into()
    }
}

/// One connection hides what several do to each other.
const CONNECTIONS: StoreOptions =
    StoreOptions { sqlite_readers: 7, postgres_connections: 8, ..StoreOptions::DEFAULT };

async fn faces_of(url: &str) -> Faces {
    let digest = Arc::new(Sha256);
    let store = SeaOrmStore::connect(url, digest.clone(), CONNECTIONS).await;
    let store = Arc::new(store.expect("the database can be opened"));
    store.migrate().await.expect("the schema can be made");
    Faces {
        store: store.clone(),
        directory: store.clone(),
        clients: store.clone(),
        access: store.clone(),
        outbox: store,
        digest,
    }
}

struct SqliteFile(TempDir);

impl SqliteFile {
    fn fresh() -> Self {
        Self(TempDir::new().expect("a folder"))
    }
}

impl Harness for SqliteFile {
    async fn open(&self) -> Option<Faces> {
        Some(faces_of(&format!("sqlite:{}", self.0.path().join("portero.db").display())).await)
    }
}

struct Postgres(Option<Database>);

impl Harness for Postgres {
    async fn open(&self) -> Option<Faces> {
        Some(faces_of(self.0.as_ref()?.url()).await)
    }
}

mod sqlite {
    use super::SqliteFile;

    portero_store_contract::contract_tests!(SqliteFile::fresh());
}

mod postgres {
    use super::{Database, Postgres};

    portero_store_contract::contract_tests!(Postgres(Database::fresh()));
}
