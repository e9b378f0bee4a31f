//! Duda: giving a client a way in, by an address to be copied or by a mail.

use chrono::{DateTime, TimeDelta};
use portero_tests::agency::{Agency, token_in};
use portero_tests::options::Options;
use portero_tests::stage::{PUBLIC_URL, Stage};
use serde_json::{Value, json};

use crate::associating::from_now;
use crate::together::on_both_stores;
use portero_tests::sqlite::by_hand;

on_both_stores!(
    d13_access_is_granted_by_an_address_or_by_a_mail,
    d14_the_mail_carries_the_address_and_the_user_name,
    d15_the_mail_is_previewed_edited_and_sent,
);

/// Alters the database while the server is down; nothing without the program for it.
pub async fn altered(agency: &mut Agency, statement: &str) -> Option<()> {
    assert!(agency.stage.server.stop().await.success());
    let altered = by_hand(&agency.stage.server.folder().join("portero.db"), statement);
    agency.stage.server.start_again().await;
    agency.carmen = agency.stage.again(&agency.carmen).await;
    altered
}

async fn d13_access_is_granted_by_an_address_or_by_a_mail(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Tienda").await;
    let (copied, mailed) = (agency.keep("lucia@d.es").await, agency.keep("marta@d.es").await);
    for prospect in [&copied, &mailed] {
        let _ = agency.make_link(prospect).await.expect_problem(409, "state_refused");
        let _ = agency.mail_link(prospect).await.expect_problem(409, "state_refused");
        assert_eq!(agency.status(prospect).await, "prospect");
        let _ = agency.assign(prospect, &site, &["blog"]).await.expect(200);
    }

    let shown = agency.make_link(&copied).await.expect(201);
    let sent = agency.mail_link(&mailed).await.expect(202);

    assert_eq!(sent["client_id"], mailed.as_str());
    assert_eq!(sent["email"], "marta@d.es");
    for (id, was_mailed, answer) in [(&copied, false, &shown), (&mailed, true, &sent)] {
        let seen = agency.seen(id).await;
        assert_eq!(seen["status"], "invited");
        assert_eq!(seen["access"]["state"], "invited");
        assert_eq!(seen["access"]["link_mailed"], was_mailed);
        assert_eq!(seen["access"]["link_expires_at"], answer["expires_at"]);
    }
    let by_mail = stage_token(&agency, "marta@d.es", 1).await;
    for token in [token_in(&shown, "setup"), by_mail] {
        let found = agency.look_up(&token).await.expect(200);
        assert_eq!(found["account_name"], "Acme S.L.");
        assert_eq!(found["password"], "new");
        let _ = agency.redeem(&token, "una tarde en el muelle").await.expect(201);
    }
    assert!(agency.stage.sink.mails_to("lucia@d.es").is_empty(), "a copied address goes nowhere");
    for id in [&copied, &mailed] {
        let _ = agency.make_link(id).await.expect_problem(409, "state_refused");
        let _ = agency.mail_link(id).await.expect_problem(409, "state_refused");
    }
    let verified = agency.stage.server.run(&["audit", "verify"]).await.expect_success();
    assert!(verified.ends_with(" 0 broken\n"), "{verified}");
}

async fn stage_token(agency: &Agency, to: &str, number: usize) -> String {
    agency.stage.sink.wait_for_token(to, "setup", number).await
}

#[tokio::test]
async fn d13_a_new_link_ends_every_earlier_one_however_it_was_given() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &[]).await;

    let first = agency.link(&id).await;
    let _ = agency.mail_link(&id).await.expect(202);
    let second = stage_token(&agency, "lucia@d.es", 1).await;
    let third = agency.link(&id).await;

    for old in [&first, &second] {
        let _ = agency.look_up(old).await.expect_problem(410, "link_superseded");
        let refused = agency.redeem(old, "una tarde en el muelle").await;
        let _ = refused.expect_problem(410, "link_superseded");
    }
    assert_eq!(agency.status(&id).await, "invited");
    let _ = agency.redeem(&third, "una tarde en el muelle").await.expect(201);
    let _ = agency.look_up(&first).await.expect_problem(410, "link_superseded");
}

#[tokio::test]
async fn d13_an_address_is_made_of_the_configured_one_alone() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &[]).await;
    let from_elsewhere = |below: &str| {
        let request = agency.carmen.command(&agency.client(&id, below));
        let request = request.header("x-forwarded-host", "evil.example");
        request.header("forwarded", "host=evil.example").header("host", "evil.example")
    };

    let shown = from_elsewhere("/setup-link").await.expect(201);
    let _ = from_elsewhere("/invitation-mail").await.expect(202);

    let _ = token_in(&shown, "setup");
    let mail = agency.stage.sink.wait_for_mail("lucia@d.es", 1).await;
    let here = format!("{PUBLIC_URL}/");
    for link in mail.links().into_iter().map(str::to_owned).chain(mail.html_links()) {
        assert!(link.starts_with(&here), "{link}");
    }
}

async fn d14_the_mail_carries_the_address_and_the_user_name(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("Lucia.Vidal@d.es", &site, &[]).await;

    let _ = agency.mail_link(&id).await.expect(202);

    let mail = agency.stage.sink.wait_for_mail("lucia.vidal@d.es", 1).await;
    assert_eq!(mail.subject, "Su acceso a los sitios de Acme S.L.");
    let token = mail.token("setup");
    let link = format!("{PUBLIC_URL}/setup#{token}");
    assert!(mail.links().contains(&link.as_str()), "{}", mail.text);
    assert!(mail.html_links().contains(&link), "{}", mail.html);
    assert_eq!(agency.look_up(&token).await.expect(200)["email"], "Lucia.Vidal@d.es");
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("Lucia.Vidal@d.es"), "as it was typed: {part}");
        assert!(!part.contains("{setup_url}") && !part.contains("{user_name}"), "{part}");
    }
    assert!(!mail.subject.contains(&token));
}

async fn d15_the_mail_is_previewed_edited_and_sent(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &[]).await;
    let path = agency.client(&id, "/invitation-mail");

    let draft = agency.carmen.get(&path).await.expect(200);

    assert_eq!(draft["placeholders"], json!(["{setup_url}", "{user_name}"]));
    assert_eq!(draft["language"], "es");
    for placeholder in ["{setup_url}", "{user_name}"] {
        assert!(draft.text_at("/text").contains(placeholder), "{}", draft.text);
        assert!(draft.text_at("/html").contains(placeholder), "{}", draft.text);
    }
    let text = "Hola, Lucía: su tienda <b>ya</b> está & espera.\n\n{setup_url}\n\n{user_name}";
    let edited = json!({ "subject": "Su tienda, {user_name}", "text": text });
    let shown = agency.carmen.post(&format!("{path}/preview"), &edited).await.expect(200);
    assert_eq!(shown["text"], text);
    assert_eq!(shown["subject"], "Su tienda, {user_name}");
    assert!(!shown.text_at("/html").contains("<b>ya"), "{}", shown.text);
    assert_eq!(agency.status(&id).await, "site_assigned", "looking sends nothing");
    assert!(agency.stage.sink.mails_to("lucia@d.es").is_empty());

    let _ = agency.carmen.post(&path, &edited).await.expect(202);

    let mail = agency.stage.sink.wait_for_mail("lucia@d.es", 1).await;
    assert_eq!(mail.subject, "Su tienda, lucia@d.es");
    assert!(mail.text.contains("su tienda <b>ya</b> está & espera."), "{}", mail.text);
    assert!(!mail.html.contains("<b>ya"), "what was written is text: {}", mail.html);
    let _ = agency.redeem(&mail.token("setup"), "una tarde en el muelle").await.expect(201);
}

#[tokio::test]
async fn d15_an_edited_mail_keeps_the_address_and_the_user_name() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &[]).await;
    let path = agency.client(&id, "/invitation-mail");
    let both = "Entre: {setup_url}\n\nComo: {user_name}";
    let cases = [
        (json!({ "text": "Entre: {setup_url}" }), "text", "placeholder_missing"),
        (json!({ "text": "Como: {user_name}" }), "text", "placeholder_missing"),
        (json!({ "text": " " }), "text", "empty"),
        (json!({ "text": format!("{both}\u{0}") }), "text", "control_character"),
        (json!({ "text": format!("{both}{}", "ñ".repeat(20_000)) }), "text", "too_long"),
        (json!({ "subject": "Entre: {setup_url}" }), "subject", "link_in_subject"),
        (json!({ "subject": "a\r\nBcc: eva@c.es" }), "subject", "control_character"),
        (json!({ "subject": " " }), "subject", "empty"),
    ];

    for (edited, field, code) in cases {
        for path in [path.clone(), format!("{path}/preview")] {
            let refused = agency.carmen.post(&path, &edited).await;
            let refused = refused.expect_problem(422, "invalid_fields");
            assert_eq!(refused["errors"][0]["field"], field, "{path} {}", refused.text);
            assert_eq!(refused["errors"][0]["code"], code, "{path} {}", refused.text);
        }
    }

    assert_eq!(agency.status(&id).await, "site_assigned");
    let _ = agency.carmen.post(&path, &json!({ "text": both })).await.expect(202);
    let mails = agency.stage.sink.wait_for_mails("lucia@d.es", 1).await;
    assert_eq!(mails[0].subject, "Su acceso a los sitios de Acme S.L.", "the rest as drafted");
}

#[tokio::test]
async fn d15_a_mail_that_is_sent_twice_with_one_key_goes_out_once() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &[]).await;
    let send = || agency.mail_link(&id).header("idempotency-key", "invitar-1");

    let first = send().await.expect(202);
    let again = send().await.expect(202);

    assert_eq!(first.json, again.json);
    assert_eq!(agency.events("client_invited").await.len(), 1);
    let token = stage_token(&agency, "lucia@d.es", 1).await;
    let _ = agency.look_up(&token).await.expect(200);
}

#[tokio::test]
async fn d15_one_address_gets_so_many_mails_and_a_refused_one_ends_no_link() {
    let stage = Stage::with(Options::default().with_rate_limits()).await;
    let agency = Agency::on(stage).await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &[]).await;
    for _ in 0..3 {
        let _ = agency.mail_link(&id).await.expect(202);
    }

    let refused = agency.mail_link(&id).await.expect_problem(429, "too_many_requests");

    assert!(!refused.header("retry-after").is_empty());
    let mut live = 0;
    for mail in agency.stage.sink.wait_for_mails("lucia@d.es", 3).await {
        let found = agency.look_up(&mail.token("setup")).await;
        live += usize::from(found.status == 200);
    }
    assert_eq!(live, 1, "the last one still works");
    let other = agency.keep_with("marta@d.es", &site, &[]).await;
    let _ = agency.mail_link(&other).await.expect(202);
}

#[tokio::test]
async fn d16_a_link_is_valid_for_thirty_days() {
    let mut agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let id = agency.keep_with("lucia@d.es", &site, &[]).await;
    let instant = |text: &str| DateTime::parse_from_rfc3339(text).expect("an instant");
    let thirty_days = TimeDelta::days(30);

    let earliest = instant(&from_now(thirty_days));
    let shown = agency.make_link(&id).await.expect(201);
    let latest = instant(&from_now(thirty_days));

    let expires_at = instant(&shown.text_at("/expires_at"));
    assert!((earliest..=latest).contains(&expires_at), "{earliest} {expires_at} {latest}");
    let token = token_in(&shown, "setup");
    assert_eq!(agency.look_up(&token).await.expect(200)["expires_at"], shown["expires_at"]);
    let past = "UPDATE clients SET link_expires_at = link_expires_at - 2592000000000";
    let Some(()) = altered(&mut agency, past).await else { return };
    let _ = agency.look_up(&token).await.expect_problem(410, "link_expired");
    let refused = agency.redeem(&token, "una tarde en el muelle").await;
    let _ = refused.expect_problem(410, "link_expired");
    assert_eq!(agency.seen(&id).await["access"]["user_id"], Value::Null);
    let new = agency.link(&id).await;
    let _ = agency.look_up(&token).await.expect_problem(410, "link_superseded");
    let _ = agency.redeem(&new, "una tarde en el muelle").await.expect(201);
}
