//! Duda: the client uses the setup link, and what nobody else gains by it.

use portero_tests::agency::Agency;
use portero_tests::stage::{Person, Registration, Stage, password_of};
use serde_json::{Value, json};

use crate::together::{at_once, count, on_both_stores};

on_both_stores!(
    d17_the_client_sets_a_password_and_the_email_stays,
    d17_who_has_a_password_already_gives_that_one,
    d17_a_link_that_many_use_at_once_lets_one_in,
    d17_a_copied_link_proves_nothing_about_the_address,
);

const CHOSEN: &str = "una tarde en el muelle";

/// A client with a site, and the token of a copied link.
async fn linked(agency: &Agency, email: &str) -> (String, String) {
    let site = agency.build("Tienda").await;
    let id = agency.keep_with(email, &site, &["blog"]).await;
    let token = agency.link(&id).await;
    (id, token)
}

fn redeem_as(person: &Person, token: &str) -> portero_tests::api::Request {
    person.post("/v1/setup-links/redeem", &json!({ "token": token }))
}

async fn d17_the_client_sets_a_password_and_the_email_stays(stage: Stage) {
    let agency = Agency::on(stage).await;
    let (id, token) = linked(&agency, "Lucia@d.es").await;
    let redeem = "/v1/setup-links/redeem";
    let other = json!({ "token": token, "password": CHOSEN, "email": "otra@d.es" });
    let refused = agency.stage.api().post(redeem).json(&other).await;
    let _ = refused.expect_problem(400, "malformed_body");
    for (password, code) in [("corta", "too_short"), ("password12345", "too_common")] {
        let refused = agency.redeem(&token, password).await.expect_problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["field"], "password");
        assert_eq!(refused["errors"][0]["code"], code, "{password}");
    }
    let refused = agency.stage.api().post(redeem).json(&json!({ "token": token })).await;
    let refused = refused.expect_problem(422, "invalid_fields");
    assert_eq!(refused["errors"][0]["code"], "empty");

    let session = agency.redeem(&token, CHOSEN).await.expect(201);

    assert_eq!(session["user"]["email"], "Lucia@d.es");
    assert_eq!(session["accounts"], json!([]));
    let account = json!({ "id": agency.account.id, "name": "Acme S.L." });
    assert_eq!(session["client_areas"], json!([account]));
    let lucia = agency.stage.person_of(&session, CHOSEN);
    assert_eq!(agency.area(&lucia).await.expect(200).json, session["client_area"]);
    let me = lucia.get("/v1/me").await.expect(200);
    assert_eq!(me["first_name"], "Lucia", "named as the account knows her");
    let seen = agency.seen(&id).await;
    assert_eq!(seen["status"], "active");
    assert_eq!(seen["access"]["user_id"], lucia.id.as_str());
    let _ = agency.stage.sign_in("lucia@d.es", CHOSEN).await.expect(201);
    let _ = agency.look_up(&token).await.expect_problem(410, "link_used");
    let again = agency.redeem(&token, CHOSEN).await;
    let _ = again.expect_problem(410, "link_used");
    assert_eq!(agency.audited("client.redeem").await.len(), 1);
}

#[tokio::test]
async fn d17_looking_at_a_link_uses_nothing_up() {
    let agency = Agency::set().await;
    let (id, token) = linked(&agency, "lucia@d.es").await;
    let first = agency.look_up(&token).await.expect(200);
    let before = agency.seen(&id).await;

    for answer in at_once((0..50).map(|_| agency.look_up(&token)).collect()).await {
        assert_eq!(answer.expect(200).json, first.json);
    }
    let opened = agency.stage.api().get("/v1/setup-links/redeem").await;
    assert_eq!(opened.status, 405, "{}", opened.everything());

    assert_eq!(agency.seen(&id).await.json, before.json);
    let _ = agency.redeem(&token, CHOSEN).await.expect(201);
}

#[tokio::test]
async fn d17_what_was_never_a_link_is_not_found_whatever_it_looks_like() {
    let agency = Agency::set().await;
    let _ = linked(&agency, "lucia@d.es").await;
    let never = agency.look_up(&"A".repeat(43)).await.expect_problem(404, "not_found");

    for token in ["", " ", "null", "%00", &"A".repeat(42), &"A".repeat(44), &"ñ".repeat(43)] {
        let looked = agency.look_up(token).await.expect_problem(404, "not_found");
        assert_eq!(looked.text, never.text, "{token:?}");
        let redeemed = agency.redeem(token, CHOSEN).await.expect_problem(404, "not_found");
        assert_eq!(redeemed.text, never.text, "{token:?}");
    }
    // A link of another kind is none either.
    let invited = agency.stage.invited(&agency.carmen, &agency.account, "user", "eva@d.es").await;
    let _ = agency.redeem(&invited, CHOSEN).await.expect_problem(404, "not_found");
    for token in [Value::Null, json!([]), json!({}), json!(0)] {
        let body = json!({ "token": token, "password": CHOSEN });
        let refused = agency.stage.api().post("/v1/setup-links/redeem").json(&body).await;
        let _ = refused.expect_problem(400, "malformed_body");
    }
}

async fn d17_who_has_a_password_already_gives_that_one(stage: Stage) {
    let agency = Agency::on(stage).await;
    let ana = agency.stage.person("ana@taller.es").await;
    let (id, token) = linked(&agency, &ana.email).await;
    assert_eq!(agency.look_up(&token).await.expect(200)["password"], "own");

    let none = agency.stage.api().post("/v1/setup-links/redeem").json(&json!({ "token": token }));
    let _ = none.await.expect_problem(401, "sign_in_required");
    let _ = agency.redeem(&token, CHOSEN).await.expect_problem(401, "bad_credentials");

    assert_eq!(agency.seen(&id).await["status"], "invited");
    let refused = agency.stage.sign_in(&ana.email, CHOSEN).await;
    let _ = refused.expect_problem(401, "bad_credentials");
    let session = agency.redeem(&token, &ana.password).await.expect(201);
    assert_eq!(session["user"]["id"], ana.id.as_str());
    let _ = agency.area(&ana).await.expect(200);
    let _ = agency.stage.sign_in(&ana.email, &ana.password).await.expect(201);
}

#[tokio::test]
async fn d17_who_is_signed_in_needs_no_password_and_nobody_else_can_use_it() {
    let agency = Agency::set().await;
    let ana = agency.stage.person("ana@taller.es").await;
    let eva = agency.stage.person("eva@d.es").await;
    let (id, token) = linked(&agency, &ana.email).await;

    for other in [&eva, &agency.carmen] {
        let refused = redeem_as(other, &token).await;
        let _ = refused.expect_problem(403, "invitation_for_another_address");
        assert_eq!(agency.seen(&id).await["status"], "invited");
    }
    let _ = agency.area(&eva).await.expect_problem(404, "not_found");

    let area = redeem_as(&ana, &token).await.expect(200);

    assert_eq!(area["account"]["id"], agency.account.id.as_str());
    assert_eq!(agency.area(&ana).await.expect(200).json, area.json, "in the session she had");
    assert_eq!(ana.all("/v1/client-areas").await, [area["account"].clone()]);
}

#[tokio::test]
async fn d17_an_address_alone_makes_nobody_the_client() {
    let agency = Agency::set().await;
    let (id, token) = linked(&agency, "lucia@d.es").await;

    let lucia = agency.stage.person("lucia@d.es").await;

    let session = agency.stage.sign_in(&lucia.email, &lucia.password).await.expect(201);
    assert_eq!(session["client_areas"], json!([]));
    let _ = agency.area(&lucia).await.expect_problem(404, "not_found");
    assert_eq!(agency.status(&id).await, "invited");
    let _ = redeem_as(&lucia, &token).await.expect(200);
    assert_eq!(agency.seen(&id).await["access"]["user_id"], lucia.id.as_str());
}

async fn d17_a_link_that_many_use_at_once_lets_one_in(stage: Stage) {
    let agency = Agency::on(stage).await;
    let (id, token) = linked(&agency, "lucia@d.es").await;
    let passwords: Vec<String> = (0..16).map(|n| format!("paseo por la orilla {n}")).collect();

    let tries = passwords.iter().map(|password| agency.redeem(&token, password)).collect();
    let answers = at_once(tries).await;

    assert_eq!(count(&answers, 201), 1);
    let mut signing_in = 0;
    for (answer, password) in answers.into_iter().zip(&passwords) {
        let session = agency.stage.sign_in("lucia@d.es", password).await;
        signing_in += usize::from(session.status == 201);
        match answer.status {
            201 => assert_eq!(session.status, 201, "the first: {}", session.everything()),
            // Whoever comes a moment later finds a user with another password.
            401 => drop(answer.expect_problem(401, "bad_credentials")),
            503 => drop(answer.expect_problem(503, "busy")),
            _ => drop(answer.expect_problem(410, "link_used")),
        }
    }
    assert_eq!(signing_in, 1);
    assert_eq!(agency.status(&id).await, "active");
    assert_eq!(agency.events("client_activated").await.len(), 1);
    assert_eq!(agency.audited("client.redeem").await.len(), 1);
}

async fn d17_a_copied_link_proves_nothing_about_the_address(stage: Stage) {
    let agency = Agency::on(stage).await;
    let (_, token) = linked(&agency, "lucia@d.es").await;
    let luis = agency.stage.person("luis@b.es").await;
    let other = luis.found("Bodegas Luis").await;
    let invitation = agency.stage.invited(&luis, &other, "finance", "lucia@d.es").await;
    // Whoever copied the link uses it.
    let session = agency.redeem(&token, CHOSEN).await.expect(201);
    let staff = agency.stage.person_of(&session, CHOSEN);

    assert_eq!(session["user"]["email_confirmed"], false);
    let own = json!({ "name": "Mía S.L." });
    let _ = staff.post("/v1/accounts", &own).await.expect_problem(403, "email_not_confirmed");
    let refused = staff.accept(&invitation).await;
    let _ = refused.expect_problem(403, "invitation_for_another_address");
    assert!(staff.all("/v1/me/invitations").await.is_empty());

    // The person registers: what they chose counts, and whoever knew the password is out.
    let registration = Registration::of("lucia@d.es").invitation(&invitation);
    let lucia = agency.stage.registered(&registration).await;
    assert_eq!(lucia.id, staff.id, "one user for each address");
    let _ = staff.get("/v1/me").await.expect_problem(401, "not_signed_in");
    let refused = agency.stage.sign_in("lucia@d.es", CHOSEN).await;
    let _ = refused.expect_problem(401, "bad_credentials");
    let _ = agency.area(&lucia).await.expect(200);
    let _ = lucia.get(&other.path("")).await.expect(200);
}

#[tokio::test]
async fn d17_a_mailed_link_proves_the_address() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;

    let (_, lucia) = agency.admitted("lucia@d.es", &site, &[]).await;

    assert_eq!(lucia.get("/v1/me").await.expect(200)["email_confirmed"], true);
    let own = lucia.found("Mía S.L.").await;
    let _ = lucia.get(&own.path("")).await.expect(200);
}

#[tokio::test]
async fn d17_whom_one_account_made_is_no_client_of_another_until_the_address_is_theirs() {
    let agency = Agency::set().await;
    let (_, token) = linked(&agency, "lucia@d.es").await;
    let lucia = agency.redeem(&token, CHOSEN).await.expect(201);
    let lucia = agency.stage.person_of(&lucia, CHOSEN);
    let other = agency.carmen.found("Otra S.L.").await;
    let other = Agency { account: other, ..agency };
    let (id, token) = linked(&other, "lucia@d.es").await;

    let refused = other.redeem(&token, CHOSEN).await;
    let _ = refused.expect_problem(403, "email_not_confirmed");
    let refused = redeem_as(&lucia, &token).await;
    let _ = refused.expect_problem(403, "email_not_confirmed");

    assert_eq!(other.status(&id).await, "invited");
    let _ = other.area(&lucia).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn d17_nothing_is_opened_on_a_closed_account() {
    let agency = Agency::set().await;
    let (_, token) = linked(&agency, "lucia@d.es").await;

    let _ = agency.carmen.delete(&agency.path("")).await.expect(204);

    let _ = agency.look_up(&token).await.expect_problem(410, "link_revoked");
    let refused = agency.redeem(&token, &password_of("lucia@d.es")).await;
    let _ = refused.expect_problem(410, "link_revoked");
}
