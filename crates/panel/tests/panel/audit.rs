//! What the log says of each entry: who, what, to whom, on whose behalf; and whose doings are shown.

use crate::agency::Agency;
use crate::browser::between;
use crate::people::{add_client, add_site};
use crate::world::World;

/// The first row of the log that has this in it.
fn row<'a>(log: &'a str, what: &str) -> &'a str {
    let found = log.split("<tr><td").skip(1).find(|row| row.contains(what));
    found.unwrap_or_else(|| panic!("{what} is not in {log}"))
}

#[tokio::test]
async fn an_entry_says_to_whom_or_what_it_was_done() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    world.join(&mut owner, &area, "noa@acme.example", "user").await;
    let noa = world.person(&mut owner, &area, "noa").await;
    owner.send(&format!("{noa}/suspend"), &[("step", "confirm")]).await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let site = add_site(&mut owner, &area, "Panadería").await;

    let log = owner.open(&format!("{area}/audit")).await.text;
    assert!(row(&log, "Acceso suspendido").contains(&format!("href=\"{noa}\">Ana López")), "{log}");
    assert!(
        row(&log, "Cliente creado").contains(&format!("href=\"{client}\">Pedro Ruiz")),
        "{log}"
    );
    assert!(row(&log, "Sitio creado").contains(&format!("href=\"{site}\">Panadería")), "{log}");
    assert!(row(&log, "Área creada").contains("El área"), "{log}");

    owner.send(&format!("{site}/delete"), &[("version", "1"), ("step", "confirm")]).await;
    let log = owner.open(&format!("{area}/audit")).await.text;
    let gone = row(&log, "Sitio eliminado");
    assert!(gone.contains(">Un sitio<") && !gone.contains("href"), "{gone}");
}

#[tokio::test]
async fn what_was_seen_with_a_clients_eyes_says_whose() {
    let mut agency = Agency::set().await;
    let (client, _) = agency.admitted("lucia@d.example").await;
    let address = agency.view_as(client).await;
    let begun = agency.owner.send("/view-as", &[("token", &address)]).await;
    agency.owner.open(begun.leads_to()).await;
    let log = agency.owner.open(&format!("{}/audit", agency.area)).await.text;
    let viewed = row(&log, "Página vista como cliente");
    assert!(viewed.contains("En nombre de Lucía Vidal"), "{viewed}");
    assert_eq!(between(viewed, "data-label=\"Quién\">", "<"), "Ana López", "{viewed}");
}

/// What the table of a page says.
fn rows(page: &str) -> &str {
    between(page, "<tbody>", "</tbody>")
}

#[tokio::test]
async fn what_someone_did_is_found_by_their_address() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut luis = world.join(&mut owner, &area, "luis@acme.example", "administrator").await;
    luis.send(&format!("{area}/sites/new"), &[("name", "Tienda")]).await;
    let audit = format!("{area}/audit");
    let all = owner.open(&audit).await.text;
    assert!(rows(&all).contains("Sitio creado") && rows(&all).contains("Invitación"), "{all}");
    assert!(!all.contains("<select id=\"actor"), "members are not listed: {all}");

    let his = owner.open(&format!("{audit}?actor=Luis%40acme.example")).await.text;
    assert!(rows(&his).contains("Sitio creado") && rows(&his).contains("Ana López"), "{his}");
    assert!(!rows(&his).contains("Área creada"), "hers: {his}");
    assert!(his.contains("value=\"Luis@acme.example\""), "what was asked stays: {his}");
    for (asked, said) in [
        ("eva%40acme.example", "Nadie con acceso tiene esta dirección."),
        ("luis", "Una dirección tiene la forma"),
    ] {
        let none = owner.open(&format!("{audit}?actor={asked}")).await.text;
        let beside = between(&none, "name=\"actor\"", "</div>");
        assert!(beside.contains(said), "{said}: {none}");
        assert!(rows(&none).is_empty(), "{none}");
    }
}

#[tokio::test]
async fn whoever_did_something_and_left_is_named_no_more() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut luis = world.join(&mut owner, &area, "luis@acme.example", "administrator").await;
    luis.send(&format!("{area}/sites/new"), &[("name", "Tienda")]).await;
    let person = world.person(&mut owner, &area, "luis").await;
    owner.send(&format!("{person}/remove"), &[("step", "confirm")]).await;
    let sites = owner.open(&format!("{area}/audit?action=site.create")).await;
    assert_eq!(sites.status, 200);
    assert!(rows(&sites.text).contains("Otra persona"), "{}", sites.text);
}
