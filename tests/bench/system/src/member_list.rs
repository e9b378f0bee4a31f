//! A list of a thousand members, beside the same rows read with one bare statement.

use std::sync::Arc;
use std::time::Instant;

use portero_bench_measure::{Finding, Quantity, heading, side_by_side};
use portero_domain::policy::Role;
use portero_domain::port::{Clock, Directory, MemberFilter, Page};
use portero_store_sea_orm::{SeaOrmStore, StoreOptions};
use portero_system::{Sha256Digest, SystemClock};
use tokio::runtime::Runtime;

use crate::bare::Bare;
use crate::folder::Folder;
use crate::stage::{Place, Stage};

/// How many members are listed.
const MEMBERS: u32 = 1_000;
/// How many rounds count.
const ROUNDS: usize = 51;

/// The columns of a member, and when they were last seen.
const STATEMENT: &str = "SELECT m.*, u.*, \
     (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = m.user_id) \
     FROM memberships m JOIN users u ON u.id = m.user_id \
     ORDER BY m.account_id, m.user_id LIMIT 1000";

/// Measures it, on a database that has no other members.
pub fn run(runtime: &Runtime) {
    heading(&format!("A list of {MEMBERS} members, from the directory's port"));
    let folder = Folder::new();
    let place = runtime.block_on(set(&folder));
    let store = runtime.block_on(open(&folder));
    let mut bare = runtime.block_on(Bare::open(&folder.database()));
    let mut listed = || {
        let begin = Instant::now();
        assert_eq!(runtime.block_on(list(&store, &place)), MEMBERS as usize);
        begin.elapsed().as_secs_f64() * 1e9
    };
    let mut read = || {
        let begin = Instant::now();
        assert_eq!(runtime.block_on(bare.read(STATEMENT)).len(), MEMBERS as usize);
        begin.elapsed().as_secs_f64() * 1e9
    };
    let [listed, read] = side_by_side(ROUNDS, [&mut listed, &mut read]).map(Quantity::nanoseconds);
    Finding::new("list through the port, checked and typed", listed)
        .against("the same rows by one bare statement", read)
        .print();
}

async fn set(folder: &Folder) -> Place {
    let stage = Stage::set(&folder.url()).await;
    let place = stage.found_account().await;
    let people = stage.people("member", MEMBERS as usize - 1).await;
    stage.join(&place, &people, Role::User).await;
    stage.sign_in(&people).await;
    stage.leave().await;
    place
}

async fn open(folder: &Folder) -> SeaOrmStore {
    let digest = Arc::new(Sha256Digest);
    let opened = SeaOrmStore::connect(&folder.url(), digest, StoreOptions::DEFAULT).await;
    opened.expect("the database can be opened")
}

async fn list(store: &SeaOrmStore, place: &Place) -> usize {
    let page = Page { after: None, limit: MEMBERS };
    let filter = MemberFilter::default();
    let rows = store.members(place.account, &filter, page, SystemClock.now()).await;
    rows.expect("members can be listed").len()
}
