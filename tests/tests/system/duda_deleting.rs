//! Duda: deleting a client, which cannot be undone.

use portero_tests::agency::{Agency, form};
use portero_tests::stage::{Stage, password_of};
use serde_json::{Value, json};

use crate::together::on_both_stores;

on_both_stores!(
    d21_a_deleted_client_is_gone_for_good_with_the_user_made_for_them,
    d21_who_is_more_than_this_client_stays_a_user,
);

async fn d21_a_deleted_client_is_gone_for_good_with_the_user_made_for_them(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Óptica Sol").await;
    let (id, lucia) = agency.admitted("lucia@d.es", &site, &["blog"]).await;
    let noted = json!({ "company": "Óptica Secreta" });
    let _ = agency.carmen.patch(&agency.client(&id, ""), &noted).await.expect(200);

    let _ = agency.carmen.delete(&agency.client(&id, "")).await.expect(204);

    for request in [
        agency.carmen.get(&agency.client(&id, "")),
        agency.carmen.delete(&agency.client(&id, "")),
        agency.carmen.command(&agency.client(&id, "/reactivate")),
        agency.make_link(&id),
        agency.assign(&id, &site, &[]),
    ] {
        let _ = request.await.expect_problem(404, "not_found");
    }
    assert!(agency.carmen.all(&agency.path("/clients")).await.is_empty());
    assert!(agency.carmen.all(&agency.path("/clients?q=optica")).await.is_empty());
    let _ = agency.area(&lucia).await.expect_problem(401, "not_signed_in");
    let refused = agency.stage.sign_in("lucia@d.es", &lucia.password).await;
    let _ = refused.expect_problem(401, "bad_credentials");
    // The trail keeps that it was done, and nobody's data.
    assert_eq!(agency.audited("client.delete").await.len(), 1);
    assert_eq!(agency.events("client_deleted").await[0]["data"]["client_id"], id.as_str());
    for below in ["/audit-log", "/events"] {
        let kept = Value::Array(agency.carmen.all(&agency.path(below)).await).to_string();
        assert!(kept.contains(&id), "{kept}");
        for personal in ["lucia@d.es", "Vidal", "Secreta"] {
            assert!(!kept.contains(personal), "{below} has {personal}: {kept}");
        }
    }
    let verified = agency.stage.server.run(&["audit", "verify"]).await.expect_success();
    assert!(verified.ends_with(" 0 broken\n"), "{verified}");
    // The site belongs to nobody now, and can go.
    let _ = agency.carmen.delete(&agency.path(&format!("/sites/{site}"))).await.expect(204);
}

#[tokio::test]
async fn d21_the_same_address_begins_again_with_nothing_of_what_was() {
    let agency = Agency::set().await;
    let site = agency.build("Óptica Sol").await;
    let (old, _) = agency.admitted("lucia@d.es", &site, &["blog"]).await;
    let _ = agency.carmen.delete(&agency.client(&old, "")).await.expect(204);

    let new = agency.keep("lucia@d.es").await;

    assert_ne!(new, old, "no id is used again");
    let seen = agency.seen(&new).await;
    assert_eq!(seen["status"], "prospect");
    assert_eq!(seen["sites"], json!([]));
    assert_eq!(seen["access"], json!({ "state": "none" }));
    let refused = agency.stage.sign_in("lucia@d.es", &password_of("lucia@d.es")).await;
    let _ = refused.expect_problem(401, "bad_credentials");
}

#[tokio::test]
async fn d21_a_link_to_a_deleted_client_leads_nowhere() {
    let agency = Agency::set().await;
    let site = agency.build("Óptica Sol").await;
    let id = agency.keep_with("lucia@d.es", &site, &["blog"]).await;
    let token = agency.link(&id).await;

    let _ = agency.carmen.delete(&agency.client(&id, "")).await.expect(204);

    let never = agency.look_up(&"A".repeat(43)).await.expect_problem(404, "not_found");
    let gone = agency.look_up(&token).await.expect_problem(404, "not_found");
    assert_eq!(gone.text, never.text, "the same bytes");
    let redeemed = agency.redeem(&token, &password_of("lucia@d.es")).await;
    let _ = redeemed.expect_problem(404, "not_found");
    let refused = agency.stage.sign_in("lucia@d.es", &password_of("lucia@d.es")).await;
    let _ = refused.expect_problem(401, "bad_credentials");
}

async fn d21_who_is_more_than_this_client_stays_a_user(stage: Stage) {
    let agency = Agency::on(stage).await;
    let ana = agency.stage.person("ana@taller.es").await;
    let taller = ana.found("Taller Ana").await;
    let site = agency.build("Taller Ana").await;
    let id = agency.keep_with(&ana.email, &site, &["blog"]).await;
    let token = agency.link(&id).await;
    let _ = ana.post("/v1/setup-links/redeem", &json!({ "token": token })).await.expect(200);

    let _ = agency.carmen.delete(&agency.client(&id, "")).await.expect(204);

    let _ = agency.area(&ana).await.expect_problem(404, "not_found");
    let _ = ana.get(&taller.path("")).await.expect(200);
    let session = agency.stage.sign_in(&ana.email, &ana.password).await.expect(201);
    assert_eq!(session["client_areas"], json!([]));
    assert_eq!(session["user"]["id"], ana.id.as_str());
}

#[tokio::test]
async fn d21_deleting_what_has_changed_meanwhile_is_refused() {
    let agency = Agency::set().await;
    let made = agency.carmen.post(&agency.path("/clients"), &form("lucia@d.es")).await.expect(201);
    let id = made.text_at("/id");
    let change = json!({ "phone": "910 000 000" });
    let changed = agency.carmen.patch(&agency.client(&id, ""), &change).await.expect(200);
    let delete = |seen: &portero_tests::api::Answer| {
        agency.carmen.delete(&agency.client(&id, "")).header("if-match", seen.header("etag"))
    };

    let _ = delete(&made).await.expect_problem(412, "stale_version");

    assert_eq!(agency.seen(&id).await["phone"], "910 000 000");
    let _ = delete(&changed).await.expect(204);
}
