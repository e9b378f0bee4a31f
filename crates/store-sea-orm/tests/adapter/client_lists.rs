//! Lists of clients and sites, and where clients stand.

use portero_domain::id::{ClientId, SiteId};
use portero_domain::model::{Account, Client, ClientChange, ClientStatus, Line, search_words};
use portero_domain::policy::Scope;
use portero_domain::port::{
    AccessDirectory, AccessQuestion, Asked, AskerFacts, ClientDirectory, ClientFacts, ClientFilter,
    ClientKey, ClientRow, ClientSort, Credential, Page, Store, Subject,
};
use portero_store_sea_orm::SeaOrmStore;

use crate::client_given::{self, blogging, created, details, save};
use crate::database::on_each_database;
use crate::given;

fn key(row: &ClientRow) -> ClientKey {
    let client = &row.client;
    ClientKey {
        id: client.id,
        sort_name: client.details.sort_name(),
        last_active_at: client.last_active_at,
    }
}

/// Every client of a list, in pages of two.
async fn paged(
    store: &SeaOrmStore,
    account: &Account,
    filter: &ClientFilter,
    sort: ClientSort,
) -> Vec<ClientId> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = Page { after, limit: 2 };
        let part = store.clients(account.id, filter, sort, page).await.unwrap();
        found.extend(part.rows.iter().map(|row| row.client.id));
        after = part.looked_to.or_else(|| part.rows.last().map(key));
        if after.is_none() {
            return found;
        }
    }
}

/// More rows with a word than are gathered to be put in order, and fewer than are looked at of a list;
/// twice as many are more.
const MANY: u32 = 900;

fn words(text: &str) -> ClientFilter {
    ClientFilter { words: search_words(text), status: None }
}

/// Núñez, Nuñez, Zeta and Abad: the first two have one name.
async fn four(store: &SeaOrmStore, account: &Account) -> [Client; 4] {
    let mut clients = Vec::new();
    for (number, last) in ["Núñez", "Nuñez", "Zeta", "Abad"].into_iter().enumerate() {
        let mut details = details("Carla", last);
        details.company = Some(Line::parse("Viñas del Sol").unwrap());
        details.phone = Some(Line::parse(&format!("+34 60{number}")).unwrap());
        clients.push(save(store, created(account, &format!("c{number}@x.example"), details)).await);
    }
    clients.try_into().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_come_in_each_order_and_no_page_skips_or_repeats_one() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(store, &owner).await;
        let elsewhere = given::account(store, &owner).await;
        client_given::client(store, &elsewhere, "c0@x.example").await;
        let [one, two, zeta, abad] = four(store, &account).await;
        store.note_activity(account.id, two.id, given::after(9)).await.unwrap();
        store.note_activity(account.id, abad.id, given::after(9)).await.unwrap();
        save(store, zeta.clone().suspend(given::noon()).changed().unwrap()).await;
        let all = ClientFilter::default();
        let by_name = [abad.id, one.id, two.id, zeta.id];
        let newest = [abad.id, zeta.id, two.id, one.id];
        let active = [abad.id, two.id, zeta.id, one.id];
        let orders = [
            (ClientSort::Name, by_name),
            (ClientSort::Newest, newest),
            (ClientSort::LastActivity, active),
        ];
        for (sort, expected) in orders {
            assert_eq!(paged(store, &account, &all, sort).await, expected, "{sort}");
            assert_eq!(paged(store, &account, &words("carl VINAS"), sort).await, expected);
            let prospects = ClientFilter { status: Some(ClientStatus::Prospect), ..words("sol") };
            let expected: Vec<_> = expected.into_iter().filter(|id| *id != zeta.id).collect();
            assert_eq!(paged(store, &account, &prospects, sort).await, expected, "{sort}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_are_found_by_the_beginnings_of_their_words() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(store, &owner).await;
        let [one, two, zeta, abad] = four(store, &account).await;
        let find = async |text: &str| paged(store, &account, &words(text), ClientSort::Name).await;
        assert_eq!(find("nun").await, [one.id, two.id]);
        assert_eq!(find("núñez 601").await, [two.id]);
        assert_eq!(find("unez").await, []);
        assert_eq!(find("zet abad").await, []);
        assert_eq!(find("c3@x.exam").await, [abad.id]);
        let amendment = portero_domain::model::ClientAmendment {
            last_name: Some(given::name("Yuste")),
            ..Default::default()
        };
        save(store, zeta.clone().amend(amendment).changed().unwrap()).await;
        assert_eq!(find("zeta").await, []);
        assert_eq!(find("yus").await, [zeta.id]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_many_clients_are_found_in_order() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(store, &owner).await;
        let changes: Vec<_> = (0..MANY)
            .map(|number| created(&account, &format!("c{number}@x.example"), details("Eva", "Sol")))
            .collect();
        let ids: Vec<ClientId> = changes.iter().map(|change| change.aggregate().id).collect();
        let mut unit = store.begin().await.unwrap();
        unit.clients().save_all(changes).await.unwrap();
        unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();
        let find = async |text: &str, after: Option<ClientKey>| {
            let page = Page { after, limit: 3 };
            let found = store.clients(account.id, &words(text), ClientSort::Newest, page).await;
            let found = found.unwrap();
            assert_eq!(found.looked_to, None, "{text}");
            found.rows
        };
        let first = find("eva", None).await;
        let newest: Vec<ClientId> = ids.iter().rev().copied().collect();
        assert_eq!(first.iter().map(|row| row.client.id).collect::<Vec<_>>(), newest[..3]);
        let next = find("eva", Some(key(&first[2]))).await;
        assert_eq!(next.iter().map(|row| row.client.id).collect::<Vec<_>>(), newest[3..6]);
        let three = find("eva c7", None).await;
        assert_eq!(three.len(), 3);
        let one = find("eva c899", None).await;
        assert_eq!(one.iter().map(|row| row.client.id).collect::<Vec<_>>(), newest[..1]);
    })
    .await;
}

/// Half are of the sun and half of the moon; few of both, at the far end of every order.
fn of_sun_or_moon(account: &Account, number: u32) -> ClientChange {
    let company = match number {
        0..8 => "Luna Solar Marina Marisma",
        _ if number.is_multiple_of(2) => "Luna Marina",
        _ => "Solar Marisma",
    };
    let mut details = details("Eva", if number < 8 { "Zeta" } else { "Abad" });
    details.company = Some(Line::parse(company).unwrap());
    created(account, &format!("c{number}@x.example"), details)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_finds_nothing_in_a_stretch_says_how_far_it_came() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(store, &owner).await;
        let changes: Vec<_> = (0..2 * MANY).map(|one| of_sun_or_moon(&account, one)).collect();
        let both: Vec<_> = changes[..8].iter().map(|change| change.aggregate().id).collect();
        let mut unit = store.begin().await.unwrap();
        unit.clients().save_all(changes).await.unwrap();
        unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();
        let stops = async |text: &str, sort| {
            let page = Page { after: None, limit: 2 };
            let found = store.clients(account.id, &words(text), sort, page).await.unwrap();
            found.rows.is_empty() && found.looked_to.is_some()
        };
        // Their lists tell one from the other by the first letters, and end within a stretch.
        assert!(!stops("lun solar", ClientSort::Name).await);
        assert!(!stops("lun solar", ClientSort::Newest).await);
        // That of all clients does not.
        assert!(stops("lun solar", ClientSort::LastActivity).await);
        for sort in ClientSort::ALL.iter().copied() {
            // These begin alike, so that each has to be looked at.
            assert!(stops("marina marism", sort).await, "{sort}");
            let mut expected = both.clone();
            if sort != ClientSort::Name {
                expected.reverse();
            }
            for text in ["lun solar", "marina marism"] {
                assert_eq!(paged(store, &account, &words(text), sort).await, expected, "{text}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_the_first_sites_of_each_client() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(store, &owner).await;
        let mut many = client_given::client(store, &account, "many@x.example").await;
        let few = client_given::client(store, &account, "few@x.example").await;
        let mut sites = Vec::new();
        for number in 0..22 {
            let site = client_given::site(store, &account, &format!("Casa {number}")).await;
            many = client_given::assigned(store, many, &site).await;
            sites.push(site.id);
        }
        let site = store.find_site(account.id, sites[1]).await.unwrap().unwrap();
        let few = client_given::assigned(store, few, &site).await;
        let page = Page { after: None, limit: 10 };
        let all = ClientFilter::default();
        let found = store.clients(account.id, &all, ClientSort::Newest, page).await;
        let rows = found.unwrap().rows;
        let ids = |row: &ClientRow| row.sites.iter().map(|one| one.site.id).collect::<Vec<_>>();
        assert_eq!((&rows[0].client, ids(&rows[0])), (&few, vec![sites[1]]));
        assert_eq!((&rows[1].client, ids(&rows[1])), (&many, sites[..20].to_vec()));
        let row = store.find_client(account.id, many.id).await.unwrap().unwrap();
        assert_eq!(row, rows[1]);
        let page = Page { after: Some(sites[19]), limit: 10 };
        let rest = store.assigned_sites(account.id, many.id, page).await.unwrap();
        assert_eq!(rest.iter().map(|one| one.site.id).collect::<Vec<_>>(), sites[20..]);
        let both = store.sites_of_clients(account.id, &[few.id, many.id]).await.unwrap();
        assert_eq!(both.len(), 23);
        assert_eq!(both[0].assignment.client_id, many.id, "by client, then by site");
        let newest: Vec<SiteId> = sites.iter().rev().copied().collect();
        let find = async |text: &str, after| {
            let page = Page { after, limit: 3 };
            let found = store.sites(account.id, &search_words(text), page).await.unwrap();
            found.rows.into_iter().map(|site| site.id).collect::<Vec<_>>()
        };
        assert_eq!(find("", None).await, newest[..3]);
        assert_eq!(find("CASA hotel", Some(newest[2])).await, newest[3..6]);
        assert_eq!(find("casa 21", None).await, newest[..1]);
        assert_eq!(find("asa", None).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn areas_and_facts_tell_where_a_client_stands() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(store, &owner).await;
        let eva = given::user(store, "eva@luna.example", "Eva", "Ruiz").await;
        let session = given::session(store, &eva).await;
        let client = client_given::client(store, &account, "eva@luna.example").await;
        let [ours, other] = [
            client_given::site(store, &account, "Casa").await,
            client_given::site(store, &account, "Otra").await,
        ];
        let client = client_given::assigned(store, client, &ours).await;
        let client = client_given::active(store, client, &eva).await;
        let nowhere = SiteId::from_uuid(given::id());
        let stands = |assigned| Some(ClientFacts { is_suspended: false, assigned });
        let expected = [
            (Some(ours.id), stands(Some(blogging())), true),
            (Some(other.id), stands(None), true),
            (Some(nowhere), stands(None), false),
            (None, stands(None), false),
        ];
        let (account_id, subject) = (account.id, Subject::Email(eva.email.clone()));
        let credential = Credential::Session(session.token);
        for (site, facts, is_there) in expected {
            for subject in [None, Some(Subject::User(eva.id)), Some(subject.clone())] {
                let about = subject.is_some();
                let question = AccessQuestion { credential, account: account_id, subject, site };
                let found = store.look_up(&question).await.unwrap().unwrap();
                let AskerFacts::User { person, .. } = found.asker else { panic!("a user asks") };
                assert_eq!((person.client, found.site_is_there), (facts, is_there));
                assert_eq!(found.subject.is_some(), about);
                assert_eq!(found.subject.and_then(|one| one.client), facts.filter(|_| about));
            }
        }
        let asked = |site| Asked { subject: subject.clone(), site };
        let batch = expected.map(|(site, _, _)| asked(site));
        let found = store.look_up_all(account_id, &batch).await.unwrap();
        for (found, (_, facts, is_there)) in found.into_iter().zip(expected) {
            let person = found.person.unwrap();
            assert_eq!((person.client, found.site_is_there), (facts, is_there));
        }
        let facts = store.find_client_facts(account_id, client.id, ours.id).await.unwrap();
        assert_eq!(facts, stands(Some(blogging())));
        let facts = store.find_client_facts(account_id, client.id, other.id).await.unwrap();
        assert_eq!(facts, stands(None));
        assert_eq!(store.find_client_facts(account_id, client.id, nowhere).await, Ok(None));
        let page = Page { after: None, limit: 10 };
        let areas = store.enterable_areas(eva.id, page).await.unwrap();
        assert_eq!(areas[0].client, client);
        let area = store.find_area(account_id, eva.id).await.unwrap();
        assert_eq!(area.as_ref(), areas.first());
        let suspended = save(store, client.suspend(given::noon()).changed().unwrap()).await;
        assert_eq!(store.enterable_areas(eva.id, page).await, Ok(vec![]));
        let area = store.find_area(account_id, eva.id).await.unwrap().unwrap();
        assert_eq!(area.client, suspended);
    })
    .await;
}
