//! The store in memory passes every case of the contract.

use std::sync::Arc;

use portero_domain::port::Digest;
use portero_store_contract::{Faces, Harness, contract_tests};
use portero_store_memory::MemoryStore;

struct Sha256;

impl Digest for Sha256 {
    fn sha256(&self, bytes: &[u8]) -> [u8; 32] {
        use sha2::Digest as _;
        sha2::Sha256::digest(bytes).into()
    }
}

struct Memory;

impl Harness for Memory {
    async fn open(&self) -> Option<Faces> {
        let digest = Arc::new(Sha256);
        let store = Arc::new(MemoryStore::new(digest.clone()));
        Some(Faces {
            store: store.clone(),
            directory: store.clone(),
            clients: store.clone(),
            access: store.clone(),
            outbox: store,
            digest,
        })
    }
}

contract_tests!(Memory);
