//! Clients in a unit of work.

use portero_domain::id::{ClientId, UserId};
use portero_domain::model::{
    Client, ClientAccess, ClientAmendment, ClientChange, ClientDetails, ClientStatus, TokenHash,
};
use portero_domain::policy::Scope;
use portero_domain::port::{LinkedClient, StoreError};

use crate::Faces;
use crate::given::{ALLOWED, Given, address, after, attempt, client_details, name, noon, trail};

/// A client is found as it was saved, with everything or with nothing but what it must have, and
/// however far its access has come.
pub async fn a_client_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    let full = given.client(&account, "Full@d.example").await;
    assert_eq!(find(faces, &full).await, Some(full));
    let (first_name, last_name) = (name("Eva"), name("Gil"));
    let (company, address, phone, notes) = (None, None, None, None);
    let bare = ClientDetails { first_name, last_name, company, address, phone, notes };
    let bare = given.saved(given.new_client_with(&account, "bare@d.example", bare)).await;
    assert_eq!(find(faces, &bare).await, Some(bare));

    let invited = given.invited_client(&account, "carla@d.example").await;
    assert_eq!(find(faces, &invited).await, Some(invited.clone()));
    let active = invited.sign_in(user.id).expect("invited").changed().expect("a change");
    let active = given.saved(active).await;
    assert_eq!(find(faces, &active).await, Some(active.clone()));
    let suspended = given.suspended(active).await;
    let statuses = (suspended.status(), suspended.status_behind_suspension());
    assert_eq!(statuses, (ClientStatus::Suspended, ClientStatus::Active));
    assert_eq!(find(faces, &suspended).await, Some(suspended.clone()));
    let again = given.saved(suspended.reactivate().expect("suspended")).await;
    assert_eq!(find(faces, &again).await, Some(again));
}

/// A client is found on its own account only: by id, by address and by user.
pub async fn a_client_is_found_on_its_own_account_only(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    let client = given.active_client(&account, "carla@d.example", &user).await;
    let prospect = given.client(&other, "prospect@d.example").await;

    let mut unit = faces.begin().await;
    let clients = unit.clients();
    assert_eq!(clients.find(account.id, client.id).await, Ok(Some(client.clone())));
    assert_eq!(clients.find(other.id, client.id).await, Ok(None));
    assert_eq!(clients.find(account.id, ClientId::from_uuid(given.id())).await, Ok(None));
    let emails = [client.email.clone(), prospect.email.clone()];
    assert_eq!(clients.find_by_emails(account.id, &emails).await, Ok(vec![client.clone()]));
    assert_eq!(clients.find_by_emails(other.id, &emails).await, Ok(vec![prospect]));
    assert_eq!(clients.find_by_user(account.id, user.id).await, Ok(Some(client)));
    assert_eq!(clients.find_by_user(other.id, user.id).await, Ok(None));
    let stranger = UserId::from_uuid(given.id());
    assert_eq!(clients.find_by_user(account.id, stranger).await, Ok(None));
}

/// Clients are found by their addresses, however those are written, and with what was just
/// written.
pub async fn clients_are_found_by_addresses_with_what_was_just_written(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let stored = given.client(&account, "Carla@D.example").await;
    let gone = given.client(&account, "gone@d.example").await;
    let new = given.new_client(&account, "new@d.example");
    let new_id = new.aggregate().id;

    let mut unit = faces.begin().await;
    unit.clients().save_all(vec![new, gone.delete()]).await.expect("written");
    let asked = ["nobody@d.example", "NEW@d.example", "gone@d.example", "carla@d.example"];
    let found = unit.clients().find_by_emails(account.id, &asked.map(address)).await;
    let mut found: Vec<ClientId> = found.expect("an answer").iter().map(|one| one.id).collect();
    found.sort_unstable();
    assert_eq!(found, [stored.id, new_id]);
    assert_eq!(unit.clients().find_by_emails(account.id, &[]).await, Ok(vec![]));
}

/// A client is found by its setup link whatever became of it; an earlier link is told apart from
/// one that never was.
pub async fn an_earlier_setup_link_is_told_apart_from_one_that_never_was(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    let client = given.invited_client(&account, "carla@d.example").await;
    let first = link_of(&client);
    assert_eq!(by_link(faces, &first).await, Some((client.clone(), false)));
    let second = given.setup_link();
    let client = given.saved(client.grant_access(second).expect("invited")).await;
    let third = given.setup_link();
    let client = given.saved(client.grant_access(third).expect("invited")).await;
    let client = client.sign_in(user.id).expect("invited").changed().expect("a change");
    let client = given.suspended(given.saved(client).await).await;

    assert_eq!(by_link(faces, &first).await, Some((client.clone(), true)));
    assert_eq!(by_link(faces, &second.link).await, Some((client.clone(), true)));
    assert_eq!(by_link(faces, &third.link).await, Some((client, false)));
    assert_eq!(by_link(faces, &given.link()).await, None);
}

/// Of a client that was deleted nothing stays: no link of theirs ever was, their viewings are gone,
/// and address and user are free again.
pub async fn a_client_that_was_deleted_never_was(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let session = given.session(&owner, noon()).await;
    let user = given.user("carla@d.example").await;
    let site = given.site(&account, "Hotel Sol").await;
    let client = given.client(&account, "carla@d.example").await;
    let (client, assignment) = given.assigned(client, &site, ALLOWED).await;
    let earlier = given.setup_link();
    let client = given.saved(client.grant_access(earlier).expect("a site")).await;
    let client = given.saved(client.grant_access(given.setup_link()).expect("invited")).await;
    let bound = client.sign_in(user.id).expect("invited").changed().expect("a change");
    let client = given.saved(bound).await;
    let offered = given.viewing(&client, &owner, &session).await;
    let (opened, token) = given.opened(given.viewing(&client, &owner, &session).await).await;
    let client = given.unassigned(client, assignment).await;
    let current = link_of(&client);
    given.saved(client.clone().delete()).await;

    assert_eq!(find(faces, &client).await, None);
    assert_eq!(by_link(faces, &current).await, None);
    assert_eq!(by_link(faces, &earlier.link).await, None);
    assert_eq!(faces.clients.find_viewing(&token).await, Ok(None));
    let mut unit = faces.begin().await;
    assert_eq!(unit.viewings().find(account.id, offered.id).await, Ok(None));
    assert_eq!(unit.viewings().find(account.id, opened.id).await, Ok(None));
    drop(unit);
    assert_eq!(attempt(faces, client.delete()).await, Err(StoreError::Conflict));
    given.active_client(&account, "carla@d.example", &user).await;
}

/// Clients are counted as they come and go, each for their own account.
pub async fn clients_are_counted_as_they_come_and_go(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let count = async || faces.begin().await.clients().count(account.id).await;
    assert_eq!(count().await, Ok(0));
    let first = given.client(&account, "carla@d.example").await;
    given.client(&account, "eva@d.example").await;
    given.client(&other, "carla@d.example").await;
    assert_eq!(count().await, Ok(2));
    let first = given.suspended(first).await;
    assert_eq!(count().await, Ok(2));
    given.saved(first.delete()).await;
    assert_eq!(count().await, Ok(1));
}

/// A second client at an address is a conflict, however it is written, also within one batch; on
/// another account it is none.
pub async fn a_second_client_at_an_address_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    given.client(&account, "carla@d.example").await;
    let again = given.new_client(&account, "Carla@D.example");
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
    let twice = ["new@d.example", "NEW@d.example"].map(|email| given.new_client(&account, email));
    let mut unit = faces.begin().await;
    let written = unit.clients().save_all(twice.into()).await;
    assert_eq!(written, Err(StoreError::Conflict));
    drop(unit);
    given.client(&other, "carla@d.example").await;
}

/// A user is one client of an account; of another account they may be one more.
pub async fn a_second_client_of_a_user_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    given.active_client(&account, "carla@d.example", &user).await;
    given.active_client(&other, "carla@d.example", &user).await;
    let second = given.invited_client(&account, "carla.two@d.example").await;
    let again = second.sign_in(user.id).expect("invited").changed().expect("a change");
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
}

/// An update or deletion of another version than the one stored is a conflict.
pub async fn a_change_of_a_stale_client_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let client = given.client(&account, "carla@d.example").await;
    let changed = given.saved(renamed(client.clone(), "Paca")).await;
    let stale = renamed(client.clone(), "Pepa");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
    assert_eq!(attempt(faces, client.delete()).await, Err(StoreError::Conflict));
    assert_eq!(find(faces, &changed).await, Some(changed));
}

/// One stale client is a conflict of the whole batch.
pub async fn one_stale_client_is_a_conflict_of_the_whole_batch(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let fresh = given.client(&account, "eva@d.example").await;
    let client = given.client(&account, "carla@d.example").await;
    given.saved(renamed(client.clone(), "Paca")).await;
    let batch = vec![renamed(fresh.clone(), "Evita"), renamed(client, "Pepa")];
    let mut unit = faces.begin().await;
    assert_eq!(unit.clients().save_all(batch).await, Err(StoreError::Conflict));
    let trail = trail(&[Scope::Account(account.id)]);
    assert!(unit.commit(trail).await.is_err(), "it is dead");
    assert_eq!(find(faces, &fresh).await, Some(fresh));
}

/// An update keeps the stored `last_active_at` when it is later.
pub async fn an_update_keeps_the_later_activity(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let client = given.client(&account, "carla@d.example").await;
    faces.clients.note_activity(account.id, client.id, after(9)).await.expect("noted");
    let changed = given.saved(renamed(client, "Paca")).await;
    assert_eq!(changed.last_active_at, None);
    let found = find(faces, &changed).await;
    assert_eq!(found, Some(Client { last_active_at: Some(after(9)), ..changed }));
}

/// A thousand clients are written, changed and found at once.
pub async fn a_thousand_clients_are_written_and_found_at_once(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let emails: Vec<String> = (0..1_000).map(|count| format!("c{count}@d.example")).collect();
    let created: Vec<ClientChange> =
        emails.iter().map(|email| given.new_client(&account, email)).collect();
    let clients: Vec<Client> = created.iter().map(|change| change.aggregate().clone()).collect();
    let renamed: Vec<ClientChange> =
        clients.into_iter().map(|client| renamed(client, "Paca")).collect();
    let mut expected: Vec<Client> = renamed.iter().map(|one| one.aggregate().clone()).collect();

    let mut unit = faces.begin().await;
    unit.clients().save_all(created).await.expect("created");
    unit.clients().save_all(renamed).await.expect("changed");
    unit.commit(trail(&[Scope::Account(account.id)])).await.expect("committed");
    let emails: Vec<_> = emails.iter().map(|email| address(email)).collect();
    let mut unit = faces.begin().await;
    let mut found = unit.clients().find_by_emails(account.id, &emails).await.expect("an answer");
    found.sort_by_key(|client| client.id);
    expected.sort_by_key(|client| client.id);
    assert_eq!(found, expected);
    assert_eq!(unit.clients().count(account.id).await, Ok(1_000));
}

fn renamed(client: Client, to: &str) -> ClientChange {
    let ClientDetails { first_name, .. } = client_details(to, "García");
    let renamed = ClientAmendment { first_name: Some(first_name), ..ClientAmendment::default() };
    client.amend(renamed).changed().expect("another name")
}

fn link_of(client: &Client) -> TokenHash {
    match client.access {
        ClientAccess::Invited(link) | ClientAccess::Active { link, .. } => link.link,
        ClientAccess::None => panic!("it was never given a way in"),
    }
}

async fn by_link(faces: &Faces, link: &TokenHash) -> Option<(Client, bool)> {
    let mut unit = faces.begin().await;
    let found = unit.clients().find_by_link(link).await.expect("an answer");
    found.map(|LinkedClient { client, superseded }| (client, superseded))
}

async fn find(faces: &Faces, client: &Client) -> Option<Client> {
    faces.begin().await.clients().find(client.account_id, client.id).await.expect("an answer")
}
