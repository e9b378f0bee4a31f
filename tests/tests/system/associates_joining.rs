//! Associating a client area with another person: how both come together, and who gets what.

use portero_tests::api::Answer;
use portero_tests::smtp_sink::Behaviour;
use portero_tests::stage::{PUBLIC_URL, Person, Registration, Stage, password_of};
use serde_json::{Value, json};

use crate::associating::{
    NOBODY, Neighbours, alter_sessions, enterable, expect_allowed, expect_unseen, form, kinds,
    named_kinds, offered, with_old_session,
};
use crate::matrix::permissions;

async fn suspend(stage: &Stage, person: &Person) {
    let _ = stage.server.run(&["users", "suspend", &person.email]).await.expect_success();
}

async fn reactivate(stage: &Stage, person: &Person) {
    let _ = stage.server.run(&["users", "reactivate", &person.email]).await.expect_success();
}

async fn look_up(stage: &Stage, token: &str) -> Answer {
    let body = json!({ "token": token });
    stage.api().post("/v1/invitations/lookup").json(&body).await
}

async fn register(stage: &Stage, registration: &Registration) {
    let sent = stage.api().post("/v1/registrations").json(registration.body()).await;
    let _ = sent.expect(202);
}

/// The ids of the invitations that wait for someone.
async fn waiting(person: &Person) -> Vec<String> {
    let rows = person.all("/v1/me/invitations").await;
    rows.iter().filter_map(|row| row["id"].as_str()).map(str::to_owned).collect()
}

#[tokio::test]
async fn s07_an_owner_who_is_suspended_stops_the_association_until_reactivated() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, taller } =
        Neighbours::associated(&stage, &json!(["users.read"])).await;
    let luis = stage.member(&carmen, &acme, "administrator", "luis@acme.es").await;

    suspend(&stage, &carmen).await;

    for associate in [&ana, &luis] {
        let refused = associate.get(&acme.path("/users")).await;
        let refused = refused.expect_problem(403, "forbidden");
        assert_eq!(refused["explanation"]["reason"], "owner_suspended", "{}", refused.text);
        expect_allowed(associate, &acme, &[]).await;
    }
    assert_eq!(enterable(&ana).await, kinds(&[("Taller Ana", "own")]));
    let session = stage.sign_in(&ana.email, &ana.password).await.expect(201);
    assert_eq!(session["accounts"].as_array().map(Vec::len), Some(1), "{}", session.text);
    let _ = ana.get(&taller.path("")).await.expect(200);

    reactivate(&stage, &carmen).await;

    let _ = ana.get(&acme.path("/users")).await.expect(200);
    expect_allowed(&ana, &acme, &["users.read"]).await;
    let both = kinds(&[("Acme S.L.", "associated"), ("Taller Ana", "own")]);
    assert_eq!(enterable(&ana).await, both);
}

#[tokio::test]
async fn s07_an_invitee_who_is_suspended_holds_nothing_until_reactivated() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } =
        Neighbours::associated(&stage, &json!(["users.read"])).await;
    let question = json!({ "user_id": ana.id, "permission": "users.read" });
    let check = || carmen.post(&acme.path("/access/check"), &question);
    assert_eq!(check().await.expect(200)["allowed"], true);

    suspend(&stage, &ana).await;

    let _ = ana.get(&acme.path("/users")).await.expect_problem(401, "not_signed_in");
    let refused = stage.sign_in(&ana.email, &ana.password).await;
    let _ = refused.expect_problem(403, "user_suspended");
    let checked = check().await.expect(200);
    assert_eq!(checked["allowed"], false, "{}", checked.text);
    assert_eq!(checked["explanation"]["reason"], "user_suspended", "{}", checked.text);
    let who = carmen.all(&acme.path("/access/who?permission=users.read")).await;
    assert!(who.iter().all(|one| one["user_id"] != ana.id.as_str()), "{who:?}");

    reactivate(&stage, &ana).await;

    assert_eq!(check().await.expect(200)["allowed"], true);
    let ana = stage.again(&ana).await;
    let _ = ana.get(&acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn s07_the_association_is_not_made_while_either_side_is_suspended() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;
    let token = offered(&stage, &carmen, &acme, &form(&ana.email, &json!("all"))).await;

    suspend(&stage, &carmen).await;
    let refused = ana.accept(&token).await;
    let _ = refused.expect_problem(409, "inviter_cannot_give");
    reactivate(&stage, &carmen).await;
    suspend(&stage, &ana).await;
    let _ = ana.accept(&token).await.expect_problem(401, "not_signed_in");
    let carmen = stage.again(&carmen).await;
    assert_eq!(carmen.all(&acme.path("/users")).await.len(), 1, "not one of them joined");
    reactivate(&stage, &ana).await;
    let ana = stage.again(&ana).await;

    let _ = ana.accept(&token).await.expect(200);

    let _ = ana.get(&acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn s07_an_invitee_needs_a_user_but_no_account_of_their_own() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let ana = stage.person("ana@taller.es").await;
    let token = offered(&stage, &carmen, &acme, &form(&ana.email, &json!(["users.read"]))).await;

    let nobody = stage.api().post("/v1/invitations/accept").json(&json!({ "token": token })).await;
    let _ = nobody.expect_problem(401, "not_signed_in");
    let _ = ana.accept(&token).await.expect(200);

    assert_eq!(enterable(&ana).await, kinds(&[("Acme S.L.", "associated")]));
    let _ = ana.get(&acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn s08_an_invitee_without_a_user_is_asked_to_register_and_the_invitation_survives_it() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let terms = form("ana@taller.es", &json!(["invoices.read"]));
    let token = offered(&stage, &carmen, &acme, &terms).await;
    let looked_up = look_up(&stage, &token).await.expect(200);
    assert_eq!(looked_up["registration_required"], true, "{}", looked_up.text);

    // Registered on a way of their own, the link forgotten.
    let ana = stage.person("ana@taller.es").await;

    assert_eq!(waiting(&ana).await.len(), 1);
    let looked_up = look_up(&stage, &token).await.expect(200);
    assert_eq!(looked_up["registration_required"], false, "{}", looked_up.text);
    assert_eq!(looked_up["state"], "pending", "{}", looked_up.text);
    let _ = ana.accept(&token).await.expect(200);
    expect_allowed(&ana, &acme, &["invoices.read"]).await;
}

#[tokio::test]
async fn s08_a_second_click_and_a_second_registration_lose_nothing() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let terms = form("ana@taller.es", &json!(["invoices.read"]));
    let token = offered(&stage, &carmen, &acme, &terms).await;
    let first = Registration::of("ana@taller.es").invitation(&token);
    register(&stage, &first).await;
    let first = stage.sink.wait_for_token("ana@taller.es", "confirm", 1).await;

    // The mail is opened again, and the form filled in again with another password.
    let looked_up = look_up(&stage, &token).await.expect(200);
    assert_eq!(looked_up["state"], "claimed", "{}", looked_up.text);
    assert_eq!(looked_up["registration_required"], true, "{}", looked_up.text);
    let password = "otra clave del segundo intento";
    let second = Registration::of("ana@taller.es").password(password).invitation(&token);
    register(&stage, &second).await;
    let confirmation = stage.sink.wait_for_token("ana@taller.es", "confirm", 2).await;
    let session = stage.confirm(&confirmation, password).await.expect(201);

    assert_eq!(session["invitation"]["accepted"], true, "{}", session.text);
    let ana = stage.person_of(&session, password);
    expect_allowed(&ana, &acme, &["invoices.read"]).await;
    // The first attempt is over; clicking on is harmless, and so is accepting again.
    let late = stage.confirm(&first, &password_of("ana@taller.es")).await;
    let _ = late.expect_problem(410, "link_superseded");
    let _ = ana.accept(&token).await.expect(200);
    assert_eq!(carmen.all(&acme.path("/users")).await.len(), 2);
}

#[tokio::test]
async fn s08_the_first_of_two_registrations_serves_as_well() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let terms = form("ana@taller.es", &json!(["invoices.read"]));
    let token = offered(&stage, &carmen, &acme, &terms).await;
    register(&stage, &Registration::of("ana@taller.es").invitation(&token)).await;
    // Mails leave side by side: only before the second registration is the first one's for sure.
    let confirmation = stage.sink.wait_for_token("ana@taller.es", "confirm", 1).await;
    let other = Registration::of("ana@taller.es").password("otra clave sin invitación");
    register(&stage, &other).await;

    let session = stage.confirm(&confirmation, &password_of("ana@taller.es")).await.expect(201);

    assert_eq!(session["invitation"]["accepted"], true, "{}", session.text);
    let ana = stage.person_of(&session, &password_of("ana@taller.es"));
    expect_allowed(&ana, &acme, &["invoices.read"]).await;
}

#[tokio::test]
async fn s08_confirming_in_another_browser_without_the_link_keeps_the_invitation() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let terms = form("ana@taller.es", &json!(["invoices.read"]));
    let token = offered(&stage, &carmen, &acme, &terms).await;
    // In one browser with the link, and again in another without it: this one is confirmed.
    register(&stage, &Registration::of("ana@taller.es").invitation(&token)).await;
    let _ = stage.sink.wait_for_token("ana@taller.es", "confirm", 1).await;
    let password = "otra clave en otro navegador";
    register(&stage, &Registration::of("ana@taller.es").password(password)).await;

    let confirmation = stage.sink.wait_for_token("ana@taller.es", "confirm", 2).await;
    let session = stage.confirm(&confirmation, password).await.expect(201);

    assert!(session["invitation"].is_null(), "this attempt carried none: {}", session.text);
    let ana = stage.person_of(&session, password);
    let [id] = &waiting(&ana).await[..] else { panic!("it still waits for the address") };
    let _ = ana.command(&format!("/v1/me/invitations/{id}/accept")).await.expect(200);
    expect_allowed(&ana, &acme, &["invoices.read"]).await;
}

#[tokio::test]
async fn s08_a_session_that_has_ended_on_the_way_loses_nothing() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;
    let token = offered(&stage, &carmen, &acme, &form(&ana.email, &json!(["users.read"]))).await;
    let _ = ana.delete("/v1/sessions/current").await.expect(204);

    let _ = ana.accept(&token).await.expect_problem(401, "not_signed_in");
    let looked_up = look_up(&stage, &token).await.expect(200);
    assert_eq!(looked_up["state"], "pending", "{}", looked_up.text);
    let ana = stage.again(&ana).await;
    let _ = ana.accept(&token).await.expect(200);

    let _ = ana.get(&acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn s08_a_session_that_has_expired_on_the_way_loses_nothing() {
    let mut stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;
    let token = offered(&stage, &carmen, &acme, &form(&ana.email, &json!(["users.read"]))).await;
    let Some(()) = alter_sessions(&mut stage, "expires_at = created_at + 1").await else { return };

    let expired = with_old_session(&stage, &ana).await;
    let _ = expired.accept(&token).await.expect_problem(401, "not_signed_in");
    let _ = expired.get("/v1/me/invitations").await.expect_problem(401, "not_signed_in");
    let ana = stage.again(&ana).await;

    assert_eq!(waiting(&ana).await.len(), 1);
    let _ = ana.accept(&token).await.expect(200);
    let _ = ana.get(&acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn s09_the_mail_has_a_link_and_opening_it_accepts_nothing() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;

    let token = offered(&stage, &carmen, &acme, &form(&ana.email, &json!(["users.read"]))).await;

    let mail = stage.sink.wait_for_mail(&ana.email, 2).await;
    assert_eq!(mail.subject, "carmen Soler le invita a Acme S.L.");
    let link = format!("{PUBLIC_URL}/invitation#{token}");
    assert_eq!(mail.links(), [link.as_str()], "{}", mail.text);
    assert!(mail.html_links().contains(&link), "{}", mail.html);
    for _ in 0..3 {
        let looked_up = look_up(&stage, &token).await.expect(200);
        assert_eq!(looked_up["grants"], json!(["users.read"]), "{}", looked_up.text);
        assert_eq!(looked_up["account_name"], "Acme S.L.", "{}", looked_up.text);
    }
    expect_unseen(&ana, &acme).await;
    let accepted = ana.accept(&token).await.expect(200);
    assert_eq!(accepted["account_id"], acme.id.as_str(), "{}", accepted.text);
    let _ = ana.get(&acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn s10_the_invitee_sees_and_accepts_it_inside_though_no_mail_arrives() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;
    stage.sink.behave(Behaviour::DropConnection);
    let terms = form(&ana.email, &json!(["invoices.read", "users.read"]));
    let _ = carmen.post(&acme.path("/invitations"), &terms).await.expect(201);

    let rows = ana.all("/v1/me/invitations").await;

    let [row] = &rows[..] else { panic!("one waits: {rows:?}") };
    assert_eq!(row["account_name"], "Acme S.L.", "{row}");
    assert_eq!((&row["invited_by"], &row["role"]), (&json!("carmen Soler"), &json!("user")));
    assert_eq!(row["grants"].as_array().map(Vec::len), Some(2), "{row}");
    assert!(row["expires_at"].is_string(), "{row}");
    expect_unseen(&ana, &acme).await;
    let id = row["id"].as_str().expect("an id");
    for _ in 0..2 {
        let accepted = ana.command(&format!("/v1/me/invitations/{id}/accept")).await.expect(200);
        assert_eq!(accepted["state"], "accepted", "{}", accepted.text);
    }
    expect_allowed(&ana, &acme, &["invoices.read", "users.read"]).await;
    assert_eq!(waiting(&ana).await, Vec::<String>::new());
    assert!(stage.sink.mails_to(&ana.email).iter().all(|mail| !mail.leads_to("invitation")));
}

#[tokio::test]
async fn s10_an_invitation_declined_inside_is_over_for_its_link_too() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;
    let token = offered(&stage, &carmen, &acme, &form(&ana.email, &json!("all"))).await;
    let id = waiting(&ana).await.remove(0);

    let declined = ana.command(&format!("/v1/me/invitations/{id}/decline")).await.expect(200);

    assert_eq!(declined["state"], "declined", "{}", declined.text);
    assert_eq!(waiting(&ana).await, Vec::<String>::new());
    let late = ana.command(&format!("/v1/me/invitations/{id}/accept")).await;
    let _ = late.expect_problem(409, "state_refused");
    let _ = ana.accept(&token).await.expect_problem(410, "link_used");
    expect_unseen(&ana, &acme).await;
    let seen = carmen.get(&acme.path(&format!("/invitations/{id}"))).await.expect(200);
    assert_eq!(seen["state"], "declined", "{}", seen.text);
}

#[tokio::test]
async fn s10_another_persons_invitation_is_as_one_that_never_was() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;
    let _ = offered(&stage, &carmen, &acme, &form(&ana.email, &json!("all"))).await;
    let id = waiting(&ana).await.remove(0);
    let luis = stage.person("luis@otra.es").await;

    for caller in [&luis, &carmen] {
        assert_eq!(waiting(caller).await, Vec::<String>::new());
        for answer in ["accept", "decline"] {
            let others = caller.command(&format!("/v1/me/invitations/{id}/{answer}")).await;
            let never = caller.command(&format!("/v1/me/invitations/{NOBODY}/{answer}")).await;
            let others = others.expect_problem(404, "not_found");
            assert_eq!(others.text, never.expect(404).text, "the same bytes");
        }
    }
    assert_eq!(waiting(&ana).await, [id]);
}

#[tokio::test]
async fn s11_sign_in_answers_with_every_area_to_choose_from_the_own_one_marked() {
    let stage = Stage::set().await;
    let Neighbours { acme, ana, taller, .. } =
        Neighbours::associated(&stage, &json!(["users.read"])).await;

    let session = stage.sign_in(&ana.email, &ana.password).await.expect(201);

    let rows = session["accounts"].as_array().expect("accounts");
    let both = kinds(&[("Acme S.L.", "associated"), ("Taller Ana", "own")]);
    assert_eq!(named_kinds(rows), both, "{}", session.text);
    assert_eq!(enterable(&ana).await, both);
    // One session, and every one of them can be entered.
    let ana = stage.person_of(&session, &ana.password);
    for account in [&acme, &taller] {
        let _ = ana.get(&account.path("/users")).await.expect(200);
    }
}

#[tokio::test]
async fn s12_the_inviter_gets_no_choice_and_nothing_of_the_invitees_own_account() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, taller } =
        Neighbours::associated(&stage, &json!("all")).await;

    let session = stage.sign_in(&carmen.email, &carmen.password).await.expect(201);

    let own = kinds(&[("Acme S.L.", "own")]);
    assert_eq!(named_kinds(session["accounts"].as_array().expect("accounts")), own);
    assert_eq!(enterable(&carmen).await, own);
    expect_unseen(&carmen, &taller).await;
    let mine = carmen.post(&taller.path("/access/check"), &json!({ "permission": "users.read" }));
    let _ = mine.await.expect_problem(404, "not_found");
    for attempt in [
        carmen.invite(&taller, "user", "carmen@acme.es").await,
        carmen.patch(&taller.path(""), &json!({ "name": "Mío" })).await,
        carmen.delete(&taller.member(&ana, "")).await,
    ] {
        let _ = attempt.expect_problem(404, "not_found");
    }
    let about: Vec<Value> = permissions()
        .iter()
        .map(|name| json!({ "email": carmen.email, "permission": name }))
        .collect();
    let path = taller.path("/access/check-batch");
    let answers = ana.post(&path, &json!({ "checks": about })).await.expect(200);
    let answers = answers["results"].as_array().expect("results").clone();
    assert_eq!(answers.len(), permissions().len());
    for answer in answers {
        assert_eq!(answer["allowed"], false, "{answer}");
        assert_eq!(answer["explanation"]["reason"], "not_a_member", "{answer}");
    }
    assert_eq!(ana.all(&taller.path("/users")).await.len(), 1);
    let _ = ana.get(&acme.path("/users")).await.expect(200);
}
