//! How every operation is tried. An operation without a row fails the test.

use serde_json::{Value, json};

use super::row::{Before, Row, Whom};
use crate::world::PASSWORD;

/// Every row, in the order of the table.
pub fn all() -> Vec<Row> {
    [
        anywhere(),
        getting_in(),
        me(),
        invitations_received(),
        account(),
        ownership(),
        members(),
        invitations(),
        contacts(),
        communications(),
        support(),
        clients(),
        client_access(),
        client_areas(),
        sites(),
        keys(),
        access(),
    ]
    .concat()
}

fn anywhere() -> Vec<Row> {
    vec![Row::on("GET /healthz"), Row::on("GET /readyz"), Row::on("GET /v1/policy")]
}

fn getting_in() -> Vec<Row> {
    vec![
        Row::on("POST /v1/registrations").with(|cast, _| {
            json!({
                "email": cast.newcomer, "password": PASSWORD,
                "first_name": "Noa", "last_name": "Vidal",
            })
        }),
        Row::on("POST /v1/registrations/confirm")
            .after(Before::Attempt, "with the mailed link")
            .with(|cast, _| json!({ "token": cast.link, "password": PASSWORD })),
        Row::on("POST /v1/sessions")
            .with(|cast, _| json!({ "email": cast.person.email, "password": PASSWORD })),
        Row::on("GET /v1/sessions"),
        Row::on("DELETE /v1/sessions/current"),
        Row::on("DELETE /v1/sessions/{session_id}"),
        Row::on("POST /v1/sessions/current/reauthenticate")
            .with(|_, _| json!({ "password": PASSWORD })),
        Row::on("POST /v1/password-resets").with(|cast, _| json!({ "email": cast.person.email })),
        Row::on("POST /v1/password-resets/confirm")
            .after(Before::Reset, "with the mailed link")
            .with(|cast, _| json!({ "token": cast.link, "password": "otra orilla lejana" })),
    ]
}

fn me() -> Vec<Row> {
    vec![
        Row::on("GET /v1/me"),
        Row::on("PATCH /v1/me").with(|_, _| json!({ "first_name": "Dolores" })),
        Row::on("POST /v1/me/password")
            .with(|_, _| json!({ "current": PASSWORD, "new": "otra orilla lejana" })),
        Row::on("GET /v1/me/accounts"),
        Row::on("PUT /v1/me/accounts/{account_id}/notifications")
            .with(|_, _| json!({ "notifications": ["general", "billing"] })),
        Row::on("PUT /v1/me/accounts/{account_id}/notifications")
            .noting("none at all")
            .with(|_, _| json!({ "notifications": [] })),
        Row::on("POST /v1/accounts").with(|_, _| json!({ "name": "Salinas S.A." })),
    ]
}

fn invitations_received() -> Vec<Row> {
    vec![
        Row::on("GET /v1/me/invitations"),
        Row::on("POST /v1/me/invitations/{invitation_id}/accept"),
        Row::on("POST /v1/me/invitations/{invitation_id}/decline"),
        Row::on("POST /v1/invitations/lookup").with(|cast, _| json!({ "token": cast.link })),
        Row::on("POST /v1/invitations/accept").with(|cast, _| json!({ "token": cast.link })),
        Row::on("POST /v1/invitations/decline").with(|cast, _| json!({ "token": cast.link })),
        Row::on("POST /v1/invitations/accept")
            .noting("someone else's")
            .with(|cast, _| json!({ "token": cast.duero.link })),
        Row::on("POST /v1/invitations/decline")
            .noting("someone else's")
            .with(|cast, _| json!({ "token": cast.duero.link })),
    ]
}

fn account() -> Vec<Row> {
    vec![
        Row::on("GET /v1/accounts/{account_id}"),
        Row::on("PATCH /v1/accounts/{account_id}").with(|_, _| json!({ "name": "Acme S.A." })),
        Row::on("DELETE /v1/accounts/{account_id}"),
        Row::on("GET /v1/accounts/{account_id}/audit-log"),
        Row::on("GET /v1/accounts/{account_id}/events"),
    ]
}

fn ownership() -> Vec<Row> {
    const OFFER: &str = "GET /v1/accounts/{account_id}/ownership-offer";
    const ACCEPT: &str = "POST /v1/accounts/{account_id}/ownership-offer/accept";
    const CALL_OFF: &str = "DELETE /v1/accounts/{account_id}/ownership-offer";
    let rows = [OFFER, ACCEPT, CALL_OFF].into_iter().flat_map(|operation| {
        [
            Row::on(operation).after(Before::OfferToCaller, "to the caller"),
            Row::on(operation).after(Before::OfferToAnother, "to another"),
        ]
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.push(
        Row::on("POST /v1/accounts/{account_id}/ownership-offer")
            .with(|_, things| json!({ "user_id": things.user })),
    );
    rows.push(
        Row::on("POST /v1/accounts/{account_id}/ownership-transfer")
            .with(|_, things| json!({ "user_id": things.user })),
    );
    rows
}

fn members() -> Vec<Row> {
    const READ: &str = "GET /v1/accounts/{account_id}/users/{user_id}";
    const UPDATE: &str = "PATCH /v1/accounts/{account_id}/users/{user_id}";
    const REMOVE: &str = "DELETE /v1/accounts/{account_id}/users/{user_id}";
    const SUSPEND: &str = "POST /v1/accounts/{account_id}/users/{user_id}/suspend";
    const REACTIVATE: &str = "POST /v1/accounts/{account_id}/users/{user_id}/reactivate";
    vec![
        Row::on("GET /v1/accounts/{account_id}/users"),
        Row::on(READ),
        Row::on(READ).whom(Whom::Oneself, "oneself"),
        Row::on(UPDATE).with(|_, _| json!({ "role": "user", "grants": ["invoices.read"] })),
        Row::on(UPDATE)
            .whom(Whom::Oneself, "oneself")
            .with(|_, _| json!({ "role": "user", "grants": "all" })),
        Row::on(UPDATE).whom(Whom::TheOwner, "the owner").with(|_, _| json!({ "role": "user" })),
        Row::on(UPDATE).noting("to administrator").with(|_, _| json!({ "role": "administrator" })),
        Row::on(REMOVE),
        Row::on(REMOVE).whom(Whom::Oneself, "oneself"),
        Row::on(REMOVE).whom(Whom::TheOwner, "the owner"),
        Row::on(SUSPEND),
        Row::on(SUSPEND).whom(Whom::TheOwner, "the owner"),
        Row::on(SUSPEND).whom(Whom::Oneself, "oneself"),
        Row::on(REACTIVATE),
        Row::on(REACTIVATE).whom(Whom::Oneself, "oneself"),
    ]
}

fn invitations() -> Vec<Row> {
    vec![
        Row::on("GET /v1/accounts/{account_id}/invitations"),
        Row::on("POST /v1/accounts/{account_id}/invitations")
            .with(|cast, _| json!({ "emails": cast.newcomer, "role": "user" })),
        Row::on("POST /v1/accounts/{account_id}/invitations")
            .noting("as administrator")
            .with(|cast, _| json!({ "emails": cast.newcomer, "role": "administrator" })),
        Row::on("GET /v1/accounts/{account_id}/invitations/{invitation_id}"),
        Row::on("POST /v1/accounts/{account_id}/invitations/{invitation_id}/resend"),
        Row::on("POST /v1/accounts/{account_id}/invitations/{invitation_id}/revoke"),
    ]
}

fn contacts() -> Vec<Row> {
    const CONTACTS: &str = "POST /v1/accounts/{account_id}/contacts";
    const CONTACT: &str = "PATCH /v1/accounts/{account_id}/contacts/{contact_id}";
    const ACCESS: &str = "POST /v1/accounts/{account_id}/contacts/{contact_id}/panel-access";
    vec![
        Row::on("GET /v1/accounts/{account_id}/contacts"),
        Row::on(CONTACTS).with(|cast, _| contact(&cast.newcomer, &json!(false))),
        Row::on(CONTACTS)
            .noting("with an invitation")
            .with(|cast, _| contact(&cast.newcomer, &json!("invite"))),
        Row::on(CONTACTS)
            .noting("with a password")
            .with(|cast, _| contact(&cast.newcomer, &json!({ "password": PASSWORD }))),
        Row::on("GET /v1/accounts/{account_id}/contacts/{contact_id}"),
        Row::on(CONTACT).with(|_, _| json!({ "profile": "billing" })),
        Row::on("DELETE /v1/accounts/{account_id}/contacts/{contact_id}"),
        Row::on(ACCESS),
        Row::on(ACCESS).noting("with a password").with(|_, _| json!({ "password": PASSWORD })),
        Row::on("DELETE /v1/accounts/{account_id}/contacts/{contact_id}/panel-access"),
    ]
}

fn contact(email: &str, panel_access: &Value) -> Value {
    json!({
        "first_name": "Noa", "last_name": "Vidal", "email": email, "profile": "billing",
        "panel_access": panel_access,
    })
}

fn communications() -> Vec<Row> {
    vec![
        Row::on("GET /v1/accounts/{account_id}/communications/recipients"),
        Row::on("POST /v1/accounts/{account_id}/communications").with(
            |_, _| json!({ "category": "billing", "subject": "Factura", "text": "Ya está lista." }),
        ),
        Row::on("GET /v1/accounts/{account_id}/communications"),
        Row::on("GET /v1/accounts/{account_id}/communications/{communication_id}"),
        Row::on("POST /v1/accounts/{account_id}/communications/{communication_id}/retry"),
    ]
}

fn support() -> Vec<Row> {
    vec![
        Row::on("POST /v1/accounts/{account_id}/authorised-contacts/verify")
            .with(|_, things| json!({ "email": things.email, "topic": "invoices.read" })),
        Row::on("POST /v1/me/accounts/{account_id}/support-code"),
        Row::on("POST /v1/accounts/{account_id}/support-codes/check")
            .with(|_, things| json!({ "email": things.email, "code": "000000" })),
    ]
}

fn clients() -> Vec<Row> {
    const CLIENT: &str = "PATCH /v1/accounts/{account_id}/clients/{client_id}";
    const ASSIGN: &str = "PUT /v1/accounts/{account_id}/clients/{client_id}/sites/{site_id}";
    vec![
        Row::on("GET /v1/accounts/{account_id}/clients"),
        Row::on("POST /v1/accounts/{account_id}/clients").with(
            |cast, _| json!({ "first_name": "Noa", "last_name": "Gil", "email": cast.newcomer }),
        ),
        Row::on("GET /v1/accounts/{account_id}/clients/{client_id}"),
        Row::on(CLIENT).with(|_, _| json!({ "company": "Flores Gil" })),
        Row::on(CLIENT).noting("the e-mail").with(|_, _| json!({ "email": "otra@b.es" })),
        Row::on("DELETE /v1/accounts/{account_id}/clients/{client_id}"),
        Row::on("POST /v1/accounts/{account_id}/clients/{client_id}/suspend"),
        Row::on("POST /v1/accounts/{account_id}/clients/{client_id}/reactivate"),
        Row::on("GET /v1/accounts/{account_id}/clients/{client_id}/sites"),
        Row::on(ASSIGN).with(|_, _| json!({ "permissions": ["view_stats", "comments"] })),
        Row::on(ASSIGN)
            .noting("lacking what it needs")
            .with(|_, _| json!({ "permissions": ["seo"] })),
        Row::on("DELETE /v1/accounts/{account_id}/clients/{client_id}/sites/{site_id}"),
        Row::on("POST /v1/accounts/{account_id}/clients/import").with(
            |cast, _| json!({ "first_name": "Noa", "last_name": "Gil", "email": cast.newcomer }),
        ),
        Row::on("GET /v1/accounts/{account_id}/clients/export"),
    ]
}

fn client_access() -> Vec<Row> {
    const MAIL: &str = "POST /v1/accounts/{account_id}/clients/{client_id}/invitation-mail";
    vec![
        Row::on("POST /v1/accounts/{account_id}/clients/{client_id}/setup-link"),
        Row::on("GET /v1/accounts/{account_id}/clients/{client_id}/invitation-mail"),
        Row::on("POST /v1/accounts/{account_id}/clients/{client_id}/invitation-mail/preview")
            .with(|_, _| json!({ "text": "{setup_url} {user_name}" })),
        Row::on(MAIL),
        Row::on(MAIL).noting("without the link").with(|_, _| json!({ "text": "{user_name}" })),
        Row::on("POST /v1/setup-links/lookup").with(|cast, _| json!({ "token": cast.link })),
        Row::on("POST /v1/setup-links/lookup")
            .after(Before::SetupLink, "with the link")
            .with(|cast, _| json!({ "token": cast.link })),
        Row::on("POST /v1/setup-links/redeem")
            .after(Before::SetupLink, "with the link")
            .with(|cast, _| json!({ "token": cast.link, "password": PASSWORD })),
    ]
}

fn client_areas() -> Vec<Row> {
    vec![
        Row::on("GET /v1/client-areas"),
        Row::on("GET /v1/client-areas/{account_id}"),
        Row::on("POST /v1/accounts/{account_id}/clients/{client_id}/view-as")
            .with(|_, _| json!({ "reason": "No encuentra su sitio" })),
        Row::on("POST /v1/view-as/redeem").with(|cast, _| json!({ "token": cast.link })),
        Row::on("POST /v1/view-as/redeem")
            .after(Before::ViewingAddress, "with the address")
            .with(|cast, _| json!({ "token": cast.link })),
        Row::on("DELETE /v1/view-as/current"),
        Row::on("GET /v1/accounts/{account_id}/viewings"),
    ]
}

fn sites() -> Vec<Row> {
    vec![
        Row::on("GET /v1/accounts/{account_id}/sites"),
        Row::on("POST /v1/accounts/{account_id}/sites").with(|_, _| json!({ "name": "Taller" })),
        Row::on("POST /v1/accounts/{account_id}/sites")
            .noting("an alias twice")
            .with(|_, _| json!({ "name": "Taller", "alias": "floristeria" })),
        Row::on("GET /v1/accounts/{account_id}/sites/{site_id}"),
        Row::on("PATCH /v1/accounts/{account_id}/sites/{site_id}")
            .with(|_, _| json!({ "url": "https://taller.example" })),
        Row::on("GET /v1/accounts/{account_id}/sites/{site_id}/clients"),
        Row::on("DELETE /v1/accounts/{account_id}/sites/{site_id}"),
        Row::on("POST /v1/accounts/{account_id}/sites/import")
            .with(|_, _| json!({ "name": "Taller" })),
        Row::on("GET /v1/accounts/{account_id}/sites/export"),
    ]
}

fn keys() -> Vec<Row> {
    vec![
        Row::on("GET /v1/accounts/{account_id}/service-keys"),
        Row::on("POST /v1/accounts/{account_id}/service-keys")
            .with(|_, _| json!({ "name": "Tienda", "scopes": ["access.check", "events.read"] })),
        Row::on("DELETE /v1/accounts/{account_id}/service-keys/{key_id}"),
    ]
}

fn access() -> Vec<Row> {
    vec![
        Row::on("POST /v1/accounts/{account_id}/access/check")
            .noting("oneself")
            .with(|_, _| json!({ "permission": "users.read" })),
        Row::on("POST /v1/accounts/{account_id}/access/check")
            .noting("another")
            .with(|_, things| json!({ "user_id": things.user, "permission": "users.read" })),
        Row::on("POST /v1/accounts/{account_id}/access/check")
            .noting("another's address")
            .with(|_, things| json!({ "email": things.email, "permission": "users.read" })),
        Row::on("POST /v1/accounts/{account_id}/access/check-batch").with(|_, things| {
            let user = json!({ "user_id": things.user, "permission": "users.read" });
            let address = json!({ "email": things.email, "permission": "users.invite" });
            json!({ "checks": [user, address] })
        }),
        Row::on("POST /v1/accounts/{account_id}/access/check")
            .noting("oneself, on a site")
            .with(|_, things| json!({ "site_permission": "view_stats", "site_id": things.site })),
        Row::on("POST /v1/accounts/{account_id}/access/check").noting("another, on a site").with(
            |_, things| {
                let (user, site) = (&things.user, &things.site);
                json!({ "user_id": user, "site_permission": "view_stats", "site_id": site })
            },
        ),
        Row::on("GET /v1/accounts/{account_id}/access/who"),
    ]
}
