//! Linube: support attends the authorised contacts, and knows whom it is talking to.

use portero_tests::api::Answer;
use portero_tests::stage::{Account, Person, Stage};
use serde_json::{Value, json};

use crate::contacts::{admitted, keep, key};
use crate::matrix::{held_by, permissions};
use crate::together::{at_once, count, on_both_stores};

on_both_stores!(no_number_of_tries_at_once_is_more_than_a_code_has);

async fn verify(support: &Person, account: &Account, email: &str, topic: &str) -> Answer {
    let question = json!({ "email": email, "topic": topic });
    support.post(&account.path("/authorised-contacts/verify"), &question).await.expect(200)
}

#[tokio::test]
async fn l04_support_talks_to_those_alone_who_are_authorised_here() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let _ = stage.member(&carmen, &account, "administrator", "ana@a.es").await;
    let _ = stage.member(&carmen, &account, "finance", "luis@b.es").await;
    let _ = keep(&carmen, &account, "pablo@d.es", "technical").await;
    let (_, _) = admitted(&stage, &carmen, &account, "berta@d.es", "billing").await;

    for (email, role) in [
        ("carmen@acme.es", "owner"),
        ("ana@a.es", "administrator"),
        ("luis@b.es", "finance"),
        ("pablo@d.es", "technical_contact"),
        ("berta@d.es", "billing_contact"),
    ] {
        let held = held_by(role);
        for topic in permissions() {
            let answer = verify(&carmen, &account, email, topic).await;
            let expected = held.contains(&topic);
            assert_eq!(answer["authorised"], expected, "{email} {topic}");
            let reason = if expected { "authorised" } else { "not_for_role" };
            assert_eq!(answer["reason"], reason, "{email} {topic}");
            assert_eq!(answer["role"], role);
        }
    }
}

#[tokio::test]
async fn l04_a_stranger_a_user_with_grants_and_a_suspended_person_are_not_authorised() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let all = json!("all");
    let _ = crate::associating::associate(&stage, &carmen, &account, "noa@e.es", &all).await;
    let luis = stage.member(&carmen, &account, "finance", "luis@b.es").await;
    let (_, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    for person in [&luis, &pablo] {
        let _ = carmen.command(&account.member(person, "/suspend")).await.expect(204);
    }

    for (email, topic, reason) in [
        ("mallory@evil.example", "invoices.read", "unknown"),
        ("noa@e.es", "invoices.read", "not_authorised"),
        ("luis@b.es", "invoices.read", "suspended"),
        ("pablo@d.es", "services.read", "suspended"),
    ] {
        let answer = verify(&carmen, &account, email, topic).await;
        assert_eq!(answer["authorised"], false, "{email}");
        assert_eq!(answer["reason"], reason, "{email}");
        assert!(answer["text"].as_str().is_some_and(|text| !text.is_empty()));
    }
}

#[tokio::test]
async fn l04_the_question_is_put_by_a_key_with_the_scope_and_is_on_record() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let id = keep(&carmen, &account, "pablo@d.es", "technical").await;
    let ticket_system = key(&carmen, &account, "contacts.verify").await;
    let shop = key(&carmen, &account, "events.read").await;
    let path = account.path("/authorised-contacts/verify");
    let question = json!({ "email": "Pablo@D.es", "topic": "tickets.open" });
    let ask = |key: &str| stage.api().post(&path).bearer(key).json(&question);

    let answer = ask(&ticket_system).await.expect(200);
    assert_eq!(answer["authorised"], true);
    assert_eq!(answer["name"], "pablo Ortega");
    let _ = ask(&shop).await.expect_problem(403, "scope_missing");

    let log = carmen.all(&account.path("/audit-log?action=contact.verify")).await;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["actor"]["kind"], "service_key");
    assert_eq!(log[0]["object"], json!({ "kind": "contact", "id": id }));
    assert_eq!(log[0]["details"], json!({ "topic": "tickets.open", "reason": "authorised" }));
    assert!(!log[0].to_string().contains("pablo"), "never an address or a name");
}

async fn code_of(person: &Person, account: &Account) -> String {
    let path = format!("/v1/me/accounts/{}/support-code", account.id);
    person.command(&path).await.expect(201).text_at("/code")
}

/// A code that is not this one.
fn another(code: &str) -> String {
    let number: u32 = code.parse().expect("six digits");
    format!("{:06}", (number + 1) % 1_000_000)
}

async fn check(support: &Person, account: &Account, email: &str, code: &str) -> Value {
    let said = json!({ "email": email, "code": code });
    support.post(&account.path("/support-codes/check"), &said).await.expect(200).json
}

#[tokio::test]
async fn a_code_tells_support_whom_it_is_talking_to_once() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (_, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;

    let code = code_of(&pablo, &account).await;
    assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
    let spoken = format!("{} {}", &code[..3], &code[3..]);
    let right = check(&carmen, &account, "pablo@d.es", &spoken).await;
    assert_eq!(right["valid"], true);
    assert_eq!(right["user_id"], pablo.id.as_str());

    let again = check(&carmen, &account, "pablo@d.es", &code).await;
    assert_eq!((&again["valid"], &again["reason"]), (&json!(false), &json!("no_code")));
    let log = carmen.all(&account.path("/audit-log?action=support_code.check")).await;
    assert_eq!(log.len(), 2, "every question is on record");
}

#[tokio::test]
async fn three_wrong_tries_make_a_code_worthless_and_a_new_one_makes_it_good() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let code = code_of(&carmen, &account).await;
    for left in [2, 1, 0] {
        let wrong = check(&carmen, &account, &carmen.email, &another(&code)).await;
        assert_eq!(wrong["reason"], "wrong");
        assert_eq!(wrong["tries_left"], left);
        assert_eq!(wrong["name"], Value::Null, "a wrong code tells nothing of the person");
    }
    assert_eq!(check(&carmen, &account, &carmen.email, &code).await["reason"], "no_code");

    let new = code_of(&carmen, &account).await;
    assert_eq!(check(&carmen, &account, &carmen.email, &new).await["valid"], true);
    let nobody = check(&carmen, &account, "mallory@evil.example", "123456").await;
    assert_eq!(nobody["reason"], "no_code");
}

async fn no_number_of_tries_at_once_is_more_than_a_code_has(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let code = code_of(&carmen, &account).await;
    let wrong = another(&code);

    let said = json!({ "email": carmen.email, "code": wrong });
    let path = account.path("/support-codes/check");
    let answers = at_once((0..32).map(|_| carmen.post(&path, &said)).collect()).await;

    assert_eq!(count(&answers, 200), 32, "{answers:?}");
    let counted = answers.iter().filter(|answer| answer["reason"] == "wrong").count();
    assert_eq!(counted, 3, "{answers:?}");
    assert_eq!(check(&carmen, &account, &carmen.email, &code).await["reason"], "no_code");
}
