//! The panel's lists at their full size, session and all, beside an endpoint that does nothing.

use std::time::Duration;

use portero_bench_measure::{Finding, Quantity, Target, heading, side_by_side};
use portero_domain::policy::Role;
use tokio::runtime::Runtime;

use crate::client::{get, get_as};
use crate::empty;
use crate::folder::Folder;
use crate::load::{CLIENTS, Load};
use crate::program::Program;
use crate::stage::{Stage, address};

/// How many rounds count.
const ROUNDS: usize = 5;
/// How many members the account has, and how many invitations wait: more than a page shows.
const ROWS: usize = 50;
/// The lists, by the end of their paths.
const LISTS: [&str; 2] = ["/users", "/audit"];
/// The most of the server's time that a page may take.
const MOST: Duration = Duration::from_millis(5);

/// Measures them, on `SQLite`.
pub fn run(runtime: &Runtime) {
    heading(&format!("The panel's lists, {CLIENTS} clients, {ROWS} rows of each kind"));
    let framework = Program::empty();
    let folder = Folder::new();
    let [users, audit] = runtime.block_on(requests(&folder.url()));
    let portero = Program::portero(&folder, &folder.url());
    let prepare = |program, requests: &[_]| runtime.block_on(Load::prepare(program, requests));
    let mut nothing = prepare(&framework, &[get(empty::POEM)]);
    let mut users = prepare(&portero, &users);
    let mut audit = prepare(&portero, &audit);
    let rates = side_by_side(
        ROUNDS,
        [&mut nothing, &mut users, &mut audit]
            .map(|load| move || runtime.block_on(load.round()))
            .each_mut()
            .map(|round| round as &mut dyn FnMut() -> f64),
    );
    let [empty_rate, users_rate, audit_rate] = rates.map(Quantity::per_second);
    let empty_time = Quantity::time(nothing.processor_time_per_request());
    for (list, rate, load) in
        [(LISTS[0], users_rate, &users), (LISTS[1], audit_rate, &audit)]
    {
        let nothing = "an empty poem endpoint";
        Finding::new(format!("{list}, answered"), rate).against(nothing, empty_rate).print();
        let time = Quantity::time(load.processor_time_per_request());
        Finding::new(format!("{list}, processor time of the server"), time)
            .against(nothing, empty_time)
            .must_reach(Target::AtMost(Quantity::time(MOST)))
            .print();
    }
}

/// Sets an account up, and gives for each list a request of each of so many of its administrators.
async fn requests(url: &str) -> [Vec<Vec<u8>>; 2] {
    let stage = Stage::set(url).await;
    let place = stage.found_account().await;
    let others = stage.people("member", ROWS - CLIENTS).await;
    stage.join(&place, &others, Role::User).await;
    let administrators = stage.people("administrator", CLIENTS).await;
    stage.join(&place, &administrators, Role::Administrator).await;
    for number in 0..ROWS {
        // One after the other: each is an entry of the log, too.
        stage.invite(&place, &[address(&format!("invited{number}@sol.example"))]).await;
    }
    let tokens = stage.sign_in(&administrators).await;
    stage.leave().await;
    LISTS.map(|list| {
        let path = format!("/areas/{}{list}", place.account);
        tokens.iter().map(|token| get_as(&path, token)).collect()
    })
}
