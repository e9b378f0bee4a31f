//! Every list is light at its full size, with names as long as people have them, and goes on behind
//! what it shows.

use portero_domain::model::{
    ContactDetails, ContactProfile, Line, Name, ServiceScope, SiteDetails,
};
use portero_domain::policy::{Category, CategorySet};
use portero_domain::use_case::{NewContact, NewPanelAccess, Once};

use crate::agency::Agency;
use crate::browser::{Browser, between};

const FIRST: &str = "María de los Ángeles";
const LAST: &str = "Fernández de Córdoba Rodríguez";

/// More than any list shows on one page.
const MANY: usize = 60;
/// The same of keys.
const KEYS: usize = 25;

fn email(number: usize) -> String {
    format!("maria.angeles.fernandez.{number}@administracion.duero.example")
}

/// An area with many of everything that has a list.
async fn full() -> Agency {
    let mut agency = Agency::set().await;
    let area = agency.area.clone();
    for number in 0..MANY {
        add_contact(&agency, number).await;
        let site = format!("Muebles Fernández de Córdoba e Hijos {number}");
        build(&agency, &site, number).await;
        let path = format!("{area}/communications/new");
        let subject =
            format!("Cambio de horario de atención en la oficina central, aviso {number}");
        let form = [
            ("category", "general"),
            ("subject", subject.as_str()),
            ("text", "Abrimos a las nueve."),
            ("step", "send"),
        ];
        agency.owner.send(&path, &form).await;
    }
    for number in 0..KEYS {
        let name = Name::parse(&format!("Sistema de facturación de la tienda {number}"));
        let (caller, account) = (agency.caller().await, agency.account);
        let scopes = ServiceScope::ALL.iter().copied().collect();
        let name = name.expect("a name");
        let made = agency.world.portero.create_service_key(&caller, account, name, scopes).await;
        made.expect("a key");
    }
    let emails: Vec<_> = (0..MANY).map(email).collect();
    for part in emails.chunks(30) {
        let form = [("emails", &*part.join(" ")), ("role", "administrator"), ("step", "send")];
        agency.owner.send(&format!("{area}/users/invite"), &form).await;
    }
    agency
}

async fn add_contact(agency: &Agency, number: usize) {
    let portero = &agency.world.portero;
    let details = ContactDetails {
        first_name: Name::parse(FIRST).expect("a name"),
        last_name: Name::parse(LAST).expect("a name"),
        email: portero.parse_address(&email(number)).expect("an address"),
        profile: ContactProfile::Billing,
        phone: None,
        company: None,
        address: None,
        notifications: CategorySet::of(&[Category::Billing, Category::Orders]),
    };
    let new = NewContact { details, access: NewPanelAccess::No };
    let (caller, once) = (agency.caller().await, Once::each_time());
    portero.create_contact(&caller, agency.account, new, once).await.expect("a contact");
}

async fn build(agency: &Agency, name: &str, number: usize) {
    let line = |text: String| Line::parse(&text).ok();
    let details = SiteDetails {
        name: Name::parse(name).expect("a name"),
        alias: Name::parse(&format!("muebles-fernandez-{number}")).ok(),
        url: line(format!("https://www.mueblesfernandezdecordoba{number}.example/es/")),
        domain: line(format!("mueblesfernandezdecordoba{number}.example")),
    };
    let (caller, once) = (agency.caller().await, Once::each_time());
    let made = agency.world.portero.create_site(&caller, agency.account, details, once).await;
    made.expect("a site");
}

/// Opens a list and every page behind it: how many rows there are in all.
async fn rows(browser: &mut Browser, path: &str, style: usize) -> usize {
    let (mut rows, mut next) = (0, path.to_owned());
    while !next.is_empty() {
        let shown = browser.open(&next).await.text;
        assert!(shown.len() + style < 30_000, "{next}: {} and {style} bytes", shown.len());
        rows += shown.matches("<tr><td").count();
        next = between(&shown, "<p class=\"links\"><a href=\"", "\">Ver más").replace("&#38;", "&");
    }
    rows
}

#[tokio::test]
async fn every_list_is_light_at_its_full_size_and_leaves_nothing_out() {
    let mut agency = full().await;
    let area = agency.area.clone();
    let style = agency.owner.open("/assets/panel.css").await.text.len();
    agency.owner.open(&area).await;
    let lists = [
        ("/users", 1 + MANY),
        ("/contacts", MANY),
        ("/communications", MANY),
        ("/sites", MANY),
        ("/keys", KEYS),
    ];
    for (tail, expected) in lists {
        let found = rows(&mut agency.owner, &format!("{area}{tail}"), style).await;
        assert_eq!(found, expected, "{tail}");
    }
    assert!(rows(&mut agency.owner, &format!("{area}/audit"), style).await > 3 * MANY);
}

#[tokio::test]
async fn an_open_invitation_does_not_vanish_behind_those_that_are_over() {
    let mut agency = Agency::set().await;
    let users = format!("{}/users", agency.area);
    let invite = format!("{users}/invite");
    let send =
        |emails: String| [("emails", emails), ("role", "user".into()), ("step", "send".into())];
    let open = send("abierta@duero.example".to_owned());
    agency.owner.send(&invite, &open.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    for number in 0..8 {
        let form = send(format!("otra{number}@duero.example"));
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        agency.owner.send(&invite, &form).await;
        let list = agency.owner.open(&users).await.text;
        let id = between(&list, "/invitations/", "/revoke").rsplit('/').next().unwrap_or_default();
        let id = id.split('"').next().unwrap_or_default().to_owned();
        let revoke = format!("{}/invitations/{id}/revoke", agency.area);
        agency.owner.send(&revoke, &[("step", "confirm")]).await;
    }
    let list = agency.owner.open(&users).await.text;
    assert!(list.contains("abierta@duero.example"), "{list}");
    assert!(!list.contains("otra0@duero.example"), "{list}");
}

/// As many people as a page shows, each with a long name, an end and a visit.
#[tokio::test]
async fn a_page_of_people_is_light() {
    let mut agency = Agency::set().await;
    let area = agency.area.clone();
    for number in 0..22 {
        let mut guest = agency.world.browser();
        let email = email(number);
        let form = [
            ("emails", email.as_str()),
            ("role", "finance"),
            ("until", "2099-11-25"),
            ("step", "send"),
        ];
        agency.owner.send(&format!("{area}/users/invite"), &form).await;
        guest.send("/invitation", &[("token", &agency.world.mailed("invitation"))]).await;
        agency.world.register_as(&mut guest, (FIRST, LAST), &email).await;
    }
    let emails: Vec<_> = (100..110).map(email).collect();
    let form = [("emails", &*emails.join(" ")), ("role", "administrator"), ("step", "send")];
    agency.owner.send(&format!("{area}/users/invite"), &form).await;
    agency.owner.open(&format!("{area}/users")).await;
    let style = agency.owner.open("/assets/panel.css").await.text.len();
    let first = agency.owner.open(&format!("{area}/users")).await.text;
    assert!(first.len() + style < 30_000, "{} and {style} bytes", first.len());
    assert_eq!(first.matches("<tr><td").count(), 20 + 5, "{first}");
}
