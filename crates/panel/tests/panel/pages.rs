//! What holds for every page: its size, its headings, labels and landmarks, in both languages.

use crate::agency::Agency;
use crate::people::{add_client, add_site, assign};
use crate::world::World;

const TAILS: &[&str] = &[
    "",
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
    "/leave",
    "/clients",
    "/clients/new",
    "/sites",
    "/sites/new",
];

#[tokio::test]
async fn every_page_is_small_and_can_be_read_by_its_structure() {
    let world = World::new();
    let (mut browser, area) = world.owner("carmen@acme.example", "Acme").await;
    world.join(&mut browser, &area, "luis@acme.example", "administrator").await;
    let mut paths: Vec<String> = TAILS.iter().map(|tail| format!("{area}{tail}")).collect();
    let open = [
        "/areas",
        "/areas/new",
        "/profile",
        "/sign-in",
        "/register",
        "/forgot",
        "/invitation",
        "/setup",
        "/view-as",
        "/view-as/over",
    ];
    paths.extend(open.map(str::to_owned));
    paths.push(world.person(&mut browser, &area, "luis").await);
    let client = add_client(&mut browser, &area, "pedro@duero.example", &[]).await;
    let site = add_site(&mut browser, &area, "Tienda").await;
    let of_client = assign(&mut browser, &client, &site, &["blog"]).await;
    paths.extend([site, of_client]);
    let tails = ["", "/sites", "/access", "/mail", "/view-as"];
    paths.extend(tails.map(|tail| format!("{client}{tail}")));
    let style = browser.open("/assets/panel.css").await.text.len();
    for language in ["es", "en"] {
        browser.send("/language", &[("language", language)]).await;
        for path in &paths {
            let shown = browser.open(path).await;
            let text = &shown.text;
            assert_eq!(shown.status, 200, "{path}");
            assert!(text.len() + style < 30_000, "{path}: {} and {style} bytes", text.len());
            assert!(text.contains(&format!("<html lang=\"{language}\">")), "{path}");
            for once in ["<h1>", "<main ", "</header>", "<title>"] {
                assert_eq!(text.matches(once).count(), 1, "{path}: {once}");
            }
            assert_eq!(unlabelled(text), Vec::<&str>::new(), "{path}");
        }
    }
}

#[tokio::test]
async fn what_clients_see_is_small_and_can_be_read_by_its_structure() {
    let mut agency = Agency::set().await;
    let (client, mut lucia) = agency.admitted("lucia@d.example").await;
    for place in 0..49 {
        let site = agency.build(&format!("Sitio {place}"), "https://sitio.example").await;
        agency.assign(client, site, &["edit_limited", "blog", "edit", "seo", "view_stats"]).await;
    }
    let address = agency.view_as(client).await;
    let begun = agency.owner.send("/view-as", &[("token", &address)]).await;
    let hers = lucia.open(&agency.client_area()).await.text;
    let seen = agency.owner.open(begun.leads_to()).await.text;
    let style = lucia.open("/assets/panel.css").await.text.len();
    for text in [&hers, &seen] {
        assert!(text.len() + style < 30_000, "{} and {style} bytes", text.len());
        for once in ["<h1>", "<main ", "</header>", "<title>"] {
            assert_eq!(text.matches(once).count(), 1, "{once}: {text}");
        }
        assert_eq!(text.matches("<h2>Sitio ").count(), 49);
        assert_eq!(unlabelled(text), Vec::<&str>::new());
    }
}

/// The ids of fields for which no label stands.
fn unlabelled(text: &str) -> Vec<&str> {
    let fields = ["<input id=\"", "<textarea id=\"", "<select id=\""];
    let ids = fields.iter().flat_map(|start| text.split(start).skip(1));
    let ids = ids.filter_map(|rest| rest.split('"').next());
    ids.filter(|id| !text.contains(&format!("<label for=\"{id}\">"))).collect()
}

#[test]
fn a_field_without_a_label_is_found() {
    assert_eq!(unlabelled("<label for=\"a\"><input id=\"a\"><select id=\"b\">"), ["b"]);
}
