//! Who sees which page: what the policy denies is absent, and by hand it is a page that says why.

use crate::world::World;

const TAILS: &[&str] = &[
    "/users",
    "/users/invite",
    "/contacts",
    "/contacts/new",
    "/communications",
    "/communications/new",
    "/details",
    "/keys",
    "/audit",
    "/ownership",
    "/clients",
    "/clients/new",
    "/sites",
    "/sites/new",
];

#[tokio::test]
async fn every_page_is_denied_to_whom_it_should_be() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut administrator =
        world.join(&mut owner, &area, "luis@acme.example", "administrator").await;
    let mut finance = world.join(&mut owner, &area, "eva@acme.example", "finance").await;
    let mut user = world.join(&mut owner, &area, "noa@acme.example", "user").await;
    let (mut stranger, _) = world.owner("otra@duero.example", "Duero").await;

    let table = [
        (&mut owner, [200; 14]),
        (
            &mut administrator,
            [200, 200, 200, 200, 200, 200, 200, 200, 200, 403, 200, 200, 200, 200],
        ),
        (&mut finance, [200, 403, 200, 403, 200, 403, 200, 403, 200, 403, 200, 403, 200, 403]),
        (&mut user, [403; 14]),
        (&mut stranger, [404; 14]),
    ];
    for (browser, expected) in table {
        let start = browser.open(&area).await.text;
        for (tail, status) in TAILS.iter().zip(expected) {
            let path = format!("{area}{tail}");
            let shown = browser.open(&path).await;
            assert_eq!(shown.status.as_u16(), status, "{path}");
            let is_linked = start.contains(&format!("href=\"{path}\""));
            let in_sections = !tail.ends_with("/new") && *tail != "/users/invite";
            assert_eq!(is_linked, status == 200 && in_sections, "{path}");
        }
    }
    let nobody = world.browser().open(&format!("{area}/users")).await;
    assert!(nobody.leads_to().starts_with("/sign-in?next="), "{nobody:?}");
}

#[tokio::test]
async fn a_denial_says_what_is_missing_and_whom_to_ask() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut finance = world.join(&mut owner, &area, "eva@acme.example", "finance").await;
    let shown = finance.open(&format!("{area}/users/invite")).await.text;
    assert!(shown.contains("Invitar usuarios") && shown.contains("Ana López"), "{shown}");
}

#[tokio::test]
async fn a_form_sent_by_hand_is_refused_like_its_page() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut finance = world.join(&mut owner, &area, "eva@acme.example", "finance").await;
    let form = [("emails", "x@acme.example"), ("role", "user"), ("step", "send")];
    assert_eq!(finance.send(&format!("{area}/users/invite"), &form).await.status, 403);
    let owner_page = world.person(&mut owner, &area, "carmen").await;
    let form = [("step", "confirm")];
    assert_eq!(finance.send(&format!("{owner_page}/suspend"), &form).await.status, 403);
}
