//! The store ports in memory: for tests, examples and embedding.
//!
//! [`MemoryStore`] passes the same suite of cases as the stores on a database, so that what works
//! here works there. Nothing outlives the process.
//!
//! # How it works
//!
//! There are two states with the same rows, which they share: the working one, which belongs to
//! whoever writes, one at a time, and the committed one, which everybody reads. A unit of work
//! changes the working state at once and remembers each step. A commit repeats the steps on the
//! committed state under its lock, so readers see all of it or nothing; a rollback takes them back
//! from the working one.
//!
//! # What it costs
//!
//! A write costs the logarithm of what is stored, and so does its commit or its rollback: nothing
//! is copied but the rows that change. Keys and indexes are kept twice, rows once. One writer
//! excludes another for as long as its unit of work lives, whatever the account, and whoever waits
//! for a second unit of work while holding one waits for ever; readers never wait for a writer.
//!
//! ```
//! use std::sync::Arc;
//!
//! use portero_domain::port::{Digest, Store};
//! use portero_store_memory::MemoryStore;
//!
//! struct Sha256;
//!
//! impl Digest for Sha256 {
//!     fn sha256(&self, bytes: &[u8]) -> [u8; 32] {
//!         use sha2::Digest as _;
//!         sha2::Sha256::digest(bytes).into()
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), portero_domain::port::StoreError> {
//! let store = MemoryStore::new(Arc::new(Sha256));
//! let unit = store.begin().await?;
//! drop(unit); // Nothing was committed, so nothing stays.
//! # Ok(())
//! # }
//! ```

mod access_directory;
mod client_directory;
mod directory;
mod outbox;
mod repository;
mod row;
mod state;
mod store;
mod table;
mod transaction;
mod unit_of_work;

pub use store::MemoryStore;
