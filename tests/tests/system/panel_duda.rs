//! The story of Duda as people click through it, in a real browser: in Spanish, and in English with
//! scripts switched off.

use portero_tests::agency::Agency;
use portero_tests::said::{ENGLISH, SPANISH, Said};
use portero_tests::stage::{Stage, password_of};
use portero_tests::visitor::{Visitor, reader};

const LUCIA: &str = "lucia@trigal.es";
const SITE: &str = "Panadería Trigal";

/// Carmen's agency, where everyone reads the language of a story.
async fn agency(said: &Said) -> Agency {
    let stage = Stage::set().await;
    let carmen = stage.registered(&reader(said, "carmen@acme.es")).await;
    let account = carmen.found("Acme").await;
    Agency { stage, carmen, account }
}

/// Carmen, signed in.
async fn at_desk<'a>(
    agency: &'a Agency,
    said: &'static Said,
    scripts: bool,
) -> Option<Visitor<'a>> {
    let carmen = Visitor::of(&agency.stage, said, scripts).await?;
    carmen.sign_in(&agency.carmen.email).await;
    Some(carmen)
}

/// A page of a client, as a path.
fn page(agency: &Agency, client: &str, below: &str) -> String {
    format!("/areas/{}/clients/{client}{below}", agency.account.id)
}

/// Carmen fills in what is required of a client (D04).
async fn describe(carmen: &Visitor<'_>, first_name: &str, last_name: &str, email: &str) {
    carmen.browser.fill("first_name", first_name).await;
    carmen.browser.fill("last_name", last_name).await;
    carmen.browser.fill("email", email).await;
}

/// Carmen keeps two clients, one of whom she goes on to assign a site to; finds one of them, and
/// corrects what she knows.
async fn clients_are_kept(said: &'static Said, scripts: bool) {
    let agency = agency(said).await;
    let Some(carmen) = at_desk(&agency, said, scripts).await else { return };
    carmen.browser.press(said.clients).await;
    carmen.browser.expect(said.no_clients).await;
    carmen.browser.press(said.new_client).await;
    carmen.browser.expect(said.email_for_ever).await;
    describe(&carmen, "Lucía", "García Muñoz", "lucia@trigal").await;
    carmen.browser.press(said.save_and_close).await;
    carmen.browser.expect(said.address_domain).await;
    assert_eq!(carmen.browser.value("first_name").await, "Lucía", "what was typed is still there");
    carmen.browser.fill("email", LUCIA).await;
    carmen.browser.press(said.save_and_close).await;
    carmen.browser.expect(said.client_created).await;
    carmen.browser.expect(said.prospect).await;

    carmen.browser.press(said.new_client).await;
    describe(&carmen, "Andrés", "Prieto", "andres@reformas.es").await;
    carmen.browser.press(said.assign_site).await;
    carmen.browser.arrive(|path| path.ends_with("/sites")).await;
    carmen.browser.expect(said.none_assigned).await;

    carmen.browser.press(said.clients).await;
    carmen.browser.expect("Andrés Prieto").await;
    carmen.browser.fill("q", "garcia mun").await;
    carmen.browser.press(said.search).await;
    carmen.browser.expect("Lucía García Muñoz").await;
    assert!(!carmen.browser.text().await.contains("Andrés"), "he was not sought");
    carmen.browser.choose("status", "active").await;
    carmen.browser.press(said.search).await;
    carmen.browser.expect(said.no_client_found).await;
    carmen.browser.choose("status", "prospect").await;
    carmen.browser.press(said.search).await;

    carmen.browser.press("Lucía García Muñoz").await;
    carmen.browser.expect(said.email_fixed).await;
    carmen.browser.fill("phone", "+34 976 555 014").await;
    carmen.browser.press(said.save).await;
    carmen.browser.expect(said.saved).await;
    assert_eq!(carmen.browser.value("phone").await, "+34 976 555 014");

    carmen.browser.press(said.sites_and_permissions).await;
    carmen.browser.expect(said.none_assigned).await;
    carmen.browser.press(said.client_access).await;
    carmen.browser.expect(said.site_first).await;
}

/// Carmen deletes a client, whose name she has to type.
async fn a_client_is_deleted(said: &'static Said, scripts: bool) {
    let agency = agency(said).await;
    let id = agency.keep(LUCIA).await;
    let Some(carmen) = at_desk(&agency, said, scripts).await else { return };
    carmen.browser.go(&page(&agency, &id, "/access")).await;
    carmen.browser.fill("name", "Lucas").await;
    carmen.browser.press(said.delete_client).await;
    carmen.browser.expect(said.name_differs).await;
    carmen.browser.fill("name", "lucia Vidal").await;
    carmen.browser.press(said.delete_client).await;
    carmen.browser.expect(said.client_deleted).await;
    assert!(!carmen.browser.text().await.contains(LUCIA), "she is gone");
}

/// Carmen deletes one of two clients who share a name, beginning at the list.
async fn a_client_is_deleted_from_the_list(said: &'static Said, scripts: bool) {
    let agency = agency(said).await;
    let _ = agency.keep(LUCIA).await;
    let _ = agency.keep("lucia@hostal.es").await;
    let Some(carmen) = at_desk(&agency, said, scripts).await else { return };
    carmen.browser.press(said.clients).await;
    carmen.browser.fill("q", "trigal").await;
    carmen.browser.press(said.search).await;
    carmen.browser.press(said.delete).await;
    carmen.browser.expect(LUCIA).await;
    assert!(!carmen.browser.text().await.contains("lucia@hostal.es"), "she is not meant");
    carmen.browser.fill("name", "lucia").await;
    carmen.browser.press(said.delete_client).await;
    carmen.browser.expect(said.name_differs).await;
    carmen.browser.fill("name", "lucia Vidal").await;
    carmen.browser.press(said.delete_client).await;
    carmen.browser.expect(said.client_deleted).await;
    carmen.browser.expect("lucia@hostal.es").await;
    assert!(!carmen.browser.text().await.contains(LUCIA), "she is gone");
}

/// Carmen makes a site for a client and finds another one, says what is permitted on each, and takes
/// them away again.
async fn sites_are_assigned(said: &'static Said, scripts: bool) {
    let agency = agency(said).await;
    let id = agency.keep(LUCIA).await;
    let _ = agency.build("Hostal La Ribera").await;
    let Some(carmen) = at_desk(&agency, said, scripts).await else { return };
    carmen.browser.go(&page(&agency, &id, "/sites")).await;
    carmen.browser.press(said.new_site).await;
    carmen.browser.fill("name", SITE).await;
    carmen.browser.fill("alias", "trigal").await;
    carmen.browser.fill("domain", "panaderiatrigal.es").await;
    carmen.browser.press(said.create).await;
    carmen.browser.expect(said.site_created).await;

    carmen.browser.choose("permissions", "edit").await;
    carmen.browser.press(said.assign_site).await;
    carmen.browser.expect(said.also_needs).await;
    carmen.browser.press(said.assign_site).await;
    carmen.browser.expect(said.is_assigned).await;

    let sites = page(&agency, &id, "/sites");
    carmen.browser.go(&sites).await;
    carmen.browser.expect(said.three_permissions).await;
    carmen.browser.fill("q", "hostal").await;
    carmen.browser.press(said.search).await;
    carmen.browser.press("Hostal La Ribera").await;
    carmen.browser.press(said.assign_site).await;
    carmen.browser.expect(said.is_assigned).await;
    // A tab for each site, named after it.
    carmen.browser.press(SITE).await;
    carmen.browser.expect("panaderiatrigal.es").await;

    carmen.browser.press(said.unassign).await;
    carmen.browser.expect(said.takes_three).await;
    carmen.browser.press(said.unassign).await;
    carmen.browser.expect(said.is_unassigned).await;
    carmen.browser.press(said.unassign).await;
    carmen.browser.expect(said.only_site).await;
    carmen.browser.press(said.unassign).await;
    carmen.browser.expect(said.none_assigned).await;
    assert_eq!(agency.status(&id).await, "prospect");
}

/// Carmen copies the setup link for Lucía, who comes in with it, is kept out, is let in again,
/// sees another site as soon as it is hers, and nothing when both are taken away.
async fn a_client_is_let_in(said: &'static Said, scripts: bool) {
    let agency = agency(said).await;
    let site = agency.build(SITE).await;
    let id = agency.keep_with(LUCIA, &site, &["blog"]).await;
    let access = page(&agency, &id, "/access");
    let Some(carmen) = at_desk(&agency, said, scripts).await else { return };
    carmen.browser.go(&access).await;
    carmen.browser.expect(said.site_assigned).await;
    carmen.browser.press(said.generate).await;
    carmen.browser.expect(said.copy_url).await;
    carmen.browser.expect(said.invited).await;
    let link = carmen.browser.shown("setup-url").await;
    let (_, token) = link.split_once('#').expect("the token is in the fragment");

    let Some(lucia) = Visitor::of(&agency.stage, said, scripts).await else { return };
    lucia.follow_link("setup", token).await;
    lucia.browser.expect(said.first_password).await;
    lucia.browser.fill("password", &password_of(LUCIA)).await;
    lucia.browser.press(said.activate).await;
    lucia.browser.expect(said.activated).await;
    let own = format!("/client-areas/{}", agency.account.id);
    assert_eq!(lucia.browser.path().await, own);
    lucia.browser.expect(SITE).await;
    lucia.browser.expect(said.write_blog).await;

    carmen.browser.go(&access).await;
    carmen.browser.expect(said.active).await;
    carmen.browser.press(said.suspend).await;
    carmen.browser.press(said.suspend).await;
    carmen.browser.expect(said.suspended).await;
    lucia.browser.go(&own).await;
    lucia.browser.arrive(|path| path == "/sign-in").await;
    lucia.browser.fill("email", LUCIA).await;
    lucia.browser.fill("password", &password_of(LUCIA)).await;
    lucia.browser.press(said.sign_in).await;
    lucia.browser.expect(said.area_suspended).await;

    carmen.browser.press(said.reactivate).await;
    carmen.browser.expect(said.active).await;
    lucia.sign_in(LUCIA).await;
    lucia.browser.expect(SITE).await;
    let _ = agency.build("Hostal La Ribera").await;
    carmen.browser.go(&page(&agency, &id, "/sites")).await;
    carmen.browser.press("Hostal La Ribera").await;
    carmen.browser.press(said.assign_site).await;
    carmen.browser.expect(said.is_assigned).await;
    lucia.browser.go(&own).await;
    lucia.browser.expect("Hostal La Ribera").await;

    for _ in 0..2 {
        carmen.browser.press(said.unassign).await;
        carmen.browser.press(said.unassign).await;
    }
    carmen.browser.expect(said.no_sites_left).await;
    lucia.browser.go(&own).await;
    lucia.browser.expect(said.no_sites).await;
}

/// Carmen sees the mail before it is sent, edits it around its placeholders, and sends it; Lucía comes
/// in by it.
async fn a_client_is_invited_by_mail(said: &'static Said, scripts: bool) {
    let agency = agency(said).await;
    let site = agency.build(SITE).await;
    let id = agency.keep_with(LUCIA, &site, &["blog"]).await;
    let Some(carmen) = at_desk(&agency, said, scripts).await else { return };
    let mail = page(&agency, &id, "/mail");
    carmen.browser.go(&mail).await;
    carmen.browser.expect(LUCIA).await;
    carmen.browser.fill("text", "Lucía").await;
    carmen.browser.press(said.preview).await;
    carmen.browser.expect(said.keep).await;
    assert_eq!(carmen.browser.value("text").await.trim(), "Lucía", "it is still there");
    carmen.browser.go(&mail).await;
    carmen.browser.fill("subject", "Trigal, 2.0").await;
    carmen.browser.press(said.preview).await;
    carmen.browser.expect("Trigal, 2.0").await;
    assert!(agency.stage.sink.mails_to(LUCIA).is_empty(), "looking sends nothing");
    carmen.browser.press(said.send).await;
    carmen.browser.expect(said.mail_sent).await;

    let Some(lucia) = Visitor::of(&agency.stage, said, scripts).await else { return };
    lucia.follow(LUCIA, "setup").await;
    assert_eq!(agency.stage.sink.mails_to(LUCIA)[0].subject, "Trigal, 2.0");
    lucia.browser.fill("password", &password_of(LUCIA)).await;
    lucia.browser.press(said.activate).await;
    lucia.browser.expect(SITE).await;
}

/// Carmen sees what Lucía sees, beside her own session, and finds the way out.
async fn someone_looks_with_a_clients_eyes(said: &'static Said, scripts: bool) {
    let agency = agency(said).await;
    let site = agency.build(SITE).await;
    let (id, _) = agency.admitted(LUCIA, &site, &["blog"]).await;
    let Some(carmen) = at_desk(&agency, said, scripts).await else { return };
    carmen.browser.go(&page(&agency, &id, "")).await;
    carmen.browser.press(said.view_as).await;
    carmen.browser.fill("reason", "No encuentra su sitio").await;
    carmen.browser.press(said.view_as).await;
    carmen.browser.expect(said.view_ready).await;
    let address = carmen.browser.address(said.open_view).await;
    let (_, token) = address.split_once('#').expect("the token is in the fragment");
    carmen.follow_link("view-as", token).await;
    carmen.browser.expect(said.only_looking).await;
    carmen.browser.expect("No encuentra su sitio").await;
    carmen.browser.expect(said.write_blog).await;
    let view = format!("/view-as/{id}");
    assert_eq!(carmen.browser.path().await, view);

    carmen.browser.go(&page(&agency, &id, "")).await;
    carmen.browser.expect(said.email_fixed).await;
    carmen.browser.go(&view).await;
    carmen.browser.press(said.end_viewing).await;
    carmen.browser.expect(said.viewing_over).await;
    carmen.browser.go(&view).await;
    carmen.browser.expect(said.viewing_over).await;
    carmen.browser.go(&page(&agency, &id, "")).await;
    carmen.browser.expect(said.email_fixed).await;
}

#[tokio::test]
async fn d01_d02_d03_d04_d05_d06_d07_d20_clients_are_kept_in_spanish() {
    clients_are_kept(&SPANISH, true).await;
}

#[tokio::test]
async fn d01_d02_d03_d04_d05_d06_d07_d20_clients_are_kept_in_english_and_without_scripts() {
    clients_are_kept(&ENGLISH, false).await;
}

#[tokio::test]
async fn d08_d09_d10_d11_d18_d26_sites_are_assigned_in_spanish() {
    sites_are_assigned(&SPANISH, true).await;
}

#[tokio::test]
async fn d08_d09_d10_d11_d18_d26_sites_are_assigned_in_english_and_without_scripts() {
    sites_are_assigned(&ENGLISH, false).await;
}

#[tokio::test]
async fn d12_d13_d17_d19_d22_d23_a_client_is_let_in_in_spanish() {
    a_client_is_let_in(&SPANISH, true).await;
}

#[tokio::test]
async fn d12_d13_d17_d19_d22_d23_a_client_is_let_in_in_english_and_without_scripts() {
    a_client_is_let_in(&ENGLISH, false).await;
}

#[tokio::test]
async fn d14_d15_a_client_is_invited_by_mail_in_spanish() {
    a_client_is_invited_by_mail(&SPANISH, true).await;
}

#[tokio::test]
async fn d14_d15_a_client_is_invited_by_mail_in_english_and_without_scripts() {
    a_client_is_invited_by_mail(&ENGLISH, false).await;
}

#[tokio::test]
async fn d21_a_client_is_deleted_in_spanish() {
    a_client_is_deleted(&SPANISH, true).await;
}

#[tokio::test]
async fn d21_a_client_is_deleted_in_english_and_without_scripts() {
    a_client_is_deleted(&ENGLISH, false).await;
}

#[tokio::test]
async fn d21_a_client_is_deleted_from_the_list_in_spanish() {
    a_client_is_deleted_from_the_list(&SPANISH, true).await;
}

#[tokio::test]
async fn d21_a_client_is_deleted_from_the_list_in_english_and_without_scripts() {
    a_client_is_deleted_from_the_list(&ENGLISH, false).await;
}

#[tokio::test]
async fn d24_d25_someone_looks_with_a_clients_eyes_in_spanish() {
    someone_looks_with_a_clients_eyes(&SPANISH, true).await;
}

#[tokio::test]
async fn d24_d25_someone_looks_with_a_clients_eyes_in_english_and_without_scripts() {
    someone_looks_with_a_clients_eyes(&ENGLISH, false).await;
}
