//! Changing the language, and what is written differently in each.

use crate::browser::between;
use crate::world::World;

#[tokio::test]
async fn changing_the_language_shows_the_same_page_again() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut visitor = world.browser();
    for path in [format!("{area}/users?q=carmen&after=x"), format!("{area}/users/invite")] {
        let page = owner.open(&path).await.text;
        let back = between(&page, "name=\"back\" value=\"", "\"").replace("&#38;", "&");
        assert_eq!(back, path);
        let changed = owner.send("/language", &[("language", "en"), ("back", &back)]).await;
        assert_eq!(changed.leads_to(), path);
        assert!(owner.open(&path).await.text.contains("<html lang=\"en\">"));
    }
    let changed = visitor.send("/language", &[("language", "en"), ("back", "/register")]).await;
    assert_eq!(changed.leads_to(), "/register");
    assert!(visitor.open("/register").await.text.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn the_way_back_after_changing_the_language_leads_nowhere_else() {
    let world = World::new();
    let mut visitor = world.browser();
    for back in ["https://evil.example", "//evil.example", "/\\evil.example", "/x\r\ny: z", ""] {
        let changed = visitor.send("/language", &[("language", "en"), ("back", back)]).await;
        assert_eq!(changed.leads_to(), "/", "{back}");
    }
}

#[tokio::test]
async fn an_instant_is_written_for_people_and_for_programs() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let audit = format!("{area}/audit");
    let shown = owner.open(&audit).await.text;
    let instant = between(&shown, "<time datetime=\"", "</time>");
    let (machine, people) = instant.split_once("\">").expect("both");
    assert_eq!((machine.len(), &machine[10..11], &machine[16..]), (17, "T", "Z"), "{instant}");
    assert!(people.contains(" de ") && people.ends_with("\u{a0}UTC"), "{instant}");
    owner.send("/language", &[("language", "en")]).await;
    let shown = owner.open(&audit).await.text;
    let instant = between(&shown, "<time datetime=\"", "</time>");
    assert!(!instant.contains(" de ") && instant.ends_with("\u{a0}UTC"), "{instant}");
}

#[tokio::test]
async fn a_date_in_a_form_stays_one_that_browsers_read() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    world.join(&mut owner, &area, "noa@acme.example", "user").await;
    let person = world.person(&mut owner, &area, "noa").await;
    let change = [("role", "user"), ("until", "2099-11-25"), ("version", "1"), ("step", "confirm")];
    assert_eq!(owner.send(&format!("{person}/access"), &change).await.leads_to(), person);
    let shown = owner.open(&person).await.text;
    assert!(shown.contains("type=\"date\" name=\"until\" value=\"2099-11-25\""), "{shown}");
    assert!(
        shown.contains("<time datetime=\"2099-11-25\">25 de noviembre de 2099</time>"),
        "{shown}"
    );
}
