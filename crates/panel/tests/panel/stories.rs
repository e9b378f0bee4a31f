//! The stories of the seed pages, form by form.

use crate::browser::between;
use crate::world::{PASSWORD, World};

#[tokio::test]
async fn n06_the_form_shows_what_it_understood_and_then_what_became_of_each_address() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = format!("{area}/users/invite");
    let typed = "a@acme.example; b@acme.example,\n a@acme.example carmen@acme.example";

    let wrong = owner.send(&path, &[("emails", "a@acme.example nonsense"), ("role", "user")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("Dirección 2: «nonsense»"), "{}", wrong.text);
    assert!(wrong.text.contains("a@acme.example nonsense"), "what was typed stays");

    for (grants, said) in [
        (&["invoices.read"][..], "Otorga 1 permiso: Ver las facturas<"),
        (&["invoices.read", "users.read"][..], "Otorga 2 permisos: Ver los usuarios, Ver las"),
    ] {
        let granted = grants.iter().map(|name| ("grants", *name));
        let form = [("emails", typed), ("role", "user")].into_iter().chain(granted);
        let preview = owner.send(&path, &form.collect::<Vec<_>>()).await.text;
        assert!(preview.contains(said), "{said}: {preview}");
    }
    let preview = owner.send(&path, &[("emails", typed), ("role", "finance")]).await;
    assert!(preview.text.contains("Todavía no se ha enviado nada"), "{}", preview.text);
    assert!(!owner.open(&format!("{area}/users")).await.text.contains("b@acme.example"));

    let form = [("emails", typed), ("role", "finance"), ("step", "send")];
    let sent = owner.send(&path, &form).await;
    assert_eq!(sent.status, 303);
    let results = owner.open(sent.leads_to()).await.text;
    for said in ["Invitación enviada", "Repetida", "Ya tiene acceso"] {
        assert!(results.contains(said), "{said}: {results}");
    }
    assert!(!owner.open(sent.leads_to()).await.text.contains("Repetida"), "said once");
}

#[tokio::test]
async fn n16_access_begins_once_the_invitee_has_registered_and_confirmed() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut invitee = world.join(&mut owner, &area, "eva@acme.example", "finance").await;
    let shown = invitee.open(&area).await.text;
    assert!(shown.contains("Administrador de finanzas"), "{shown}");
}

#[tokio::test]
async fn s10_the_invitee_accepts_inside_and_s11_chooses_the_area_in_english_too() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let (mut other, _) = world.owner("otra@duero.example", "Duero").await;
    let form = [
        ("emails", "otra@duero.example"),
        ("role", "user"),
        ("grants", "invoices.read"),
        ("step", "send"),
    ];
    owner.send(&format!("{area}/users/invite"), &form).await;
    other.send("/language", &[("language", "en")]).await;

    assert_eq!(other.open("/").await.leads_to(), "/areas");
    let waiting = other.open("/areas").await.text;
    assert!(waiting.contains("Invitations for you") && waiting.contains("Acme"), "{waiting}");
    let action = between(&waiting, "action=\"/areas/invitations/", "/accept\"");
    let accepted = other.send(&format!("/areas/invitations/{action}/accept"), &[]).await;
    assert_eq!(accepted.leads_to(), area);
    assert!(other.open(&area).await.text.contains("See the invoices"));
    assert!(!owner.open("/areas").await.text.contains("Duero"), "S12: it is not mutual");
}

#[tokio::test]
async fn s03_s04_access_is_changed_and_taken_away_after_it_was_confirmed() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut noa = world.join(&mut owner, &area, "noa@acme.example", "user").await;
    let person = world.person(&mut owner, &area, "noa").await;
    let change = [("role", "user"), ("grants", "users.read"), ("version", "1")];
    let asked = owner.send(&format!("{person}/access"), &change).await.text;
    assert!(asked.contains("Otorga 1 permiso: Ver los usuarios"), "{asked}");
    assert_eq!(noa.open(&format!("{area}/users")).await.status, 403, "nothing changed yet");
    let mut confirmed = change.to_vec();
    confirmed.push(("step", "confirm"));
    assert_eq!(owner.send(&format!("{person}/access"), &confirmed).await.leads_to(), person);
    assert_eq!(noa.open(&format!("{area}/users")).await.status, 200);
    let removed = owner.send(&format!("{person}/remove"), &[("step", "confirm")]).await;
    assert_eq!(removed.leads_to(), format!("{area}/users"));
    assert_eq!(noa.open(&area).await.status, 404);
}

#[tokio::test]
async fn ownership_is_offered_and_transferred_with_the_password_only() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut luis = world.join(&mut owner, &area, "luis@acme.example", "administrator").await;
    let path = format!("{area}/ownership");

    let to = ("email", "luis@acme.example");
    let wrong = [to, ("password", "not the password")];
    let refused = owner.send(&format!("{path}/offer"), &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("La contraseña no es correcta"), "{}", refused.text);
    let nobody = [("email", "nadie@acme.example"), ("password", PASSWORD)];
    let nobody = owner.send(&format!("{path}/offer"), &nobody).await;
    assert_eq!(nobody.status, 422);
    assert!(nobody.text.contains("Nadie con acceso a esta área"), "{}", nobody.text);
    let right = [to, ("password", PASSWORD)];
    assert_eq!(owner.send(&format!("{path}/offer"), &right).await.leads_to(), path);
    assert!(luis.open(&path).await.text.contains("Aceptar la titularidad"));
    assert_eq!(owner.send(&format!("{path}/call-off"), &[]).await.leads_to(), area);
    assert_eq!(luis.open(&path).await.status, 403);

    assert_eq!(owner.send(&format!("{path}/transfer"), &right).await.leads_to(), area);
    assert_eq!(owner.open(&path).await.status, 403);
    assert_eq!(luis.open(&path).await.status, 200);
}

#[tokio::test]
async fn an_area_is_closed_with_its_name_and_the_password_only() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    world.join(&mut owner, &area, "luis@acme.example", "administrator").await;
    let path = format!("{area}/ownership");
    let wrong = [("name", "Acme"), ("password", "not the password")];
    assert_eq!(owner.send(&format!("{path}/close"), &wrong).await.status, 422);
    let other = owner.send(&format!("{path}/close"), &[("name", "Acne"), wrong[1]]).await;
    assert!(other.text.contains("No coincide con el nombre del área"), "{}", other.text);
    let right = [("name", "Acme"), ("password", PASSWORD)];
    assert_eq!(owner.send(&format!("{path}/close"), &right).await.leads_to(), "/areas");
    assert!(!owner.open("/areas").await.text.contains("Acme</a>"));
}

#[tokio::test]
async fn a_service_key_is_shown_once() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = format!("{area}/keys");
    let form = [("name", "Tienda"), ("scopes", "access.check")];
    let made = owner.send(&path, &form).await;
    assert_eq!(made.leads_to(), path);
    assert!(owner.open(&path).await.text.contains("value=\"portero_"));
    let list = owner.open(&path).await.text;
    assert!(!list.contains("value=\"portero_"));

    let revoke = between(&list, "formaction=\"", "\"").to_owned();
    let asked = owner.send(&revoke, &[]).await.text;
    assert!(asked.contains("Tienda") && asked.contains("No se puede deshacer"), "{asked}");
    assert!(!owner.open(&path).await.text.contains("Revocada"), "it works still");
    assert_eq!(owner.send(&revoke, &[("step", "confirm")]).await.leads_to(), path);
    assert!(owner.open(&path).await.text.contains(">Revocada</span>"));
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_the_mailed_link() {
    let world = World::new();
    world.register(&mut world.browser(), "ana@acme.example").await;
    let mut browser = world.browser();
    browser.send("/forgot", &[("email", "ana@acme.example")]).await;
    let link = world.mailed("reset");
    assert_eq!(browser.send("/reset", &[("token", &link)]).await.leads_to(), "/reset/finish");
    let short = browser.send("/reset/finish", &[("password", "corta")]).await;
    assert_eq!(short.status, 422);
    let new = "otra frase distinta";
    assert_eq!(browser.send("/reset/finish", &[("password", new)]).await.leads_to(), "/sign-in");
    let form = [("email", "ana@acme.example"), ("password", new)];
    assert_eq!(browser.send("/sign-in", &form).await.leads_to(), "/");
}
