//! One suite of cases that every store passes.
//!
//! What the comments of the ports ask of an adapter, a case here proves, and its name is the
//! sentence that it proves. An adapter runs all of them with a [`Harness`] and one macro, in its
//! `tests/contract.rs`:
//!
//! ```text
//! struct Memory;
//!
//! impl Harness for Memory {
//!     async fn open(&self) -> Option<Faces> {
//!         let store = Arc::new(MemoryStore::new(Arc::new(Sha256)));
//!         …
//!     }
//! }
//!
//! portero_store_contract::contract_tests!(Memory);
//! ```
//!
//! To add a case, write it in a module of [`case`] and name it in the list of
//! [`contract_tests!`]: it then runs on every store. A test sees to it that none is forgotten.
//!
//! No case sleeps or looks at a clock, and none writes beside its own open unit of work: a store
//! may have one writer.

#![allow(clippy::missing_panics_doc, reason = "a case that fails panics: that is its answer")]

pub mod case;
mod given;
mod harness;
mod suite;

pub use harness::{Faces, Harness, run};
pub use suite::CASES;
