//! What a communication is refused for: clearly, and with nothing sent.

use portero_tests::options::Options;
use portero_tests::stage::Stage;
use serde_json::json;

use crate::contacts::{form, keep, key, tell, told};

#[tokio::test]
async fn every_wrong_field_of_a_communication_is_named_and_nothing_is_sent() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let path = account.path("/communications");
    let before = stage.sink.mails().len();
    let cases = [
        ("category", json!("gossip"), "unknown_name"),
        ("subject", json!("Hola\r\nBcc: mallory@evil.example"), "control_character"),
        ("subject", json!(" "), "empty"),
        ("subject", json!("ñ".repeat(257)), "too_long"),
        ("text", json!(""), "empty"),
        ("text", json!("a\u{0}b"), "control_character"),
        ("html", json!("<p>Hola<script>alert(1)</script></p>"), "active_html"),
        ("html", json!("<img src=x onerror=alert(1)>"), "active_html"),
        ("html", json!("<a href=\"java&#115;cript:alert(1)\">x</a>"), "active_html"),
        ("html", json!("<p> </p>"), "empty"),
    ];
    for (field, value, code) in cases {
        let mut form = told("billing", "Factura");
        form[field] = value.clone();
        let refused = carmen.post(&path, &form).await.expect_problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["field"], field, "{value}");
        assert_eq!(refused["errors"][0]["code"], code, "{value}");
    }

    assert!(carmen.all(&path).await.is_empty());
    let _ = tell(&carmen, &account, "general", "Fin").await.expect(202);
    let _ = stage.sink.wait_for_mails("carmen@acme.es", 2).await;
    assert_eq!(stage.sink.mails().len(), before + 1, "nothing came of the refused ones");
}

#[tokio::test]
async fn a_key_without_the_scope_and_a_person_without_the_permission_send_nothing() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "finance", "luis@b.es").await;
    let shop = key(&carmen, &account, "access.check").await;
    let path = account.path("/communications");

    let by_key = stage.api().post(&path).bearer(&shop).json(&told("general", "Hola")).await;
    let _ = by_key.expect_problem(403, "scope_missing");
    let refused = tell(&luis, &account, "general", "Hola").await.expect_problem(403, "forbidden");

    assert_eq!(refused["explanation"]["missing"], "communications.send");
    assert!(carmen.all(&path).await.is_empty());
}

#[tokio::test]
async fn more_recipients_than_one_communication_may_have_are_refused() {
    let options = Options::default().env("PORTERO_LIMITS_RECIPIENTS_PER_COMMUNICATION", "3");
    let stage = Stage::with(options).await;
    let (carmen, account) = stage.carmen().await;
    for number in 0..3 {
        let _ = keep(&carmen, &account, &format!("contacto{number}@d.es"), "billing").await;
    }

    let refused = tell(&carmen, &account, "billing", "Factura").await;

    let refused = refused.expect_problem(409, "capacity_reached");
    assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains('3')));
    let _ = tell(&carmen, &account, "technical", "Corte").await.expect(202);
}

#[tokio::test]
async fn an_account_sends_so_many_mails_in_a_day_and_no_more() {
    let options = Options::default()
        .with_rate_limits()
        .env("PORTERO_LIMITS_COMMUNICATION_MAILS_PER_DAY", "3");
    let stage = Stage::with(options).await;
    let (carmen, account) = stage.carmen().await;
    let _ = keep(&carmen, &account, "berta@d.es", "billing").await;

    let _ = tell(&carmen, &account, "billing", "Factura").await.expect(202);
    let refused = tell(&carmen, &account, "billing", "Otra").await;

    let refused = refused.expect_problem(429, "too_many_requests");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(carmen.all(&account.path("/communications")).await.len(), 1);
}

#[tokio::test]
async fn an_account_keeps_so_many_contacts_and_no_more() {
    let stage =
        Stage::with(Options::default().env("PORTERO_LIMITS_CONTACTS_PER_ACCOUNT", "1")).await;
    let (carmen, account) = stage.carmen().await;
    let id = keep(&carmen, &account, "pablo@d.es", "technical").await;
    let path = account.path("/contacts");

    let refused = carmen.post(&path, &form("berta@d.es", "billing")).await;
    let _ = refused.expect_problem(409, "capacity_reached");

    let _ = carmen.delete(&format!("{path}/{id}")).await.expect(204);
    let _ = keep(&carmen, &account, "berta@d.es", "billing").await;
}

#[tokio::test]
async fn an_installation_key_opens_every_account_and_only_for_its_scopes() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.person("luis@b.es").await;
    let other = luis.found("Bodegas Luis").await;
    let create = ["service-keys", "create", "--installation", "--name", "Facturas"];
    let create = [&create[..], &["--scope", "communications.send"]].concat();

    let made = stage.server.run(&create).await.expect_success();

    let secret = made.split("key: ").nth(1).and_then(|rest| rest.split_whitespace().next());
    let secret = secret.expect("the key").to_owned();
    for place in [&account, &other] {
        let path = place.path("/communications");
        let sent = stage.api().post(&path).bearer(&secret).json(&told("general", "Hola")).await;
        let _ = sent.expect(202);
        let check = place.path("/access/check");
        let question = json!({ "email": "x@y.es", "permission": "users.read" });
        let refused = stage.api().post(&check).bearer(&secret).json(&question).await;
        let _ = refused.expect_problem(403, "scope_missing");
    }
    let listed = carmen.get(&account.path("/service-keys")).await.expect(200);
    assert!(listed.items().is_empty(), "it is the operator's, and no account's");
    let id = made.split_whitespace().next().expect("an id").to_owned();
    let list = stage.server.run(&["service-keys", "list", "--installation"]).await;
    assert!(list.expect_success().contains(&id));

    let revoke = ["service-keys", "revoke", "--installation", &id];
    let _ = stage.server.run(&revoke).await.expect_success();
    let path = account.path("/communications");
    let sent = stage.api().post(&path).bearer(&secret).json(&told("general", "Hola")).await;
    let _ = sent.expect_problem(401, "not_signed_in");
}
