//! Registering, signing in, and what is done for a forgotten password.

use portero_tests::api::Answer;
use portero_tests::options::Options;
use portero_tests::server::Server;
use portero_tests::stage::{Registration, Stage, password_of};
use serde_json::{Value, json};

async fn register(stage: &Stage, registration: &Registration) -> Answer {
    stage.api().post("/v1/registrations").json(registration.body()).await
}

async fn ask_for_reset(stage: &Stage, email: &str) -> Answer {
    stage.api().post("/v1/password-resets").json(&json!({ "email": email })).await
}

async fn reset(stage: &Stage, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "password": password });
    stage.api().post("/v1/password-resets/confirm").json(&body).await
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_mailed_link_and_every_session_ends() {
    let stage = Stage::set().await;
    let ana = stage.person("ana@acme.es").await;
    let elsewhere = stage.again(&ana).await;
    let _ = ask_for_reset(&stage, "ANA@acme.ES").await.expect(202);
    let token = stage.sink.wait_for_token("ana@acme.es", "reset", 1).await;

    let short = reset(&stage, &token, "corta").await.expect_problem(422, "invalid_fields");
    assert_eq!(short["errors"][0]["code"], "too_short", "{}", short.text);
    let _ = reset(&stage, &token, "una clave del todo nueva").await.expect(204);

    for session in [&ana, &elsewhere] {
        let _ = session.get("/v1/me").await.expect_problem(401, "not_signed_in");
    }
    let _ = stage.sign_in("ana@acme.es", &ana.password).await.expect(401);
    let _ = stage.sign_in("ana@acme.es", "una clave del todo nueva").await.expect(201);
    let again = reset(&stage, &token, "una clave mucho mas nueva").await;
    let _ = again.expect_problem(410, "link_used");
    let _ = stage.sign_in("ana@acme.es", "una clave del todo nueva").await.expect(201);
    let notice = stage.sink.wait_for_mail("ana@acme.es", 3).await;
    assert_eq!(notice.subject, "Su contraseña ha cambiado");
    assert!(notice.links().is_empty(), "{}", notice.text);
}

#[tokio::test]
async fn using_one_reset_link_ends_the_others() {
    let stage = Stage::set().await;
    let ana = stage.person("ana@acme.es").await;
    let _ = ask_for_reset(&stage, "ana@acme.es").await.expect(202);
    let first = stage.sink.wait_for_token("ana@acme.es", "reset", 1).await;
    let _ = ask_for_reset(&stage, "ana@acme.es").await.expect(202);
    let second = stage.sink.wait_for_token("ana@acme.es", "reset", 2).await;

    let _ = reset(&stage, &second, "una clave del todo nueva").await.expect(204);

    let earlier = reset(&stage, &first, "una clave mucho mas nueva").await;
    let _ = earlier.expect_problem(410, "link_superseded");
    let _ = stage.sign_in("ana@acme.es", &ana.password).await.expect(401);
    let _ = stage.sign_in("ana@acme.es", "una clave del todo nueva").await.expect(201);
    let unknown = reset(&stage, &"A".repeat(43), "una clave del todo nueva").await;
    let _ = unknown.expect_problem(404, "not_found");
    let malformed = reset(&stage, "no token", "una clave del todo nueva").await.expect(404);
    assert_eq!(malformed.text, unknown_text(&stage).await, "never told apart");
}

async fn unknown_text(stage: &Stage) -> String {
    reset(stage, &"A".repeat(43), "una clave del todo nueva").await.text
}

#[tokio::test]
async fn asking_for_a_reset_tells_nobody_who_has_a_user() {
    let stage = Stage::set().await;
    let _ = stage.person("ana@acme.es").await;

    let known = ask_for_reset(&stage, "ana@acme.es").await.expect(202);
    let unknown = ask_for_reset(&stage, "nadie@acme.es").await.expect(202);

    assert_eq!(known.text, unknown.text);
    let mail = stage.sink.wait_for_mail("nadie@acme.es", 1).await;
    assert!(mail.links().is_empty(), "{}", mail.text);
    assert_eq!(mail.subject, "No hay ningún usuario con esta dirección");
}

#[tokio::test]
async fn registering_an_address_that_has_a_user_changes_nothing_and_tells_only_its_owner() {
    let stage = Stage::set().await;
    let ana = stage.person("ana@acme.es").await;
    let taken = Registration::of("Ana@Acme.es").password("la clave de otra persona");

    let known = register(&stage, &taken).await.expect(202);
    let unknown = register(&stage, &Registration::of("eva@acme.es")).await.expect(202);

    assert_eq!(known.text, unknown.text);
    let mail = stage.sink.wait_for_mail("ana@acme.es", 2).await;
    assert_eq!(mail.subject, "Ya tiene un usuario con esta dirección");
    assert!(mail.links().is_empty(), "{}", mail.text);
    let _ = ana.get("/v1/me").await.expect(200);
    let _ = stage.sign_in("ana@acme.es", "la clave de otra persona").await.expect(401);
    let _ = stage.sign_in("ana@acme.es", &ana.password).await.expect(201);
}

#[tokio::test]
async fn attempts_for_one_address_are_independent_and_the_first_confirmed_ends_the_others() {
    let stage = Stage::set().await;
    let own = "la clave de la propia persona";
    let of_another = "la clave de otra persona";
    let attempt = |password| Registration::of("ana@acme.es").password(password);
    let _ = register(&stage, &attempt(of_another)).await.expect(202);
    let first = stage.sink.wait_for_token("ana@acme.es", "confirm", 1).await;
    let _ = register(&stage, &attempt(own)).await.expect(202);
    let second = stage.sink.wait_for_token("ana@acme.es", "confirm", 2).await;

    // Whoever registered someone else's address gains nothing when that person clicks.
    let _ = stage.confirm(&first, own).await.expect_problem(401, "bad_credentials");
    let _ = stage.confirm(&second, of_another).await.expect_problem(401, "bad_credentials");
    let _ = stage.confirm(&second, own).await.expect(201);

    let late = stage.confirm(&first, of_another).await;
    let _ = late.expect_problem(410, "link_superseded");
    let _ = stage.sign_in("ana@acme.es", of_another).await.expect_problem(401, "bad_credentials");
    let _ = stage.sign_in("ana@acme.es", own).await.expect(201);
}

#[tokio::test]
async fn a_registration_whose_invitation_was_revoked_is_confirmed_all_the_same_and_told_why() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let sent = carmen.invite(&account, "finance", "ana@acme.es").await.expect(201);
    let id = sent.text_at("/results/0/invitation/id");
    let token = stage.sink.wait_for_token("ana@acme.es", "invitation", 1).await;
    let registration = Registration::of("ana@acme.es").invitation(&token);
    let _ = register(&stage, &registration).await.expect(202);
    let link = stage.sink.wait_for_token("ana@acme.es", "confirm", 1).await;
    let revoke = carmen.command(&account.path(&format!("/invitations/{id}/revoke")));
    let _ = revoke.await.expect(200);

    let session = stage.confirm(&link, &password_of("ana@acme.es")).await.expect(201);

    assert_eq!(session["invitation"]["accepted"], false, "{}", session.text);
    assert!(session["invitation"]["refused"].is_string(), "{}", session.text);
    assert_eq!(session["accounts"], json!([]));
    let again = register(&stage, &Registration::of("eva@acme.es").invitation(&token)).await;
    let _ = again.expect_problem(410, "link_revoked");
}

#[tokio::test]
async fn every_earlier_link_of_an_invitation_is_superseded_by_a_resend() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let sent = carmen.invite(&account, "finance", "ana@acme.es").await.expect(201);
    let first = stage.sink.wait_for_token("ana@acme.es", "invitation", 1).await;
    let id = sent.text_at("/results/0/invitation/id");
    let resend = carmen.command(&account.path(&format!("/invitations/{id}/resend")));

    let _ = resend.await.expect(200);

    let second = stage.sink.wait_for_token("ana@acme.es", "invitation", 2).await;
    let ana = stage.person("ana@acme.es").await;
    let lookup = stage.api().post("/v1/invitations/lookup").json(&json!({ "token": first })).await;
    let _ = lookup.expect_problem(410, "link_superseded");
    let _ = ana.accept(&first).await.expect_problem(410, "link_superseded");
    let _ = ana.accept(&second).await.expect(200);
    // To its accepter the used link says so again; to nobody else.
    let _ = ana.accept(&second).await.expect(200);
    let _ = carmen.accept(&second).await.expect_problem(403, "invitation_for_another_address");
}

#[tokio::test]
async fn after_ten_wrong_tries_an_address_waits_and_the_others_do_not() {
    let stage = Stage::with(Options::default().with_rate_limits()).await;
    let ana = stage.person("ana@acme.es").await;
    let eva = stage.person("eva@acme.es").await;

    for _ in 0..10 {
        let wrong = stage.sign_in("ana@acme.es", "una clave equivocada").await;
        let _ = wrong.expect_problem(401, "bad_credentials");
    }

    for password in ["una clave equivocada", &ana.password] {
        let late = stage.sign_in("ana@acme.es", password).await;
        let late = late.expect_problem(429, "too_many_requests");
        let wait: u32 = late.header("retry-after").parse().expect("a number of seconds");
        assert!((1..=900).contains(&wait), "{wait}");
    }
    let _ = stage.sign_in("eva@acme.es", &eva.password).await.expect(201);
    // It is no lock: who is in stays in, and a reset by mail stays open.
    let _ = ana.get("/v1/me").await.expect(200);
    let _ = ask_for_reset(&stage, "ana@acme.es").await.expect(202);
    let token = stage.sink.wait_for_token("ana@acme.es", "reset", 1).await;
    let _ = reset(&stage, &token, "una clave del todo nueva").await.expect(204);
}

#[tokio::test]
async fn no_header_of_a_stranger_makes_another_network_of_theirs() {
    let stage = Stage::with(Options::default().with_rate_limits()).await;
    let _ = stage.person("ana@acme.es").await;
    let try_from = |number: usize| {
        let body = json!({ "email": "ana@acme.es", "password": "una clave equivocada" });
        let request = stage.api().post("/v1/sessions").json(&body);
        request.header("X-Forwarded-For", &format!("203.0.113.{number}"))
    };

    for number in 0..10 {
        let _ = try_from(number).await.expect(401);
    }

    let _ = try_from(200).await.expect_problem(429, "too_many_requests");
}

#[tokio::test]
async fn mails_that_anyone_can_cause_are_few_to_one_address() {
    let stage = Stage::with(Options::default().with_rate_limits()).await;

    for _ in 0..3 {
        let _ = ask_for_reset(&stage, "nadie@acme.es").await.expect(202);
    }

    let fourth = ask_for_reset(&stage, "nadie@acme.es").await;
    let fourth = fourth.expect_problem(429, "too_many_requests");
    assert!(!fourth.header("retry-after").is_empty());
    let _ = register(&stage, &Registration::of("nadie@acme.es")).await.expect(429);
    let _ = ask_for_reset(&stage, "otro@acme.es").await.expect(202);
}

#[tokio::test]
async fn every_wrong_pair_is_answered_alike() {
    let stage = Stage::set().await;
    let _ = stage.person("ana@acme.es").await;
    let _ = register(&stage, &Registration::of("eva@acme.es")).await.expect(202);

    let mut answers = Vec::new();
    for email in ["ana@acme.es", "eva@acme.es", "nadie@acme.es", "no address"] {
        let wrong = stage.sign_in(email, "una clave equivocada").await;
        answers.push(wrong.expect_problem(401, "bad_credentials").text);
    }

    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test]
async fn signing_out_ends_that_session_and_no_other() {
    let stage = Stage::set().await;
    let here = stage.person("ana@acme.es").await;
    let elsewhere = stage.again(&here).await;
    assert_eq!(here.get("/v1/sessions").await.expect(200).items().len(), 2);

    let _ = here.delete("/v1/sessions/current").await.expect(204);

    let _ = here.get("/v1/me").await.expect_problem(401, "not_signed_in");
    let left = elsewhere.get("/v1/sessions").await.expect(200);
    let id = left.text_at("/items/0/id");
    assert_eq!((left.items().len(), &left.items()[0]["current"]), (1, &json!(true)));
    let _ = elsewhere.delete(&format!("/v1/sessions/{id}")).await.expect(204);
    let _ = elsewhere.get("/v1/me").await.expect_problem(401, "not_signed_in");
}

#[tokio::test]
async fn another_password_ends_every_other_session() {
    let stage = Stage::set().await;
    let here = stage.person("ana@acme.es").await;
    let elsewhere = stage.again(&here).await;
    let change = |current: &str| {
        let body = json!({ "current": current, "new": "una clave del todo nueva" });
        here.post("/v1/me/password", &body)
    };

    let _ = change("una clave equivocada").await.expect_problem(401, "bad_credentials");
    let _ = elsewhere.get("/v1/me").await.expect(200);
    let _ = change(&here.password).await.expect(204);

    let _ = here.get("/v1/me").await.expect(200);
    let _ = elsewhere.get("/v1/me").await.expect_problem(401, "not_signed_in");
    let _ = stage.sign_in("ana@acme.es", "una clave del todo nueva").await.expect(201);
}

/// The mails that the development mailbox shows for an address, once there are so many. Each
/// look is a request of its own; the mails come as fast as the server can.
async fn mailbox(server: &Server, to: &str, count: usize) -> Vec<Value> {
    for _ in 0..10_000 {
        let shown = server.api().get(&format!("/dev/mailbox.json?to={to}")).await.expect(200);
        if shown.items().len() >= count {
            return shown.items().to_vec();
        }
        tokio::task::yield_now().await;
    }
    panic!("no {count} mails to {to}:\n{}", server.output());
}

#[tokio::test]
async fn without_a_mail_server_the_development_mailbox_shows_the_mails_across_restarts() {
    let mut server = Server::start(Options::default()).await;
    for email in ["ana@acme.es", "eva@acme.es"] {
        let body = Registration::of(email).body().clone();
        let _ = server.api().post("/v1/registrations").json(&body).await.expect(202);
        let _ = mailbox(&server, email, 1).await;
    }

    assert!(server.stop().await.success());
    server.start_again().await;

    let mails = mailbox(&server, "ana@acme.es", 1).await;
    assert_eq!((mails.len(), &mails[0]["to"]), (1, &json!("ana@acme.es")));
    for field in ["id", "from", "subject", "text", "html", "sent_at"] {
        assert!(
            mails[0][field].as_str().is_some_and(|text| !text.is_empty()),
            "{field}: {mails:?}"
        );
    }
    let link = mails[0]["links"][0].as_str().expect("a link");
    let (page, token) = link.split_once('#').expect("a fragment");
    assert_eq!(page, format!("{}/confirm", server.base()));
    let confirm = json!({ "token": token, "password": password_of("ana@acme.es") });
    let _ = server.api().post("/v1/registrations/confirm").json(&confirm).await.expect(201);
    let all = server.api().get("/dev/mailbox.json").await.expect(200);
    let order: Vec<&Value> = all.items().iter().map(|mail| &mail["to"]).collect();
    assert_eq!(order, ["eva@acme.es", "ana@acme.es"], "newest first");
    let page = server.api().get("/dev/mailbox").await.expect(200);
    assert!(page.header("content-type").starts_with("text/html"), "{}", page.everything());
}

#[tokio::test]
async fn with_a_mail_server_there_is_no_development_mailbox() {
    let stage = Stage::set().await;

    let _ = stage.api().get("/dev/mailbox.json").await.expect_problem(404, "not_found");
    let _ = stage.api().get("/dev/mailbox").await.expect(404);
}
