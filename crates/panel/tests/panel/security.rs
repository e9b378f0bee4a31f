//! What other sites, strangers and hostile texts cannot do.

use crate::browser::between;
use crate::world::{PASSWORD, World};

const OURS: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let mut browser = World::new().browser();
    for path in ["/sign-in", "/invitation", "/assets/panel.css", "/areas", "/nowhere"] {
        let shown = browser.open(path).await;
        let policy = shown.headers["content-security-policy"].to_str().expect("a text");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(
            !policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert_eq!(shown.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(shown.headers["referrer-policy"], "same-origin", "{path}");
    }
}

#[tokio::test]
async fn a_post_from_elsewhere_changes_nothing() {
    let world = World::new();
    let (mut browser, _) = world.owner("carmen@acme.example", "Acme").await;
    let page = browser.open("/profile").await.text;
    let token = between(&page, "name=\"form_token\" value=\"", "\"").to_owned();
    let form = [("first_name", "Eve"), ("last_name", "Evil"), ("language", "es")];

    let foreign: &[&[(&str, &str)]] = &[
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[],
    ];
    for headers in foreign {
        let shown = browser.send_with("/profile", &form, &token, headers).await;
        assert_eq!(shown.status, 403, "{headers:?}");
    }
    let shown = browser.send_with("/profile", &form, "", OURS).await;
    assert_eq!(shown.status, 403, "a form without its token");
    let (mut other, _) = world.owner("otra@duero.example", "Duero").await;
    let shown = other.send_with("/profile", &form, &token, OURS).await;
    assert_eq!(shown.status, 403, "a token of another session");
    assert!(!browser.open("/profile").await.text.contains("Evil"));

    let shown = browser.send_with("/profile", &form, &token, OURS).await;
    assert_eq!(shown.status, 303);
    assert!(browser.open("/profile").await.text.contains("Evil"));
}

#[tokio::test]
async fn each_sign_in_has_a_session_of_its_own_and_ends_the_one_before() {
    let world = World::new();
    let mut browser = world.browser();
    world.register(&mut browser, "ana@acme.example").await;
    let before = browser.cookies.clone();
    assert_eq!(before[0].0, "__Host-portero_session");
    let form = [("email", "ana@acme.example"), ("password", PASSWORD)];
    assert_eq!(browser.send("/sign-in", &form).await.leads_to(), "/");
    assert_ne!(browser.cookies, before);
    let mut old = world.browser();
    old.cookies = before;
    assert!(old.open("/areas").await.leads_to().starts_with("/sign-in"));
}

#[tokio::test]
async fn the_way_back_after_signing_in_leads_nowhere_else() {
    let world = World::new();
    world.register(&mut world.browser(), "ana@acme.example").await;
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "/areas/\r\nx"] {
        let form = [("email", "ana@acme.example"), ("password", PASSWORD), ("next", next)];
        let shown = world.browser().send("/sign-in", &form).await;
        assert_eq!(shown.leads_to(), "/", "{next}");
    }
}

#[tokio::test]
async fn what_people_type_is_text_and_nothing_else() {
    let world = World::new();
    let (mut browser, area) = world.owner("carmen@acme.example", "<b>Acme</b> & \"Cía\"").await;
    let shown = browser.open(&area).await.text;
    assert!(!shown.contains("<b>Acme"), "{shown}");
    assert!(shown.contains("&#60;b&#62;Acme"), "{shown}");
    let found = browser.open(&format!("{area}/users?q=%22%3E%3Cscript%3E")).await.text;
    assert!(!found.contains("<script"), "{found}");
}
