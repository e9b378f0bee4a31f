//! Communications while the mail server misbehaves: requests are unaffected, what can be delivered
//! is, and what cannot is shown.

use portero_tests::smtp_sink::Behaviour;
use portero_tests::stage::{Account, Person, Stage};
use serde_json::Value;

use crate::contacts::{keep, tell};
use crate::together::on_both_stores;

on_both_stores!(
    the_record_shows_who_was_mailed_and_when,
    communications_under_way_when_the_server_is_killed_still_arrive_and_the_record_knows,
);

async fn cast(stage: &Stage) -> (Person, Account) {
    let (carmen, account) = stage.carmen().await;
    let _ = keep(&carmen, &account, "berta@d.es", "billing").await;
    (carmen, account)
}

/// The recipients of the newest communication, once every one of them is as wanted.
async fn record(carmen: &Person, account: &Account, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let read = async {
        loop {
            let listed = carmen.get(&account.path("/communications")).await.expect(200);
            let rows = listed["items"][0]["recipients"].as_array().expect("recipients").clone();
            if rows.iter().all(&wanted) {
                return rows;
            }
            tokio::task::yield_now().await;
        }
    };
    let found = tokio::time::timeout(portero_tests::PATIENCE, read).await;
    found.expect("the record gets there")
}

async fn the_record_shows_who_was_mailed_and_when(stage: Stage) {
    let (carmen, account) = cast(&stage).await;

    let sent = tell(&carmen, &account, "billing", "Factura").await.expect(202);

    assert_eq!(sent["communication"]["recipients"][0]["state"], "queued");
    let rows = record(&carmen, &account, |row| row["state"] == "sent").await;
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert!(row["settled_at"].is_string() && row["problem"].is_null(), "{row}");
    }
}

#[tokio::test]
async fn a_refusal_is_shown_with_its_reason_and_without_addresses() {
    let stage = Stage::set().await;
    let (carmen, account) = cast(&stage).await;
    for (reply, told) in [
        ("451 4.3.0 berta@d.es try again", "451 4.3.0"),
        ("550 5.1.1 berta@d.es unknown", "550 5.1.1"),
    ] {
        stage.sink.behave(Behaviour::RefuseRecipient(reply));
        let _ = tell(&carmen, &account, "billing", "Factura").await.expect(202);

        let rows = record(&carmen, &account, |row| row["problem"].is_string()).await;

        for row in rows {
            assert_eq!(row["state"], "queued", "it is tried again: {row}");
            let problem = row["problem"].as_str().expect("a problem");
            assert!(problem.contains(told) && !problem.contains('@'), "{problem}");
        }
    }
}

#[tokio::test]
async fn a_connection_closed_after_the_content_is_tried_again_with_the_same_message_id() {
    let stage = Stage::set().await;
    let (carmen, account) = cast(&stage).await;
    stage.sink.behave(Behaviour::DropAfterContent);
    let _ = tell(&carmen, &account, "billing", "Factura").await.expect(202);
    let first = stage.sink.wait_for_mail("berta@d.es", 1).await;

    stage.sink.behave(Behaviour::Accept);

    let second = stage.sink.wait_for_mail("berta@d.es", 2).await;
    assert_eq!(first.message_id, second.message_id);
    let _ = record(&carmen, &account, |row| row["state"] == "sent").await;
}

#[tokio::test]
async fn a_dead_mail_server_holds_up_no_request() {
    let stage = Stage::set().await;
    let (carmen, account) = cast(&stage).await;
    stage.sink.behave(Behaviour::DropConnection);

    for number in 0..20 {
        let sent = tell(&carmen, &account, "billing", &format!("Factura {number}")).await;
        let _ = sent.expect(202);
    }

    let ready = stage.api().get("/readyz").await;
    let _ = ready.expect(200);
    stage.sink.behave(Behaviour::Accept);
    let _ = stage.sink.wait_for_mails("berta@d.es", 20).await;
}

async fn communications_under_way_when_the_server_is_killed_still_arrive_and_the_record_knows(
    mut stage: Stage,
) {
    let (carmen, account) = cast(&stage).await;
    let so_far = stage.sink.mails().len();
    stage.sink.behave(Behaviour::Hold);
    let _ = tell(&carmen, &account, "billing", "Factura").await.expect(202);
    stage.sink.wait_for_contents(so_far + 1).await;

    stage.server.kill_hard().await;
    stage.sink.behave(Behaviour::Accept);
    stage.server.start_again().await;

    let carmen = stage.again(&carmen).await;
    let _ = stage.sink.wait_for_mail("berta@d.es", 1).await;
    let _ = record(&carmen, &account, |row| row["state"] == "sent").await;
}
