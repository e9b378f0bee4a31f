//! What the log says of each entry: who, what, to whom, on whose behalf.

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
