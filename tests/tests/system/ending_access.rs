//! Access that is given for a time: both sides are told before it ends, and it ends by the clock.

use std::sync::Arc;

use chrono::TimeDelta;
use portero_tests::PATIENCE;
use portero_tests::mail::ReceivedMail;
use portero_tests::stage::{Account, Person, Registration, Stage};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::associating::{enterable, expect_unseen, form, from_now, kinds, offered};

const TO_LUIS: &str = "Your access to Acme S.L. ends soon";
const TO_CARMEN: &str = "El acceso de luis Soler a Acme S.L. termina pronto";

fn until(distance: TimeDelta) -> Value {
    json!({ "until": from_now(distance) })
}

/// An invitation form for a time.
fn limited(email: &str, role: &str, until: &str) -> Value {
    json!({ "emails": [email], "role": role, "until": until })
}

/// Luis, who writes English, with access to Carmen's account until then.
async fn luis_until(stage: &Stage, carmen: &Person, acme: &Account, until: &str) -> Person {
    let form = limited("luis@acme.es", "administrator", until);
    let token = offered(stage, carmen, acme, &form).await;
    let luis = Registration::of("luis@acme.es").invitation(&token).field("language", "en");
    stage.registered(&luis).await
}

/// Stops the server and starts it again, which makes it keep house.
async fn keep_house(stage: &mut Stage) {
    assert!(stage.server.stop().await.success());
    stage.server.start_again().await;
}

fn with_subject(stage: &Stage, to: &str, subject: &str) -> Vec<Arc<ReceivedMail>> {
    let mut mails = stage.sink.mails_to(to);
    mails.retain(|mail| mail.subject == subject);
    mails
}

/// How often it is on the account's record that both sides were told of someone's end.
async fn tellings(reader: &Person, account: &Account, about: &Person) -> usize {
    let events = reader.all(&account.path("/events")).await;
    let told = |event: &&Value| {
        event["name"] == "member_ending_told" && event.to_string().contains(&about.id)
    };
    events.iter().filter(told).count()
}

#[tokio::test]
async fn both_sides_are_told_once_some_days_before() {
    let mut stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = luis_until(&stage, &carmen, &acme, &from_now(TimeDelta::days(2))).await;

    keep_house(&mut stage).await;

    let to_luis = stage.sink.wait_for_mail(&luis.email, 3).await;
    assert_eq!(to_luis.subject, TO_LUIS);
    let to_carmen = stage.sink.wait_for_mail(&carmen.email, 2).await;
    assert_eq!(to_carmen.subject, TO_CARMEN);

    // Someone whose access ends later is told next; Luis is not told again.
    let carmen = stage.again(&carmen).await;
    let eva = stage.member(&carmen, &acme, "finance", "eva@acme.es").await;
    let end = until(TimeDelta::days(3));
    let _ = carmen.patch(&acme.member(&eva, ""), &end).await.expect(200);
    keep_house(&mut stage).await;

    let to_eva = stage.sink.wait_for_mail(&eva.email, 3).await;
    assert_eq!(to_eva.subject, "Su acceso a Acme S.L. termina pronto");
    let carmen = stage.again(&carmen).await;
    let _ = stage.sink.wait_for_mail(&carmen.email, 3).await;
    assert_eq!(tellings(&carmen, &acme, &eva).await, 1);
    assert_eq!(tellings(&carmen, &acme, &luis).await, 1);
    assert_eq!(with_subject(&stage, &luis.email, TO_LUIS).len(), 1);
    assert_eq!(with_subject(&stage, &carmen.email, TO_CARMEN).len(), 1);
}

#[tokio::test]
async fn an_end_that_was_put_off_is_told_again_with_the_new_day() {
    let mut stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = luis_until(&stage, &carmen, &acme, &from_now(TimeDelta::days(2))).await;
    keep_house(&mut stage).await;
    let first = stage.sink.wait_for_mail(&luis.email, 3).await;

    let carmen = stage.again(&carmen).await;
    let later = until(TimeDelta::days(4));
    let changed = carmen.patch(&acme.member(&luis, ""), &later).await.expect(200);
    assert_eq!(changed["until"], later["until"], "{}", changed.text);
    keep_house(&mut stage).await;

    let second = stage.sink.wait_for_mail(&luis.email, 4).await;
    assert_eq!((&first.subject, &second.subject), (&TO_LUIS.to_owned(), &TO_LUIS.to_owned()));
    assert_ne!(first.text, second.text, "another day");
    let to_carmen = stage.sink.wait_for_mail(&carmen.email, 3).await;
    assert_eq!(to_carmen.subject, TO_CARMEN);
    let carmen = stage.again(&carmen).await;
    assert_eq!(tellings(&carmen, &acme, &luis).await, 2);
}

#[tokio::test]
async fn an_end_far_away_or_taken_back_is_not_told() {
    let mut stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = luis_until(&stage, &carmen, &acme, &from_now(TimeDelta::days(2))).await;
    let eva = stage.member(&carmen, &acme, "finance", "eva@acme.es").await;
    let noa = stage.member(&carmen, &acme, "finance", "noa@acme.es").await;
    let never = json!({ "until": null });
    let changed = carmen.patch(&acme.member(&luis, ""), &never).await.expect(200);
    assert!(changed["until"].is_null(), "{}", changed.text);
    let far = until(TimeDelta::days(30));
    let _ = carmen.patch(&acme.member(&eva, ""), &far).await.expect(200);
    let soon = until(TimeDelta::days(6));
    let _ = carmen.patch(&acme.member(&noa, ""), &soon).await.expect(200);

    keep_house(&mut stage).await;

    let _ = stage.sink.wait_for_mail(&noa.email, 3).await;
    let carmen = stage.again(&carmen).await;
    assert_eq!(tellings(&carmen, &acme, &noa).await, 1);
    assert_eq!(tellings(&carmen, &acme, &luis).await, 0);
    assert_eq!(tellings(&carmen, &acme, &eva).await, 0);
    assert_eq!(stage.sink.mails_to(&luis.email).len(), 2);
    assert_eq!(stage.sink.mails_to(&eva.email).len(), 2);
}

#[tokio::test]
async fn the_end_that_was_offered_is_seen_by_both_sides() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let ana = stage.person("ana@taller.es").await;
    let end = from_now(TimeDelta::days(20));
    let token = offered(&stage, &carmen, &acme, &limited(&ana.email, "finance", &end)).await;

    let inside = ana.get("/v1/me/invitations").await.expect(200);
    assert_eq!(inside.items()[0]["until"], end.as_str(), "{}", inside.text);
    let _ = ana.accept(&token).await.expect(200);

    for reader in [&carmen, &ana] {
        let member = reader.get(&acme.member(&ana, "")).await.expect(200);
        assert_eq!(member["until"], end.as_str(), "{}", member.text);
    }
}

#[tokio::test]
async fn an_end_in_the_past_is_refused() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = stage.member(&carmen, &acme, "administrator", "luis@acme.es").await;
    let past = from_now(-TimeDelta::minutes(1));

    let form = limited("ana@taller.es", "finance", &past);
    let invited = carmen.post(&acme.path("/invitations"), &form).await;
    let changed = carmen.patch(&acme.member(&luis, ""), &json!({ "until": past })).await;

    for refused in [invited, changed] {
        let refused = refused.expect_problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["field"], "until", "{}", refused.text);
    }
    assert!(stage.sink.mails_to("ana@taller.es").is_empty());
    let _ = luis.get(&acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn nobody_gives_access_that_outlasts_their_own() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let end = from_now(TimeDelta::days(10));
    let luis = luis_until(&stage, &carmen, &acme, &end).await;
    let eva = stage.member(&carmen, &acme, "finance", "eva@acme.es").await;
    let later = from_now(TimeDelta::days(11));

    let form = limited("ana@taller.es", "finance", &later);
    let invited = luis.post(&acme.path("/invitations"), &form).await;
    let changed = luis.patch(&acme.member(&eva, ""), &json!({ "until": later })).await;
    let endless = luis.patch(&acme.member(&eva, ""), &json!({ "until": null })).await;

    for refused in [invited, changed, endless] {
        let _ = refused.expect_problem(403, "outlasts_own_access");
    }
    let own = luis.patch(&acme.member(&luis, ""), &json!({ "until": null })).await;
    let _ = own.expect_problem(403, "own_access");
    // Without an end of its own, an invitation has the giver's.
    let sent = luis.invite(&acme, "finance", "ana@taller.es").await.expect(201);
    assert_eq!(sent["results"][0]["invitation"]["until"], end.as_str(), "{}", sent.text);
}

#[tokio::test]
async fn an_owner_has_no_end() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = luis_until(&stage, &carmen, &acme, &from_now(TimeDelta::days(10))).await;

    let transfer = carmen.post(&acme.path("/ownership-transfer"), &json!({ "user_id": luis.id }));
    let _ = transfer.await.expect(200);

    let member = luis.get(&acme.member(&luis, "")).await.expect(200);
    assert_eq!(member["role"], "owner", "{}", member.text);
    assert!(member["until"].is_null(), "{}", member.text);
    let path = acme.member(&luis, "");
    let ended = carmen.patch(&path, &until(TimeDelta::days(1))).await;
    let _ = ended.expect_problem(403, "target_is_owner");
}

/// Gives a member a few moments more, and waits until the clock has taken the access away.
async fn let_access_run_out(carmen: &Person, acme: &Account, member: &Person) {
    let mut moments = TimeDelta::seconds(2);
    let path = acme.member(member, "");
    // On a slow machine the moments may be over before they are given.
    while carmen.patch(&path, &until(moments)).await.status != 200 {
        moments = moments * 2;
        assert!(moments < TimeDelta::minutes(1), "no end is accepted");
    }
    let ended = async { while member.get(&acme.path("")).await.status == 200 {} };
    timeout(PATIENCE, ended).await.expect("the access ends");
}

#[tokio::test]
async fn past_its_end_the_access_is_gone_by_the_clock_in_an_open_session() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = luis_until(&stage, &carmen, &acme, &from_now(TimeDelta::days(2))).await;
    let own = luis.found("Romero e Hijos").await;
    let question = json!({ "user_id": luis.id, "permission": "users.read" });

    let_access_run_out(&carmen, &acme, &luis).await;

    expect_unseen(&luis, &acme).await;
    assert_eq!(enterable(&luis).await, kinds(&[("Romero e Hijos", "own")]));
    let session = stage.sign_in(&luis.email, &luis.password).await.expect(201);
    assert_eq!(session["accounts"].as_array().map(Vec::len), Some(1), "{}", session.text);
    let _ = luis.get(&own.path("")).await.expect(200);
    let checked = carmen.post(&acme.path("/access/check"), &question).await.expect(200);
    assert_eq!(checked["explanation"]["reason"], "not_a_member", "{}", checked.text);
    let who = carmen.all(&acme.path("/access/who?permission=users.read")).await;
    assert_eq!(who.len(), 1, "{who:?}");
    assert_eq!(carmen.all(&acme.path("/users")).await.len(), 1);
    let _ = carmen.get(&acme.member(&luis, "")).await.expect_problem(404, "not_found");
    let offer = carmen.post(&acme.path("/ownership-offer"), &json!({ "user_id": luis.id }));
    let _ = offer.await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn someone_whose_access_has_run_out_can_be_invited_again() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = luis_until(&stage, &carmen, &acme, &from_now(TimeDelta::days(2))).await;
    let_access_run_out(&carmen, &acme, &luis).await;

    let again = form(&luis.email, &json!(["users.read"]));
    let sent = carmen.post(&acme.path("/invitations"), &again).await.expect(201);
    assert_eq!(sent["results"][0]["outcome"], "invited", "{}", sent.text);
    let token = stage.sink.wait_for_token(&luis.email, "invitation", 2).await;
    let _ = luis.accept(&token).await.expect(200);

    let member = luis.get(&acme.member(&luis, "")).await.expect(200);
    assert_eq!((&member["role"], &member["grants"]), (&json!("user"), &json!(["users.read"])));
    assert!(member["until"].is_null(), "{}", member.text);
}
