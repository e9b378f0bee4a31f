//! Inviting and accepting: the same time however many there are already, and nobody told that the
//! database is busy.

use std::time::Instant;

use portero_bench_measure::{Finding, Quantity, Target, heading, side_by_side};
use portero_domain::model::EmailAddress;
use portero_domain::policy::Role;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::client::{Connection, post};
use crate::folder::Folder;
use crate::load::CLIENTS;
use crate::program::Program;
use crate::stage::{Place, Stage, address};

/// How many there are of each, members and open invitations.
const FEW: usize = 100;
/// The same, where there are many.
const MANY: usize = 20_000;
/// How many rounds count.
const ROUNDS: usize = 100;
/// How many invitations each of the clients sends.
const EACH: usize = 25;

/// An installation with one account, and one client of it.
struct Installation {
    program: Program,
    connection: Connection,
    invite: Invite,
    accepts: Vec<Vec<u8>>,
    _folder: Folder,
}

/// The owner, who invites someone else each time.
#[derive(Clone)]
struct Invite {
    path: String,
    token: String,
    who: String,
    sent: usize,
}

/// Measures the two, then what many clients at once are told.
pub fn run(runtime: &Runtime) {
    let mut few = runtime.block_on(Installation::with(FEW));
    let mut many = runtime.block_on(Installation::with(MANY));
    heading(&format!("Invite and accept over HTTP, with {MANY} members and as many invitations"));
    let invite = side_by_side(ROUNDS, [&mut || few.invite(runtime), &mut || many.invite(runtime)]);
    let accept = side_by_side(ROUNDS, [&mut || few.accept(runtime), &mut || many.accept(runtime)]);
    for (what, [with_few, with_many]) in [("invite one address", invite), ("accept", accept)] {
        Finding::new(what, Quantity::nanoseconds(with_many))
            .against(format!("with {FEW} of each"), Quantity::nanoseconds(with_few))
            .must_reach(Target::RatioAtMost(1.25))
            .print();
    }
    runtime.block_on(many.invite_at_once());
}

impl Installation {
    async fn with(count: usize) -> Self {
        let folder = Folder::new();
        let stage = Stage::set(&folder.url()).await;
        let place = stage.found_account().await;
        let members = stage.people("member", count).await;
        stage.join(&place, &members, Role::User).await;
        let strangers: Vec<EmailAddress> =
            (0..count).map(|number| address(&format!("stranger{number}@mar.example"))).collect();
        stage.invite(&place, &strangers).await;
        let accepts = accepts(&stage, &place).await;
        let owner = stage.sign_in(std::slice::from_ref(&place.owner)).await;
        stage.leave().await;
        let path = format!("/v1/accounts/{}/invitations", place.account);
        let token = owner.into_iter().next().expect("a token for each");
        let program = Program::portero(&folder, &folder.url());
        let connection = Connection::open(program.address).await;
        let invite = Invite { path, token, who: "guest".to_owned(), sent: 0 };
        Self { program, connection, invite, accepts, _folder: folder }
    }

    fn invite(&mut self, runtime: &Runtime) -> f64 {
        let request = self.invite.next();
        runtime.block_on(timed(&mut self.connection, &request, 201))
    }

    fn accept(&mut self, runtime: &Runtime) -> f64 {
        let request = self.accepts.pop().expect("one invited person for each round");
        runtime.block_on(timed(&mut self.connection, &request, 200))
    }

    async fn invite_at_once(&self) {
        let begin = Instant::now();
        let mut running = JoinSet::new();
        for client in 0..CLIENTS {
            let connection = Connection::open(self.program.address).await;
            let invite = Invite { who: format!("client{client}-"), ..self.invite.clone() };
            running.spawn(invite_many(connection, invite));
        }
        let refused: u32 = running.join_all().await.into_iter().sum();
        let (all, elapsed) = (CLIENTS * EACH, begin.elapsed());
        let each = elapsed / u32::try_from(all).expect("not that many");
        Finding::new(
            format!("{CLIENTS} clients at once, answers other than 201"),
            Quantity::count(refused),
        )
        .must_reach(Target::AtMost(Quantity::count(0)))
        .print();
        Finding::new(format!("of {all} invitations, time for each"), Quantity::time(each)).print();
    }
}

impl Invite {
    fn next(&mut self) -> Vec<u8> {
        let Self { path, token, who, sent } = self;
        let body = format!(r#"{{"emails":"{who}{sent}@rio.example","role":"user"}}"#);
        *sent += 1;
        post(path, token, &body)
    }
}

/// How many of one client's invitations were refused.
async fn invite_many(mut connection: Connection, mut invite: Invite) -> u32 {
    let mut refused = 0;
    for _ in 0..EACH {
        refused += u32::from(connection.send(&invite.next()).await != 201);
    }
    refused
}

/// As many people as there are rounds, each invited and signed in, about to accept.
async fn accepts(stage: &Stage, place: &Place) -> Vec<Vec<u8>> {
    let people = stage.people("invited", ROUNDS + 1).await;
    let addresses: Vec<EmailAddress> = people.iter().map(|one| one.email.clone()).collect();
    let invitations = stage.invite(place, &addresses).await;
    let tokens = stage.sign_in(&people).await;
    let pairs = invitations.iter().zip(&tokens);
    pairs.map(|(id, token)| post(&format!("/v1/me/invitations/{id}/accept"), token, "")).collect()
}

/// How long a request takes, in nanoseconds.
async fn timed(connection: &mut Connection, request: &[u8], expected: u16) -> f64 {
    let begin = Instant::now();
    let status = connection.send(request).await;
    let elapsed = begin.elapsed();
    assert_eq!(status, expected, "{}", connection.answer());
    elapsed.as_secs_f64() * 1e9
}
