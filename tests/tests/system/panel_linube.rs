//! The story of Linube as people click through it, in a real browser: in Spanish, and in English
//! with scripts switched off.

use portero_tests::said::{ENGLISH, SPANISH, Said};
use portero_tests::stage::Stage;
use portero_tests::visitor::{Visitor, reader};

const FIRST_PASSWORD: &str = "un faro en la niebla";
const OWN_PASSWORD: &str = "tres gatos al sol";

/// Carmen at the page of contacts.
async fn at_contacts<'a>(
    stage: &'a Stage,
    said: &'static Said,
    scripts: bool,
) -> Option<Visitor<'a>> {
    let _ = stage.registered(&reader(said, "carmen@acme.es")).await.found("Acme").await;
    let carmen = Visitor::of(stage, said, scripts).await?;
    carmen.sign_in("carmen@acme.es").await;
    carmen.browser.press(said.contacts).await;
    Some(carmen)
}

/// Carmen fills in the form for a contact, up to their access.
async fn describe(carmen: &Visitor<'_>, first_name: &str, email: &str, profile: &str) {
    carmen.browser.fill("first_name", first_name).await;
    carmen.browser.fill("last_name", "Sanz").await;
    carmen.browser.fill("email", email).await;
    carmen.browser.choose("profile", profile).await;
}

/// Carmen gives Berta, a billing contact, a first password; Berta sets her own, sees what is hers,
/// and proves to support who she is.
async fn a_contact_comes_to_the_panel(said: &'static Said, scripts: bool) {
    let stage = Stage::set().await;
    let Some(carmen) = at_contacts(&stage, said, scripts).await else { return };
    carmen.browser.press(said.new_contact).await;
    describe(&carmen, "Berta", "berta@gestion", "billing").await;
    carmen.browser.press(said.create).await;
    carmen.browser.expect(said.address_domain).await;
    assert_eq!(carmen.browser.value("first_name").await, "Berta", "what was typed is still there");
    carmen.browser.fill("email", "berta@gestion.es").await;
    carmen.browser.choose("access", "password").await;
    carmen.browser.fill("password", FIRST_PASSWORD).await;
    carmen.browser.press(said.create).await;
    carmen.browser.expect("berta@gestion.es").await;
    carmen.browser.expect(said.has_access).await;

    let Some(berta) = Visitor::of(&stage, said, scripts).await else { return };
    berta.sign_in_with("berta@gestion.es", FIRST_PASSWORD).await;
    berta.browser.expect(said.password_of_own).await;
    berta.browser.fill("current", FIRST_PASSWORD).await;
    berta.browser.fill("new", OWN_PASSWORD).await;
    berta.browser.press(said.change_password).await;
    berta.browser.expect(said.password_changed).await;
    berta.browser.go("/").await;
    berta.browser.expect(said.billing_contact).await;
    berta.browser.expect(said.sees_invoices).await;
    berta.browser.expect(said.billing).await;
    let seen = berta.browser.text().await;
    for hidden in [said.technical, said.users, said.contacts] {
        assert!(!seen.contains(hidden), "«{hidden}» is not hers:\n{seen}");
    }

    berta.browser.press(said.get_code).await;
    let code = berta.browser.shown("code").await;
    carmen.browser.fill("email", "berta@gestion.es").await;
    carmen.browser.fill("code", &code).await;
    carmen.browser.press(said.check).await;
    carmen.browser.expect(said.code_right).await;
}

/// Carmen keeps a technical contact without access, corrects name and address, deletes them, and
/// adds another in their place.
async fn a_contact_is_kept(said: &'static Said, scripts: bool) {
    let stage = Stage::set().await;
    let Some(carmen) = at_contacts(&stage, said, scripts).await else { return };
    carmen.browser.press(said.new_contact).await;
    describe(&carmen, "Pablo", "pablo@sistemas.es", "technical").await;
    carmen.browser.press(said.create).await;
    carmen.browser.expect(said.no_access).await;
    carmen.browser.press("Pablo Sanz").await;
    carmen.browser.expect(said.sees_services).await;

    carmen.browser.fill("first_name", "Paula").await;
    carmen.browser.fill("email", "paula@sistemas.es").await;
    carmen.browser.press(said.save).await;
    carmen.browser.expect(said.saved).await;
    assert_eq!(carmen.browser.value("email").await, "paula@sistemas.es");

    carmen.browser.press(said.delete_contact).await;
    carmen.browser.expect("Paula Sanz").await;
    carmen.browser.press(said.delete_contact).await;
    carmen.browser.arrive(|path| path.ends_with("/contacts")).await;
    assert!(!carmen.browser.text().await.contains("paula@sistemas.es"), "she is gone");
    carmen.browser.press(said.new_contact).await;
    describe(&carmen, "Paula", "paula@sistemas.es", "billing").await;
    carmen.browser.press(said.create).await;
    carmen.browser.expect("paula@sistemas.es").await;
}

#[tokio::test]
async fn l04_l06_l07_l09_l10_l11_a_contact_comes_to_the_panel_in_spanish() {
    a_contact_comes_to_the_panel(&SPANISH, true).await;
}

#[tokio::test]
async fn l04_l06_l07_l11_a_contact_comes_to_the_panel_in_english_and_without_scripts() {
    a_contact_comes_to_the_panel(&ENGLISH, false).await;
}

#[tokio::test]
async fn l05_l08_l12_l13_l14_a_contact_is_kept_in_spanish() {
    a_contact_is_kept(&SPANISH, true).await;
}

#[tokio::test]
async fn l05_l13_l14_a_contact_is_kept_in_english_and_without_scripts() {
    a_contact_is_kept(&ENGLISH, false).await;
}
