//! Clients and sites of one account are nothing to another.

use portero_tests::agency::{Agency, with_token};
use portero_tests::api::Request;
use portero_tests::stage::{Account, Person, Stage};
use serde_json::json;

use crate::associating::NOBODY;
use crate::together::on_both_stores;

on_both_stores!(what_another_account_has_is_as_if_it_never_was);

/// Every operation on a client and a site of an account.
fn operations(person: &Person, account: &Account, client: &str, site: &str) -> Vec<Request> {
    let of_client = |below: &str| account.path(&format!("/clients/{client}{below}"));
    let of_site = account.path(&format!("/sites/{site}"));
    let assignment = of_client(&format!("/sites/{site}"));
    let question = json!({ "site_permission": "blog", "site_id": site });
    vec![
        person.get(&of_client("")),
        person.patch(&of_client(""), &json!({ "phone": "1" })),
        person.delete(&of_client("")),
        person.command(&of_client("/suspend")),
        person.command(&of_client("/reactivate")),
        person.command(&of_client("/setup-link")),
        person.get(&of_client("/invitation-mail")),
        person.post(&of_client("/invitation-mail/preview"), &json!({})),
        person.command(&of_client("/invitation-mail")),
        person.post(&of_client("/view-as"), &json!({ "reason": "Curiosidad" })),
        person.put(&assignment, &json!({ "permissions": [] })),
        person.delete(&assignment),
        person.get(&of_site),
        person.patch(&of_site, &json!({ "name": "Mío" })),
        person.delete(&of_site),
        person.post(&account.path("/access/check"), &question),
    ]
}

async fn what_another_account_has_is_as_if_it_never_was(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Tienda").await;
    let (client, lucia) = agency.admitted("lucia@d.es", &site, &["blog"]).await;
    let luis = agency.stage.person("luis@b.es").await;
    let bodegas = luis.found("Bodegas Luis").await;
    let before = agency.seen(&client).await;

    // Through his own account, which he may do everything on; through theirs; and as their client.
    let ways = [(&luis, &bodegas), (&luis, &agency.account)];
    for (person, account) in ways {
        let theirs = operations(person, account, &client, &site);
        let never = operations(person, account, NOBODY, NOBODY);
        for (theirs, never) in theirs.into_iter().zip(never) {
            let theirs = theirs.await.expect_problem(404, "not_found");
            assert_eq!(theirs.text, never.await.text, "the same bytes: {}", theirs.everything());
        }
    }
    let mut as_client = operations(&lucia, &agency.account, &client, &site);
    let _asking_about_her_own_site_is_hers = as_client.pop();
    for operation in as_client {
        let _ = operation.await.expect_problem(404, "not_found");
    }
    for below in ["/clients", "/clients/export", "/sites", "/sites/export", "/viewings"] {
        for person in [&luis, &lucia] {
            let refused = person.get(&agency.path(below)).await;
            let _ = refused.expect_problem(404, "not_found");
        }
        let own = luis.get(&bodegas.path(below)).await.expect(200);
        let is_empty = own["items"] == json!([]) || own.text.is_empty();
        assert!(is_empty, "{below}: {}", own.everything());
    }
    let area = luis.get(&format!("/v1/client-areas/{}", agency.account.id)).await;
    let _ = area.expect_problem(404, "not_found");
    assert_eq!(agency.seen(&client).await.json, before.json);
}

#[tokio::test]
async fn a_site_is_assigned_to_clients_of_its_own_account_alone() {
    let agency = Agency::set().await;
    let other = agency.carmen.found("Otra S.L.").await;
    let form = json!({ "name": "Ajeno" });
    let made = agency.carmen.post(&other.path("/sites"), &form).await.expect(201);
    let client = agency.keep("lucia@d.es").await;

    let refused = agency.assign(&client, &made.text_at("/id"), &["blog"]).await;

    let never = agency.assign(&client, NOBODY, &["blog"]).await.expect_problem(404, "not_found");
    assert_eq!(refused.expect_problem(404, "not_found").text, never.text, "the same bytes");
    assert_eq!(agency.seen(&client).await["sites"], json!([]));
}

#[tokio::test]
async fn without_a_session_nothing_is_told() {
    let agency = Agency::set().await;
    let client = agency.keep("lucia@d.es").await;
    let nobody = with_token(&agency.carmen, &"A".repeat(43));

    for operation in operations(&nobody, &agency.account, &client, NOBODY) {
        let _ = operation.await.expect_problem(401, "not_signed_in");
    }
    for path in [agency.path("/clients"), agency.path("/sites"), "/v1/client-areas".to_owned()] {
        let _ = agency.stage.api().get(&path).await.expect_problem(401, "not_signed_in");
    }
}
