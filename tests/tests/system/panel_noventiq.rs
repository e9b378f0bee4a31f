//! The story of Noventiq as people click through it, in a real browser: in Spanish, and in English
//! with scripts switched off.

use portero_tests::said::{ENGLISH, SPANISH, Said};
use portero_tests::stage::Stage;
use portero_tests::visitor::Visitor;

/// Carmen founds an area and invites; Eva follows her mail, registers and is in.
async fn a_company_invites(said: &'static Said, scripts: bool) {
    let stage = Stage::set().await;
    let Some(carmen) = Visitor::of(&stage, said, scripts).await else { return };
    carmen.browser.go("/register").await;
    carmen.register("carmen@acme.es").await;
    carmen.browser.go("/areas/new").await;
    carmen.browser.fill("name", "Acme").await;
    carmen.browser.press(said.create).await;

    carmen.browser.press(said.users).await;
    carmen.browser.press(said.invite).await;
    carmen.browser.fill("emails", "eva@acme.es, carmen@acme.es").await;
    carmen.browser.choose("role", "finance").await;
    carmen.browser.press(said.go_on).await;
    carmen.browser.expect(said.not_sent_yet).await;
    assert!(stage.sink.mails_to("eva@acme.es").is_empty(), "looking sends nothing");
    carmen.browser.press(said.send).await;
    carmen.browser.expect(said.sent).await;
    carmen.browser.expect(said.already_there).await;

    let Some(eva) = Visitor::of(&stage, said, scripts).await else { return };
    eva.follow("eva@acme.es", "invitation").await;
    eva.browser.expect("Acme").await;
    eva.browser.expect(said.finance).await;
    eva.browser.press(said.register_to_accept).await;
    eva.register("eva@acme.es").await;
    eva.browser.expect(said.finance).await;
    assert!(eva.browser.path().await.starts_with("/areas/"), "{}", eva.browser.path().await);

    carmen.browser.press(said.users).await;
    carmen.browser.expect("eva@acme.es").await;
}

#[tokio::test]
async fn n02_n06_n08_n16_a_company_invites_in_spanish() {
    a_company_invites(&SPANISH, true).await;
}

#[tokio::test]
async fn n02_n06_n08_n16_a_company_invites_in_english_and_without_scripts() {
    a_company_invites(&ENGLISH, false).await;
}
