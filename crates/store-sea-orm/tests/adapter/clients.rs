//! Clients, sites and what binds them, in units of work.

use portero_domain::id::{SessionId, SiteId};
use portero_domain::model::{
    Account, Client, ClientAmendment, Limits, Membership, Site, SiteAmendment, SiteAssignment, User,
};
use portero_domain::policy::{Offer, Role, Scope, SitePermissionSet};
use portero_domain::port::{ClientDirectory, Entrances, Page, Store, StoreError};
use portero_store_sea_orm::SeaOrmStore;

use crate::client_given::{self, created, details, save, setup_link};
use crate::database::on_each_database;
use crate::given;

async fn account_of(store: &SeaOrmStore) -> (User, Account) {
    let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
    let account = given::account(store, &owner).await;
    (owner, account)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_clients_are_written_at_once_and_an_update_of_a_new_one_comes_behind_it() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let (_, account) = account_of(store).await;
        let mut changes = Vec::new();
        for number in 0..1_200 {
            changes.push(created(&account, &format!("c{number}@x.example"), details("C", "D")));
        }
        let amendment =
            ClientAmendment { last_name: Some(given::name("Luz")), ..Default::default() };
        let amended: Vec<_> = changes
            .iter()
            .map(|change| change.aggregate().clone().amend(amendment.clone()).changed().unwrap())
            .collect();
        let last = amended[1_199].aggregate().clone();
        changes.extend(amended);
        let mut unit = store.begin().await.unwrap();
        unit.clients().save_all(changes).await.unwrap();
        assert_eq!(unit.clients().count(account.id).await, Ok(1_200));
        let found = unit.clients().find(account.id, last.id).await;
        assert_eq!(found, Ok(Some(last.clone())));
        let emails = [last.email.clone(), given::address("nobody@x.example")];
        let found = unit.clients().find_by_emails(account.id, &emails).await;
        assert_eq!(found, Ok(vec![last.clone()]));
        unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();

        let deletions: Vec<_> = [last.clone()].into_iter().map(Client::delete).collect();
        let stale = Client { version: portero_domain::model::Version::FIRST, ..last };
        let mut unit = store.begin().await.unwrap();
        let conflict = unit.clients().save_all(vec![stale.clone().delete()]).await;
        assert_eq!(conflict, Err(StoreError::Conflict));
        drop(unit);
        let mut unit = store.begin().await.unwrap();
        let conflict =
            unit.clients().save_all(vec![stale.suspend(given::noon()).changed().unwrap()]);
        assert_eq!(conflict.await, Err(StoreError::Conflict));
        drop(unit);
        let mut unit = store.begin().await.unwrap();
        unit.clients().save_all(deletions).await.unwrap();
        assert_eq!(unit.clients().count(account.id).await, Ok(1_199));
        unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_a_user_and_an_alias_have_one_place_in_an_account() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let (owner, account) = account_of(store).await;
        let site = client_given::site(store, &account, "Casa").await;
        let mut clients = Vec::new();
        for email in ["a@x.example", "b@x.example"] {
            let client = client_given::client(store, &account, email).await;
            clients.push(client_given::assigned(store, client, &site).await);
        }
        let [first, second] = <[Client; 2]>::try_from(clients).unwrap();
        let first = client_given::active(store, first, &owner).await;
        let same = created(&account, "a@x.example", details("A", "B"));
        let mut unit = store.begin().await.unwrap();
        assert_eq!(unit.clients().save_all(vec![same]).await, Err(StoreError::Conflict));
        drop(unit);
        let invited = save(store, second.grant_access(setup_link(given::hash())).unwrap()).await;
        let same_user = invited.sign_in(owner.id).unwrap().changed().unwrap();
        let mut unit = store.begin().await.unwrap();
        assert_eq!(unit.clients().save_all(vec![same_user]).await, Err(StoreError::Conflict));
        drop(unit);
        let id = SiteId::from_uuid(given::id());
        let same_alias = Site::create(id, account.id, site.details.clone(), given::noon());
        let mut unit = store.begin().await.unwrap();
        let by_user = unit.clients().find_by_user(account.id, owner.id).await;
        assert_eq!(by_user, Ok(Some(first)));
        assert_eq!(unit.sites().save_all(vec![same_alias]).await, Err(StoreError::Conflict));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_setup_link_is_told_apart_until_the_client_is_gone() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let (owner, account) = account_of(store).await;
        let site = client_given::site(store, &account, "Casa").await;
        let client = client_given::client(store, &account, "carla@x.example").await;
        let client = client_given::assigned(store, client, &site).await;
        let [earlier, later] = [given::hash(), given::hash()];
        let client = save(store, client.grant_access(setup_link(earlier)).unwrap()).await;
        let client = save(store, client.grant_access(setup_link(later)).unwrap()).await;
        let found = store.find_setup_link(&earlier).await.unwrap().unwrap();
        assert_eq!((found.linked.superseded, &found.linked.client), (true, &client));
        assert_eq!((found.account_name, found.user), (account.name.clone(), None));
        let found = store.find_setup_link(&later).await.unwrap().unwrap();
        assert!(!found.linked.superseded);
        assert_eq!(found.account_language, account.language);
        let mut unit = store.begin().await.unwrap();
        let linked = unit.clients().find_by_link(&earlier).await.unwrap().unwrap();
        assert_eq!((linked.superseded, &linked.client), (true, &client));
        drop(unit);

        let session = given::session(store, &owner).await;
        let viewing = client_given::viewing(store, &client, &session).await;
        let mut unit = store.begin().await.unwrap();
        assert_eq!(
            unit.clients().save_all(vec![client.clone().delete()]).await,
            Err(StoreError::Conflict),
            "it still has a site"
        );
        drop(unit);
        let mut unit = store.begin().await.unwrap();
        let assigned = unit.assignments().find_of_clients(account.id, &[client.id]).await.unwrap();
        let ended = assigned.into_iter().map(SiteAssignment::unassign).collect();
        unit.assignments().save_all(ended).await.unwrap();
        unit.clients().save_all(vec![client.delete()]).await.unwrap();
        assert_eq!(unit.viewings().find(account.id, viewing.id).await, Ok(None));
        assert_eq!(unit.clients().find_by_link(&earlier).await, Ok(None));
        unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();
        assert_eq!(store.find_setup_link(&later).await, Ok(None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assignment_is_of_one_account_and_keeps_its_site() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let (owner, account) = account_of(store).await;
        let elsewhere = given::account(store, &owner).await;
        let client = client_given::client(store, &account, "carla@x.example").await;
        let [ours, theirs] = [
            client_given::site(store, &account, "Casa").await,
            client_given::site(store, &elsewhere, "Otra").await,
        ];
        let of = (account.id, client.id);
        let none = SitePermissionSet::EMPTY;
        let across = SiteAssignment::assign(of, theirs.id, none, given::noon()).unwrap();
        let mut unit = store.begin().await.unwrap();
        let refused = unit.assignments().save_all(vec![across]).await;
        assert_eq!(refused, Err(StoreError::Conflict));
        drop(unit);
        client_given::assigned(store, client.clone(), &ours).await;
        let mut unit = store.begin().await.unwrap();
        assert_eq!(unit.assignments().is_assigned(account.id, ours.id).await, Ok(true));
        assert_eq!(unit.assignments().is_assigned(elsewhere.id, ours.id).await, Ok(false));
        let found = unit.assignments().find(account.id, client.id, ours.id).await.unwrap();
        let assignment = found.unwrap();
        assert_eq!(assignment.permissions, client_given::blogging());
        let replaced = assignment.replace(none).unwrap().changed().unwrap();
        unit.assignments().save_all(vec![replaced.clone()]).await.unwrap();
        let again = unit.assignments().save_all(vec![replaced]).await;
        assert_eq!(again, Err(StoreError::Conflict));
        drop(unit);
        let mut unit = store.begin().await.unwrap();
        let deleted = unit.sites().save_all(vec![ours.clone().delete()]).await;
        assert_eq!(deleted, Err(StoreError::Conflict));
        drop(unit);
        let amendment = SiteAmendment { alias: Some(None), ..Default::default() };
        let amended = ours.amend(amendment).changed().unwrap();
        let mut unit = store.begin().await.unwrap();
        let aliases = ["alias-Casa".to_owned()];
        assert_eq!(unit.sites().find_by_aliases(account.id, &aliases).await.unwrap().len(), 1);
        unit.sites().save_all(vec![amended.clone()]).await.unwrap();
        assert_eq!(unit.sites().find_by_aliases(account.id, &aliases).await, Ok(vec![]));
        let ids = [amended.aggregate().id, theirs.id];
        let found = unit.sites().find_all(account.id, &ids).await;
        assert_eq!(found, Ok(vec![amended.aggregate().clone()]));
        assert_eq!(unit.sites().count(account.id).await, Ok(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_keeps_what_was_noted_since() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let (_, account) = account_of(store).await;
        let client = client_given::client(store, &account, "carla@x.example").await;
        store.note_activity(account.id, client.id, given::after(5)).await.unwrap();
        store.note_activity(account.id, client.id, given::after(3)).await.unwrap();
        save(store, client.clone().suspend(given::noon()).changed().unwrap()).await;
        let row = store.find_client(account.id, client.id).await.unwrap().unwrap();
        assert_eq!(row.client.last_active_at, Some(given::after(5)));
        assert!(row.client.is_suspended());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_user_may_enter_follows_membership_and_client() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let (_, account) = account_of(store).await;
        let eva = given::user(store, "eva@luna.example", "Eva", "Ruiz").await;
        let site = client_given::site(store, &account, "Casa").await;
        let told = async || {
            let mut unit = store.begin().await.unwrap();
            let entrances = unit.users().find_entrances(eva.id, given::noon()).await.unwrap();
            (entrances, unit.users().has_ties(eva.id).await.unwrap())
        };
        assert_eq!(told().await, (Entrances::default(), false));
        let client = client_given::client(store, &account, "eva@luna.example").await;
        let client = client_given::assigned(store, client, &site).await;
        let client = client_given::active(store, client, &eva).await;
        let an_area = Entrances { an_area: true, ..Entrances::default() };
        assert_eq!(told().await, (an_area, true));
        let suspended = client.suspend(given::noon()).changed().unwrap();
        save(store, suspended).await;
        let a_suspended_area = Entrances { a_suspended_area: true, ..Entrances::default() };
        assert_eq!(told().await, (a_suspended_area, true));
        let offer = Offer { until: Some(given::after(1)), ..Offer::of(Role::Finance) };
        let joined = Membership::join(account.id, eva.id, &offer, None, None, given::noon());
        let mut unit = store.begin().await.unwrap();
        unit.memberships().save(joined).await.unwrap();
        let now = unit.users().find_entrances(eva.id, given::noon()).await.unwrap();
        assert_eq!(now, Entrances { an_account: true, ..a_suspended_area });
        let later = unit.users().find_entrances(eva.id, given::after(1)).await.unwrap();
        assert_eq!(later, a_suspended_area);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_goes_with_what_is_theirs_alone_and_not_while_something_refers_to_them() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let (owner, account) = account_of(store).await;
        let eva = given::user(store, "eva@luna.example", "Eva", "Ruiz").await;
        given::told(store, &account, &eva).await;
        let mut unit = store.begin().await.unwrap();
        assert_eq!(unit.users().save(owner.erase()).await, Err(StoreError::Conflict));
        drop(unit);
        let mut unit = store.begin().await.unwrap();
        unit.users().save(eva.clone().erase()).await.unwrap();
        assert_eq!(unit.users().find(eva.id).await, Ok(None));
        assert_eq!(unit.support_codes().find(account.id, eva.id).await, Ok(None));
        unit.commit(given::trail(Scope::Installation)).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewing_is_found_by_its_address_and_by_its_token() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let (owner, account) = account_of(store).await;
        let client = client_given::client(store, &account, "carla@x.example").await;
        let session = given::session(store, &owner).await;
        let offered = client_given::viewing(store, &client, &session).await;
        let token = given::hash();
        let opening = offered.clone().redeem(token, &Limits::default(), given::noon()).unwrap();
        let open = opening.aggregate().clone();
        let mut unit = store.begin().await.unwrap();
        let portero_domain::model::ViewingState::Offered { link, .. } = offered.state else {
            panic!("it was just offered")
        };
        assert_eq!(unit.viewings().find_by_link(&link).await, Ok(Some(offered)));
        unit.viewings().save(opening).await.unwrap();
        unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();
        let found = store.find_viewing(&token).await.unwrap().unwrap();
        assert_eq!((found.viewing, found.user), (open.clone(), owner));
        assert_eq!(found.session, Some(session.presence()));
        assert_eq!(found.membership.map(|one| one.role), Some(Role::Owner));
        assert_eq!((found.area.account_id, found.area.client), (account.id, client.clone()));
        let gone = SessionId::from_uuid(given::id());
        let orphan = portero_domain::model::Session { id: gone, ..session };
        let later = client_given::viewing(store, &client, &orphan).await;
        let page = Page { after: None, limit: 10 };
        let viewings = store.viewings(account.id, page).await.unwrap();
        assert_eq!(viewings, [later.clone(), open.clone()]);
        let page = Page { after: Some(later.id), limit: 10 };
        assert_eq!(store.viewings(account.id, page).await, Ok(vec![open]));
    })
    .await;
}
