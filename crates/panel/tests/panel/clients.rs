//! The list of clients, a new one, what is known of them, and deleting them.

use chrono::TimeDelta;

use crate::browser::{Browser, between};
use crate::people::{add_client, add_site, assign, form};
use crate::world::{PASSWORD, World};

/// The names in the list, in their order.
async fn listed(browser: &mut Browser, path: &str) -> Vec<String> {
    let list = browser.open(path).await.text;
    let rows = list.split("<tr><td").skip(1);
    rows.map(|row| between(row, "\">", "</a>").rsplit('>').next().unwrap_or("").to_owned())
        .collect()
}

#[tokio::test]
async fn d01_the_list_shows_contact_details_sites_permissions_and_status() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let list = format!("{area}/clients");
    let empty = owner.open(&list).await.text;
    assert!(empty.contains("Cree el primero") && empty.contains("Crear cliente"), "{empty}");

    let more = [("company", "Duero S.L."), ("phone", "600 100 200")];
    let client = add_client(&mut owner, &area, "pedro@duero.example", &more).await;
    assert!(owner.open(&list).await.text.contains("Ningún sitio"));
    for (name, permissions) in [("Uno", &[][..]), ("Dos", &["blog"]), ("Tres", &["seo_overview"])] {
        let site = add_site(&mut owner, &area, name).await;
        assign(&mut owner, &client, &site, permissions).await;
    }
    let site = add_site(&mut owner, &area, "Cuatro").await;
    assign(&mut owner, &client, &site, &["blog", "publish"]).await;
    let shown = owner.open(&list).await.text;
    for said in [
        "Pedro Ruiz",
        "pedro@duero.example · Duero S.L. · 600 100 200",
        "Uno (solo verlo), Dos (1 permiso)",
        "y 1 más",
        ">Sitio asignado</span>",
        "Nunca",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
}

#[tokio::test]
async fn d02_too_many_words_are_told_beside_the_field_and_stay_in_it() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let eleven = "a+b+c+d+e+f+g+h+i+j+k";
    for path in ["/clients", "/sites", "/contacts", "/users"] {
        let told = owner.open(&format!("{area}{path}?q={eleven}")).await.text;
        assert!(told.contains("Escriba como máximo 10 palabras."), "{path}: {told}");
        assert!(told.contains("value=\"a b c d e f g h i j k\""), "{path}: {told}");
    }
    let told = owner.open(&format!("{client}/sites?q={eleven}")).await.text;
    assert!(told.contains("Escriba como máximo 10 palabras."), "{told}");
    let found = owner.open(&format!("{area}/clients?q=pedro+{}", "p+pe+".repeat(9))).await.text;
    assert!(found.contains("Pedro Ruiz") && !found.contains("palabras"), "{found}");
}

#[tokio::test]
async fn d02_d03_the_list_is_searched_filtered_and_put_in_order() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let people = [("Luis", "Muñoz"), ("Ana", "Zamora"), ("Eva", "Abad")];
    for (first, last) in people {
        let email = format!("{}@duero.example", first.to_lowercase());
        let form = [("first_name", first), ("last_name", last), ("email", email.as_str())];
        let made = owner.send(&format!("{area}/clients/new"), &form).await;
        assert_eq!(made.leads_to(), format!("{area}/clients"));
    }
    let list = format!("{area}/clients");
    assert_eq!(listed(&mut owner, &list).await, ["Eva Abad", "Luis Muñoz", "Ana Zamora"]);
    let newest = listed(&mut owner, &format!("{list}?sort=newest")).await;
    assert_eq!(newest, ["Eva Abad", "Ana Zamora", "Luis Muñoz"]);
    assert_eq!(listed(&mut owner, &format!("{list}?q=munoz")).await, ["Luis Muñoz"]);

    let rows = owner.open(&format!("{list}?q=zamora")).await.text;
    let rows = rows.split_once("<tbody>").map_or("", |(_, rows)| rows);
    let id = between(rows, &format!("href=\"{list}/"), "\"");
    owner.send(&format!("{list}/{id}/suspend"), &[("step", "confirm")]).await;
    assert_eq!(listed(&mut owner, &format!("{list}?status=suspended")).await, ["Ana Zamora"]);
    let prospects = listed(&mut owner, &format!("{list}?status=prospect&sort=name")).await;
    assert_eq!(prospects, ["Eva Abad", "Luis Muñoz"]);
    let none = owner.open(&format!("{list}?status=active&q=eva")).await.text;
    assert!(none.contains("Ningún cliente coincide"), "{none}");
    assert!(none.contains("value=\"eva\"") && none.contains("value=\"active\" selected"), "{none}");
}

#[tokio::test]
async fn every_page_of_a_long_list_is_small_and_the_next_one_goes_on_behind_it() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    for number in 0..28 {
        let email = format!("cliente.{number}@duero.example");
        let form = [("first_name", "Pedro"), ("last_name", "Ruiz"), ("email", email.as_str())];
        owner.send(&format!("{area}/clients/new"), &form).await;
    }
    owner.open(&format!("{area}/clients")).await;
    let style = owner.open("/assets/panel.css").await.text.len();
    for sort in ["name", "newest", "last_activity"] {
        let first = owner.open(&format!("{area}/clients?q=pedro&sort={sort}")).await.text;
        assert!(first.len() + style < 30_000, "{} and {style} bytes", first.len());
        let next = between(&first, "<p class=\"links\"><a href=\"", "\"").replace("&#38;", "&");
        let second = owner.open(&next).await.text;
        let emails = |text: &str| -> Vec<String> {
            let found = text.split("cliente.").skip(1);
            found.map(|rest| between(rest, "", "@").to_owned()).collect()
        };
        let mut all = emails(&first);
        assert_eq!((all.len(), emails(&second).len()), (25, 3), "{sort}: {next}");
        all.extend(emails(&second));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 28, "{sort}: none twice and none left out");
    }
}

#[tokio::test]
async fn d04_d05_a_wrong_form_names_each_field_and_keeps_what_was_typed() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let new = format!("{area}/clients/new");
    let page = owner.open(&new).await.text;
    assert!(
        page.contains("Guardar y cerrar") && page.contains(">Asignar sitio</button>"),
        "{page}"
    );
    let form = [("first_name", "Pedro"), ("email", "nada"), ("notes", "Llama\nlos lunes")];
    let wrong = owner.send(&new, &form).await;
    assert_eq!(wrong.status, 422);
    for said in ["Rellene este campo", "nombre@dominio.com", "value=\"nada\"", "los lunes"] {
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    let none = owner.open(&format!("{area}/clients")).await.text;
    assert!(none.contains("Todavía no hay clientes"), "{none}");
}

#[tokio::test]
async fn d07_saving_leads_back_to_the_list_or_on_to_a_site() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let new = format!("{area}/clients/new");
    let closed = owner.send(&new, &form("pedro@duero.example", &[])).await;
    assert_eq!(closed.leads_to(), format!("{area}/clients"));
    assert!(owner.open(closed.leads_to()).await.text.contains("Cliente creado."));
    let on = owner.send(&new, &form("eva@duero.example", &[("then", "assign")])).await;
    assert!(on.leads_to().ends_with("/sites"), "{on:?}");
    assert!(owner.open(on.leads_to()).await.text.contains("Asignar sitio"));

    let taken = owner.send(&new, &form("PEDRO@duero.example", &[])).await;
    assert_eq!(taken.status, 422);
    let beside = between(&taken.text, "value=\"PEDRO@duero.example\"", "</div>");
    assert!(beside.contains("Ya hay un cliente con esta dirección"), "{}", taken.text);
}

#[tokio::test]
async fn d06_d20_details_are_edited_in_the_first_tab_and_the_e_mail_is_only_shown() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let shown = owner.open(&path).await.text;
    for tab in ["Información personal", "Sitios y permisos", "Acceso"] {
        assert!(shown.contains(&format!(">{tab}</a>")), "{tab}: {shown}");
    }
    assert!(shown.contains("readonly value=\"pedro@duero.example\""), "{shown}");
    let version = between(&shown, "name=\"version\" value=\"", "\"").to_owned();
    let form = |email, notes| {
        let more = [("notes", notes), ("version", version.as_str())];
        let named = [("first_name", "Pablo"), ("last_name", "Ruiz"), ("email", email)];
        named.into_iter().chain(more).collect::<Vec<_>>()
    };
    let saved = owner.send(&path, &form("otro@duero.example", "Prefiere el correo")).await;
    assert_eq!(saved.leads_to(), path, "{}", saved.text);
    let shown = owner.open(&path).await.text;
    for said in ["Pablo Ruiz", "Prefiere el correo", "readonly value=\"pedro@duero.example\""] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let stale = owner.send(&path, &form("pedro@duero.example", "Otra nota")).await;
    assert_eq!(stale.status, 422);
    assert!(stale.text.contains("Otra nota") && stale.text.contains("Otra persona lo cambió"));
}

#[tokio::test]
async fn d21_a_client_is_deleted_with_their_name_typed_and_the_password_where_it_is_wanted() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let list = owner.open(&format!("{area}/clients")).await.text;
    let delete = format!("{path}/delete");
    assert!(list.contains(&format!("action=\"{delete}\"")), "{list}");
    assert!(owner.open(&format!("{path}/access")).await.text.contains("Eliminar cliente"));

    let asked = owner.send(&delete, &[]).await;
    assert_eq!(asked.status, 200);
    assert!(asked.text.contains("No se puede deshacer"), "{}", asked.text);
    let wrong = owner.send(&delete, &[("name", "Pedro")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("No coincide con el nombre"), "{}", wrong.text);

    world.pass(TimeDelta::minutes(11));
    let name = ("name", "Pedro Ruiz");
    let again = owner.send(&delete, &[name]).await;
    assert_eq!(again.status, 422);
    for said in ["Escriba su contraseña otra vez", "name=\"password\"", "value=\"Pedro Ruiz\""] {
        assert!(again.text.contains(said), "{said}: {}", again.text);
    }
    let wrong = owner.send(&delete, &[name, ("password", "no es esta de verdad")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("La contraseña no es correcta"), "{}", wrong.text);
    assert_eq!(owner.open(&path).await.status, 200);
    let done = owner.send(&delete, &[name, ("password", PASSWORD)]).await;
    assert_eq!(done.leads_to(), format!("{area}/clients"), "{}", done.text);
    assert!(owner.open(done.leads_to()).await.text.contains("Cliente eliminado."));
    assert_eq!(owner.open(&path).await.status, 404);
}

#[tokio::test]
async fn who_only_reads_finds_no_way_to_change_a_client_and_is_told_why() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let site = add_site(&mut owner, &area, "Tienda").await;
    let of_client = assign(&mut owner, &path, &site, &["blog"]).await;
    let mut finance = world.join(&mut owner, &area, "eva@acme.example", "finance").await;

    let sites = format!("{path}/sites");
    let access = format!("{path}/access");
    let list = format!("{area}/clients");
    for page in [&list, &path, &sites, &of_client, &access, &site] {
        let shown = finance.open(page).await;
        assert_eq!(shown.status, 200, "{page}");
        let content = between(&shown.text, "<main ", "</main>");
        assert!(!content.contains("method=\"post\""), "{page}: {content}");
        for hidden in ["Ver como cliente", "Crear ", "Asignar ", "Otorgar"] {
            assert!(!content.contains(hidden), "{page}: {hidden}: {content}");
        }
    }
    assert!(finance.open(&of_client).await.text.contains("Escribir en el blog"));

    let pages = ["/mail", "/view-as"].map(|tail| format!("{path}{tail}"));
    for page in &pages {
        let denied = finance.open(page).await;
        assert_eq!(denied.status, 403, "{page}");
        assert!(denied.text.contains("Necesita el permiso"), "{page}: {}", denied.text);
        assert!(denied.text.contains("Ana López"), "{page}: {}", denied.text);
    }
    let posts = ["", "/setup-link", "/mail", "/suspend", "/reactivate", "/delete", "/view-as"];
    for tail in posts {
        let form = form("x@duero.example", &[("reason", "curiosidad"), ("version", "1")]);
        assert_eq!(finance.send(&format!("{path}{tail}"), &form).await.status, 403, "{tail}");
    }
    assert_eq!(finance.send(&of_client, &[("permissions", "seo_overview")]).await.status, 403);
    let saved = finance.send(&site, &[("name", "Otra"), ("version", "1")]).await;
    assert_eq!(saved.status, 403);
}
