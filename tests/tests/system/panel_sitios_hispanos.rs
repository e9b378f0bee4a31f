//! The story of `SitiosHispanos` as people click through it, in a real browser: in Spanish, and in
//! English with scripts switched off.

use portero_tests::said::{ENGLISH, SPANISH, Said};
use portero_tests::stage::Stage;
use portero_tests::visitor::{Visitor, reader};

/// Carmen lets Ana into her area with one permission; Ana, who has an area of her own, accepts from
/// inside, chooses where to go and changes over; Carmen gives more, and takes all of it away.
async fn an_area_is_associated(said: &'static Said, scripts: bool) {
    let stage = Stage::set().await;
    let _ = stage.registered(&reader(said, "carmen@acme.es")).await.found("Acme").await;
    let _ = stage.registered(&reader(said, "ana@taller.es")).await.found("Taller").await;

    let Some(carmen) = Visitor::of(&stage, said, scripts).await else { return };
    carmen.sign_in("carmen@acme.es").await;
    carmen.browser.press(said.users).await;
    carmen.browser.press(said.invite).await;
    carmen.browser.fill("emails", "ana@taller.es").await;
    carmen.browser.choose("role", "user").await;
    carmen.browser.choose("grants", "services.read").await;
    carmen.browser.press(said.go_on).await;
    carmen.browser.expect(said.not_sent_yet).await;
    carmen.browser.expect(said.see_services).await;
    carmen.browser.press(said.send).await;
    carmen.browser.expect(said.sent).await;

    let Some(ana) = Visitor::of(&stage, said, scripts).await else { return };
    ana.sign_in("ana@taller.es").await;
    ana.follow("ana@taller.es", "invitation").await;
    ana.browser.expect(said.accept).await;
    ana.browser.go("/areas").await;
    ana.browser.expect(said.invitations_for_you).await;
    ana.browser.press(said.accept).await;
    ana.browser.expect(said.see_services).await;
    let acme = ana.browser.path().await;

    ana.switch_to("Taller").await;
    ana.browser.arrive(|path| path != acme).await;
    ana.sign_out("ana Soler").await;
    ana.sign_in("ana@taller.es").await;
    ana.browser.expect(said.choose_area).await;
    ana.browser.press("Acme").await;
    ana.browser.arrive(|path| path == acme).await;

    carmen.sign_out("carmen Soler").await;
    carmen.sign_in("carmen@acme.es").await;
    carmen.browser.arrive(|path| path == acme).await;
    carmen.browser.press(said.users).await;
    carmen.browser.expect("carmen@acme.es").await;
    carmen.browser.press("ana Soler").await;
    carmen.browser.choose("grants", "invoices.read").await;
    carmen.browser.press(said.go_on).await;
    carmen.browser.expect(said.gives_one).await;
    carmen.browser.press(said.change_access).await;
    carmen.browser.expect(said.saved).await;
    ana.browser.go(&acme).await;
    ana.browser.expect(said.see_invoices).await;

    carmen.browser.press(said.remove).await;
    carmen.browser.expect(said.see_invoices).await;
    carmen.browser.press(said.remove).await;
    carmen.browser.expect(said.is_removed).await;
    assert!(!carmen.browser.text().await.contains("ana@taller.es"), "she is no longer listed");
    ana.browser.go(&acme).await;
    ana.browser.expect(said.not_found).await;
}

/// Eva, who has no area, is asked to register before anything is hers; later she leaves.
async fn someone_without_an_area_joins_and_leaves(said: &'static Said, scripts: bool) {
    let stage = Stage::set().await;
    let carmen = stage.registered(&reader(said, "carmen@acme.es")).await;
    let account = carmen.found("Acme").await;
    let _ = carmen.invite(&account, "user", "eva@nueva.es").await.expect(201);

    let Some(eva) = Visitor::of(&stage, said, scripts).await else { return };
    eva.follow("eva@nueva.es", "invitation").await;
    eva.browser.press(said.register_to_accept).await;
    assert!(carmen.all(&account.path("/users")).await.len() == 1, "nothing is hers before");
    eva.register("eva@nueva.es").await;
    eva.browser.arrive(|path| path == format!("/areas/{}", account.id)).await;

    eva.browser.press(said.leave).await;
    eva.browser.expect(said.leave_why).await;
    eva.browser.press(said.leave).await;
    eva.browser.expect(said.have_left).await;
    assert!(carmen.all(&account.path("/users")).await.len() == 1, "she is gone");
}

#[tokio::test]
async fn s01_s02_s03_s04_s05_s06_s09_s10_s11_s12_an_area_is_associated_in_spanish() {
    an_area_is_associated(&SPANISH, true).await;
}

#[tokio::test]
async fn s01_s03_s04_s10_s11_an_area_is_associated_in_english_and_without_scripts() {
    an_area_is_associated(&ENGLISH, false).await;
}

#[tokio::test]
async fn s07_s08_someone_without_an_area_joins_and_leaves_in_spanish() {
    someone_without_an_area_joins_and_leaves(&SPANISH, true).await;
}

#[tokio::test]
async fn s07_s08_someone_without_an_area_joins_and_leaves_in_english_and_without_scripts() {
    someone_without_an_area_joins_and_leaves(&ENGLISH, false).await;
}
