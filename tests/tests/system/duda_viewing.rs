//! Duda: seeing what a client sees, in a session of its own.

use portero_tests::agency::{Agency, token_in, with_token};
use portero_tests::api::Request;
use portero_tests::stage::{Person, Stage};
use serde_json::{Value, json};

use crate::associating::{alter_sessions, with_old_session};
use crate::duda_invitations::altered;
use crate::together::{at_once, count, on_both_stores};

on_both_stores!(
    d24_viewing_shows_exactly_what_the_client_sees,
    d25_a_viewing_is_a_session_of_its_own_beside_every_other,
    d25_a_viewing_reads_and_does_nothing_else,
    d25_every_step_of_a_viewing_names_both_people,
    d25_the_address_works_once,
);

async fn d24_viewing_shows_exactly_what_the_client_sees(stage: Stage) {
    let agency = Agency::on(stage).await;
    let (shop, blog) = (agency.build("Tienda").await, agency.build("Cuaderno").await);
    let (id, lucia) = agency.admitted("lucia@d.es", &shop, &["manage_store"]).await;
    let _ = agency.assign(&id, &blog, &["blog", "view_stats"]).await.expect(200);
    let other = agency.build("Ajeno").await;

    let viewer = agency.looking(&agency.carmen, &id).await;

    let hers = agency.area(&lucia).await.expect(200);
    assert_eq!(agency.area(&viewer).await.expect(200).text, hers.text, "the same bytes");
    let areas = "/v1/client-areas";
    let listed = lucia.get(areas).await.expect(200);
    assert_eq!(viewer.get(areas).await.expect(200).text, listed.text);
    for (site, permission) in [(&shop, "manage_store"), (&shop, "blog"), (&blog, "blog")] {
        let to_her = agency.ask(&lucia, site, permission).await.expect(200);
        let to_viewer = agency.ask(&viewer, site, permission).await.expect(200);
        assert_eq!(to_viewer.json, to_her.json, "{permission}");
    }
    // What the viewer may do elsewhere does not show through.
    let _ = agency.ask(&viewer, &other, "blog").await.expect_problem(404, "not_found");
    let path = agency.path("/access/check");
    let own = viewer.post(&path, &json!({ "permission": "clients.view_as" })).await.expect(200);
    assert_eq!(own["allowed"], false);
    let about = json!({ "user_id": agency.carmen.id, "permission": "clients.view_as" });
    let _ = viewer.post(&path, &about).await.expect_problem(403, "forbidden");
    // What changes is seen by both at once.
    let _ = agency.carmen.delete(&agency.assignment(&id, &blog)).await.expect(204);
    let hers = agency.area(&lucia).await.expect(200);
    assert_eq!(hers["sites"].as_array().map(Vec::len), Some(1));
    assert_eq!(agency.area(&viewer).await.expect(200).text, hers.text);
}

#[tokio::test]
async fn d24_the_area_is_seen_before_the_client_ever_came() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &["blog"]).await;

    let viewer = agency.looking(&agency.carmen, &id).await;

    let area = agency.area(&viewer).await.expect(200);
    assert_eq!(area["sites"][0]["name"], "Tienda");
    let seen = agency.seen(&id).await;
    assert_eq!(seen["status"], "site_assigned", "nobody was let in by it");
    assert_eq!(seen["access"], json!({ "state": "none" }));
    assert_eq!(seen["last_active_at"], Value::Null, "that was not she");
}

#[tokio::test]
async fn d24_a_reason_is_given_and_kept() {
    let agency = Agency::set().await;
    let id = agency.keep("lucia@d.es").await;
    let path = agency.client(&id, "/view-as");
    for (reason, code) in [
        (" ".to_owned(), "empty"),
        ("ñ".repeat(1_001), "too_long"),
        ("a\u{0}b".to_owned(), "control_character"),
    ] {
        let refused = agency.carmen.post(&path, &json!({ "reason": reason })).await;
        let refused = refused.expect_problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["field"], "reason");
        assert_eq!(refused["errors"][0]["code"], code);
    }
    let _ = agency.carmen.post(&path, &json!({})).await.expect_problem(400, "malformed_body");
    let path = agency.path("/viewings");
    assert!(agency.carmen.all(&path).await.is_empty());

    let _ = agency.looking(&agency.carmen, &id).await;

    let viewings = agency.carmen.all(&path).await;
    assert_eq!(viewings.len(), 1);
    assert_eq!(viewings[0]["reason"], "Dice que no encuentra su tienda");
    assert_eq!(viewings[0]["user_id"], agency.carmen.id.as_str());
    assert_eq!(viewings[0]["client_id"], id.as_str());
    assert_eq!(viewings[0]["status"], "open");
}

#[tokio::test]
async fn d24_only_who_may_view_as_a_client_does() {
    let agency = Agency::set().await;
    let id = agency.keep("lucia@d.es").await;
    let (stage, carmen, account) = (&agency.stage, &agency.carmen, &agency.account);
    let luis = stage.member(carmen, account, "administrator", "luis@acme.es").await;
    let eva = stage.member(carmen, account, "finance", "eva@acme.es").await;
    let stranger = stage.person("otro@d.es").await;

    let refused = agency.view_as(&eva, &id).await.expect_problem(403, "forbidden");
    assert_eq!(refused["explanation"]["missing"], "clients.view_as");
    let _ = agency.view_as(&stranger, &id).await.expect_problem(404, "not_found");
    let viewer = agency.looking(&luis, &id).await;
    let _ = agency.area(&viewer).await.expect(200);

    // Whoever may no longer look sees nothing more, and an address of theirs opens nothing.
    let waiting = token_in(&agency.view_as(&luis, &id).await.expect(201), "view-as");
    let finance = json!({ "role": "finance" });
    let _ = carmen.patch(&account.member(&luis, ""), &finance).await.expect(200);
    let _ = agency.area(&viewer).await.expect_problem(401, "not_signed_in");
    let _ = agency.open(&waiting).await.expect_problem(404, "not_found");
}

async fn d25_a_viewing_is_a_session_of_its_own_beside_every_other(stage: Stage) {
    let agency = Agency::on(stage).await;
    let (shop, blog) = (agency.build("Tienda").await, agency.build("Cuaderno").await);
    let (first, lucia) = agency.admitted("lucia@d.es", &shop, &[]).await;
    let (second, _) = agency.admitted("marta@d.es", &blog, &[]).await;

    let as_lucia = agency.looking(&agency.carmen, &first).await;
    let as_marta = agency.looking(&agency.carmen, &second).await;

    let tokens = [&agency.carmen.token, &lucia.token, &as_lucia.token, &as_marta.token];
    for (place, token) in tokens.iter().enumerate() {
        assert!(!tokens[..place].contains(token), "four tokens");
    }
    for _ in 0..2 {
        assert_eq!(agency.area(&as_lucia).await.expect(200)["sites"][0]["name"], "Tienda");
        assert_eq!(agency.area(&as_marta).await.expect(200)["sites"][0]["name"], "Cuaderno");
        let me = agency.carmen.get("/v1/me").await.expect(200);
        assert_eq!(me["email"], "carmen@acme.es", "she stays who she is");
        let _ = agency.area(&agency.carmen).await.expect_problem(404, "not_found");
    }
    // To the client nothing of it is a session, and the viewing ends without touching another.
    assert_eq!(lucia.all("/v1/sessions").await.len(), 1);
    let _ = as_lucia.delete("/v1/view-as/current").await.expect(204);
    let _ = agency.area(&as_lucia).await.expect_problem(401, "not_signed_in");
    let again = as_lucia.delete("/v1/view-as/current").await;
    let _ = again.expect_problem(401, "not_signed_in");
    let _ = agency.area(&as_marta).await.expect(200);
    let _ = agency.area(&lucia).await.expect(200);
    let _ = agency.carmen.get("/v1/me").await.expect(200);
}

/// What a viewer could try, on the account and on the people behind the viewing.
fn attempts(agency: &Agency, viewer: &Person, client: &str, site: &str) -> Vec<Request> {
    let token = json!({ "token": "A".repeat(43) });
    let password = json!({ "current": agency.carmen.password, "new": "otra tarde en el muelle" });
    let again = json!({ "password": agency.carmen.password });
    let rows = viewer.command(&agency.path("/clients/import"));
    vec![
        viewer.get("/v1/me"),
        viewer.patch("/v1/me", &json!({ "first_name": "Luz" })),
        viewer.post("/v1/me/password", &password),
        viewer.get("/v1/me/accounts"),
        viewer.get("/v1/sessions"),
        viewer.delete("/v1/sessions/current"),
        viewer.post("/v1/sessions/current/reauthenticate", &again),
        viewer.post("/v1/accounts", &json!({ "name": "Mía S.L." })),
        viewer.get(&agency.path("")),
        viewer.get(&agency.path("/users")),
        viewer.get(&agency.path("/clients")),
        viewer.get(&agency.client(client, "")),
        viewer.patch(&agency.client(client, ""), &json!({ "phone": "1" })),
        viewer.delete(&agency.client(client, "")),
        viewer.command(&agency.client(client, "/suspend")),
        viewer.command(&agency.client(client, "/setup-link")),
        viewer.put(&agency.assignment(client, site), &json!({ "permissions": ["publish"] })),
        viewer.delete(&agency.assignment(client, site)),
        viewer.get(&agency.path("/sites")),
        viewer.get(&agency.path("/clients/export")),
        rows.body("application/x-ndjson", "{}"),
        viewer.get(&agency.path("/audit-log")),
        viewer.get(&agency.path("/viewings")),
        viewer.post("/v1/setup-links/redeem", &token),
        viewer.post("/v1/invitations/accept", &token),
        // Nobody looks with eyes that are borrowed already.
        agency.view_as(viewer, client),
    ]
}

async fn d25_a_viewing_reads_and_does_nothing_else(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Tienda").await;
    let (id, lucia) = agency.admitted("lucia@d.es", &site, &["blog"]).await;
    let viewer = agency.looking(&agency.carmen, &id).await;
    let before = agency.seen(&id).await;

    for attempt in attempts(&agency, &viewer, &id, &site) {
        let _ = attempt.await.expect_problem(403, "view_only");
    }

    assert_eq!(agency.seen(&id).await.json, before.json);
    let _ = agency.stage.sign_in("carmen@acme.es", &agency.carmen.password).await.expect(201);
    let _ = agency.stage.sign_in("lucia@d.es", &lucia.password).await.expect(201);
    let other = agency.carmen.found("Otra S.L.").await;
    let elsewhere = viewer.get(&format!("/v1/client-areas/{}", other.id)).await;
    let _ = elsewhere.expect_problem(404, "not_found");
    // Nor is another's session a viewing, nor a viewing's token one without its mark.
    let _ = lucia.delete("/v1/view-as/current").await.expect_problem(401, "not_signed_in");
}

async fn d25_every_step_of_a_viewing_names_both_people(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Tienda").await;
    let (id, _) = agency.admitted("lucia@d.es", &site, &["blog"]).await;

    let viewer = agency.looking(&agency.carmen, &id).await;
    let _ = agency.area(&viewer).await.expect(200);
    let _ = agency.ask(&viewer, &site, "blog").await.expect(200);
    let _ = viewer.delete("/v1/view-as/current").await.expect(204);

    for (action, times) in
        [("viewing.offer", 1), ("viewing.begin", 1), ("viewing.read", 2), ("viewing.end", 1)]
    {
        let entries = agency.audited(action).await;
        assert_eq!(entries.len(), times, "{action}");
        for entry in entries {
            assert_eq!(entry["actor"]["id"], agency.carmen.id.as_str(), "{entry}");
            assert_eq!(entry["details"]["on_behalf_of_client_id"], id.as_str(), "{entry}");
        }
    }
    let viewings = agency.carmen.all(&agency.path("/viewings")).await;
    assert_eq!(viewings[0]["status"], "over");
    assert!(viewings[0]["ended_at"].is_string());
    let verified = agency.stage.server.run(&["audit", "verify"]).await.expect_success();
    assert!(verified.ends_with(" 0 broken\n"), "{verified}");
}

async fn d25_the_address_works_once(stage: Stage) {
    let agency = Agency::on(stage).await;
    let id = agency.keep("lucia@d.es").await;
    let token = token_in(&agency.view_as(&agency.carmen, &id).await.expect(201), "view-as");

    let answers = at_once((0..16).map(|_| agency.open(&token)).collect()).await;

    assert_eq!(count(&answers, 201), 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        let _ = answer.expect_problem(410, "link_used");
    }
    assert_eq!(agency.audited("viewing.begin").await.len(), 1);
    for never in [&"A".repeat(43), "", "null"] {
        let _ = agency.open(never).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn d25_the_address_works_for_a_minute_and_the_viewing_for_fifteen() {
    let mut agency = Agency::set().await;
    let id = agency.keep("lucia@d.es").await;
    let asker = agency.carmen.clone();
    let late = token_in(&agency.view_as(&asker, &id).await.expect(201), "view-as");

    let a_minute = "UPDATE viewings SET expires_at = expires_at - 60000000";
    let Some(()) = altered(&mut agency, a_minute).await else { return };
    let _ = agency.open(&late).await.expect_problem(410, "link_expired");

    let viewer = agency.looking(&agency.carmen, &id).await;
    let _ = agency.area(&viewer).await.expect(200);
    let most = "UPDATE viewings SET expires_at = expires_at - 600000000 WHERE state = 'open'";
    let Some(()) = altered(&mut agency, most).await else { return };
    let later = with_token(&agency.carmen, &viewer.token);
    let _ = agency.area(&later).await.expect(200);
    let rest = "UPDATE viewings SET expires_at = expires_at - 300000000 WHERE state = 'open'";
    let Some(()) = altered(&mut agency, rest).await else { return };
    let over = with_token(&agency.carmen, &viewer.token);
    let _ = agency.area(&over).await.expect_problem(401, "not_signed_in");
    let ended = over.delete("/v1/view-as/current").await;
    let _ = ended.expect_problem(401, "not_signed_in");
}

#[tokio::test]
async fn d25_a_viewing_ends_with_the_session_it_came_from() {
    let agency = Agency::set().await;
    let id = agency.keep("lucia@d.es").await;
    let viewer = agency.looking(&agency.carmen, &id).await;
    let waiting = token_in(&agency.view_as(&agency.carmen, &id).await.expect(201), "view-as");
    let again = agency.stage.again(&agency.carmen).await;

    let _ = agency.carmen.delete("/v1/sessions/current").await.expect(204);

    let _ = agency.area(&viewer).await.expect_problem(401, "not_signed_in");
    let _ = agency.open(&waiting).await.expect_problem(404, "not_found");
    let _ = again.get("/v1/me").await.expect(200);
}

#[tokio::test]
async fn d25_what_is_shut_to_the_client_is_shut_to_the_viewer() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let (id, _) = agency.admitted("lucia@d.es", &site, &["blog"]).await;
    let viewer = agency.looking(&agency.carmen, &id).await;

    let _ = agency.carmen.command(&agency.client(&id, "/suspend")).await.expect(204);
    let _ = agency.area(&viewer).await.expect_problem(403, "client_suspended");
    assert!(viewer.all("/v1/client-areas").await.is_empty());
    assert_eq!(agency.ask(&viewer, &site, "blog").await.expect(200)["allowed"], false);

    let _ = agency.carmen.command(&agency.client(&id, "/reactivate")).await.expect(204);
    let _ = agency.area(&viewer).await.expect(200);
    let _ = agency.carmen.delete(&agency.client(&id, "")).await.expect(204);
    let _ = agency.area(&viewer).await.expect_problem(401, "not_signed_in");
}

#[tokio::test]
async fn d21_d24_deleting_and_viewing_need_the_password_anew() {
    let mut agency = Agency::set().await;
    let id = agency.keep("lucia@d.es").await;
    let long_ago = "authenticated_at = authenticated_at - 660000000";
    let Some(()) = alter_sessions(&mut agency.stage, long_ago).await else { return };
    agency.carmen = with_old_session(&agency.stage, &agency.carmen).await;

    let refused = agency.carmen.delete(&agency.client(&id, "")).await;
    let _ = refused.expect_problem(403, "reauthentication_required");
    let refused = agency.view_as(&agency.carmen, &id).await;
    let _ = refused.expect_problem(403, "reauthentication_required");
    assert!(agency.carmen.all(&agency.path("/viewings")).await.is_empty());

    let password = json!({ "password": agency.carmen.password });
    let anew = agency.carmen.post("/v1/sessions/current/reauthenticate", &password).await;
    assert!(matches!(anew.status, 200..=204), "{}", anew.everything());
    let viewer = agency.looking(&agency.carmen, &id).await;
    let _ = agency.area(&viewer).await.expect(200);
    let _ = agency.carmen.delete(&agency.client(&id, "")).await.expect(204);
}
