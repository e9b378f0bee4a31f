//! Duda: suspending and reactivating clients.

use portero_tests::agency::Agency;
use portero_tests::stage::Stage;
use serde_json::{Value, json};

use crate::together::on_both_stores;

on_both_stores!(
    d22_a_suspended_client_cannot_sign_in_and_the_data_stays,
    d22_who_has_something_else_to_enter_is_kept_from_this_area_alone,
    d23_a_reactivated_client_signs_in_again_and_is_what_they_would_be,
);

async fn d22_a_suspended_client_cannot_sign_in_and_the_data_stays(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Tienda").await;
    let (id, lucia) = agency.admitted("lucia@d.es", &site, &["blog"]).await;
    let Value::Object(before) = agency.seen(&id).await.json else { panic!("a client") };
    let suspend = || agency.carmen.command(&agency.client(&id, "/suspend"));

    let _ = suspend().await.expect(204);

    // Open sessions are no way around it.
    let _ = agency.area(&lucia).await.expect_problem(401, "not_signed_in");
    let _ = agency.ask(&lucia, &site, "blog").await.expect_problem(401, "not_signed_in");
    let right = agency.stage.sign_in("lucia@d.es", &lucia.password).await;
    let _ = right.expect_problem(403, "client_suspended");
    let wrong = agency.stage.sign_in("lucia@d.es", "una clave equivocada").await;
    let _ = wrong.expect_problem(401, "bad_credentials");
    let seen = agency.seen(&id).await;
    assert_eq!(seen["status"], "suspended");
    assert!(seen["suspended_at"].is_string());
    for (field, value) in &before {
        if !["status", "version"].contains(&field.as_str()) {
            assert_eq!(seen[field], *value, "{field}");
        }
    }
    let about = json!({ "email": "lucia@d.es", "site_permission": "blog", "site_id": site });
    let told = agency.carmen.post(&agency.path("/access/check"), &about).await.expect(200);
    assert_eq!(told["allowed"], false);
    assert_eq!(told["explanation"]["reason"], "client_suspended");
    let _ = suspend().await.expect(204);
    assert_eq!(agency.events("client_suspended").await.len(), 1, "suspended already");
    assert_eq!(agency.audited("client.suspend").await.len(), 1);
}

async fn d22_who_has_something_else_to_enter_is_kept_from_this_area_alone(stage: Stage) {
    let agency = Agency::on(stage).await;
    let ana = agency.stage.person("ana@taller.es").await;
    let taller = ana.found("Taller Ana").await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with(&ana.email, &site, &["blog"]).await;
    let token = agency.link(&id).await;
    let _ = ana.post("/v1/setup-links/redeem", &json!({ "token": token })).await.expect(200);

    let _ = agency.carmen.command(&agency.client(&id, "/suspend")).await.expect(204);

    let _ = agency.area(&ana).await.expect_problem(403, "client_suspended");
    assert_eq!(agency.ask(&ana, &site, "blog").await.expect(200)["allowed"], false);
    assert!(ana.all("/v1/client-areas").await.is_empty());
    let _ = ana.get(&taller.path("")).await.expect(200);
    let session = agency.stage.sign_in(&ana.email, &ana.password).await.expect(201);
    assert_eq!(session["client_areas"], json!([]));
    assert_eq!(session["accounts"][0]["name"], "Taller Ana");
}

#[tokio::test]
async fn d22_no_agency_shuts_anyone_out_elsewhere() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let registered = agency.stage.person("ana@taller.es").await;
    let ana = agency.keep_with(&registered.email, &site, &[]).await;
    let token = agency.link(&ana).await;
    let redeem = registered.post("/v1/setup-links/redeem", &json!({ "token": token }));
    let _ = redeem.await.expect(200);
    let (id, lucia) = agency.admitted("lucia@d.es", &site, &[]).await;
    for id in [&ana, &id] {
        let _ = agency.carmen.command(&agency.client(id, "/suspend")).await.expect(204);
    }

    // Who registered themselves has a place of their own.
    let _ = agency.stage.sign_in(&registered.email, &registered.password).await.expect(201);
    // Who was made for the client enters where another company invites them.
    let refused = agency.stage.sign_in(&lucia.email, &lucia.password).await;
    let _ = refused.expect_problem(403, "client_suspended");
    let other = agency.stage.person("berta@otra.es").await;
    let company = other.found("Otra S.L.").await;
    let _ = other.invite(&company, "finance", &lucia.email).await.expect(201);
    let lucia = agency.stage.again(&lucia).await;
    let invited = agency.stage.sink.wait_for_token(&lucia.email, "invitation", 1).await;
    let _ = lucia.accept(&invited).await.expect(200);
    let _ = lucia.get(&company.path("")).await.expect(200);
}

#[tokio::test]
async fn d22_the_area_of_another_account_stays_open() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let (id, lucia) = agency.admitted("lucia@d.es", &site, &[]).await;
    let other = agency.carmen.found("Otra S.L.").await;
    let other = Agency { account: other, ..agency };
    let theirs = other.build("Cuaderno").await;
    let also = other.keep_with("lucia@d.es", &theirs, &[]).await;
    let token = other.link(&also).await;
    let _ = lucia.post("/v1/setup-links/redeem", &json!({ "token": token })).await.expect(200);
    assert_eq!(lucia.all("/v1/client-areas").await.len(), 2);
    let first = lucia.all("/v1/client-areas").await;
    let first = first.iter().find(|area| area["name"] == "Acme S.L.").expect("it is listed");
    let path = format!("/v1/accounts/{}/clients/{id}/suspend", first["id"].as_str().expect("id"));

    let _ = other.carmen.command(&path).await.expect(204);

    assert_eq!(other.area(&lucia).await.expect(200)["sites"][0]["name"], "Cuaderno");
    let session = other.stage.sign_in(&lucia.email, &lucia.password).await.expect(201);
    assert_eq!(session["client_areas"][0]["name"], "Otra S.L.");
    assert_eq!(session["client_areas"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn d22_a_suspended_client_gets_no_way_in_and_the_one_they_have_is_shut() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &[]).await;
    let token = agency.link(&id).await;

    let _ = agency.carmen.command(&agency.client(&id, "/suspend")).await.expect(204);

    let _ = agency.make_link(&id).await.expect_problem(409, "state_refused");
    let _ = agency.mail_link(&id).await.expect_problem(409, "state_refused");
    let _ = agency.look_up(&token).await.expect_problem(403, "client_suspended");
    let refused = agency.redeem(&token, "una tarde en el muelle").await;
    let _ = refused.expect_problem(403, "client_suspended");
    assert!(agency.stage.sink.mails_to("lucia@d.es").is_empty());
    let _ = agency.carmen.command(&agency.client(&id, "/reactivate")).await.expect(204);
    let _ = agency.redeem(&token, "una tarde en el muelle").await.expect(201);
}

async fn d23_a_reactivated_client_signs_in_again_and_is_what_they_would_be(stage: Stage) {
    let agency = Agency::on(stage).await;
    let (shop, blog) = (agency.build("Tienda").await, agency.build("Cuaderno").await);
    let (id, lucia) = agency.admitted("lucia@d.es", &shop, &["blog"]).await;
    let _ = agency.carmen.command(&agency.client(&id, "/suspend")).await.expect(204);
    // Its sites can be seen to meanwhile.
    let assigned = agency.assign(&id, &blog, &["publish"]).await.expect(200);
    assert_eq!(assigned["status"], "suspended");

    let _ = agency.carmen.command(&agency.client(&id, "/reactivate")).await.expect(204);

    let seen = agency.seen(&id).await;
    assert_eq!(seen["status"], "active");
    assert_eq!(seen["suspended_at"], Value::Null);
    // Sessions that were ended stay ended.
    let _ = agency.area(&lucia).await.expect_problem(401, "not_signed_in");
    let lucia = agency.stage.again(&lucia).await;
    let area = agency.area(&lucia).await.expect(200);
    assert_eq!(area["sites"][0]["permissions"], json!(["blog"]));
    assert_eq!(area["sites"][1]["permissions"], json!(["publish"]));
    let again = agency.carmen.command(&agency.client(&id, "/reactivate")).await;
    let _ = again.expect_problem(409, "state_refused");
}

#[tokio::test]
async fn d23_every_state_comes_back_as_it_was() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let invited = agency.keep_with("invited@d.es", &site, &[]).await;
    let _ = agency.link(&invited).await;
    let clients = [
        (agency.keep("prospect@d.es").await, "prospect"),
        (agency.keep_with("assigned@d.es", &site, &[]).await, "site_assigned"),
        (invited, "invited"),
        (agency.admitted("active@d.es", &site, &[]).await.0, "active"),
    ];

    for (id, status) in &clients {
        assert_eq!(agency.status(id).await, *status);
        let unasked = agency.carmen.command(&agency.client(id, "/reactivate")).await;
        let _ = unasked.expect_problem(409, "state_refused");
        let _ = agency.carmen.command(&agency.client(id, "/suspend")).await.expect(204);
        assert_eq!(agency.status(id).await, "suspended");
        let _ = agency.carmen.command(&agency.client(id, "/reactivate")).await.expect(204);
        assert_eq!(agency.status(id).await, *status);
    }
    let assigned = &clients[1].0;
    let _ = agency.carmen.command(&agency.client(assigned, "/suspend")).await.expect(204);
    let _ = agency.carmen.delete(&agency.assignment(assigned, &site)).await.expect(204);
    let _ = agency.carmen.command(&agency.client(assigned, "/reactivate")).await.expect(204);
    assert_eq!(agency.status(assigned).await, "prospect", "without a site: not what it was");
}
