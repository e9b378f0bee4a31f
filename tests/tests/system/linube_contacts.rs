//! Linube: an account's contacts, with access to the panel or without.

use portero_tests::stage::{Registration, Stage, password_of};
use serde_json::{Value, json};

use crate::associating::{NOBODY, associate};
use crate::contacts::{admitted, form, form_with, keep, seen};
use crate::matrix::held_by;
use crate::noventiq_roles::allowed;
use crate::together::on_both_stores;

on_both_stores!(
    l01_others_get_access_with_differing_permissions,
    l07_a_first_password_must_be_changed_before_anything_else,
    l14_a_deleted_contact_loses_its_access_and_a_new_one_can_be_created,
);

const FIRST: &str = "una tarde en el muelle";

async fn l01_others_get_access_with_differing_permissions(stage: Stage) {
    let (carmen, account) = stage.carmen().await;

    let (_, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    let (_, berta) = admitted(&stage, &carmen, &account, "berta@d.es", "billing").await;

    assert_eq!(allowed(&pablo, &account).await, held_by("technical_contact"));
    assert_eq!(allowed(&berta, &account).await, held_by("billing_contact"));
}

#[tokio::test]
async fn l02_a_billing_contact_sees_invoices() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (_, berta) = admitted(&stage, &carmen, &account, "berta@d.es", "billing").await;

    let question = json!({ "permission": "invoices.read" });
    let checked = berta.post(&account.path("/access/check"), &question).await.expect(200);

    assert_eq!(checked["allowed"], true);
    assert_eq!(checked["explanation"]["because"]["role"], "billing_contact");
}

#[tokio::test]
async fn l03_a_technical_contact_sees_services_and_domains_and_nothing_of_billing() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (_, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;

    let may = allowed(&pablo, &account).await;

    assert!(may.contains("services.read") && may.contains("domains.read"), "{may:?}");
    let billing = ["invoices.", "quotes.", "reports.", "orders."];
    assert!(!may.iter().any(|name| billing.iter().any(|of| name.starts_with(of))), "{may:?}");
}

#[tokio::test]
async fn l05_contacts_are_created_at_any_time_listed_and_found() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    for (email, profile) in [("pablo@d.es", "technical"), ("berta@d.es", "billing")] {
        let _ = keep(&carmen, &account, email, profile).await;
    }
    let mut garcia = form("jose@d.es", "billing");
    garcia["last_name"] = json!("García Muñoz");
    garcia["company"] = json!("Óptica Sol");
    let _ = carmen.post(&account.path("/contacts"), &garcia).await.expect(201);

    let emails = async |query: &str| -> Vec<String> {
        let rows = carmen.all(&account.path(&format!("/contacts{query}"))).await;
        rows.iter().map(|row| row["email"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(emails("").await, ["pablo@d.es", "berta@d.es", "jose@d.es"]);
    assert_eq!(emails("?profile=technical").await, ["pablo@d.es"]);
    for words in ["garcia mun", "MUÑOZ", "optica", "jose@d"] {
        assert_eq!(emails(&format!("?q={}", words.replace(' ', "%20"))).await, ["jose@d.es"]);
    }
    assert!(emails("?q=ptica").await.is_empty(), "words are found by their beginnings");
}

#[tokio::test]
async fn l06_names_email_and_profile_are_required_and_every_wrong_field_is_named() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let path = account.path("/contacts");
    for missing in ["first_name", "last_name", "email", "profile"] {
        let mut form = form("pablo@d.es", "technical");
        form.as_object_mut().expect("a form").remove(missing);
        let refused = carmen.post(&path, &form).await.expect_problem(400, "malformed_body");
        assert_eq!(refused["errors"][0]["field"], missing);
        assert_eq!(refused["errors"][0]["code"], "missing");
    }

    let wrong = json!({
        "first_name": " ", "last_name": "a\u{0}b", "email": "ana@a.es, eva@b.es",
        "profile": "sales", "notifications": ["everything"], "panel_access": "please",
    });
    let refused = carmen.post(&path, &wrong).await.expect_problem(422, "invalid_fields");
    let errors = refused["errors"].as_array().expect("errors");
    let mut named: Vec<_> =
        errors.iter().map(|one| (one["field"].as_str(), one["code"].as_str())).collect();
    named.sort_unstable();
    let expected = [
        ("email", "malformed_address"),
        ("first_name", "empty"),
        ("last_name", "control_character"),
        ("notifications[0]", "unknown_name"),
        ("panel_access", "unknown_name"),
        ("profile", "unknown_name"),
    ];
    assert_eq!(named, expected.map(|(field, code)| (Some(field), Some(code))));
    assert!(carmen.all(&path).await.is_empty(), "nothing was created");
}

async fn l07_a_first_password_must_be_changed_before_anything_else(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let form = form_with("pablo@d.es", "technical", &json!({ "password": FIRST }));

    let made = carmen.post(&account.path("/contacts"), &form).await.expect(201);

    assert_eq!(made["panel_access"], "granted");
    let notice = stage.sink.wait_for_mail("pablo@d.es", 1).await;
    assert!(!notice.text.contains(FIRST), "{}", notice.text);
    let session = stage.sign_in("pablo@d.es", FIRST).await.expect(201);
    assert_eq!(session["must_change_password"], true);
    let pablo = stage.person_of(&session, FIRST);
    let question = json!({ "permission": "services.read" });
    let check = || pablo.post(&account.path("/access/check"), &question);
    let _ = check().await.expect_problem(403, "password_change_required");
    let _ = pablo.get("/v1/me/accounts").await.expect_problem(403, "password_change_required");
    let _ = pablo.get("/v1/me").await.expect(200);

    let change = json!({ "current": FIRST, "new": password_of("pablo@d.es") });
    let _ = pablo.post("/v1/me/password", &change).await.expect(204);

    assert_eq!(check().await.expect(200)["allowed"], true);
    let again = stage.sign_in("pablo@d.es", &password_of("pablo@d.es")).await.expect(201);
    assert_eq!(again["must_change_password"], Value::Null);
    let _ = stage.sign_in("pablo@d.es", FIRST).await.expect_problem(401, "bad_credentials");
}

#[tokio::test]
async fn l07_a_password_never_touches_someone_who_is_a_user_already() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let pablo = stage.person("pablo@d.es").await;
    let form = form_with("pablo@d.es", "technical", &json!({ "password": FIRST }));

    let made = carmen.post(&account.path("/contacts"), &form).await.expect(201);

    assert_eq!(made["panel_access"], "invited", "never joined unasked");
    let _ = stage.sign_in("pablo@d.es", FIRST).await.expect_problem(401, "bad_credentials");
    let token = stage.sink.wait_for_token("pablo@d.es", "invitation", 1).await;
    let pablo = stage.again(&pablo).await;
    let _ = pablo.accept(&token).await.expect(200);
    let contact = seen(&carmen, &account, &made.text_at("/id")).await;
    assert_eq!(contact["panel_access"], "granted");
    assert_eq!(contact["user_id"], pablo.id.as_str());
}

#[tokio::test]
async fn l07_whoever_is_made_by_an_account_acts_there_alone_until_the_address_is_theirs() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let form = form_with("pablo@d.es", "technical", &json!({ "password": FIRST }));
    let _ = carmen.post(&account.path("/contacts"), &form).await.expect(201);
    let session = stage.sign_in("pablo@d.es", FIRST).await.expect(201);
    let staff = stage.person_of(&session, FIRST);
    let own = json!({ "current": FIRST, "new": "otra tarde en el muelle" });
    let _ = staff.post("/v1/me/password", &own).await.expect(204);
    let luis = stage.person("luis@b.es").await;
    let other = luis.found("Bodegas Luis").await;
    let token = stage.invited(&luis, &other, "finance", "pablo@d.es").await;

    let found = json!({ "name": "Mía S.L." });
    let _ = staff.post("/v1/accounts", &found).await.expect_problem(403, "email_not_confirmed");
    let refused = staff.accept(&token).await;
    let _ = refused.expect_problem(403, "invitation_for_another_address");
    let listed = staff.get("/v1/me/invitations").await.expect(200);
    assert!(listed.items().is_empty(), "nothing addressed to it is theirs");

    // The person registers: what they chose counts, and whoever knew the password is out.
    let registration = Registration::of("pablo@d.es").invitation(&token);
    let pablo = stage.registered(&registration).await;
    assert_eq!(pablo.id, staff.id, "one user for each address");
    let _ = staff.get("/v1/me").await.expect_problem(401, "not_signed_in");
    let refused = stage.sign_in("pablo@d.es", "otra tarde en el muelle").await;
    let _ = refused.expect_problem(401, "bad_credentials");
    let names: Vec<_> =
        pablo.all("/v1/me/accounts").await.iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names.len(), 2, "the panel of Acme, and the invitation that came along: {names:?}");
}

#[tokio::test]
async fn l08_the_profile_is_set_with_the_contact_and_nobody_waits() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;

    let made = carmen.post(&account.path("/contacts"), &form("pablo@d.es", "technical")).await;

    let made = made.expect(201);
    assert_eq!(made["profile"], "technical");
    assert_eq!(made["panel_access"], "none");
    assert_eq!(made["notifications"], json!(["technical", "support"]));
    let location = made.header("location").to_owned();
    assert_eq!(carmen.get(&location).await.expect(200).json, made.json);
}

#[tokio::test]
async fn l09_the_profile_is_technical_or_billing_and_the_access_follows_it() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (id, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    let path = account.path(&format!("/contacts/{id}"));

    let patched = carmen.patch(&path, &json!({ "profile": "billing" })).await.expect(200);

    assert_eq!(patched["profile"], "billing");
    assert_eq!(patched["notifications"], json!(["billing", "orders"]));
    assert_eq!(allowed(&pablo, &account).await, held_by("billing_contact"));
    let member = carmen.get(&account.member(&pablo, "")).await.expect(200);
    assert_eq!(member["role"], "billing_contact");
    assert_eq!(member["notifications"], json!(["billing", "orders"]));
    let promoted = carmen.patch(&account.member(&pablo, ""), &json!({ "role": "finance" })).await;
    let _ = promoted.expect_problem(409, "state_refused");
}

#[tokio::test]
async fn l13_name_and_email_are_edited_and_the_sign_in_name_stays() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (id, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    let _ = keep(&carmen, &account, "berta@d.es", "billing").await;
    let path = account.path(&format!("/contacts/{id}"));
    let before = seen(&carmen, &account, &id).await;

    let change = json!({ "first_name": "Paulo", "email": "soporte@d.es", "phone": "910 000 000" });
    let patched = carmen.patch(&path, &change).await.expect(200);

    assert_eq!(patched["first_name"], "Paulo");
    assert_eq!(patched["email"], "soporte@d.es");
    assert_eq!(patched["user_id"], pablo.id.as_str(), "the access is still theirs");
    let _ = stage.again(&pablo).await;
    let gone = carmen.patch(&path, &json!({ "phone": null })).await.expect(200);
    assert_eq!(gone["phone"], Value::Null);
    let taken = carmen.patch(&path, &json!({ "email": "Berta@D.es" })).await;
    let _ = taken.expect_problem(409, "contact_exists");
    let outdated = carmen.patch(&path, &change).header("if-match", before.header("etag")).await;
    let _ = outdated.expect_problem(412, "stale_version");
}

#[tokio::test]
async fn l13_an_open_invitation_follows_the_address() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let invite = form_with("typo@d.es", "technical", &json!("invite"));
    let made = carmen.post(&account.path("/contacts"), &invite).await.expect(201);
    let old = stage.sink.wait_for_token("typo@d.es", "invitation", 1).await;
    let path = account.path(&format!("/contacts/{}", made.text_at("/id")));

    let _ = carmen.patch(&path, &json!({ "email": "pablo@d.es" })).await.expect(200);

    let new = stage.sink.wait_for_token("pablo@d.es", "invitation", 1).await;
    let lookup = async |token: &str| {
        stage
            .api()
            .post("/v1/invitations/lookup")
            .json(&json!({ "token": token }))
            .await
            .expect(200)
    };
    assert_eq!(lookup(&old).await["state"], "revoked");
    assert_eq!(lookup(&new).await["role"], "technical_contact");
    let pablo = stage.registered(&Registration::of("pablo@d.es").invitation(&new)).await;
    assert_eq!(allowed(&pablo, &account).await, held_by("technical_contact"));
}

async fn l14_a_deleted_contact_loses_its_access_and_a_new_one_can_be_created(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let (id, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    let path = account.path(&format!("/contacts/{id}"));

    let _ = carmen.delete(&path).await.expect(204);

    let _ = carmen.get(&path).await.expect_problem(404, "not_found");
    let question = json!({ "permission": "services.read" });
    let refused = pablo.post(&account.path("/access/check"), &question).await;
    let _ = refused.expect_problem(404, "not_found");
    let farewell = stage.sink.wait_for_mails("pablo@d.es", 3).await;
    assert_eq!(farewell[2].subject, "Ya no tiene acceso a Acme S.L.");
    let _ = keep(&carmen, &account, "pablo@d.es", "billing").await;
    let verified = stage.server.run(&["audit", "verify"]).await.expect_success();
    assert!(verified.ends_with(" 0 broken\n"), "{verified}");
}

#[tokio::test]
async fn access_is_withdrawn_and_given_again_and_every_way_out_ends_it() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let (id, pablo) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    let access = account.path(&format!("/contacts/{id}/panel-access"));
    let again = carmen.command(&access).await;
    let _ = again.expect_problem(409, "already_member");

    let _ = carmen.delete(&access).await.expect(204);
    assert_eq!(seen(&carmen, &account, &id).await["panel_access"], "removed");
    let _ = carmen.delete(&access).await.expect(204);

    let invited = carmen.command(&access).await.expect(200);
    assert_eq!(invited["panel_access"], "invited");
    let first = stage.sink.wait_for_token("pablo@d.es", "invitation", 2).await;
    let _ = carmen.command(&access).await.expect(200);
    let second = stage.sink.wait_for_token("pablo@d.es", "invitation", 3).await;
    let _ = pablo.accept(&first).await.expect_problem(410, "link_superseded");
    let _ = pablo.accept(&second).await.expect(200);
    assert_eq!(seen(&carmen, &account, &id).await["panel_access"], "granted");

    // Leaving, or being removed as a user, ends it for the contact too.
    let _ = pablo.delete(&account.member(&pablo, "")).await.expect(204);
    assert_eq!(seen(&carmen, &account, &id).await["panel_access"], "removed");
    let _ = carmen.command(&access).await.expect(200);
    let third = stage.sink.wait_for_token("pablo@d.es", "invitation", 4).await;
    let declined = pablo.post("/v1/invitations/decline", &json!({ "token": third })).await;
    let _ = declined.expect(200);
    assert_eq!(seen(&carmen, &account, &id).await["panel_access"], "removed");
}

#[tokio::test]
async fn members_and_open_invitations_are_not_invited_twice() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let _ = stage.member(&carmen, &account, "finance", "luis@b.es").await;
    let _ = stage.invited(&carmen, &account, "finance", "eva@c.es").await;
    let path = account.path("/contacts");

    let member = carmen.post(&path, &form_with("luis@b.es", "billing", &json!("invite"))).await;
    let _ = member.expect_problem(409, "already_member");
    let invited = carmen.post(&path, &form_with("eva@c.es", "billing", &json!("invite"))).await;
    let _ = invited.expect_problem(409, "already_invited");

    assert!(carmen.all(&path).await.is_empty(), "a refused request has created no contact");
    let _ = keep(&carmen, &account, "luis@b.es", "billing").await;
    let twice = carmen.post(&path, &form("LUIS@b.es", "technical")).await;
    let _ = twice.expect_problem(409, "contact_exists");
}

#[tokio::test]
async fn nobody_gives_a_contact_more_than_they_hold_or_manages_one_who_holds_more() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let grants = json!(["contacts.read", "contacts.manage", "invoices.read", "quotes.read"]);
    let ana = associate(&stage, &carmen, &account, "ana@taller.es", &grants).await;
    let (technical, _) = admitted(&stage, &carmen, &account, "pablo@d.es", "technical").await;
    let path = account.path("/contacts");

    let billing = form_with("berta@d.es", "billing", &json!("invite"));
    let _ = ana.post(&path, &billing).await.expect(201);
    let technician = form_with("marta@d.es", "technical", &json!({ "password": FIRST }));
    let refused = ana.post(&path, &technician).await;
    let refused = refused.expect_problem(403, "exceeds_own_permissions");
    assert!(refused.text.contains("services.read"), "{}", refused.text);
    let contact = account.path(&format!("/contacts/{technical}"));
    let _ = ana.delete(&contact).await.expect_problem(403, "target_holds_more");
    let _ = ana.patch(&contact, &json!({ "phone": "1" })).await.expect(403);
    // Without access there is nothing in it to give.
    let _ = keep(&ana, &account, "marta@d.es", "technical").await;
    let log = carmen.all(&account.path("/audit-log")).await;
    let refusals = log.iter().filter(|row| row["action"] == "attempt.refused").count();
    assert_eq!(refusals, 3, "attempts beyond a law are on record");
}

#[tokio::test]
async fn another_accounts_contacts_are_as_contacts_that_never_were() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let id = keep(&carmen, &account, "pablo@d.es", "technical").await;
    let luis = stage.person("luis@b.es").await;
    let other = luis.found("Bodegas Luis").await;

    for (place, id) in [(&account, id.as_str()), (&other, id.as_str())] {
        let hidden = luis.get(&place.path(&format!("/contacts/{id}"))).await;
        let never = luis.get(&other.path(&format!("/contacts/{NOBODY}"))).await;
        let hidden = hidden.expect_problem(404, "not_found");
        assert_eq!(hidden.text, never.expect(404).text);
    }
}
