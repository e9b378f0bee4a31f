//! From the invitation form to the first sign-in: the way of an employee into the account.

use std::collections::BTreeSet;

use portero_tests::mail::ReceivedMail;
use portero_tests::stage::{PUBLIC_URL, Registration, Stage, password_of};
use serde_json::{Value, json};

use crate::matrix::{held_by, permissions};

#[tokio::test]
async fn n03_a_company_gives_its_employees_access_by_invitation() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;

    let invited = luis.invite(&account, "finance", "ana@a.es, luis@b.es;eva@c.es").await;

    let invited = invited.expect(201);
    let results = invited["results"].as_array().expect("results");
    let outcomes: Vec<&Value> = results.iter().map(|one| &one["outcome"]).collect();
    assert_eq!(outcomes, ["invited"; 3], "{}", invited.text);
    for email in ["ana@a.es", "luis@b.es", "eva@c.es"] {
        let token = stage.sink.wait_for_token(email, "invitation", 1).await;
        let lookup = stage.api().post("/v1/invitations/lookup").json(&json!({ "token": token }));
        assert_eq!(lookup.await.expect(200)["email"], email);
        let employee = stage.registered(&Registration::of(email).invitation(&token)).await;
        let employee = stage.again(&employee).await;
        let checks: Vec<Value> =
            permissions().iter().map(|name| json!({ "permission": name })).collect();
        let batch = account.path("/access/check-batch");
        let answer = employee.post(&batch, &json!({ "checks": checks })).await.expect(200);
        let results = answer["results"].as_array().expect("answers").iter();
        let allowed: BTreeSet<&str> = permissions()
            .into_iter()
            .zip(results)
            .filter(|(_, one)| one["allowed"] == true)
            .map(|(name, _)| name)
            .collect();
        assert_eq!(allowed, held_by("finance"), "{email}");
    }
    assert_eq!(carmen.all(&account.path("/users")).await.len(), 5);
}

#[tokio::test]
async fn n03_nobody_has_access_without_an_invitation() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let _ = stage.invited(&carmen, &account, "finance", "ana@acme.es").await;

    // Registered by themselves, with the very address that was invited.
    let ana = stage.person("ana@acme.es").await;

    let _ = ana.get(&account.path("")).await.expect_problem(404, "not_found");
    let waiting = ana.get("/v1/me/invitations").await.expect(200);
    assert_eq!(waiting.items().len(), 1, "{}", waiting.text);
    let id = waiting.text_at("/items/0/id");
    let _ = ana.command(&format!("/v1/me/invitations/{id}/accept")).await.expect(200);
    let _ = ana.get(&account.path("")).await.expect(200);
}

#[tokio::test]
async fn n04_a_user_opens_one_of_their_accounts_by_name() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = stage.member(&carmen, &acme, "finance", "luis@acme.es").await;
    let own = luis.found("Romero e Hijos").await;

    let session = stage.sign_in("luis@acme.es", &luis.password).await.expect(201);

    let accounts = session["accounts"].as_array().expect("accounts");
    let named = |name: &str| {
        accounts.iter().find(|one| one["name"] == name).expect("it can be chosen by its name")
    };
    let chosen = named("Acme S.L.");
    assert_eq!((&chosen["id"], &chosen["role"]), (&json!(acme.id), &json!("finance")));
    assert_eq!(chosen["kind"], "associated");
    assert_eq!((&named("Romero e Hijos")["id"], accounts.len()), (&json!(own.id), 2));
    assert_eq!(named("Romero e Hijos")["kind"], "own");
    let opened = luis.get(&acme.path("")).await.expect(200);
    assert_eq!(opened["name"], "Acme S.L.");
    let listed = luis.all("/v1/me/accounts").await;
    assert_eq!(listed.len(), 2, "{listed:?}");
}

#[tokio::test]
async fn n06_addresses_are_separated_by_any_mix_of_spaces_commas_and_semicolons() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;

    let text =
        " ;,\tana@a.es,luis@b.es;eva@c.es noa@d.es\tmar@e.es\r\nleo@f.es\n\n;; , ,;sol@g.es, ";
    let invited = carmen.invite(&account, "user", text).await.expect(201);

    let results = invited["results"].as_array().expect("results").iter();
    let emails: Vec<&str> = results.filter_map(|one| one["email"].as_str()).collect();
    let expected =
        ["ana@a.es", "luis@b.es", "eva@c.es", "noa@d.es", "mar@e.es", "leo@f.es", "sol@g.es"];
    assert_eq!(emails, expected);
    for email in expected {
        let mail = stage.sink.wait_for_mail(email, 1).await;
        assert_eq!(mail.rcpt_to, [email], "one mail each");
    }
}

#[tokio::test]
async fn n06_one_malformed_address_refuses_the_form_and_names_each_with_its_position() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;

    let text = "ana@a.es, not-an-address; eva@c.es also@wrong";
    let refused = carmen.invite(&account, "user", text).await;

    let refused = refused.expect_problem(422, "invalid_fields");
    let errors = refused["errors"].as_array().expect("errors").iter();
    let named: Vec<(&Value, &Value)> = errors.map(|one| (&one["field"], &one["code"])).collect();
    let code = json!("malformed_address");
    assert_eq!(named, [(&json!("emails[1]"), &code), (&json!("emails[3]"), &code)]);
    assert!(carmen.all(&account.path("/invitations")).await.is_empty());
    // A later form's mail is the first that leaves.
    let _ = stage.invited(&carmen, &account, "user", "sol@g.es").await;
    assert!(
        stage.sink.mails_to("ana@a.es").is_empty() && stage.sink.mails_to("eva@c.es").is_empty()
    );
    for empty in ["", " ,;\t\n "] {
        let _ = carmen.invite(&account, "user", empty).await.expect_problem(422, "invalid_fields");
    }
}

#[tokio::test]
async fn n06_each_address_is_answered_for_and_the_rest_go_out() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let _ = stage.member(&carmen, &account, "user", "luis@acme.es").await;
    let _ = stage.invited(&carmen, &account, "user", "eva@acme.es").await;

    let text = "ana@acme.es LUIS@Acme.es eva@acme.es ANA@ACME.ES";
    let answer = carmen.invite(&account, "user", text).await.expect(201);

    let results = answer["results"].as_array().expect("results").iter();
    let outcomes: Vec<&str> = results.filter_map(|one| one["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["invited", "already_member", "already_invited", "duplicate"]);
    let mail = stage.sink.wait_for_mail("ana@acme.es", 1).await;
    assert!(mail.leads_to("invitation"));
}

#[tokio::test]
async fn n07_one_access_level_applies_to_every_address_of_a_submission() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let form = json!({
        "emails": ["ana@a.es", "luis@b.es", "eva@c.es"],
        "role": "user",
        "grants": ["invoices.read", "tickets.open"],
        "notifications": ["orders"],
    });

    let _ = carmen.post(&account.path("/invitations"), &form).await.expect(201);

    for invitation in carmen.all(&account.path("/invitations")).await {
        for term in ["role", "grants", "notifications"] {
            assert_eq!(invitation[term], form[term], "{invitation}");
        }
    }
    for email in ["ana@a.es", "luis@b.es", "eva@c.es"] {
        let token = stage.sink.wait_for_token(email, "invitation", 1).await;
        let joined = stage.registered(&Registration::of(email).invitation(&token)).await;
        let member = carmen.get(&account.member(&joined, "")).await.expect(200);
        for term in ["role", "grants", "notifications"] {
            assert_eq!(member[term], form[term], "{}", member.text);
        }
    }
}

#[tokio::test]
async fn n13_each_address_gets_a_mail_of_its_own_whose_subject_names_who_invites() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let invite = |language: &str, emails: &str| {
        let form = json!({ "emails": emails, "role": "user", "language": language });
        carmen.post(&account.path("/invitations"), &form)
    };

    let _ = invite("es", "ana@a.es luis@b.es").await.expect(201);
    let _ = invite("en", "eva@c.es").await.expect(201);

    for (email, subject) in [
        ("ana@a.es", "carmen Soler le invita a Acme S.L."),
        ("luis@b.es", "carmen Soler le invita a Acme S.L."),
        ("eva@c.es", "carmen Soler invites you to Acme S.L."),
    ] {
        let mail = stage.sink.wait_for_mail(email, 1).await;
        assert_eq!(mail.subject, subject);
        assert_eq!((mail.rcpt_to.as_slice(), mail.to.as_str()), (&[email.to_owned()][..], email));
    }
}

/// What a link in the HTML shows, with its target.
fn button(mail: &ReceivedMail, text: &str) -> Option<String> {
    let (before, _) = mail.html.split_once(&format!(">{text}</a>"))?;
    let (_, target) = before.rsplit_once("href=\"")?;
    Some(target.split('"').next()?.replace("&#35;", "#").replace("&#x23;", "#"))
}

#[tokio::test]
async fn n14_the_button_of_the_mail_opens_the_registration_page() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    for (language, text, email) in
        [("es", "Aceptar invitación", "ana@a.es"), ("en", "Accept invitation", "eva@c.es")]
    {
        let form = json!({ "emails": email, "role": "finance", "language": language });
        let _ = carmen.post(&account.path("/invitations"), &form).await.expect(201);

        let mail = stage.sink.wait_for_mail(email, 1).await;

        let token = mail.token("invitation");
        let way = format!("{PUBLIC_URL}/invitation#{token}");
        assert_eq!(button(&mail, text).as_deref(), Some(way.as_str()), "{}", mail.html);
        assert_eq!(mail.links(), [way.as_str()], "and the text has the same link, and no other");
        assert!(mail.text.contains(text), "{}", mail.text);
        let lookup = stage.api().post("/v1/invitations/lookup").json(&json!({ "token": token }));
        let lookup = lookup.await.expect(200);
        assert_eq!(lookup["registration_required"], true, "{}", lookup.text);
        assert_eq!((&lookup["email"], &lookup["role"]), (&json!(email), &json!("finance")));
        assert_eq!(lookup["account_name"], "Acme S.L.");
        assert_eq!(
            (&lookup["invited_by"], &lookup["state"]),
            (&json!("carmen Soler"), &json!("pending"))
        );
    }
}

#[tokio::test]
async fn n14_whoever_has_a_user_already_is_not_sent_to_register() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let ana = stage.person("ana@a.es").await;
    let token = stage.invited(&carmen, &account, "finance", "ana@a.es").await;

    let lookup = stage.api().post("/v1/invitations/lookup").json(&json!({ "token": token }));

    assert_eq!(lookup.await.expect(200)["registration_required"], false);
    let _ = ana.accept(&token).await.expect(200);
    let _ = ana.get(&account.path("")).await.expect(200);
}

#[tokio::test]
async fn n14_opening_the_link_any_number_of_times_changes_nothing() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let token = stage.invited(&carmen, &account, "finance", "ana@a.es").await;

    for _ in 0..50 {
        let lookup = stage.api().post("/v1/invitations/lookup").json(&json!({ "token": token }));
        assert_eq!(lookup.await.expect(200)["state"], "pending");
        let opened = stage.api().get("/v1/invitations/accept").await;
        let _ = opened.expect_problem(405, "method_not_allowed");
    }

    assert_eq!(carmen.all(&account.path("/users")).await.len(), 1);
    let ana = stage.registered(&Registration::of("ana@a.es").invitation(&token)).await;
    let _ = ana.get(&account.path("")).await.expect(200);
}

#[tokio::test]
async fn n15_the_invitee_registers_and_confirms_the_address_with_a_second_mail() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let token = stage.invited(&carmen, &account, "finance", "ana@a.es").await;
    let registration = Registration::of("ana@a.es").invitation(&token);

    let registered = stage.api().post("/v1/registrations").json(registration.body()).await;

    assert_eq!(registered.expect(202).json, json!({ "status": "confirmation_sent" }));
    let second = stage.sink.wait_for_mail("ana@a.es", 2).await;
    let confirmation = second.token("confirm");
    assert_eq!(second.links(), [format!("{PUBLIC_URL}/confirm#{confirmation}")]);
    let claimed = carmen.all(&account.path("/invitations")).await;
    assert_eq!(claimed[0]["state"], "claimed");
    // Without the password of this registration the link is worth nothing.
    let wrong = stage.confirm(&confirmation, "otra clave cualquiera").await;
    let _ = wrong.expect_problem(401, "bad_credentials");
    assert_eq!(carmen.all(&account.path("/users")).await.len(), 1);
    // And the invitation's token is none of a confirmation.
    let mixed = stage.confirm(&token, &password_of("ana@a.es")).await;
    let _ = mixed.expect_problem(404, "not_found");

    let session = stage.confirm(&confirmation, &password_of("ana@a.es")).await.expect(201);

    assert_eq!(session["invitation"]["accepted"], true, "{}", session.text);
    assert_eq!(session["user"]["email_confirmed"], true, "{}", session.text);
    let again = stage.confirm(&confirmation, &password_of("ana@a.es")).await;
    let _ = again.expect_problem(410, "link_used");
}

#[tokio::test]
async fn n16_access_begins_with_the_confirmation_and_not_before() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let token = stage.invited(&carmen, &account, "finance", "ana@a.es").await;
    let _ = stage
        .sign_in("ana@a.es", &password_of("ana@a.es"))
        .await
        .expect_problem(401, "bad_credentials");
    let registration = Registration::of("ana@a.es").invitation(&token);
    let _ = stage.api().post("/v1/registrations").json(registration.body()).await.expect(202);

    let right = stage.sign_in("ana@a.es", &password_of("ana@a.es")).await;
    let wrong = stage.sign_in("ana@a.es", "otra clave cualquiera").await;

    let _ = right.expect_problem(403, "email_not_confirmed");
    let _ = wrong.expect_problem(401, "bad_credentials");
    assert_eq!(carmen.all(&account.path("/users")).await.len(), 1);

    let confirmation = stage.sink.wait_for_token("ana@a.es", "confirm", 1).await;
    let session = stage.confirm(&confirmation, &password_of("ana@a.es")).await.expect(201);

    let accounts = session["accounts"].as_array().expect("accounts");
    assert_eq!((&accounts[0]["id"], &accounts[0]["role"]), (&json!(account.id), &json!("finance")));
    let ana = stage.person_of(&session, &password_of("ana@a.es"));
    let _ = ana.get(&account.path("")).await.expect(200);
    let ana = stage.again(&ana).await;
    let _ = ana.get(&account.path("")).await.expect(200);
    let refused = ana.invite(&account, "user", "eva@c.es").await.expect_problem(403, "forbidden");
    assert_eq!(refused["explanation"]["missing"], "users.invite");
}
