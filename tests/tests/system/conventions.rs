//! What holds for every operation.

use std::collections::BTreeSet;

use portero_tests::stage::{Account, Person, Stage};
use serde_json::{Value, json};

const NOBODY: &str = "01900000-0000-7000-8000-000000000000";

#[tokio::test]
async fn a_list_never_skips_or_repeats_a_row_while_others_are_added() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let first: Vec<String> = (0..25).map(|number| format!("a{number}@acme.es")).collect();
    let _ = carmen.invite(&account, "user", &first.join(" ")).await.expect(201);

    let mut seen: Vec<String> = Vec::new();
    let mut path = account.path("/invitations?limit=4");
    for round in 0.. {
        let page = carmen.get(&path).await.expect(200);
        let emails = page.items().iter().filter_map(|row| row["email"].as_str());
        seen.extend(emails.map(str::to_owned));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = account.path(&format!("/invitations?limit=4&cursor={cursor}"));
        // A few more, however they are ordered, and not without end.
        if round < 6 {
            let later = format!("b{round}@acme.es");
            let _ = carmen.invite(&account, "user", &later).await.expect(201);
        }
    }

    let unique: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(unique.len(), seen.len(), "none twice: {seen:?}");
    for email in &first {
        assert!(unique.contains(email), "{email} was there throughout");
    }
}

#[tokio::test]
async fn limits_and_cursors_out_of_range_are_refused() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;

    for (query, field) in
        [("limit=0", "limit"), ("limit=201", "limit"), ("cursor=nowhere", "cursor")]
    {
        let refused = carmen.get(&account.path(&format!("/users?{query}"))).await;
        let refused = refused.expect_problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["field"], field, "{}", refused.text);
    }
}

#[tokio::test]
async fn a_change_from_a_stale_version_is_refused_and_changes_nothing() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "user", "luis@acme.es").await;
    let sent = carmen.invite(&account, "user", "ana@acme.es").await.expect(201);
    let id = sent.text_at("/results/0/invitation/id");
    let resources = [
        (account.path(""), json!({ "name": "Otra" })),
        (account.member(&luis, ""), json!({ "role": "finance" })),
        ("/v1/me".to_owned(), json!({ "first_name": "Carmela" })),
    ];

    for (path, patch) in resources {
        let before = carmen.get(&path).await.expect(200);
        let tag = before.header("etag").to_owned();
        assert_eq!(tag, format!("\"{}\"", before["version"]), "{path}");
        let refused = carmen.patch(&path, &patch).header("If-Match", "\"99\"").await;
        let _ = refused.expect_problem(412, "stale_version");
        assert_eq!(carmen.get(&path).await.expect(200).text, before.text, "{path}");
        let changed = carmen.patch(&path, &patch).header("If-Match", &tag).await.expect(200);
        assert_ne!(changed.header("etag"), tag, "{path}");
        let again = carmen.patch(&path, &patch).header("If-Match", &tag).await;
        let _ = again.expect_problem(412, "stale_version");
        let unreadable = carmen.patch(&path, &patch).header("If-Match", "3").await;
        let _ = unreadable.expect_problem(400, "malformed_request");
    }
    for command in ["resend", "revoke"] {
        let path = account.path(&format!("/invitations/{id}/{command}"));
        let refused = carmen.command(&path).header("If-Match", "\"99\"").await;
        let _ = refused.expect_problem(412, "stale_version");
    }
}

#[tokio::test]
async fn a_repeat_with_the_same_key_gets_the_first_answer_byte_for_byte() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let other = carmen.found("Otra S.L.").await;
    let invite = |account: &Account, emails: &str| {
        carmen.invite(account, "user", emails).header("Idempotency-Key", "k-1")
    };

    let first = invite(&account, "ana@a.es luis@b.es").await.expect(201);
    let second = invite(&account, "ana@a.es luis@b.es").await.expect(201);
    let another_body = invite(&account, "eva@c.es").await;
    let another_account = invite(&other, "ana@a.es luis@b.es").await.expect(201);

    assert_eq!(first.text, second.text);
    assert_eq!(first["results"][0]["outcome"], "invited", "{}", first.text);
    let _ = another_body.expect_problem(422, "idempotency_key_reused");
    assert_ne!(another_account.text, first.text);
    assert_eq!(carmen.all(&account.path("/invitations")).await.len(), 2);
    let found = |name: &str| {
        let request = carmen.post("/v1/accounts", &json!({ "name": name }));
        request.header("Idempotency-Key", "k-2")
    };
    let one = found("Tercera").await.expect(201);
    assert_eq!(found("Tercera").await.expect(201).text, one.text);
    let _ = found("Cuarta").await.expect_problem(422, "idempotency_key_reused");
    assert_eq!(carmen.all("/v1/me/accounts").await.len(), 3);
}

/// Every GET below an account, with ids that are right on that account.
fn paths(account: &str, member: &str, invitation: &str) -> Vec<String> {
    let below = [
        String::new(),
        "/users".to_owned(),
        format!("/users/{member}"),
        "/invitations".to_owned(),
        format!("/invitations/{invitation}"),
        "/service-keys".to_owned(),
        "/audit-log".to_owned(),
        "/events".to_owned(),
        "/access/who?permission=users.read".to_owned(),
        "/communications/recipients?category=billing".to_owned(),
    ];
    below.iter().map(|below| format!("/v1/accounts/{account}{below}")).collect()
}

#[tokio::test]
async fn what_belongs_to_another_account_is_not_there_byte_for_byte() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let sent = carmen.invite(&account, "user", "ana@acme.es").await.expect(201);
    let invitation = sent.text_at("/results/0/invitation/id");
    let stranger = stage.person("eva@otra.es").await;
    let own = stranger.found("Otra S.L.").await;

    let foreign = paths(&account.id, &carmen.id, &invitation);
    let nowhere = paths(NOBODY, NOBODY, NOBODY);
    // With the account right and only the id of another's.
    let crossed = paths(&own.id, &carmen.id, &invitation);
    for (foreign, nowhere) in foreign.iter().zip(&nowhere) {
        expect_same(&stranger, foreign, nowhere).await;
    }
    for at in [2, 4] {
        expect_same(&stranger, &crossed[at], &nowhere[at]).await;
    }
    for path in &foreign {
        let _ = carmen.get(path).await.expect(200);
        let _ = stage.api().get(path).await.expect_problem(401, "not_signed_in");
    }
}

async fn expect_same(stranger: &Person, foreign: &str, nowhere: &str) {
    let foreign = stranger.get(foreign).await.expect_problem(404, "not_found");
    let nowhere = stranger.get(nowhere).await.expect_problem(404, "not_found");
    assert_eq!(foreign.text, nowhere.text, "{}", foreign.what);
    let headers = |answer: &portero_tests::api::Answer| {
        let mut headers = answer.headers.clone();
        headers.remove("date");
        headers
    };
    assert_eq!(headers(&foreign), headers(&nowhere), "{}", foreign.what);
}

#[tokio::test]
async fn every_error_is_a_problem_document() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let api = stage.api();
    let sessions = "/v1/sessions";
    let json_of = |length: usize| format!("{{\"email\":\"{}\"}}", "a".repeat(length));

    let unknown = api.get("/v1/nowhere").await;
    let _ = unknown.expect_problem(404, "not_found");
    let method = api.put(sessions).await.expect_problem(405, "method_not_allowed");
    assert!(method.header("allow").contains("POST"), "{}", method.everything());
    let bad = api.post(sessions).body("application/json", "{\"email\":").await;
    let _ = bad.expect_problem(400, "malformed_body");
    let text = api.post(sessions).body("text/plain", "hola").await;
    let _ = text.expect_problem(415, "unsupported_media_type");
    let large = api.post(sessions).body("application/json", json_of(65 * 1024)).await;
    let _ = large.expect_problem(413, "body_too_large");
    let extra = json!({ "name": "Acme", "state": "closed" });
    let _ = carmen.post("/v1/accounts", &extra).await.expect_problem(400, "malformed_body");
    let id = carmen.get("/v1/accounts/not-an-id").await;
    let _ = id.expect_problem(400, "malformed_request");
    let form = json!({ "emails": "ana@a.es", "role": "emperor" });
    let role = carmen.post(&account.path("/invitations"), &form).await;
    let role = role.expect_problem(422, "invalid_fields");
    assert_eq!(role["errors"][0]["code"], "unknown_name", "{}", role.text);
    let broken = api.get("/v1/me").bearer("nonsense").await;
    let _ = broken.expect_problem(401, "not_signed_in");
}

#[tokio::test]
async fn a_value_of_another_type_is_refused() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let invitations = account.path("/invitations");

    for (path, body) in [
        ("/v1/accounts", json!({ "name": 7 })),
        ("/v1/accounts", json!({ "name": true })),
        ("/v1/accounts", json!({ "name": ["Acme"] })),
        ("/v1/accounts", json!(["Acme"])),
        (invitations.as_str(), json!({ "emails": 7, "role": "user" })),
        (invitations.as_str(), json!({ "emails": "ana@a.es", "role": "user", "message": 7 })),
        (invitations.as_str(), json!({ "emails": "ana@a.es", "role": "user", "grants": 7 })),
    ] {
        let answer = carmen.post(path, &body).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.everything());
        let _ = answer.expect_problem(400, "malformed_body");
    }
}

#[tokio::test]
async fn the_words_of_an_error_are_in_the_language_asked_for() {
    let stage = Stage::set().await;

    let title = |language: &'static str| {
        let request = stage.api().get("/v1/me").header("Accept-Language", language);
        async move { request.await.expect(401).text_at("/title") }
    };

    assert_eq!(title("es-AR, en;q=0.5").await, "Sesión no iniciada");
    assert_eq!(title("en").await, "Not signed in");
}

#[tokio::test]
async fn the_server_tells_that_it_lives_and_is_ready() {
    let stage = Stage::set().await;

    assert_eq!(stage.api().get("/healthz").await.expect(200)["status"], "ok");
    let _ = stage.api().get("/readyz").await.expect(200);
    let docs = stage.api().get("/docs").await.expect(200);
    assert!(docs.header("content-type").starts_with("text/html"), "{}", docs.everything());
}

#[tokio::test]
async fn a_full_list_of_checks_is_answered_in_order_and_one_more_is_refused() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let check = |number: usize| {
        let email = if number.is_multiple_of(2) { "carmen@acme.es" } else { "nadie@acme.es" };
        json!({ "email": email, "permission": "users.read" })
    };
    let batch = |count: usize| {
        let checks: Vec<Value> = (0..count).map(check).collect();
        carmen.post(&account.path("/access/check-batch"), &json!({ "checks": checks }))
    };

    let full = batch(1_000).await.expect(200);

    let results = full["results"].as_array().expect("answers");
    assert_eq!(results.len(), 1_000);
    for (number, result) in results.iter().enumerate() {
        assert_eq!(result["allowed"], number.is_multiple_of(2), "{number}: {result}");
    }
    for count in [0, 1_001] {
        let refused = batch(count).await.expect_problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["field"], "checks", "{}", refused.text);
    }
}
