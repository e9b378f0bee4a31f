//! The worker: at least once, never lost, never while someone else has the mail.

use std::sync::Arc;

use chrono::TimeDelta;
use portero_domain::model::Mail;
use portero_domain::port::{Clock, SendOutcome};
use portero_mail::KeepInMailbox;

use crate::at_work::{AtWork, smtp};
use crate::given::{
    ANA_ON_THE_WIRE, LostKey, composer_with, in_a_week, invitation, mail, numbered_mail, start,
};
use crate::holding_transport::HoldingTransport;
use crate::in_memory_outbox::InMemoryOutbox;
use crate::smtp_server::SmtpServer;

fn sent() -> SendOutcome {
    SendOutcome::Sent { at: start() }
}

fn mails(count: u128) -> Vec<Mail> {
    (1..=count).map(|number| numbered_mail(number, invitation())).collect()
}

#[tokio::test]
async fn a_mail_is_delivered_once() {
    let server = SmtpServer::start().await;
    let at_work = AtWork::on(InMemoryOutbox::with(mails(1)), smtp(&server));
    at_work.outbox.settled(1).await;
    at_work.pass(TimeDelta::days(1));
    let outbox = at_work.end().await;
    assert_eq!(outbox.outcomes(1), [sent()]);
    assert_eq!(server.recipients(), [ANA_ON_THE_WIRE]);
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn many_mails_are_all_delivered() {
    let server = SmtpServer::start().await;
    let at_work = AtWork::on(InMemoryOutbox::with(mails(50)), smtp(&server));
    at_work.outbox.settled(50).await;
    let outbox = at_work.end().await;
    assert!((1..=50).all(|number| outbox.outcomes(number) == [sent()]));
    assert_eq!(server.messages().len(), 50);
    assert!(server.connections() <= 4);
}

#[tokio::test]
async fn a_refusal_for_now_is_tried_again_after_ever_longer_pauses() {
    let server = SmtpServer::start().await;
    server.answer_recipients(&["451 4.7.1 <Ana.Lopez@xn--espaa-rta.es> later", "421 busy"]);
    let at_work = AtWork::on(InMemoryOutbox::with(mails(1)), smtp(&server));
    at_work.outbox.settled(1).await;
    at_work.pass(TimeDelta::seconds(5));
    at_work.outbox.settled(2).await;
    at_work.pass(TimeDelta::seconds(30));
    at_work.outbox.settled(3).await;

    let outbox = at_work.end().await;
    let failed = |seconds, problem: &str| SendOutcome::Failed {
        retry_at: start() + TimeDelta::seconds(seconds),
        problem: problem.to_owned(),
    };
    let expected = [
        failed(5, "the mail server refused it for now (451 4.7.1)"),
        failed(35, "the mail server refused it for now (421)"),
        SendOutcome::Sent { at: start() + TimeDelta::seconds(35) },
    ];
    assert_eq!(outbox.outcomes(1), expected);
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn before_its_time_a_mail_is_not_tried_again() {
    let server = SmtpServer::start().await;
    server.answer_recipients(&["451 later"]);
    let at_work = AtWork::on(InMemoryOutbox::with(mails(1)), smtp(&server));
    at_work.outbox.settled(1).await;
    at_work.pass(TimeDelta::seconds(4));
    at_work.end().await;
    assert_eq!(server.recipients().len(), 1);
}

#[tokio::test]
async fn a_refusal_for_good_is_believed_the_fifth_time() {
    let server = SmtpServer::start().await;
    server.answer_recipients(&["550 5.1.1 unknown"; 5]);
    let at_work = AtWork::on(InMemoryOutbox::with(mails(1)), smtp(&server));
    for times in 1..5 {
        at_work.outbox.settled(times).await;
        at_work.pass(TimeDelta::hours(1));
    }
    at_work.outbox.settled(5).await;
    at_work.pass(TimeDelta::days(1));
    let outbox = at_work.end().await;
    let outcomes = outbox.outcomes(1);
    assert!(outcomes[..4].iter().all(|outcome| matches!(outcome, SendOutcome::Failed { .. })));
    let problem = "the mail server refused it for good (550 5.1.1)".to_owned();
    let at = start() + TimeDelta::hours(4);
    assert_eq!(outcomes[4..], [SendOutcome::Undeliverable { at, problem }]);
    assert_eq!(server.recipients().len(), 5);
}

#[tokio::test]
async fn without_a_mail_server_mails_are_kept() {
    let at_work = AtWork::on(InMemoryOutbox::with(mails(2)), Arc::new(KeepInMailbox));
    at_work.outbox.settled(2).await;
    let outbox = at_work.end().await;
    assert_eq!(outbox.outcomes(1), [SendOutcome::Kept { at: start() }]);
}

#[tokio::test]
async fn a_lost_key_is_told_and_the_mail_waits() {
    let composer = composer_with(Arc::new(LostKey));
    let outbox = InMemoryOutbox::with(mails(1));
    let at_work = AtWork::with_composer(outbox, Arc::new(KeepInMailbox), composer);
    at_work.outbox.settled(1).await;
    let outbox = at_work.end().await;
    let expected = SendOutcome::Failed {
        retry_at: start() + TimeDelta::hours(1),
        problem: "the secret of its link does not open with the present key".to_owned(),
    };
    assert_eq!(outbox.outcomes(1), [expected]);
}

#[tokio::test]
async fn a_mail_whose_secret_is_gone_is_given_up() {
    let outbox = InMemoryOutbox::with([Mail { secret: None, ..mail(invitation()) }]);
    let at_work = AtWork::on(outbox, Arc::new(KeepInMailbox));
    at_work.outbox.settled(1).await;
    let outbox = at_work.end().await;
    let problem = "the secret of its link is missing".to_owned();
    assert_eq!(outbox.outcomes(1), [SendOutcome::Undeliverable { at: start(), problem }]);
}

#[tokio::test(start_paused = true)]
async fn the_lease_is_renewed_while_sending() {
    let transport = Arc::new(HoldingTransport::default());
    let at_work = AtWork::on(InMemoryOutbox::with(mails(1)), Arc::clone(&transport) as _);
    transport.begun(1).await;
    at_work.outbox.renewed(4).await;
    transport.let_go(1);
    let outbox = at_work.end().await;
    assert_eq!(outbox.outcomes(1), [sent()]);
}

#[tokio::test(start_paused = true)]
async fn a_mail_whose_lease_was_lost_is_let_alone() {
    let transport = Arc::new(HoldingTransport::default());
    let at_work = AtWork::on(InMemoryOutbox::with(mails(1)), Arc::clone(&transport) as _);
    transport.begun(1).await;
    at_work.outbox.take_leases_away();
    // The next renewal tells; what the transport says afterwards counts for nothing.
    at_work.outbox.renewed(1).await;
    transport.let_go(1);
    let outbox = at_work.end().await;
    assert_eq!(outbox.outcomes(1), []);
}

#[tokio::test(start_paused = true)]
async fn four_are_sent_at_a_time() {
    let transport = Arc::new(HoldingTransport::default());
    let at_work = AtWork::on(InMemoryOutbox::with(mails(9)), Arc::clone(&transport) as _);
    transport.begun(4).await;
    transport.let_go(9);
    at_work.outbox.settled(9).await;
    at_work.end().await;
    assert_eq!(transport.most_held(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_mail_under_way_is_finished_before_the_end() {
    let transport = Arc::new(HoldingTransport::default());
    let at_work = AtWork::on(InMemoryOutbox::with(mails(5)), Arc::clone(&transport) as _);
    transport.begun(4).await;
    at_work.shutdown.send(true).expect("the worker listens");
    tokio::task::yield_now().await;
    transport.let_go(9);
    let outbox = at_work.end().await;
    assert!((1..=4).all(|number| outbox.outcomes(number) == [sent()]));
    assert_eq!(outbox.outcomes(5), [], "no further mail is begun");
}

#[tokio::test(start_paused = true)]
async fn a_mail_that_never_ends_does_not_hold_up_the_end_and_is_not_lost() {
    let transport = Arc::new(HoldingTransport::default());
    let at_work = AtWork::on(InMemoryOutbox::with(mails(1)), Arc::clone(&transport) as _);
    transport.begun(1).await;
    let outbox = at_work.end().await;
    assert_eq!(outbox.outcomes(1), []);

    let next = AtWork::on(outbox, Arc::new(KeepInMailbox));
    next.pass(TimeDelta::seconds(5));
    next.outbox.settled(1).await;
    let outbox = next.end().await;
    assert!(matches!(outbox.outcomes(1)[..], [SendOutcome::Kept { .. }]));
}

#[tokio::test(start_paused = true)]
async fn an_outbox_that_does_not_answer_is_asked_again() {
    let outbox = InMemoryOutbox::with(mails(1));
    outbox.fail_leases(3);
    outbox.fail_settlements(2);
    let transport = Arc::new(HoldingTransport::default());
    transport.let_go(1);
    let at_work = AtWork::on(outbox, transport);
    at_work.outbox.settled(1).await;
    let outbox = at_work.end().await;
    assert_eq!(outbox.outcomes(1), [sent()]);
}

#[tokio::test(start_paused = true)]
async fn a_worker_at_work_shows_that_it_is_alive() {
    let transport = Arc::new(HoldingTransport::default());
    let at_work = AtWork::on(InMemoryOutbox::with(mails(4)), Arc::clone(&transport) as _);
    transport.begun(4).await;
    at_work.clock.advance(in_a_week() - start());
    // It turns every second, and renews every two.
    at_work.outbox.renewed(1).await;
    assert!(at_work.health.is_alive(at_work.clock.now()), "with all hands full");
    let health = Arc::clone(&at_work.health);
    let now = at_work.clock.now();
    at_work.end().await;
    assert!(!health.is_alive(now + TimeDelta::minutes(1)), "once it has ended");
}
