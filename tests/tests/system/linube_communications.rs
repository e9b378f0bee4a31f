//! Linube: the profile of a contact decides what they are told.

use std::collections::BTreeSet;

use portero_tests::stage::{Account, Person, Stage};
use serde_json::{Value, json};

use crate::contacts::{addresses, admitted, keep, key, one_click, seen, tell, told};
use crate::together::on_both_stores;

on_both_stores!(
    l10_the_profile_decides_what_a_contact_receives,
    a_category_is_refused_by_one_click_without_signing_in,
    the_same_communication_with_the_same_key_is_sent_once,
);

const CATEGORIES: [&str; 7] =
    ["general", "billing", "orders", "technical", "support", "domains", "affiliates"];

/// Carmen's account with a contact of each profile, without any access.
async fn cast(stage: &Stage) -> (Person, Account) {
    let (carmen, account) = stage.carmen().await;
    let _ = keep(&carmen, &account, "pablo@d.es", "technical").await;
    let _ = keep(&carmen, &account, "berta@d.es", "billing").await;
    (carmen, account)
}

async fn recipients(person: &Person, account: &Account, category: &str) -> Value {
    let path = account.path(&format!("/communications/recipients?category={category}"));
    person.get(&path).await.expect(200).json
}

async fn l10_the_profile_decides_what_a_contact_receives(stage: Stage) {
    let (carmen, account) = cast(&stage).await;

    for category in CATEGORIES {
        let sent = tell(&carmen, &account, category, category).await.expect(202);
        let listed = recipients(&carmen, &account, category).await;
        let receiving = addresses(&sent["communication"]["recipients"]);
        assert_eq!(receiving, addresses(&listed["items"]), "{category}: as asked beforehand");
    }

    // The last one is for the owner alone, who receives everything.
    let _ = stage.sink.wait_for_mails("carmen@acme.es", 1 + CATEGORIES.len()).await;
    let _ = stage.sink.wait_for_mails("pablo@d.es", 2).await;
    let _ = stage.sink.wait_for_mails("berta@d.es", 2).await;
    let subjects = |to: &str| -> BTreeSet<String> {
        stage.sink.mails_to(to).iter().map(|mail| mail.subject.clone()).collect()
    };
    assert_eq!(subjects("pablo@d.es"), BTreeSet::from(["technical", "support"].map(str::to_owned)));
    assert_eq!(subjects("berta@d.es"), BTreeSet::from(["billing", "orders"].map(str::to_owned)));
}

#[tokio::test]
async fn l10_everyone_is_told_why_they_receive_or_do_not() {
    let stage = Stage::set().await;
    let (carmen, account) = cast(&stage).await;
    let luis = stage.member(&carmen, &account, "finance", "luis@b.es").await;
    let _ = carmen.command(&account.member(&luis, "/suspend")).await.expect(204);

    let listed = recipients(&carmen, &account, "billing").await;

    let reasons = |list: &Value| -> BTreeSet<(String, String)> {
        let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let rows = list.as_array().expect("a list");
        rows.iter().map(|row| (text(row, "email"), text(row, "because"))).collect()
    };
    let expected = |rows: &[(&str, &str)]| -> BTreeSet<(String, String)> {
        rows.iter().map(|(email, why)| ((*email).to_owned(), (*why).to_owned())).collect()
    };
    let receive = [("carmen@acme.es", "chosen"), ("berta@d.es", "chosen")];
    assert_eq!(reasons(&listed["items"]), expected(&receive));
    let left_out = [("pablo@d.es", "not_for_role"), ("luis@b.es", "suspended")];
    assert_eq!(reasons(&listed["left_out"]), expected(&left_out));
}

#[tokio::test]
async fn l11_a_billing_contact_receives_mail_on_billing_and_new_orders() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (id, berta) = admitted(&stage, &carmen, &account, "berta@d.es", "billing").await;
    // Communications go where the contact is, whatever the user signs in with.
    let path = account.path(&format!("/contacts/{id}"));
    let _ = carmen.patch(&path, &json!({ "email": "facturas@d.es" })).await.expect(200);

    let _ = tell(&carmen, &account, "billing", "Factura de marzo").await.expect(202);
    let _ = tell(&carmen, &account, "orders", "Nueva contratación").await.expect(202);

    let mails = stage.sink.wait_for_mails("facturas@d.es", 2).await;
    let subjects: BTreeSet<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, BTreeSet::from(["Factura de marzo", "Nueva contratación"]));
    assert_eq!(stage.sink.mails_to(&berta.email).len(), 2, "the invitation and the confirmation");
}

#[tokio::test]
async fn l12_a_technical_contact_receives_service_status_and_tickets_and_opens_them() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (_, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    let already = stage.sink.mails_to("pablo@d.es").len();

    let _ = tell(&carmen, &account, "technical", "Corte programado").await.expect(202);
    let _ = tell(&carmen, &account, "support", "Respuesta a su consulta").await.expect(202);

    let mails = stage.sink.wait_for_mails("pablo@d.es", already + 2).await;
    let subjects: BTreeSet<_> = mails[already..].iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, BTreeSet::from(["Corte programado", "Respuesta a su consulta"]));
    for permission in ["services.read", "tickets.open", "tickets.read"] {
        let question = json!({ "permission": permission });
        let checked = pablo.post(&account.path("/access/check"), &question).await.expect(200);
        assert_eq!(checked["allowed"], true, "{permission}");
    }
}

#[tokio::test]
async fn a_communication_is_written_in_the_recipients_frame_with_its_own_text_and_html() {
    let stage = Stage::set().await;
    let (carmen, account) = cast(&stage).await;
    let mut form = told("billing", "Factura nº 7 — vence mañana");
    form["text"] = json!("Importe: 30 €\n\nVéala en https://acme.example/facturas/7");
    form["html"] = json!(
        "<h1>Factura</h1><p style=\"color:red\" class=\"x\">Importe: <b>30 €</b>. \
         <a href=\"https://acme.example/facturas/7\">Verla</a></p>"
    );

    let sent = carmen.post(&account.path("/communications"), &form).await.expect(202);

    let html = sent["communication"]["html"].as_str().expect("it is kept as it was cleaned");
    assert!(!html.contains("style=") && !html.contains("class="), "{html}");
    let mail = stage.sink.wait_for_mail("berta@d.es", 1).await;
    assert_eq!(mail.subject, "Factura nº 7 — vence mañana");
    assert!(mail.text.contains("Véala en https://acme.example/facturas/7"), "{}", mail.text);
    assert!(mail.html.contains("<b>30 €</b>"), "{}", mail.html);
    assert!(mail.html.contains("https://acme.example/facturas/7"));
    assert!(!mail.html.contains("color:red"), "{}", mail.html);
    assert!(mail.text.contains("Acme S.L."), "it says whose communication it is");
}

async fn a_category_is_refused_by_one_click_without_signing_in(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let (id, berta) = admitted(&stage, &carmen, &account, "berta@d.es", "billing").await;
    let _ = tell(&carmen, &account, "orders", "Nueva contratación").await.expect(202);
    let mail = stage.sink.wait_for_mail("berta@d.es", 3).await;
    assert_eq!(mail.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
    let link = one_click(&mail).expect("a one-click link");
    assert!(mail.text.contains(&link), "a person finds it too: {}", mail.text);

    // Looking changes nothing: mail scanners open links.
    for _ in 0..3 {
        let page = stage.api().get(&link).await.expect(200);
        assert!(page.text.contains("Acme S.L.") && page.text.contains("<form"), "{}", page.text);
    }
    let notifications = async || seen(&carmen, &account, &id).await["notifications"].clone();
    assert_eq!(notifications().await, json!(["billing", "orders"]));

    let click = || {
        let form = "application/x-www-form-urlencoded";
        stage.api().post(&link).body(form, "List-Unsubscribe=One-Click")
    };
    let _ = click().await.expect(200);
    let _ = click().await.expect(200);

    assert_eq!(notifications().await, json!(["billing"]));
    let member = carmen.get(&account.member(&berta, "")).await.expect(200);
    assert_eq!(member["notifications"], json!(["billing"]));
    let listed = recipients(&carmen, &account, "orders").await;
    assert_eq!(addresses(&listed["items"]), ["carmen@acme.es"]);
    let log = carmen.all(&account.path("/audit-log?action=communication.unsubscribe")).await;
    assert_eq!(log.len(), 1, "the second click changed nothing");
    assert_eq!(log[0]["actor"], json!({ "kind": "visitor" }));
}

#[tokio::test]
async fn a_link_that_was_never_signed_refuses_nothing() {
    let stage = Stage::set().await;
    let (carmen, account) = cast(&stage).await;
    let _ = tell(&carmen, &account, "billing", "Factura").await.expect(202);
    let mail = stage.sink.wait_for_mail("berta@d.es", 1).await;
    let link = one_click(&mail).expect("a one-click link");
    let other = link.replace("billing", "orders");
    let half = &link[..link.len() - 1];

    for forged in [other.as_str(), half, "/unsubscribe/x"] {
        let _ = stage.api().get(forged).await.expect(404);
        let _ = stage.api().post(forged).await.expect(404);
    }

    let listed = recipients(&carmen, &account, "orders").await;
    assert_eq!(addresses(&listed["items"]), ["berta@d.es", "carmen@acme.es"]);
}

#[tokio::test]
async fn what_cannot_be_refused_has_no_link_and_the_owner_stands_in_for_nobody() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let choice = json!({ "notifications": ["general", "billing"] });
    let path = format!("/v1/me/accounts/{}/notifications", account.id);
    let _ = carmen.put(&path, &choice).await.expect(200);

    let _ = tell(&carmen, &account, "billing", "Factura").await.expect(202);
    let alone = tell(&carmen, &account, "technical", "Corte programado").await.expect(202);

    assert_eq!(alone["communication"]["recipients"][0]["because"], "someone_must");
    let mails = stage.sink.wait_for_mails("carmen@acme.es", 3).await;
    for mail in &mails[1..] {
        assert_eq!(mail.header("List-Unsubscribe"), None, "{}", mail.subject);
    }
}

#[tokio::test]
async fn members_choose_what_they_receive_and_contacts_with_access_too() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (id, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    let path = format!("/v1/me/accounts/{}/notifications", account.id);

    let choice = json!({ "notifications": ["technical", "domains"] });
    let _ = pablo.put(&path, &choice).await.expect(200);

    assert_eq!(
        seen(&carmen, &account, &id).await["notifications"],
        json!(["technical", "domains"])
    );
    let beyond = json!({ "notifications": ["billing"] });
    let refused = pablo.put(&path, &beyond).await.expect_problem(422, "invalid_fields");
    assert_eq!(refused["errors"][0]["code"], "beyond_role");
    let contact = account.path(&format!("/contacts/{id}"));
    let refused = carmen.patch(&contact, &beyond).await.expect_problem(422, "invalid_fields");
    assert_eq!(refused["errors"][0]["code"], "beyond_role");
}

#[tokio::test]
async fn a_billing_system_sends_by_its_key_and_the_record_says_so() {
    let stage = Stage::set().await;
    let (carmen, account) = cast(&stage).await;
    let billing = key(&carmen, &account, "communications.send").await;
    let path = account.path("/communications");
    let api = stage.api();

    let sent = api.post(&path).bearer(&billing).json(&told("billing", "Factura")).await;

    let id = sent.expect(202).text_at("/communication/id");
    let asked = account.path("/communications/recipients?category=billing");
    let listed = api.get(&asked).bearer(&billing).await.expect(200);
    assert_eq!(addresses(&listed["items"]), ["berta@d.es", "carmen@acme.es"]);
    let mine = carmen.get(&format!("{path}/{id}")).await.expect(200);
    assert_eq!(mine["sent_by"]["kind"], "service_key");
    let _ = api.get(&path).bearer(&billing).await.expect_problem(403, "not_for_service_keys");
    let keys = carmen.get(&account.path("/service-keys")).await.expect(200);
    assert!(keys.items()[0]["last_used_at"].is_string(), "{}", keys.text);
}

async fn the_same_communication_with_the_same_key_is_sent_once(stage: Stage) {
    let (carmen, account) = cast(&stage).await;
    let send = |subject: &str| {
        tell(&carmen, &account, "billing", subject).header("idempotency-key", "factura-7")
    };

    let first = send("Factura").await.expect(202);
    let second = send("Factura").await.expect(202);

    assert_eq!(first.text, second.text);
    let _ = send("Otra").await.expect_problem(422, "idempotency_key_reused");
    let listed = carmen.all(&account.path("/communications")).await;
    assert_eq!(listed.len(), 1);
    let _ = tell(&carmen, &account, "orders", "Después").await.expect(202);
    let mails = stage.sink.wait_for_mails("berta@d.es", 2).await;
    let subjects: BTreeSet<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, BTreeSet::from(["Factura", "Después"]));
}
