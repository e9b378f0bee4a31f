//! What is asked before it is done, each with what it changes.

use crate::browser::{Browser, between};
use crate::world::World;

/// An open invitation of an area: the path of what can be done with it.
async fn invitation(owner: &mut Browser, area: &str) -> String {
    let form = [("emails", "luis@acme.example"), ("role", "user"), ("step", "send")];
    owner.send(&format!("{area}/users/invite"), &form).await;
    let list = owner.open(&format!("{area}/users")).await.text;
    let id = between(&list, &format!("action=\"{area}/invitations/"), "/resend\"");
    format!("{area}/invitations/{id}")
}

#[tokio::test]
async fn resending_and_revoking_say_what_they_change_before_they_do_it() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let path = invitation(&mut owner, &area).await;
    let first = world.mailed("invitation");

    for asked in [
        owner.send(&format!("{path}/resend"), &[]).await.text,
        owner.open(&format!("{path}/resend")).await.text,
    ] {
        assert!(asked.contains("un enlace nuevo a luis@acme.example"), "{asked}");
    }
    assert_eq!(world.mailed("invitation"), first, "nothing was sent yet");
    let done = owner.send(&format!("{path}/resend"), &[("step", "confirm")]).await;
    assert_eq!(done.leads_to(), format!("{area}/users"));
    assert_ne!(world.mailed("invitation"), first);

    let asked = owner.send(&format!("{path}/revoke"), &[]).await.text;
    assert!(asked.contains("dejará de servir"), "{asked}");
    let users = format!("{area}/users");
    assert!(owner.open(&users).await.text.contains("luis@acme.example"), "it stands");
    owner.send(&format!("{path}/revoke"), &[("step", "confirm")]).await;
    assert!(owner.open(&users).await.text.contains("Invitación revocada"));
    assert!(!owner.open(&users).await.text.contains("luis@acme.example"));
}

#[tokio::test]
async fn l14_deleting_a_contact_says_what_is_lost_with_them() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let form = [
        ("first_name", "Pedro"),
        ("last_name", "Ruiz"),
        ("email", "pedro@acme.example"),
        ("profile", "billing"),
    ];
    owner.send(&format!("{area}/contacts/new"), &form).await;
    let list = owner.open(&format!("{area}/contacts")).await.text;
    let rows = list.split_once("<tbody>").map_or("", |(_, rows)| rows);
    let id = between(rows, &format!("href=\"{area}/contacts/"), "\"");
    let path = format!("{area}/contacts/{id}");

    for asked in [
        owner.send(&format!("{path}/delete"), &[("version", "1")]).await.text,
        owner.open(&format!("{path}/delete")).await.text,
    ] {
        for said in ["Pedro Ruiz", "Hasta ahora recibe: Facturación, Pedidos", "Sin acceso"] {
            assert!(asked.contains(said), "{said}: {asked}");
        }
        assert!(asked.contains("name=\"version\" value=\"1\""), "{asked}");
    }
    assert_eq!(owner.open(&path).await.status, 200, "nobody was deleted yet");
    let confirmed = [("version", "1"), ("step", "confirm")];
    let done = owner.send(&format!("{path}/delete"), &confirmed).await;
    assert_eq!(done.leads_to(), format!("{area}/contacts"));
    assert_eq!(owner.open(&path).await.status, 404);
}

#[tokio::test]
async fn the_address_of_an_action_leads_to_the_page_it_stands_on() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    for (action, page) in [("/support-code", ""), ("/contacts/check", "/contacts")] {
        let shown = owner.open(&format!("{area}{action}")).await;
        assert_eq!(
            (shown.status.as_u16(), shown.leads_to()),
            (303, format!("{area}{page}").as_str())
        );
    }
}

#[tokio::test]
async fn a_support_code_and_a_service_key_are_each_called_what_they_are() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let issued = owner.send(&format!("{area}/support-code"), &[]).await;
    let shown = owner.open(issued.leads_to()).await.text;
    let note = between(&shown, "<div class=\"note good\"", "</div>");
    assert!(note.contains(">Código de soporte</label>"), "{note}");
    assert!(!note.contains("Clave") && !note.contains("clave"), "{note}");
    let form = [("name", "Tienda"), ("scopes", "access.check")];
    let made = owner.send(&format!("{area}/keys"), &form).await;
    let shown = owner.open(made.leads_to()).await.text;
    let note = between(&shown, "<div class=\"note good\"", "</div>");
    assert!(note.contains(">Clave de servicio</label>"), "{note}");
}
