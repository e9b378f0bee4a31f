//! A client's access: granted, taken, given back; and looking with their eyes.

use chrono::TimeDelta;

use crate::browser::{Browser, between};
use crate::people::{add_client, add_site, assign};
use crate::world::{PASSWORD, World};

/// A client with a site.
async fn with_site(owner: &mut Browser, area: &str) -> String {
    let client = add_client(owner, area, "pedro@duero.example", &[]).await;
    let site = add_site(owner, area, "Tienda").await;
    assign(owner, &client, &site, &["blog"]).await;
    client
}

/// The mail that a page shows, as HTML.
fn drawn(page: &str) -> String {
    let marked = between(page, "srcdoc=\"", "\"");
    let signs = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    signs.iter().fold(marked.to_owned(), |text, (escaped, sign)| text.replace(escaped, sign))
}

#[tokio::test]
async fn d13_d16_a_setup_url_is_shown_once_to_be_copied() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = with_site(&mut owner, &area).await;
    let access = format!("{client}/access");
    let page = owner.open(&access).await.text;
    assert!(page.contains("Generar") && page.contains("falta otorgarle acceso"), "{page}");
    let made = owner.send(&format!("{client}/setup-link"), &[]).await;
    assert_eq!(made.leads_to(), access);
    let shown = owner.open(&access).await.text;
    let url = between(&shown, "readonly value=\"", "\"").replace("&#x2f;", "/");
    assert_eq!(url, world.mailed("setup"));
    for said in ["no se volverá a mostrar", "Invitado", "El URL es válido hasta"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(!owner.open(&access).await.text.contains("/setup#"), "it is shown once");
}

#[tokio::test]
async fn whoever_has_no_site_is_given_one_before_access() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = add_client(&mut owner, &area, "pedro@duero.example", &[]).await;
    let access = format!("{client}/access");
    let page = owner.open(&access).await.text;
    assert!(page.contains("Asígnele antes un sitio") && !page.contains("Generar"), "{page}");
    assert_eq!(owner.send(&format!("{client}/setup-link"), &[]).await.leads_to(), access);
    assert!(owner.open(&access).await.text.contains("no es posible en el estado actual"));
    let sent = owner.send(&format!("{client}/mail"), &[("then", "send")]).await;
    assert_eq!(sent.status, 422);
    assert!(sent.text.contains("no es posible en el estado actual"), "{}", sent.text);
}

#[tokio::test]
async fn d14_the_invitation_is_mailed_from_the_page_as_it_is_drafted() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = with_site(&mut owner, &area).await;
    let sent = owner.send(&format!("{client}/mail"), &[("then", "send")]).await;
    assert_eq!(sent.leads_to(), format!("{client}/access"), "{}", sent.text);
    let shown = owner.open(sent.leads_to()).await.text;
    assert!(shown.contains("Invitación en camino.") && shown.contains("Invitado"), "{shown}");
}

#[tokio::test]
async fn d15_the_mail_is_previewed_and_edited_around_its_placeholders() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = with_site(&mut owner, &area).await;
    let mail = format!("{client}/mail");
    let draft = owner.open(&mail).await;
    let policy = draft.headers["content-security-policy"].to_str().expect("a text").to_owned();
    assert!(policy.contains("style-src 'self' 'unsafe-inline'"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
    let draft = draft.text;
    let looks = drawn(&draft);
    for said in
        ["<h1>Mail</h1>", ">[aquí irá el URL de configuración]</a>", "pedro@duero.example</p>"]
    {
        assert!(looks.contains(said), "{said}: {looks}");
    }
    assert!(!looks.contains("href") && !looks.contains('{'), "nothing leads anywhere: {looks}");
    assert!(draft.contains("Pedro Ruiz: {setup_url} {user_name}</textarea>"), "{draft}");

    let form = |text, then| [("subject", "Sus <sitios>"), ("text", text), ("then", then)];
    let text = "Hola:\r\n{setup_url}\r\nUsuario: {user_name}";
    let seen = owner.send(&mail, &form(text, "")).await;
    assert_eq!(seen.status, 200);
    assert!(drawn(&seen.text).contains("<p>Usuario: pedro@duero.example</p>"), "{}", seen.text);
    for said in ["Sus &#60;sitios&#62;", "Usuario: {user_name}"] {
        assert!(seen.text.contains(said), "{said}: {}", seen.text);
    }
    for then in ["", "send"] {
        let lost = owner.send(&mail, &form("Entre en {setup_url}, Pedro", then)).await;
        assert_eq!(lost.status, 422);
        for said in ["debe conservar {user_name}", "Entre en {setup_url}, Pedro</textarea>"] {
            assert!(lost.text.contains(said), "{said}: {}", lost.text);
        }
    }
    let access = format!("{client}/access");
    assert!(!owner.open(&access).await.text.contains("Invitado"), "nothing was sent");
    assert_eq!(owner.send(&mail, &form(text, "send")).await.leads_to(), access);
    assert!(owner.open(&access).await.text.contains("Invitado"));
}

#[tokio::test]
async fn d22_d23_access_is_suspended_and_given_back() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = with_site(&mut owner, &area).await;
    let access = format!("{client}/access");
    let suspend = format!("{client}/suspend");
    let asked = owner.send(&suspend, &[]).await.text;
    assert!(asked.contains("No podrá entrar hasta que reactive su acceso"), "{asked}");
    assert!(owner.open(&access).await.text.contains("Sitio asignado"), "nothing was done yet");
    assert_eq!(owner.send(&suspend, &[("step", "confirm")]).await.leads_to(), access);
    let shown = owner.open(&access).await.text;
    for said in ["Acceso suspendido.", "Suspendido desde", "Reactivar acceso"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(!shown.contains("Generar"), "{shown}");
    owner.send(&format!("{client}/reactivate"), &[]).await;
    let shown = owner.open(&access).await.text;
    assert!(shown.contains("Acceso reactivado.") && shown.contains("Sitio asignado"), "{shown}");
    owner.send(&format!("{client}/reactivate"), &[]).await;
    assert!(owner.open(&access).await.text.contains("no es posible en el estado actual"));
}

#[tokio::test]
async fn d24_d25_seeing_as_the_client_asks_why_and_leads_to_an_address_that_opens_once() {
    let world = World::new();
    let (mut owner, area) = world.owner("carmen@acme.example", "Acme").await;
    let client = with_site(&mut owner, &area).await;
    let view = format!("{client}/view-as");
    let link = format!("href=\"{view}\">Ver como cliente</a>");
    for tail in ["", "/sites", "/access"] {
        assert!(owner.open(&format!("{client}{tail}")).await.text.contains(&link), "{tail}");
    }
    let wrong = owner.send(&view, &[("reason", "Vea https://duero.example")]).await;
    assert_eq!(wrong.status, 422);
    for said in ["No puede contener enlaces", "Vea https:"] {
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    assert_eq!(owner.send(&view, &[("reason", " ")]).await.status, 422);

    world.pass(TimeDelta::minutes(11));
    let reason = ("reason", "Dice que no ve la tienda");
    let again = owner.send(&view, &[reason]).await;
    assert_eq!(again.status, 422);
    for said in ["Escriba su contraseña otra vez", "name=\"password\"", "no ve la tienda"] {
        assert!(again.text.contains(said), "{said}: {}", again.text);
    }
    let ready = owner.send(&view, &[reason, ("password", PASSWORD)]).await;
    assert_eq!(ready.leads_to(), client, "{}", ready.text);
    let token = world.mailed("view-as");
    let token = token.split_once('#').map_or("", |(_, token)| token);
    let shown = owner.open(&client).await.text;
    let opens = format!("href=\"/view-as#{token}\" target=\"_blank\" rel=\"noopener\"");
    assert!(shown.contains(&opens) && shown.contains("Se abre una sola vez"), "{shown}");
    assert!(!owner.open(&client).await.text.contains("/view-as#"), "it is shown once");
}
