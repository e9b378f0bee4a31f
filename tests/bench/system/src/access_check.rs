//! `access/check` over HTTP, session and all, beside endpoints that do nothing.

use portero_bench_measure::{Finding, Quantity, Target, heading, side_by_side};
use portero_domain::policy::Role;
use tokio::runtime::Runtime;

use crate::client::{get, post};
use crate::folder::Folder;
use crate::load::{CLIENTS, Load};
use crate::program::Program;
use crate::stage::Stage;
use crate::{empty, postgres_server};

/// How many rounds count.
const ROUNDS: usize = 5;
/// How many members the account has.
const MEMBERS: usize = 1_000;
/// What is asked: a small question about oneself.
const QUESTION: &str = r#"{"permission":"users.read"}"#;

/// Measures checks on `SQLite`, and on `PostgreSQL` where there is one.
pub fn run(runtime: &Runtime) {
    let framework = Program::empty();
    heading(&format!("access/check over HTTP, {CLIENTS} clients, an account of {MEMBERS} members"));
    on_sqlite(runtime, &framework);
    match postgres_server::start() {
        Some(url) => on_postgres(runtime, &framework, &url),
        None => println!("  (no PostgreSQL on this machine: not measured on it)"),
    }
}

fn on_sqlite(runtime: &Runtime, framework: &Program) {
    let folder = Folder::new();
    let checks = runtime.block_on(requests(&folder.url()));
    let portero = Program::portero(&folder, &folder.url());
    let prepare = |program, requests: &[_]| runtime.block_on(Load::prepare(program, requests));
    let mut poem = prepare(framework, &[get(empty::POEM)]);
    let mut poem_openapi = prepare(framework, &[post(empty::OPERATION, "none", QUESTION)]);
    let mut health = prepare(&portero, &[get("/healthz")]);
    let mut check = prepare(&portero, &checks);
    let figures = side_by_side(
        ROUNDS,
        [&mut poem, &mut poem_openapi, &mut health, &mut check]
            .map(|load| move || runtime.block_on(load.round()))
            .each_mut()
            .map(|round| round as &mut dyn FnMut() -> f64),
    );
    let [poem_rate, poem_openapi_rate, health_rate, check_rate] = figures.map(Quantity::per_second);
    let line =
        |what: &str, rate| Finding::new(what, rate).against("an empty poem endpoint", poem_rate);
    line("access/check on SQLite", check_rate).must_reach(Target::RatioAtLeast(0.15)).print();
    line("of it: an empty poem-openapi operation", poem_openapi_rate).print();
    line("of it: /healthz, all that every request goes through", health_rate).print();
    for (what, load) in [
        ("processor time of the server, an empty endpoint", &poem),
        ("… an empty poem-openapi operation", &poem_openapi),
        ("… /healthz", &health),
        ("… access/check on SQLite", &check),
    ] {
        Finding::new(what, Quantity::time(load.processor_time_per_request())).print();
    }
}

fn on_postgres(runtime: &Runtime, framework: &Program, url: &str) {
    let folder = Folder::new();
    let checks = runtime.block_on(requests(url));
    let portero = Program::portero(&folder, url);
    let mut poem = runtime.block_on(Load::prepare(framework, &[get(empty::POEM)]));
    let mut check = runtime.block_on(Load::prepare(&portero, &checks));
    let [poem_rate, check_rate] = side_by_side(
        ROUNDS,
        [&mut || runtime.block_on(poem.round()), &mut || runtime.block_on(check.round())],
    )
    .map(Quantity::per_second);
    Finding::new("access/check on PostgreSQL", check_rate)
        .against("an empty poem endpoint", poem_rate)
        .print();
}

/// Sets an account up, and gives a request of each of so many of its administrators.
async fn requests(url: &str) -> Vec<Vec<u8>> {
    let stage = Stage::set(url).await;
    let place = stage.found_account().await;
    let others = stage.people("member", MEMBERS - CLIENTS).await;
    stage.join(&place, &others, Role::User).await;
    let administrators = stage.people("administrator", CLIENTS).await;
    stage.join(&place, &administrators, Role::Administrator).await;
    let tokens = stage.sign_in(&administrators).await;
    stage.leave().await;
    let path = format!("/v1/accounts/{}/access/check", place.account);
    tokens.iter().map(|token| post(&path, token, QUESTION)).collect()
}
