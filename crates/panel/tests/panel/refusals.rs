//! Forms that are refused: what is said of it and where, and what becomes of what was typed.

use crate::browser::{Browser, Shown, between};
use crate::people::{add_client, form};
use crate::world::{PASSWORD, World};

/// What stands at the top of a page with errors.
fn summary(shown: &Shown) -> &str {
    between(&shown.text, "<div class=\"note bad errors\" role=\"alert\">", "</div>")
}

#[tokio::test]
async fn a_refused_form_says_so_in_its_title_and_leads_to_each_field() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = format!("{area}/contacts/new");
    assert!(!owner.open(&path).await.text.contains("aria-invalid"));

    let wrong = owner.send(&path, &[("first_name", "Pedro"), ("email", "nada")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("<title>Error: Añadir contacto"), "{}", wrong.text);
    let summary = summary(&wrong);
    for field in ["last_name", "email", "profile"] {
        let id = format!("{field}-{}", path.replace('/', "-"));
        assert!(summary.contains(&format!("<a href=\"#{id}\">")), "{field}: {summary}");
        let place = between(&wrong.text, &format!(" id=\"{id}\""), ">");
        assert!(place.contains("aria-invalid=\"true\""), "{field}: {place}");
        assert!(place.contains(&format!("aria-describedby=\"{id}-help\"")), "{field}: {place}");
        let said = between(&wrong.text, &format!("<div id=\"{id}-help\">"), "</div>");
        assert!(said.contains("class=\"error\""), "{field}: {said}");
    }
    assert!(!summary.contains("first_name"), "{summary}");
}

#[tokio::test]
async fn a_menu_and_ticks_are_described_by_their_hints_and_errors() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = format!("{area}/communications/new");
    let id = format!("category-{}", path.replace('/', "-"));
    let shown = owner.open(&path).await.text;
    let menu = between(&shown, "<select", ">");
    assert!(menu.contains(&format!("aria-describedby=\"{id}-help\"")), "{menu}");
    let hint = between(&shown, &format!("<div id=\"{id}-help\">"), "</div>");
    assert!(hint.contains("La reciben quienes tienen esta categoría"), "{hint}");

    let keys = format!("{area}/keys");
    let wrong = owner.send(&keys, &[("name", "Tienda")]).await.text;
    let id = format!("scopes-{}", keys.replace('/', "-"));
    let ticks = between(&wrong, &format!("<fieldset id=\"{id}\""), ">");
    assert!(ticks.contains(&format!("aria-describedby=\"{id}-help\"")), "{ticks}");
    let said = between(&wrong, &format!("<div id=\"{id}-help\">"), "</div>");
    assert!(said.contains("Rellene este campo"), "{said}");
}

/// The version that the form on a page was made from.
async fn version(browser: &mut Browser, path: &str) -> String {
    let shown = browser.open(path).await.text;
    between(&shown, "name=\"version\" value=\"", "\"").to_owned()
}

#[tokio::test]
async fn a_form_that_others_overtook_shows_what_is_there_now_beside_what_differs() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let before = version(&mut owner, &path).await;
    let typed = |name, notes| {
        let others = [("last_name", "Ruiz"), ("notes", notes), ("version", before.as_str())];
        std::iter::once(("first_name", name)).chain(others).collect::<Vec<_>>()
    };
    assert_eq!(owner.send(&path, &typed("Pablo", "Llama los lunes")).await.leads_to(), path);

    let stale = owner.send(&path, &typed("Pedro", "")).await;
    assert_eq!(stale.status, 422);
    let of = |field: &str| {
        let id = format!("{field}-{}", path.replace('/', "-"));
        between(&stale.text, &format!("<div id=\"{id}-help\">"), "</div>")
    };
    assert!(of("first_name").contains("Ahora dice: Pablo"), "{}", stale.text);
    assert!(of("notes").contains("Ahora dice: Llama los lunes"), "{}", stale.text);
    assert!(!of("last_name").contains("Ahora"), "it is the same: {}", stale.text);
    assert!(stale.text.contains("value=\"Pedro\""), "{}", stale.text);
    let now = version(&mut owner, &path).await;
    assert_ne!(now, before);
    assert!(stale.text.contains(&format!("name=\"version\" value=\"{now}\"")));
}

#[tokio::test]
async fn a_form_that_was_refused_for_something_else_stays_as_old_as_it_is() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let before = version(&mut owner, &path).await;
    let typed =
        |name, last| [("first_name", name), ("last_name", last), ("version", before.as_str())];
    owner.send(&path, &typed("Pablo", "Ruiz")).await;
    let wrong = owner.send(&path, &typed("Pedro", "")).await.text;
    let kept = between(&wrong, "name=\"version\" value=\"", "\"");
    assert_eq!(kept, before, "else the next try would overwrite Pablo unseen");
}

#[tokio::test]
async fn who_sends_a_form_after_the_session_ended_comes_back_and_is_told_that_nothing_was_saved() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = format!("{area}/clients/new");
    owner.cookies.clear();
    let sent = owner.send(&path, &form("pedro@duero.example", &[])).await;
    let way_in = sent.leads_to().to_owned();
    let shown = owner.open(&way_in).await.text;
    assert!(shown.contains("lo que escribió no se guardó"), "{shown}");
    let next = between(&shown, "name=\"next\" value=\"", "\"").to_owned();
    assert_eq!(next, path);
    let who = [
        ("email", "carmen@acme.example"),
        ("password", PASSWORD),
        ("next", next.as_str()),
        ("unsaved", "1"),
    ];
    assert_eq!(owner.send("/sign-in", &who).await.leads_to(), path);
    assert!(owner.open(&path).await.text.contains("lo que escribió no se guardó"));
    assert!(!owner.open(&path).await.text.contains("no se guardó"), "it is said once");

    let looked = world.browser().open(&path).await.leads_to().to_owned();
    assert!(!looked.contains("unsaved"), "who only looked has lost nothing: {looked}");
}

#[tokio::test]
async fn every_action_leads_back_to_a_page() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let id = "0190a5d4-0000-7000-8000-000000000000";
    for (action, page) in [
        (format!("/areas/invitations/{id}/accept"), "/areas".to_owned()),
        (format!("/profile/sessions/{id}/end"), "/profile".to_owned()),
        ("/profile/password".to_owned(), "/profile".to_owned()),
        (format!("{area}/ownership/offer"), format!("{area}/ownership")),
    ] {
        assert_eq!(owner.open(&action).await.leads_to(), page, "{action}");
        let way_in = world.browser().send(&action, &[]).await.leads_to().to_owned();
        assert!(way_in.starts_with("/sign-in?next=%2F"), "{action}: {way_in}");
    }
}

#[tokio::test]
async fn whoever_tries_too_often_keeps_the_form_and_is_told_how_long_to_wait() {
    let world = World::counting();
    let mut browser = world.browser();
    let form = [("email", "ana@acme.example"), ("password", "no es esta frase")];
    let mut last = browser.send("/sign-in", &form).await;
    for _ in 0..20 {
        last = browser.send("/sign-in", &form).await;
    }
    assert_eq!(last.status, 429, "{}", last.text);
    assert!(last.headers.contains_key("retry-after"), "{:?}", last.headers);
    assert!(last.text.contains("value=\"ana@acme.example\""), "{}", last.text);
    assert!(last.text.contains("Podrá intentarlo de nuevo dentro de "), "{}", last.text);
    assert!(summary(&last).contains("Demasiados intentos"), "{}", last.text);
}

#[tokio::test]
async fn a_form_that_is_too_large_is_a_page_that_says_so() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let notes = "x".repeat(70_000);
    let large = form("pedro@duero.example", &[("notes", &notes)]);
    let refused = owner.send(&format!("{area}/clients/new"), &large).await;
    assert_eq!(refused.status, 413);
    assert!(
        refused.text.contains("<h1>El formulario es demasiado grande</h1>"),
        "{}",
        refused.text
    );
}
