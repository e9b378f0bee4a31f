//! What a case starts from: people, accounts and all that is theirs, with instants that stand
//! still and ids that are counted.

mod client;
mod communication;
mod contact;
mod instant;
mod invited;
mod mailed;
mod pages;
mod person;
mod place;
mod record;
mod site;
mod support_code;
mod together;
mod viewing;
mod write;

use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) use client::{ALLOWED, client_details};
pub(crate) use contact::{details, line};
pub(crate) use instant::{after, noon};
pub(crate) use pages::pages;
pub(crate) use person::{address, hash_of, name};
use portero_domain::model::TokenHash;
pub(crate) use record::{entry, trail};
pub(crate) use site::{only_named, with_alias};
pub(crate) use together::together;
use uuid::{Builder, Uuid};
pub(crate) use write::{Write, attempt, save};

use crate::Faces;

/// Puts things into a store, each in a unit of work of its own.
pub(crate) struct Given<'faces> {
    faces: &'faces Faces,
    counted: AtomicU64,
}

impl<'faces> Given<'faces> {
    pub(crate) fn new(faces: &'faces Faces) -> Self {
        Self { faces, counted: AtomicU64::new(0) }
    }

    fn count(&self) -> u64 {
        self.counted.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// An id: a UUID of version 7, later than the one before.
    pub(crate) fn id(&self) -> Uuid {
        let counted = self.count();
        let millis = noon().timestamp_millis().cast_unsigned() + counted;
        Builder::from_unix_timestamp_millis(millis, &[7; 10]).into_uuid()
    }

    /// The hash of a link or token that nothing else has.
    pub(crate) fn link(&self) -> TokenHash {
        let mut bytes = [0xAB; 32];
        bytes[..8].copy_from_slice(&self.count().to_be_bytes());
        TokenHash::from_bytes(bytes)
    }

    /// Writes a change in a unit of work of its own.
    pub(crate) async fn saved<Change: Write>(&self, change: Change) -> Change::Aggregate {
        let aggregate = change.aggregate();
        attempt(self.faces, change).await.expect("what is given can be written");
        aggregate
    }
}
