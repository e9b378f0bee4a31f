//! The record of what was done, and whose of it is shown.

use crate::browser::between;
use crate::world::World;

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
