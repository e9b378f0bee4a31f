//! What the tests of clients start from.

use std::sync::mpsc::{Receiver, channel};

use chrono::TimeDelta;
use portero_domain::id::{ClientId, SiteId};
use portero_domain::model::{
    Admission, AuditHash, AuditRecord, AuditTrail, Client, ClientAccess, ClientChange,
    ClientDetails, Language, SetupLink, Site, SiteAssignment, SiteDetails, TokenHash, User,
    UserState, Version,
};
use portero_domain::policy::{Role, SitePermissionSet};
use portero_domain::port::{
    ClientRow, Entrances, FoundArea, FoundSetupLink, LinkedClient, MockUnitOfWork,
};
use uuid::Uuid;

use crate::stage::{account, address, member, name, now, user};

pub const CLIENT: ClientId = ClientId::from_uuid(Uuid::from_u128(0xC1));
pub const SITE: SiteId = SiteId::from_uuid(Uuid::from_u128(0x51));

pub const OPEN: Admission =
    Admission { account: portero_domain::model::AccountState::Active, owner: UserState::Active };

pub fn details() -> ClientDetails {
    ClientDetails {
        first_name: name("Carla"),
        last_name: name("García"),
        company: None,
        address: None,
        phone: None,
        notes: None,
    }
}

pub fn client(access: ClientAccess) -> Client {
    Client {
        id: CLIENT,
        account_id: account().id,
        email: address("carla@garcia.es"),
        details: details(),
        site_count: 1,
        access,
        suspended_at: None,
        last_active_at: None,
        created_at: now(),
        version: Version::FIRST,
    }
}

pub fn link(mailed: bool) -> SetupLink {
    let expires_at = now() + TimeDelta::days(30);
    SetupLink { link: TokenHash::from_bytes([6; 32]), expires_at, mailed }
}

pub fn invited(mailed: bool) -> Client {
    client(ClientAccess::Invited(link(mailed)))
}

/// Carla, who is the client.
pub fn carla() -> User {
    user(3, "carla@garcia.es")
}

pub fn active() -> Client {
    client(ClientAccess::Active { user: carla().id, link: link(false) })
}

pub fn site() -> Site {
    let details = SiteDetails {
        name: name("Hotel Sol"),
        alias: Some(name("hotel-sol")),
        url: None,
        domain: None,
    };
    let (account_id, created_at, version) = (account().id, now(), Version::FIRST);
    Site { id: SITE, account_id, details, created_at, version }
}

pub fn assignment(permissions: SitePermissionSet) -> SiteAssignment {
    SiteAssignment {
        account_id: account().id,
        client_id: CLIENT,
        site_id: SITE,
        permissions,
        since: now(),
        version: Version::FIRST,
    }
}

pub fn area(client: Client) -> FoundArea {
    let account_name = account().name;
    FoundArea { account_id: account().id, account_name, admission: OPEN, client }
}

pub fn row(client: Client) -> ClientRow {
    ClientRow { client, sites: Vec::new() }
}

pub fn found_link(client: Client, user: Option<User>) -> FoundSetupLink {
    FoundSetupLink {
        linked: LinkedClient { client, superseded: false },
        account_name: account().name,
        account_language: Language::English,
        admission: OPEN,
        user,
    }
}

/// A unit of work on the account by Ana, who has this role.
pub fn unit_of(role: Role) -> MockUnitOfWork {
    let mut unit = MockUnitOfWork::default();
    unit.accounts.expect_lock().returning(|_| Ok(Some(account())));
    unit.accounts.expect_find_owner_state().returning(|_| Ok(Some(UserState::Active)));
    unit.users.expect_find().returning(|_| Ok(Some(user(1, "ana@a.es"))));
    let membership = member(&user(1, "ana@a.es"), role);
    unit.memberships.expect_find().returning(move |_, _| Ok(Some(membership.clone())));
    unit
}

/// What the user of a client may enter.
pub fn entrances(unit: &mut MockUnitOfWork, an_account: bool) {
    let entrances = Entrances { an_account, a_suspended_area: true, ..Entrances::default() };
    unit.users.expect_find_entrances().returning(move |_, _| Ok(entrances));
}

/// Hands over every change to a client that is written.
pub fn written(unit: &mut MockUnitOfWork) -> Receiver<Vec<ClientChange>> {
    let (sender, receiver) = channel();
    unit.clients.expect_save_all().returning(move |changes| {
        sender.send(changes).expect("the test listens");
        Ok(())
    });
    receiver
}

/// Hands over the records of the commit.
pub fn committed(unit: &mut MockUnitOfWork) -> Receiver<Vec<AuditRecord>> {
    let (sender, receiver) = channel();
    unit.on_commit = Some(Box::new(move |trail: AuditTrail| {
        let entries = trail.into_entries().into_iter();
        let records = entries.map(|entry| entry.into_record(1, AuditHash::ZERO)).collect();
        sender.send(records).expect("the test listens");
        Ok(())
    }));
    receiver
}

pub fn actions(records: &Receiver<Vec<AuditRecord>>) -> Vec<String> {
    let records = records.try_recv().expect("it was committed");
    records.into_iter().map(|record| record.action).collect()
}
