//! A client's sites, and what they may do on each.

use crate::browser::between;
use crate::people::{add_client, add_site, assign, on_site};
use crate::world::World;

#[tokio::test]
async fn d08_d10_a_site_is_found_by_any_of_its_words_and_assigned_with_permissions() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let tab = format!("{client}/sites");
    let empty = owner.open(&tab).await.text;
    assert!(
        empty.contains("No tiene ningún sitio") && empty.contains("Cree el primero"),
        "{empty}"
    );

    let form = [
        ("name", "Panadería"),
        ("alias", "pan-7"),
        ("url", "https://tienda.example/pan"),
        ("domain", "panaderia.example"),
    ];
    owner.send(&format!("{area}/sites/new"), &form).await;
    add_site(&mut owner, &area, "Florería").await;
    for sought in ["panaderia", "pan-7", "tienda", "panaderia.example"] {
        let found = owner.open(&format!("{tab}?q={sought}")).await.text;
        assert!(
            found.contains(">Panadería</a>") && !found.contains("Florería"),
            "{sought}: {found}"
        );
    }
    let none = owner.open(&format!("{tab}?q=zapatos")).await.text;
    assert!(none.contains("Ningún sitio coincide") && none.contains("Crear sitio nuevo"), "{none}");

    let found = owner.open(&format!("{tab}?q=pan")).await.text;
    let path = format!("{tab}/{}", between(&found, &format!("href=\"{tab}/"), "\""));
    let page = owner.open(&path).await.text;
    for said in ["Contenido", "Tienda y reservas", "Escribir en el blog", "Necesita: "] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains(" checked"), "nothing is ticked at first: {page}");
    let form = [("permissions", "blog"), ("permissions", "publish")];
    assert_eq!(owner.send(&path, &form).await.leads_to(), path);
    let shown = owner.open(&path).await.text;
    assert!(shown.contains("Sitio asignado.") && shown.matches(" checked").count() == 2, "{shown}");
    let tab = owner.open(&tab).await.text;
    assert!(tab.contains("2 permisos") && tab.contains("Otorgar acceso"), "{tab}");
}

#[tokio::test]
async fn d10_needs_that_are_missing_are_named_and_ticked_for_the_person() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let site = add_site(&mut owner, &area, "Tienda").await;
    let path = on_site(&client, &site);
    let refused = owner.send(&path, &[("permissions", "seo")]).await;
    assert_eq!(refused.status, 422);
    let error = between(&refused.text, "<p class=\"error\">", "</p>");
    for named in ["Editar el sitio entero", "Editar el contenido", "Escribir en el blog"] {
        assert!(error.contains(named), "{named}: {error}");
    }
    assert_eq!(refused.text.matches(" checked").count(), 4, "{}", refused.text);
    assert!(owner.open(&format!("{client}/sites")).await.text.contains("No tiene ningún sitio"));
    let all = ["seo", "edit", "edit_limited", "blog"];
    assign(&mut owner, &client, &site, &all).await;
    assert!(owner.open(&format!("{client}/sites")).await.text.contains("4 permisos"));
}

#[tokio::test]
async fn d11_d26_each_of_several_sites_has_a_tab_with_permissions_of_its_own() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let mut paths = Vec::new();
    for (name, permission) in [("Tienda", "manage_store"), ("Diario", "blog")] {
        let site = add_site(&mut owner, &area, name).await;
        paths.push((name, permission, assign(&mut owner, &client, &site, &[permission]).await));
    }
    for (name, permission, path) in &paths {
        let shown = owner.open(path).await.text;
        let here = format!("href=\"{path}\" aria-current=\"page\">{name}</a>");
        assert!(shown.contains(&here), "{shown}");
        assert_eq!(
            shown.matches("aria-current=\"page\">Tienda").count(),
            usize::from(*name == "Tienda")
        );
        assert!(shown.contains(&format!("value=\"{permission}\" checked")), "{shown}");
        assert_eq!(shown.matches(" checked").count(), 1, "{shown}");
    }
    let changed = assign(&mut owner, &client, &paths[0].2, &[]).await;
    assert!(!owner.open(&changed).await.text.contains(" checked"));
    assert_eq!(owner.open(&paths[1].2).await.text.matches(" checked").count(), 1);
}

#[tokio::test]
async fn d18_d19_a_site_is_unassigned_and_whoever_is_left_with_none_is_pointed_out() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let site = add_site(&mut owner, &area, "Tienda").await;
    let path = assign(&mut owner, &client, &site, &["blog"]).await;
    owner.send(&format!("{client}/setup-link"), &[]).await;
    assert!(owner.open(&path).await.text.contains("Es su único sitio"));
    for asked in [
        owner.send(&format!("{path}/unassign"), &[]).await.text,
        owner.open(&format!("{path}/unassign")).await.text,
    ] {
        for said in ["Pedro Ruiz: Tienda", "Es su único sitio", "Quita 1 permiso: Escribir en el"]
        {
            assert!(asked.contains(said), "{said}: {asked}");
        }
    }
    assert!(owner.open(&path).await.text.contains("value=\"blog\" checked"), "it is still theirs");
    let confirmed = [("step", "confirm")];
    let done = owner.send(&format!("{path}/unassign"), &confirmed).await;
    assert_eq!(done.leads_to(), format!("{client}/sites"));
    let shown = owner.open(done.leads_to()).await.text;
    for said in ["Asignación cancelada.", "No le queda ningún sitio", "Le recomendamos suspender"]
    {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    for form in [&[][..], &confirmed[..]] {
        assert_eq!(owner.send(&format!("{path}/unassign"), form).await.status, 404);
    }
}

#[tokio::test]
async fn d09_d27_a_site_made_for_a_client_leads_on_to_their_permissions() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let tab = owner.open(&format!("{client}/sites")).await.text;
    let new = format!("{area}/sites/new?client=");
    assert!(tab.contains(&format!("href=\"{new}")), "{tab}");
    let id = between(&tab, &new, "\"").to_owned();
    assert!(owner.open(&format!("{new}{id}")).await.text.contains(&id));
    let wrong = owner.send(&format!("{area}/sites/new"), &[("client", id.as_str())]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains(&format!("name=\"client\" value=\"{id}\"")), "{}", wrong.text);

    let form = [("name", "Tienda"), ("client", id.as_str())];
    let made = owner.send(&format!("{area}/sites/new"), &form).await;
    assert!(made.leads_to().starts_with(&format!("{client}/sites/")), "{made:?}");
    let page = owner.open(made.leads_to()).await.text;
    assert!(
        page.contains("Elija los permisos") && page.contains(">Asignar sitio</button>"),
        "{page}"
    );
}

#[tokio::test]
async fn a_client_with_many_sites_is_shown_all_of_them_part_by_part() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let mut last = String::new();
    for number in 0..27 {
        let site = add_site(&mut owner, &area, &format!("Tienda {number}")).await;
        last = assign(&mut owner, &client, &site, &["blog"]).await;
    }
    let tab = format!("{client}/sites");
    let next = format!("{tab}?assigned_after=");
    let first = owner.open(&tab).await.text;
    let after = between(&first, &next, "\"");
    let second = owner.open(&format!("{next}{after}")).await.text;
    let unassign = "Cancelar asignación";
    assert_eq!((first.matches(unassign).count(), second.matches(unassign).count()), (25, 2));
    let shown = owner.open(&last).await.text;
    assert!(shown.contains("value=\"blog\" checked"), "also behind the first twenty: {shown}");
}

#[tokio::test]
async fn who_may_not_see_sites_finds_no_links_to_them() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let site = add_site(&mut owner, &area, "Tienda").await;
    let of_client = assign(&mut owner, &client, &site, &["blog"]).await;
    let mut noa = world.join(&mut owner, &area, "noa@acme.example", "user").await;
    let person = world.person(&mut owner, &area, "noa").await;
    let grant =
        [("role", "user"), ("grants", "clients.read"), ("version", "1"), ("step", "confirm")];
    assert_eq!(owner.send(&format!("{person}/access"), &grant).await.leads_to(), person);

    let shown = noa.open(&format!("{client}/sites")).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("Tienda"), "{}", shown.text);
    assert!(!shown.text.contains(&format!("href=\"{of_client}\"")), "{}", shown.text);
    assert_eq!(noa.open(&of_client).await.status, 403, "it would have led here");
    let seen = owner.open(&format!("{client}/sites")).await.text;
    assert!(seen.contains(&format!("href=\"{of_client}\"")), "{seen}");
}
