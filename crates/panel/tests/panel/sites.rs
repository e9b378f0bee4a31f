//! The sites of an area, page by page.

use crate::browser::between;
use crate::people::{add_client, add_site, assign};
use crate::world::World;

#[tokio::test]
async fn d08_the_list_is_searched_by_any_word_of_a_site() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let list = format!("{area}/sites");
    assert!(owner.open(&list).await.text.contains("Cree el primero"));
    let form = [("name", "Panadería"), ("domain", "pan.example"), ("alias", "pan-7")];
    let made = owner.send(&format!("{list}/new"), &form).await;
    let shown = owner.open(made.leads_to()).await.text;
    assert!(shown.contains("Asígnelo desde la lista de clientes"), "{shown}");
    assert!(shown.contains("pan-7 · pan.example"), "{shown}");
    assert!(owner.open(&format!("{list}?q=panaderia")).await.text.contains("pan.example"));
    assert!(owner.open(&format!("{list}?q=zapatos")).await.text.contains("Ningún sitio coincide"));
}

#[tokio::test]
async fn d09_a_wrong_site_is_refused_beside_the_field_with_everything_typed() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let new = format!("{area}/sites/new");
    let wrong = owner.send(&new, &[("url", "https://pan.example/a")]).await;
    assert_eq!(wrong.status, 422);
    for said in ["Rellene este campo", "pan.example"] {
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    let form = |name| [("name", name), ("alias", "pan")];
    assert_eq!(owner.send(&new, &form("Uno")).await.leads_to(), format!("{area}/sites"));
    let taken = owner.send(&new, &form("Dos")).await;
    assert_eq!(taken.status, 422);
    let beside = between(&taken.text, "name=\"alias\"", "</div>");
    assert!(beside.contains("Otro sitio tiene ya este alias"), "{}", taken.text);
    assert!(taken.text.contains("value=\"Dos\""), "{}", taken.text);
}

#[tokio::test]
async fn a_site_is_edited_and_an_old_form_is_refused() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = add_site(&mut owner, &area, "Tienda").await;
    let before = owner.open(&path).await.text;
    let version = between(&before, "name=\"version\" value=\"", "\"").to_owned();
    let form = |name| [("name", name), ("domain", "pan.example"), ("version", version.as_str())];
    assert_eq!(owner.send(&path, &form("Panadería")).await.leads_to(), path);
    let shown = owner.open(&path).await.text;
    assert!(shown.contains("<h1>Panadería</h1>") && shown.contains("value=\"pan.example\""));
    let stale = owner.send(&path, &form("Zapatería")).await;
    assert_eq!(stale.status, 422);
    assert!(stale.text.contains("value=\"Zapatería\""), "{}", stale.text);
    assert!(stale.text.contains("Ahora dice: Panadería"), "{}", stale.text);
}

#[tokio::test]
async fn a_site_shows_who_has_it_part_by_part_to_whom_clients_are_shown() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let site = add_site(&mut owner, &area, "Tienda").await;
    assert!(owner.open(&site).await.text.contains("Ningún cliente lo tiene"));
    let mut paths = Vec::new();
    for number in 0..27 {
        let email = format!("pedro{number}@duero.example");
        let client = add_client(&mut owner, &area, &email, &[]).await;
        paths.push(assign(&mut owner, &client, &site, &["blog"]).await);
    }
    let first = owner.open(&site).await.text;
    let next = format!("{site}?clients_after=");
    let second = owner.open(&format!("{next}{}", between(&first, &next, "\""))).await.text;
    for (number, path) in paths.iter().enumerate() {
        let page = if number < 25 { &first } else { &second };
        assert!(page.contains(&format!("href=\"{path}\">Pedro Ruiz</a>")), "{number}: {page}");
    }
    assert_eq!(
        (first.matches("1 permiso<").count(), second.matches("1 permiso<").count()),
        (25, 2)
    );

    let form = [("emails", "noa@acme.example"), ("role", "user"), ("grants", "sites.read")];
    let form = [&form[..], &[("step", "send")]].concat();
    owner.send(&format!("{area}/users/invite"), &form).await;
    let mut noa = world.browser();
    noa.send("/invitation", &[("token", &world.mailed("invitation"))]).await;
    world.register(&mut noa, "noa@acme.example").await;
    let hers = noa.open(&site).await;
    assert_eq!(hers.status, 200);
    assert!(!hers.text.contains("Pedro Ruiz"), "{}", hers.text);
}

#[tokio::test]
async fn a_site_that_a_client_has_stays_until_it_is_unassigned() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let site = add_site(&mut owner, &area, "Tienda").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let of_client = assign(&mut owner, &client, &site, &[]).await;
    let delete = format!("{site}/delete");
    let asked = owner.send(&delete, &[("version", "1")]).await.text;
    assert!(asked.contains("No se puede deshacer") && asked.contains("Tienda"), "{asked}");
    let form = [("version", "1"), ("step", "confirm")];
    assert_eq!(owner.send(&delete, &form).await.leads_to(), site);
    assert!(owner.open(&site).await.text.contains("Cancele antes sus asignaciones"));
    owner.send(&format!("{of_client}/unassign"), &[("step", "confirm")]).await;
    assert_eq!(owner.send(&delete, &form).await.leads_to(), format!("{area}/sites"));
    assert!(owner.open(&format!("{area}/sites")).await.text.contains("Sitio eliminado."));
    assert_eq!(owner.open(&site).await.status, 404);
}
