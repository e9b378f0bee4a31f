//! The server goes down at the worst of times: nothing that was answered for is lost, and nothing
//! that was refused comes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use portero_tests::agency::{Agency, form};
use portero_tests::smtp_sink::Behaviour;
use portero_tests::stage::{Account, Person, Stage, password_of};
use portero_tests::upload::Upload;
use serde_json::Value;
use tokio::sync::{Notify, Semaphore};

use crate::together::on_both_stores;

on_both_stores!(
    mails_under_way_when_the_server_is_killed_still_arrive,
    mails_that_no_server_took_before_the_kill_still_arrive,
    after_a_kill_in_the_middle_of_everything_all_records_agree,
    an_import_that_is_being_written_when_the_server_is_killed_leaves_nothing,
    the_mail_that_invites_a_client_arrives_whenever_the_server_is_killed,
);

/// Six addresses: more than are sent at a time.
const EMAILS: [&str; 6] = ["ana@a.es", "luis@b.es", "eva@c.es", "noa@d.es", "mar@e.es", "leo@f.es"];

/// Waits for a mail to each, and insists that each got one and the same, however often.
async fn expect_one_mail_each(stage: &Stage) {
    for email in EMAILS {
        let _ = stage.sink.wait_for_token(email, "invitation", 1).await;
        let mails = stage.sink.mails_to(email);
        let ids: BTreeSet<&str> = mails.iter().map(|mail| mail.message_id.as_str()).collect();
        let texts: BTreeSet<&str> = mails.iter().map(|mail| mail.text.as_str()).collect();
        assert_eq!((ids.len(), texts.len()), (1, 1), "{email}: {ids:?}");
        assert!(ids.iter().all(|id| !id.is_empty()), "{email}");
    }
}

async fn expect_sound_records(stage: &Stage) {
    let verified = stage.server.run(&["audit", "verify"]).await.expect_success();
    assert!(verified.ends_with(" 0 broken\n"), "{verified}");
}

async fn mails_under_way_when_the_server_is_killed_still_arrive(mut stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let so_far = stage.sink.mails().len();
    stage.sink.behave(Behaviour::Hold);
    let _ = carmen.invite(&account, "user", &EMAILS.join(" ")).await.expect(201);
    stage.sink.wait_for_contents(so_far + 1).await;

    stage.server.kill_hard().await;
    stage.sink.behave(Behaviour::Accept);
    stage.server.start_again().await;

    expect_one_mail_each(&stage).await;
    expect_sound_records(&stage).await;
}

async fn mails_that_no_server_took_before_the_kill_still_arrive(mut stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    stage.sink.behave(Behaviour::DropConnection);
    let _ = carmen.invite(&account, "user", &EMAILS.join(" ")).await.expect(201);

    stage.server.kill_hard().await;
    stage.sink.behave(Behaviour::Accept);
    stage.server.start_again().await;

    expect_one_mail_each(&stage).await;
}

#[tokio::test]
async fn a_mail_whose_receipt_was_lost_is_sent_again_with_the_same_message_id() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    stage.sink.behave(Behaviour::DropAfterContent);
    let _ = carmen.invite(&account, "user", "ana@a.es").await.expect(201);
    let first = stage.sink.wait_for_mail("ana@a.es", 1).await;

    stage.sink.behave(Behaviour::Accept);

    let second = stage.sink.wait_for_mail("ana@a.es", 2).await;
    assert_eq!(first.message_id, second.message_id);
    assert_eq!(first.token("invitation"), second.token("invitation"));
}

/// What a client was told before the server went away.
#[derive(Default)]
struct Told {
    invited: Vec<String>,
    refused: Vec<String>,
    joined: Vec<Person>,
}

/// How many answers came by now, and a bell that rings at the wanted number of them.
struct Progress {
    answers: AtomicUsize,
    enough: usize,
    bell: Notify,
}

impl Progress {
    fn note(&self) {
        if self.answers.fetch_add(1, Ordering::Relaxed) + 1 == self.enough {
            self.bell.notify_one();
        }
    }
}

/// Invites, is refused and accepts in turn, until the server is gone.
async fn work(
    number: usize,
    carmen: Person,
    account: Account,
    joiner: (Person, String),
    progress: Arc<Progress>,
) -> Told {
    let mut told = Told::default();
    for round in 0.. {
        let good = format!("bien{number}.{round}@acme.es");
        let Ok(answer) = carmen.invite(&account, "user", &good).attempt().await else { break };
        let _ = answer.expect(201);
        told.invited.push(good);
        progress.note();
        let bad = format!("mal{number}.{round}@acme.es");
        let form = carmen.invite(&account, "user", &format!("{bad} malformed"));
        let Ok(answer) = form.attempt().await else { break };
        let _ = answer.expect_problem(422, "invalid_fields");
        told.refused.push(bad);
        progress.note();
        if round == 1 {
            let Ok(answer) = joiner.0.accept(&joiner.1).attempt().await else { break };
            let _ = answer.expect(200);
            told.joined.push(joiner.0.clone());
        }
    }
    told
}

async fn after_a_kill_in_the_middle_of_everything_all_records_agree(mut stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let progress =
        Arc::new(Progress { answers: AtomicUsize::new(0), enough: 60, bell: Notify::new() });
    let mut clients = Vec::new();
    let begin = Arc::new(Semaphore::new(0));
    for number in 0..8 {
        let email = format!("socio{number}@acme.es");
        let joiner = stage.person(&email).await;
        let token = stage.invited(&carmen, &account, "finance", &email).await;
        let (carmen, account, progress) = (carmen.clone(), account.clone(), Arc::clone(&progress));
        let begin = Arc::clone(&begin);
        clients.push(tokio::spawn(async move {
            drop(begin.acquire().await);
            work(number, carmen, account, (joiner, token), progress).await
        }));
    }
    begin.add_permits(8);
    progress.bell.notified().await;

    stage.server.kill_hard().await;
    let mut told = Told::default();
    for client in clients {
        let one = client.await.expect("a client");
        told.invited.extend(one.invited);
        told.refused.extend(one.refused);
        told.joined.extend(one.joined);
    }
    stage.server.start_again().await;

    expect_sound_records(&stage).await;
    expect_agreement(&stage, &stage.again(&carmen).await, &account, &told).await;
}

async fn expect_agreement(stage: &Stage, carmen: &Person, account: &Account, told: &Told) {
    let invitations = carmen.all(&account.path("/invitations")).await;
    let emails: BTreeSet<&str> =
        invitations.iter().filter_map(|one| one["email"].as_str()).collect();
    for email in &told.invited {
        assert!(emails.contains(email.as_str()), "{email} was promised an invitation");
        let _ = stage.sink.wait_for_token(email, "invitation", 1).await;
    }
    for email in &told.refused {
        assert!(!emails.contains(email.as_str()), "{email} was refused");
        assert!(stage.sink.mails_to(email).is_empty(), "{email} was refused");
    }
    let members = carmen.all(&account.path("/users")).await;
    let ids = |rows: &[Value], id: &str| -> BTreeSet<String> {
        rows.iter().filter_map(|row| row.pointer(id)?.as_str()).map(str::to_owned).collect()
    };
    let events = carmen.all(&account.path("/events")).await;
    let mut by_name: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for event in &events {
        by_name.entry(event["name"].as_str().expect("a name")).or_default().push(event.clone());
    }
    assert_eq!(ids(&members, "/user_id"), ids(&by_name["member_joined"], "/data/user_id"));
    let sent = ids(&by_name["invitation_sent"], "/data/invitation_id");
    assert_eq!(ids(&invitations, "/id"), sent, "no invitation without its event, nor the reverse");
    for person in &told.joined {
        assert!(ids(&members, "/user_id").contains(&person.id), "{} has joined", person.email);
    }
}

async fn an_import_that_is_being_written_when_the_server_is_killed_leaves_nothing(stage: Stage) {
    let mut agency = Agency::on(stage).await;
    let line = |number: usize| format!("{}\n", form(&format!("c{number}@d.es")));
    let rows: String = (0..4_000).map(line).collect();
    let so_far = agency.carmen.all(&agency.path("/events")).await.len();
    let mut upload = Upload::begin(&agency, "/clients/import", rows.len()).await;
    upload.send(rows.as_bytes()).await;
    upload.wait_for("\"written\"").await;

    agency.stage.server.kill_hard().await;
    agency.stage.server.start_again().await;

    agency.carmen = agency.stage.again(&agency.carmen).await;
    assert!(agency.carmen.all(&agency.path("/clients")).await.is_empty());
    assert!(agency.audited("client.import").await.is_empty());
    assert_eq!(agency.carmen.all(&agency.path("/events")).await.len(), so_far);
    expect_sound_records(&agency.stage).await;
    let again = agency.carmen.command(&agency.path("/clients/import"));
    let again = again.body("application/x-ndjson", rows).await.expect(200);
    assert_eq!(again["created"], 4_000, "it can be sent again without asking");
}

async fn the_mail_that_invites_a_client_arrives_whenever_the_server_is_killed(stage: Stage) {
    let mut agency = Agency::on(stage).await;
    let shop = agency.build("Tienda").await;
    let behaviours = [("ana@a.es", Behaviour::DropConnection), ("eva@d.es", Behaviour::Hold)];
    for (email, behaviour) in behaviours {
        let id = agency.keep_with(email, &shop, &["blog"]).await;
        let so_far = agency.stage.sink.mails().len();
        let holds = matches!(behaviour, Behaviour::Hold);
        agency.stage.sink.behave(behaviour);
        let _ = agency.mail_link(&id).await.expect(202);
        if holds {
            agency.stage.sink.wait_for_contents(so_far + 1).await;
        }

        agency.stage.server.kill_hard().await;
        agency.stage.sink.behave(Behaviour::Accept);
        agency.stage.server.start_again().await;

        agency.carmen = agency.stage.again(&agency.carmen).await;
        let token = agency.stage.sink.wait_for_token(email, "setup", 1).await;
        let _ = agency.redeem(&token, &password_of(email)).await.expect(201);
        assert_eq!(agency.status(&id).await, "active");
    }
    expect_sound_records(&agency.stage).await;
}

#[tokio::test]
async fn asked_to_end_the_server_finishes_what_is_under_way_and_loses_nothing() {
    let mut stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let so_far = stage.sink.mails().len();
    stage.sink.behave(Behaviour::Hold);
    let _ = carmen.invite(&account, "user", &EMAILS.join(" ")).await.expect(201);
    stage.sink.wait_for_contents(so_far + 1).await;

    stage.server.ask_to_stop().await;
    stage.sink.behave(Behaviour::Accept);
    let status = stage.server.stop().await;
    stage.server.start_again().await;

    assert!(status.success(), "{status}");
    for email in EMAILS {
        let _ = stage.sink.wait_for_mail(email, 1).await;
    }
    // What was sent before the end is not sent again after it.
    let _ = stage.invited(&stage.again(&carmen).await, &account, "user", "sol@g.es").await;
    for email in EMAILS {
        assert_eq!(stage.sink.mails_to(email).len(), 1, "{email}");
    }
    expect_sound_records(&stage).await;
}

#[tokio::test]
async fn a_session_outlives_the_server_that_gave_it() {
    let mut stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;

    stage.server.kill_hard().await;
    stage.server.start_again().await;

    let seen = stage.api().get(&account.path("")).bearer(&carmen.token).await;
    assert_eq!(seen.expect(200)["name"], "Acme S.L.");
}
