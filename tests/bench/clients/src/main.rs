//! Lists of clients at two sizes of an account: what a search, a filter, an order or a page takes with
//! 1,000,000 clients, measured against 10,000, on `SQLite` and on `PostgreSQL`; and an import.
//!
//! Two numbers name other sizes; a folder, where the `SQLite` databases are kept and used again.

mod filled;
mod import;
mod people;
#[path = "../../../src/postgres_server.rs"]
mod postgres_server;
mod question;
#[allow(dead_code, reason = "the other benchmark needs all of it")]
#[path = "../../system/src/stage.rs"]
mod stage;

use std::path::Path;

use portero_bench_measure::{Finding, Quantity, Target, heading, introduce, side_by_side};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use filled::Filled;
use question::Question;

/// How many clients the smaller account has, and the larger, unless others are asked for.
const SIZES: [u32; 2] = [10_000, 1_000_000];

/// How many rounds count.
const ROUNDS: usize = 15;

/// How much more the larger account may take.
const MOST: f64 = 4.0;

fn main() {
    let sizes: Vec<u32> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = <[u32; 2]>::try_from(sizes).unwrap_or(SIZES);
    introduce("Clients");
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let temporary = TempDir::with_prefix("portero-bench-").expect("a folder can be made");
    let file = |folder: &Path, name: &str| format!("sqlite:{}", folder.join(name).display());
    runtime.block_on(import::run(&file(temporary.path(), "import.db")));
    let kept = std::env::args().skip(1).find(|argument| argument.parse::<u32>().is_err());
    let folder = kept.as_ref().map_or(temporary.path(), Path::new);
    run(&runtime, "SQLite", &["few.db", "many.db"].map(|name| file(folder, name)), sizes);
    drop(temporary);
    match runtime.block_on(databases()) {
        Some(databases) => run(&runtime, "PostgreSQL", &databases, sizes),
        None => println!("\nThere is no PostgreSQL on this machine: its figures are missing."),
    }
}

/// Two databases of a server that is started for them.
async fn databases() -> Option<[String; 2]> {
    let server = postgres_server::start()?;
    let connection = sea_orm::Database::connect(&server).await.expect("the server answers");
    for name in ["few", "many"] {
        let create = format!("CREATE DATABASE {name}");
        connection.execute_unprepared(&create).await.expect("a database can be made");
    }
    Some(["few", "many"].map(|name| server.replace("/postgres", &format!("/{name}"))))
}

fn run(runtime: &Runtime, database: &str, urls: &[String; 2], sizes: [u32; 2]) {
    heading(&format!("{database}: lists of {} clients against {}", sizes[1], sizes[0]));
    let fill = |place: usize| runtime.block_on(Filled::with(&urls[place], sizes[place]));
    let (few, many) = (fill(0), fill(1));
    for (filled, size) in [(&few, sizes[0]), (&many, sizes[1])] {
        if let Some(took) = filled.took {
            Finding::new(format!("filling with {size}"), Quantity::time(took)).print();
        }
    }
    let (mut alike, mut missed, mut short, mut most) = (0, 0, 0, 0.0_f64);
    let questions = Question::all();
    for question in &questions {
        let place = [&few, &many].map(|filled| runtime.block_on(question.after(filled)));
        let mut rows = [0; 2];
        let [few_rows, many_rows] = &mut rows;
        let mut ask_few = || {
            let (took, found) = runtime.block_on(question.ask(&few, place[0].as_ref()));
            *few_rows = found.0;
            took
        };
        let mut stopped = false;
        let mut ask_many = || {
            let (took, found) = runtime.block_on(question.ask(&many, place[1].as_ref()));
            (*many_rows, stopped) = found;
            took
        };
        let [with_few, with_many] = side_by_side(ROUNDS, [&mut ask_few, &mut ask_many]);
        let stops = if stopped { ", stops short" } else { "" };
        short += usize::from(stopped);
        let finding = Finding::new(
            format!("{}: {} rows{stops}", question.name, rows[1]),
            Quantity::nanoseconds(with_many),
        )
        .against(format!("{} rows", rows[0]), Quantity::nanoseconds(with_few));
        // An answer of other length is other work: its ratio is told, and not judged.
        if rows[0] == rows[1] || stopped {
            alike += 1;
            missed += usize::from(with_many > MOST * with_few);
            finding.must_reach(Target::RatioAtMost(MOST)).print();
        } else {
            most = most.max(with_many / with_few);
            finding.print();
        }
    }
    println!(
        "  {} questions, {short} with less than a part. As many rows at either size, or stopped \
         short: {alike}, of which {missed} missed. More rows at the larger: at most {most:.1} times.",
        questions.len()
    );
}
