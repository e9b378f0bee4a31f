//! What the system costs: access checks, inviting and accepting, lists, and what it takes to be
//! there at all.
//!
//! Without arguments every section is run; with arguments, those that are named.

mod access_check;
mod bare;
mod client;
mod empty;
mod folder;
mod footprint;
mod invite_accept;
mod load;
mod many_addresses;
mod member_list;
mod pages;
#[path = "../../../src/postgres_server.rs"]
mod postgres_server;
mod program;
mod stage;

use portero_bench_measure::introduce;
use tokio::runtime::{Builder, Runtime};

/// A section, and what runs it.
type Section = (&'static str, fn(&Runtime));

/// Every section, in the order of the table.
const SECTIONS: [Section; 6] = [
    ("access-check", access_check::run),
    ("invite-accept", invite_accept::run),
    ("many-addresses", many_addresses::run),
    ("member-list", member_list::run),
    ("pages", pages::run),
    ("footprint", footprint::run),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted == [empty::ARGUMENT] {
        empty::serve();
        return;
    }
    introduce("The system");
    // One thread for all clients: what they take is taken from the servers, so it is kept small.
    let runtime =
        Builder::new_current_thread().enable_all().build().expect("a runtime for clients");
    for (name, run) in SECTIONS {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            run(&runtime);
        }
    }
}
