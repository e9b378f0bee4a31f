//! Access ends on the very next request, whoever ends it.

use portero_tests::stage::{Account, Person, Stage};
use serde_json::{Value, json};

/// What someone gets who asks for something of the account, and about themselves.
async fn expect_access(person: &Person, account: &Account) {
    let _ = person.get(&account.path("/users")).await.expect(200);
    let asked = person.post(&account.path("/access/check"), &json!({ "permission": "users.read" }));
    assert_eq!(asked.await.expect(200)["allowed"], true);
}

#[tokio::test]
async fn a_suspended_member_holds_nothing_from_the_next_request_on() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    expect_access(&luis, &account).await;

    let _ = carmen.command(&account.member(&luis, "/suspend")).await.expect(204);

    for (method, path) in [("get", "/users"), ("get", ""), ("post", "/invitations")] {
        let request = match method {
            "get" => luis.get(&account.path(path)),
            _ => luis.invite(&account, "user", "ana@acme.es"),
        };
        let refused = request.await.expect_problem(403, "forbidden");
        let reason = &refused["explanation"]["reason"];
        assert_eq!(reason, "membership_suspended", "{}", refused.text);
    }
    let path = account.path("/access/check");
    let checked = luis.post(&path, &json!({ "permission": "users.read" })).await.expect(200);
    assert_eq!(checked["allowed"], false);
    let about = json!({ "user_id": luis.id, "permission": "users.read" });
    assert_eq!(carmen.post(&path, &about).await.expect(200)["allowed"], false);
    let who = carmen.all(&account.path("/access/who?permission=users.read")).await;
    assert!(who.iter().all(|one| one["user_id"] != luis.id.as_str()), "{who:?}");

    let _ = carmen.command(&account.member(&luis, "/reactivate")).await.expect(204);
    expect_access(&luis, &account).await;
}

#[tokio::test]
async fn a_removed_member_is_no_member_from_the_next_request_on() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    expect_access(&luis, &account).await;

    let _ = carmen.delete(&account.member(&luis, "")).await.expect(204);

    let gone = luis.get(&account.path("/users")).await.expect_problem(404, "not_found");
    let never = luis.get("/v1/accounts/01900000-0000-7000-8000-000000000000/users").await;
    assert_eq!(gone.text, never.expect(404).text, "as if it had never been there");
    assert_eq!(luis.all("/v1/me/accounts").await, Vec::<Value>::new());
    let mail = stage.sink.wait_for_mail("luis@acme.es", 3).await;
    assert_eq!(mail.subject, "Ya no tiene acceso a Acme S.L.");
}

#[tokio::test]
async fn another_role_counts_from_the_next_request_on() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;

    let _ = carmen.patch(&account.member(&luis, ""), &json!({ "role": "user" })).await.expect(200);

    let _ = luis.get(&account.path("/users")).await.expect_problem(403, "forbidden");
    let grant = json!({ "grants": ["users.read"] });
    let _ = carmen.patch(&account.member(&luis, ""), &grant).await.expect(200);
    let _ = luis.get(&account.path("/users")).await.expect(200);
}

#[tokio::test]
async fn a_user_whom_the_operator_suspends_is_out_at_once_and_cannot_come_back() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    expect_access(&luis, &account).await;

    let said = stage.server.run(&["users", "suspend", "Luis@ACME.es"]).await.expect_success();

    assert_eq!(said, "luis@acme.es is suspended\n");
    let _ = luis.get(&account.path("/users")).await.expect_problem(401, "not_signed_in");
    let _ = luis.get("/v1/me").await.expect_problem(401, "not_signed_in");
    let right = stage.sign_in(&luis.email, &luis.password).await;
    let _ = right.expect_problem(403, "user_suspended");
    let wrong = stage.sign_in(&luis.email, "una clave equivocada").await;
    let _ = wrong.expect_problem(401, "bad_credentials");

    let said = stage.server.run(&["users", "reactivate", "luis@acme.es"]).await.expect_success();

    assert_eq!(said, "luis@acme.es is active\n");
    // The old session is over for good.
    let _ = luis.get("/v1/me").await.expect_problem(401, "not_signed_in");
    expect_access(&stage.again(&luis).await, &account).await;
}

#[tokio::test]
async fn an_account_that_is_closed_admits_nobody() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    let waiting = stage.invited(&carmen, &account, "user", "ana@acme.es").await;
    let ana = stage.person("ana@acme.es").await;

    let _ = carmen.delete(&account.path("")).await.expect(204);

    let refused = luis.get(&account.path("/users")).await;
    assert!(matches!(refused.status, 403 | 404), "{}", refused.everything());
    let accepted = ana.accept(&waiting).await;
    assert!(matches!(accepted.status, 409 | 410), "{}", accepted.everything());
    let asked = luis.post(&account.path("/access/check"), &json!({ "permission": "users.read" }));
    let asked = asked.await;
    assert_ne!(asked["allowed"], true, "{}", asked.everything());
}
