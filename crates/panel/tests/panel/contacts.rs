//! Contacts, what they are told and what support asks of them, page by page.

use crate::browser::{Browser, between};
use crate::world::{PASSWORD, World};

const FIRST_PASSWORD: &str = "la primera la puso Carmen";

/// Fills in the form for a contact; what `more` says is added.
async fn add(owner: &mut Browser, area: &str, email: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![
        ("first_name", "Pedro"),
        ("last_name", "Ruiz"),
        ("email", email),
        ("profile", "billing"),
    ];
    form.extend(more);
    let made = owner.send(&format!("{area}/contacts/new"), &form).await;
    assert_eq!(made.leads_to(), format!("{area}/contacts"), "{}", made.text);
    let list = owner.open(&format!("{area}/contacts?q={email}")).await.text;
    let rows = list.split_once("<tbody>").map_or("", |(_, rows)| rows);
    let id = between(rows, &format!("href=\"{area}/contacts/"), "\"");
    format!("{area}/contacts/{id}")
}

async fn code_of(browser: &mut Browser, area: &str) -> String {
    let issued = browser.send(&format!("{area}/support-code"), &[]).await;
    let shown = browser.open(issued.leads_to()).await.text;
    between(&shown, "readonly value=\"", "\"").to_owned()
}

#[tokio::test]
async fn l06_a_contact_is_made_in_one_step_and_a_wrong_form_keeps_what_was_typed() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let form = [("first_name", "Pedro"), ("email", "nonsense"), ("company", "Ruiz S.L.")];
    let wrong = owner.send(&format!("{area}/contacts/new"), &form).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("value=\"Ruiz S.L.\""), "{}", wrong.text);
    assert!(!owner.open(&format!("{area}/contacts")).await.text.contains("Pedro"));

    let path = add(&mut owner, &area, "pedro@acme.example", &[("company", "Ruiz S.L.")]).await;
    let shown = owner.open(&path).await.text;
    for said in ["Pedro Ruiz", "Facturación", "Sin acceso", "value=\"Ruiz S.L.\""] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let again = [
        ("first_name", "Otro"),
        ("last_name", "Ruiz"),
        ("email", "pedro@acme.example"),
        ("profile", "technical"),
    ];
    let taken = owner.send(&format!("{area}/contacts/new"), &again).await;
    assert_eq!(taken.status, 422);
    let beside = between(&taken.text, "value=\"pedro@acme.example\"", "</div>");
    assert!(beside.contains("Ya hay un contacto con esta dirección"), "{}", taken.text);
}

#[tokio::test]
async fn l07_whoever_was_given_a_password_sets_their_own_before_anything_else() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let given = [("access", "password"), ("password", FIRST_PASSWORD)];
    let path = add(&mut owner, &area, "pedro@acme.example", &given).await;
    assert!(owner.open(&path).await.text.contains("Con acceso"));

    let mut contact = world.browser();
    let form = [("email", "pedro@acme.example"), ("password", FIRST_PASSWORD)];
    contact.send("/sign-in", &form).await;
    for page in ["/", "/areas", area.as_str()] {
        assert_eq!(contact.open(page).await.leads_to(), "/profile", "{page}");
    }
    let change = contact.open("/profile").await.text;
    assert!(change.contains("por una propia") && !change.contains("Ruiz\""), "{change}");
    let names = [("first_name", "Otro"), ("last_name", "Nombre"), ("language", "es")];
    assert_eq!(contact.send("/profile", &names).await.leads_to(), "/profile");

    let form = [("current", FIRST_PASSWORD), ("new", PASSWORD)];
    contact.send("/profile/password", &form).await;
    let shown = contact.open(&area).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("Pedro Ruiz"), "nothing but the password was changed");
}

#[tokio::test]
async fn l13_an_edited_contact_is_shown_as_edited_and_an_old_form_is_refused() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = add(&mut owner, &area, "pedro@acme.example", &[]).await;
    let before = owner.open(&path).await.text;
    let version = between(&before, "name=\"version\" value=\"", "\"").to_owned();
    let form = |first| {
        [
            ("first_name", first),
            ("last_name", "Ruiz"),
            ("email", "pedro@acme.example"),
            ("profile", "technical"),
            ("version", version.as_str()),
        ]
    };
    assert_eq!(owner.send(&path, &form("Pablo")).await.leads_to(), path);
    let shown = owner.open(&path).await.text;
    assert!(shown.contains("Pablo Ruiz") && shown.contains("Técnico"), "{shown}");

    let stale = owner.send(&path, &form("Paco")).await;
    assert_eq!(stale.status, 422, "{}", stale.text);
    assert!(owner.open(&path).await.text.contains("Pablo Ruiz"));
}

#[tokio::test]
async fn l14_access_is_given_and_taken_and_a_deleted_contact_is_gone() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = add(&mut owner, &area, "pedro@acme.example", &[]).await;
    let asked = owner.send(&format!("{path}/invite"), &[]).await.text;
    assert!(asked.contains("Se enviará a pedro@acme.example un correo"), "{asked}");
    assert!(owner.open(&path).await.text.contains("Sin acceso"), "nothing was sent yet");
    owner.send(&format!("{path}/invite"), &[("step", "confirm")]).await;
    let mut contact = world.browser();
    contact.send("/invitation", &[("token", &world.mailed("invitation"))]).await;
    world.register(&mut contact, "pedro@acme.example").await;
    assert!(owner.open(&path).await.text.contains("Con acceso"));
    assert!(contact.open(&area).await.text.contains("Acme"));

    let asked = owner.send(&format!("{path}/withdraw"), &[]).await.text;
    assert!(asked.contains("Dejará de poder entrar"), "{asked}");
    assert!(owner.open(&path).await.text.contains("Con acceso"), "nothing was taken yet");
    owner.send(&format!("{path}/withdraw"), &[("step", "confirm")]).await;
    assert!(owner.open(&path).await.text.contains("Acceso quitado"));
    assert_eq!(contact.open(&area).await.status, 404);

    let shown = owner.open(&path).await.text;
    let version = between(&shown, "name=\"version\" value=\"", "\"");
    let deleted =
        owner.send(&format!("{path}/delete"), &[("version", version), ("step", "confirm")]).await;
    assert_eq!(deleted.leads_to(), format!("{area}/contacts"));
    assert_eq!(owner.open(&path).await.status, 404);
}

#[tokio::test]
async fn l10_a_communication_goes_to_those_who_receive_its_category() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    add(&mut owner, &area, "pedro@acme.example", &[]).await;
    let form = [("category", "billing"), ("subject", "Factura 7"), ("text", "Ya está lista.")];
    let empty = [("category", "billing"), ("subject", " "), ("text", "Ya está lista.")];
    let path = format!("{area}/communications");
    assert_eq!(owner.send(&format!("{path}/new"), &empty).await.status, 422);
    let asked = owner.send(&format!("{path}/new"), &form).await;
    assert_eq!(asked.status, 200);
    for said in [
        "Todavía no se ha enviado nada",
        "Destinatarios (2)",
        "pedro@acme.example",
        "La categoría está entre sus notificaciones",
        "Ya está lista.",
    ] {
        assert!(asked.text.contains(said), "{said}: {}", asked.text);
    }
    assert!(!owner.open(&path).await.text.contains("Factura 7"), "nothing was sent yet");
    let again = [form[0], form[1], form[2], ("step", "edit")];
    let again = owner.send(&format!("{path}/new"), &again).await.text;
    assert!(again.contains("value=\"Factura 7\""), "{again}");
    let form = [form[0], form[1], form[2], ("step", "send")];
    assert_eq!(owner.send(&format!("{path}/new"), &form).await.leads_to(), path);

    let list = owner.open(&path).await.text;
    let rows = list.split_once("<tbody>").map_or("", |(_, rows)| rows);
    let id = between(rows, &format!("href=\"{path}/"), "\"");
    assert_eq!(list.matches("Factura 7").count(), 1, "the empty one was not sent: {list}");
    let shown = owner.open(&format!("{path}/{id}")).await.text;
    for said in ["pedro@acme.example", "Ya está lista.", "En cola", "entre sus notificaciones"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
}

#[tokio::test]
async fn l04_support_is_told_once_whether_a_code_is_right() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let mut finance = world.join(&mut owner, &area, "eva@acme.example", "user").await;
    let code = code_of(&mut finance, &area).await;
    assert_eq!(code.len(), 6, "{code}");
    assert!(!finance.open(&area).await.text.contains(&code), "it is shown once");

    let check = format!("{area}/contacts/check");
    let form = [("email", "eva@acme.example"), ("code", code.as_str())];
    let mut said = Vec::new();
    for form in [[form[0], ("code", "no code")], form, form] {
        let checked = owner.send(&check, &form).await;
        said.push(owner.open(checked.leads_to()).await.text);
    }
    for (shown, expected) in said.iter().zip([
        "El código no es correcto",
        "Es quien dice ser",
        "No tiene un código válido",
    ]) {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert_eq!(finance.send(&check, &form).await.status, 403);
}

#[tokio::test]
async fn each_notification_says_why_it_is_received() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let of = |shown: &str, category: &str| {
        let start = format!("name=\"notifications\" value=\"{category}\"");
        between(shown, &start, "</label>").to_owned()
    };
    let own = owner.open(&area).await.text;
    assert!(of(&own, "billing").contains("Siempre, por su rol"), "{own}");
    assert!(of(&own, "technical").contains("Por su rol"), "{own}");
    owner
        .send(
            &format!("{area}/notifications"),
            &[("notifications", "general"), ("notifications", "billing")],
        )
        .await;
    let own = owner.open(&area).await.text;
    assert!(of(&own, "technical").contains("se ha desactivado"), "{own}");

    let path = add(&mut owner, &area, "pedro@acme.example", &[]).await;
    let shown = owner.open(&path).await.text;
    assert!(of(&shown, "billing").contains("Por su perfil"), "{shown}");
    let form = [
        ("first_name", "Pedro"),
        ("last_name", "Ruiz"),
        ("email", "pedro@acme.example"),
        ("profile", "billing"),
        ("notifications", "billing"),
        ("notifications", "general"),
        ("version", "1"),
    ];
    assert_eq!(owner.send(&path, &form).await.leads_to(), path);
    let shown = owner.open(&path).await.text;
    assert!(of(&shown, "general").contains("Por elección"), "{shown}");
}

#[tokio::test]
async fn an_empty_list_says_what_to_do_next() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    for (tail, said) in [
        ("/contacts", "Añada el primero"),
        ("/communications", "Escriba la primera"),
        ("/users", "Para dar acceso a alguien, invítele"),
        ("/users?q=zzz", "Pruebe con menos palabras"),
        ("/audit?from=2001-01-01&to=2001-01-02", "Amplíe las fechas"),
    ] {
        let shown = owner.open(&format!("{area}{tail}")).await.text;
        assert!(shown.contains(said), "{tail}: {said}: {shown}");
    }
    let mut finance = world.join(&mut owner, &area, "eva@acme.example", "finance").await;
    let shown = finance.open(&format!("{area}/contacts")).await.text;
    assert!(!shown.contains("Añada"), "who may not is not told to: {shown}");
}
