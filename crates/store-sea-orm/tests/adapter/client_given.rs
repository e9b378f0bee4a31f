//! What a test of clients starts from.

use portero_domain::id::{ClientId, SiteId, ViewingId};
use portero_domain::model::{
    Account, Client, ClientChange, ClientDetails, Limits, Line, Message, NewViewing, Session,
    SetupLink, Site, SiteAssignment, SiteDetails, TokenHash, User, Viewing,
};
use portero_domain::policy::{Scope, SitePermission, SitePermissionSet};
use portero_domain::port::Store;
use portero_store_sea_orm::SeaOrmStore;

use crate::given;

pub(crate) fn details(first: &str, last: &str) -> ClientDetails {
    ClientDetails {
        first_name: given::name(first),
        last_name: given::name(last),
        company: None,
        address: None,
        phone: None,
        notes: None,
    }
}

pub(crate) fn created(account: &Account, email: &str, details: ClientDetails) -> ClientChange {
    let id = ClientId::from_uuid(given::id());
    Client::create(id, account.id, given::address(email), details, given::noon())
}

pub(crate) async fn client(store: &SeaOrmStore, account: &Account, email: &str) -> Client {
    save(store, created(account, email, details("Carla", "Núñez"))).await
}

/// Saves a change of a client by itself.
pub(crate) async fn save(store: &SeaOrmStore, change: ClientChange) -> Client {
    let client = change.aggregate().clone();
    let mut unit = store.begin().await.unwrap();
    unit.clients().save_all(vec![change]).await.unwrap();
    unit.commit(given::trail(Scope::Account(client.account_id))).await.unwrap();
    client
}

pub(crate) fn site_details(name: &str) -> SiteDetails {
    SiteDetails { name: given::name(name), alias: None, url: None, domain: None }
}

pub(crate) async fn site(store: &SeaOrmStore, account: &Account, name: &str) -> Site {
    let id = SiteId::from_uuid(given::id());
    let mut details = site_details(name);
    details.alias = Some(given::name(&format!("alias-{name}")));
    details.domain = Some(Line::parse("hotel.example").unwrap());
    let change = Site::create(id, account.id, details, given::noon());
    let site = change.aggregate().clone();
    let mut unit = store.begin().await.unwrap();
    unit.sites().save_all(vec![change]).await.unwrap();
    unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();
    site
}

pub(crate) fn blogging() -> SitePermissionSet {
    SitePermissionSet::of(&[SitePermission::Blog])
}

pub(crate) async fn assigned(store: &SeaOrmStore, client: Client, site: &Site) -> Client {
    let account = client.account_id;
    let of = (account, client.id);
    let change = SiteAssignment::assign(of, site.id, blogging(), given::noon()).unwrap();
    let counted = client.gain_site(change.aggregate());
    let client = counted.aggregate().clone();
    let mut unit = store.begin().await.unwrap();
    unit.clients().save_all(vec![counted]).await.unwrap();
    unit.assignments().save_all(vec![change]).await.unwrap();
    unit.commit(given::trail(Scope::Account(account))).await.unwrap();
    client
}

pub(crate) fn setup_link(link: TokenHash) -> SetupLink {
    SetupLink { link, expires_at: given::after(60), mailed: true }
}

/// The client after this user has redeemed a setup link.
pub(crate) async fn active(store: &SeaOrmStore, client: Client, user: &User) -> Client {
    let invited = client.grant_access(setup_link(given::hash())).unwrap();
    let client = save(store, invited).await;
    save(store, client.sign_in(user.id).unwrap().changed().unwrap()).await
}

pub(crate) async fn viewing(store: &SeaOrmStore, client: &Client, session: &Session) -> Viewing {
    let new = NewViewing {
        id: ViewingId::from_uuid(given::id()),
        account_id: client.account_id,
        client_id: client.id,
        user_id: session.user_id,
        session_id: session.id,
        reason: Message::parse("Lo ha pedido").unwrap(),
        link: given::hash(),
    };
    let offered = Viewing::offer(new, &Limits::default(), given::noon());
    let viewing = offered.aggregate().clone();
    let mut unit = store.begin().await.unwrap();
    unit.viewings().save(offered).await.unwrap();
    unit.commit(given::trail(Scope::Account(client.account_id))).await.unwrap();
    viewing
}
