//! The store ports on `SQLite` and `PostgreSQL`, with sea-orm.
//!
//! [`SeaOrmStore`] implements [`Store`](portero_domain::port::Store),
//! [`Directory`](portero_domain::port::Directory),
//! [`ClientDirectory`](portero_domain::port::ClientDirectory),
//! [`AccessDirectory`](portero_domain::port::AccessDirectory) and
//! [`Outbox`](portero_domain::port::Outbox). Inside:
//!
//! - `connection` and `migration`: the pools, and the schema;
//! - `table`: one table a file, with its columns and what a row of it stands for;
//! - `query`, `write` and `write_all`: what reads and writes have in common;
//! - `unit_of_work`, `repository` and `records`: transactions, and what each commit leaves behind;
//! - `directory`, `access` and `outbox`: reads without a transaction, and the mail worker's side.
//!
//! The statements need no triggers, advisory locks or notifications, so that they also run where
//! only the wire protocol is `PostgreSQL`'s.

//!
//! ```
//! # use std::sync::Arc;
//! use portero_domain::port::{Digest, Store};
//! use portero_store_sea_orm::{SeaOrmStore, StoreOptions};
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
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let url = format!("sqlite:{}", folder.path().join("portero.db").display());
//! // Such as `sqlite:portero.db`, or `postgres://portero@localhost/portero`.
//! let store = SeaOrmStore::connect(&url, Arc::new(Sha256), StoreOptions::DEFAULT).await?;
//! store.migrate().await?;
//! store.ping().await?;
//! # Ok(())
//! # }
//! ```

mod access;
mod connection;
mod directory;
mod error;
mod migration;
mod outbox;
mod query;
mod records;
mod repository;
mod store;
mod table;
mod unit_of_work;
mod write;
mod write_all;

pub use connection::StoreOptions;
pub use error::ConnectError;
pub use store::SeaOrmStore;
