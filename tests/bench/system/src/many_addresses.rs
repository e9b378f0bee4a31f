//! A thousand addresses in one request, beside the bare inserts of the rows that come of it.

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use portero_bench_measure::{Finding, Quantity, Target, heading, median};
use tokio::runtime::Runtime;
use tokio::time::sleep;

use crate::bare::Bare;
use crate::client::{Connection, post};
use crate::folder::Folder;
use crate::program::Program;
use crate::stage::Stage;

/// How many addresses a request has.
const ADDRESSES: u32 = 1_000;
/// How many rounds count.
const ROUNDS: usize = 9;

/// A server and its database, and the same database with nothing around it.
struct Both {
    connection: Connection,
    path: String,
    token: String,
    beside: Bare,
    bare: Bare,
    _program: Program,
    _folders: [Folder; 2],
}

/// Measures it.
pub fn run(runtime: &Runtime) {
    heading(&format!("{ADDRESSES} addresses in one request"));
    let mut both = runtime.block_on(Both::set());
    let mut requests = Vec::with_capacity(ROUNDS);
    let mut inserts = Vec::with_capacity(ROUNDS);
    for round in 0..=ROUNDS {
        let (request, insert) = runtime.block_on(both.round(round));
        if round > 0 {
            requests.push(request.as_secs_f64() * 1e9);
            inserts.push(insert.as_secs_f64() * 1e9);
        }
    }
    Finding::new("invite over HTTP, until answered", Quantity::nanoseconds(median(requests)))
        .against("bare inserts, 500 to a statement", Quantity::nanoseconds(median(inserts)))
        .must_reach(Target::RatioAtMost(3.0))
        .print();
}

impl Both {
    async fn set() -> Self {
        let folders = [Folder::new(), Folder::new()];
        let stage = Stage::set(&folders[0].url()).await;
        let place = stage.found_account().await;
        let tokens = stage.sign_in(std::slice::from_ref(&place.owner)).await;
        stage.leave().await;
        fs::copy(folders[0].database(), folders[1].database()).expect("the file can be copied");
        let program = Program::portero(&folders[0], &folders[0].url());
        Self {
            connection: Connection::open(program.address).await,
            path: format!("/v1/accounts/{}/invitations", place.account),
            token: tokens.into_iter().next().expect("a token for each"),
            beside: Bare::open(&folders[0].database()).await,
            bare: Bare::open(&folders[1].database()).await,
            _program: program,
            _folders: folders,
        }
    }

    /// How long the request takes, and how long the inserts of what it wrote: its invitations and
    /// its mails. What else it does is its own: events, an audit record, the answer.
    async fn round(&mut self, round: usize) -> (Duration, Duration) {
        let request = post(&self.path, &self.token, &form(round));
        let begin = Instant::now();
        let status = self.connection.send(&request).await;
        let elapsed = begin.elapsed();
        assert_eq!(status, 201, "{}", self.connection.answer());
        self.wait_for_the_mails().await;
        let invitations = self.beside.last_rows("invitations", ADDRESSES).await;
        let mails = self.beside.last_rows("mails", ADDRESSES).await;
        (elapsed, self.bare.insert(&[invitations, mails]).await)
    }

    /// The worker must not be at work on one round's mails while the next is measured.
    async fn wait_for_the_mails(&mut self) {
        let waiting = "SELECT count(*) FROM mails WHERE state = 'queued'";
        while self.beside.count(waiting).await > 0 {
            sleep(Duration::from_millis(50)).await;
        }
    }
}

/// A form with addresses that no other round has.
fn form(round: usize) -> String {
    let mut text = r#"{"role":"user","emails":["#.to_owned();
    for number in 0..ADDRESSES {
        let comma = if number == 0 { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(text, r#"{comma}"person{number}.of{round}@empresa.example""#);
    }
    text + "]}"
}
