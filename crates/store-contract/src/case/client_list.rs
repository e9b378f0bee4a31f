//! The clients of an account, as a list.

use portero_domain::id::ClientId;
use portero_domain::model::{
    Account, Client, ClientAmendment, ClientChange, ClientDetails, ClientStatus, Version,
};
use portero_domain::policy::Scope;
use portero_domain::port::{AssignedSite, ClientFilter, ClientKey, ClientRow, ClientSort, Page};

use crate::Faces;
use crate::given::{ALLOWED, Given, after, client_details, line, trail};

/// A client is shown on its own account only, and with the first of its sites by id; it knows how
/// many there are in all.
pub async fn a_client_is_shown_with_the_first_of_its_sites(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let mut client = given.client(&account, "carla@d.example").await;
    let mut sites = Vec::new();
    for count in 0..=ClientRow::MOST_SITES {
        sites.push(given.site(&account, &format!("Hotel {count}")).await);
    }
    let mut shown = Vec::new();
    // Those that were made last are assigned first.
    for site in sites.into_iter().rev() {
        let (now, assignment) = given.assigned(client, &site, ALLOWED).await;
        client = now;
        shown.insert(0, AssignedSite { site, assignment });
    }
    shown.pop();
    let bare = given.client(&account, "eva@d.example").await;

    assert_eq!((client.site_count, shown.len()), (21, 20));
    let with = ClientRow { client: client.clone(), sites: shown };
    let without = ClientRow { client: bare.clone(), sites: Vec::new() };
    let find = async |account: &Account, id| faces.clients.find_client(account.id, id).await;
    assert_eq!(find(&account, client.id).await, Ok(Some(with.clone())));
    assert_eq!(find(&account, bare.id).await, Ok(Some(without.clone())));
    assert_eq!(find(&other, client.id).await, Ok(None));
    assert_eq!(find(&account, ClientId::from_uuid(given.id())).await, Ok(None));
    let (all, newest) = (ClientFilter::default(), ClientSort::Newest);
    assert_eq!(list(faces, &account, &all, newest).await, [without, with]);
    assert_eq!(list(faces, &other, &all, newest).await, []);
}

/// Clients come by name, family name first and folded; the newest first; or the last who looked
/// first. Who is equal comes by id, and who never looked comes last.
pub async fn clients_come_in_the_order_asked_for(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let mut ids = Vec::new();
    let names =
        [("Zoe", "Ávila"), ("Ana", "Zúñiga"), ("ana", "AVILA"), ("Zoé", "Avila"), ("B", "Avil")];
    for (count, (first, last)) in names.into_iter().enumerate() {
        let (email, details) = (format!("{count}@d.example"), client_details(first, last));
        ids.push(given.saved(given.new_client_with(&account, &email, details)).await.id);
    }
    for (one, minutes) in [(1, 5), (3, 5), (4, 7)] {
        let noted = faces.clients.note_activity(account.id, ids[one], after(minutes)).await;
        noted.expect("noted");
    }
    let order = async |sort| {
        let all = ClientFilter::default();
        let rows = list(faces, &account, &all, sort).await;
        let place = |row: &ClientRow| ids.iter().position(|id| *id == row.client.id);
        rows.iter().filter_map(place).collect::<Vec<_>>()
    };
    assert_eq!(order(ClientSort::Name).await, [4, 2, 0, 3, 1]);
    assert_eq!(order(ClientSort::Newest).await, [4, 3, 2, 1, 0]);
    assert_eq!(order(ClientSort::LastActivity).await, [4, 3, 1, 2, 0]);
}

/// Pages neither skip nor repeat a client in any order while others come and go.
pub async fn pages_of_clients_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let mut clients = Vec::new();
    for count in 0..8 {
        // Names and presence go up and down as ids go up, and half of them have none.
        let last = ["Gil", "Ávila", "Gil", "Zúñiga"][count % 4];
        let (email, details) = (format!("{count}@d.example"), client_details("Ana", last));
        let client = given.saved(given.new_client_with(&account, &email, details)).await;
        if count % 2 == 0 {
            let at = after([3, 9, 3, 1][count / 2]);
            faces.clients.note_activity(account.id, client.id, at).await.expect("noted");
        }
        clients.push(client);
    }
    given.client(&other, "x@d.example").await;
    for sort in ClientSort::ALL.iter().copied() {
        let whole = list(faces, &account, &ClientFilter::default(), sort).await;
        let mut expected: Vec<ClientId> = whole.iter().map(|row| row.client.id).collect();
        assert_eq!(expected.len(), clients.len());
        let mut found = page(faces, &account, sort, None).await;
        assert_eq!(found.len(), 3, "{sort}");
        // The last one that was seen goes: its place still tells where to go on.
        let gone = found.last().expect("three").client.clone();
        given.saved(gone.clone().delete()).await;
        loop {
            let rows = page(faces, &account, sort, found.last()).await;
            assert!(rows.len() <= 3, "no more than asked for");
            if rows.is_empty() {
                break;
            }
            found.extend(rows);
            assert!(found.len() <= expected.len(), "no row twice");
        }
        let found: Vec<ClientId> = found.iter().map(|row| row.client.id).collect();
        assert_eq!(found, expected, "{sort}");
        clients.retain(|client| client.id != gone.id);
        expected.retain(|id| *id != gone.id);
        let left = list(faces, &account, &ClientFilter::default(), sort).await;
        assert_eq!(left.iter().map(|row| row.client.id).collect::<Vec<_>>(), expected);
    }
}

/// By the last activity, a client who visits while the list is read jumps to its front: one who was not
/// seen yet is passed by, one who was seen does not come again. Nobody else is skipped or repeated.
pub async fn who_visits_while_the_list_by_activity_is_read_moves_and_nobody_else_does(
    faces: &Faces,
) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    for count in 0..10 {
        let client = given.client(&account, &format!("{count}@d.example")).await;
        if count % 3 > 0 {
            let at = after(count % 4);
            faces.clients.note_activity(account.id, client.id, at).await.expect("noted");
        }
    }
    let sort = ClientSort::LastActivity;
    let whole = list(faces, &account, &ClientFilter::default(), sort).await;
    let ids: Vec<ClientId> = whole.iter().map(|row| row.client.id).collect();
    let mut found = page(faces, &account, sort, None).await;

    // The last of those that were seen, the next one, and one of whom never was a visit.
    for (place, minutes) in [(2, 60), (3, 61), (9, 62)] {
        let noted = faces.clients.note_activity(account.id, ids[place], after(minutes)).await;
        noted.expect("noted");
    }
    while let rows = page(faces, &account, sort, found.last()).await
        && !rows.is_empty()
    {
        found.extend(rows);
    }

    let found: Vec<ClientId> = found.iter().map(|row| row.client.id).collect();
    assert_eq!(found, [&ids[..3], &ids[4..9]].concat());
    let again = page(faces, &account, sort, None).await;
    let again: Vec<ClientId> = again.iter().map(|row| row.client.id).collect();
    assert_eq!(again, [ids[9], ids[3], ids[2]], "whoever reads it again finds them at its front");
}

/// Words find those of whose name, company, e-mail, telephone number or postal address a word
/// begins so, case and accents apart (D02); notes they do not look at.
pub async fn words_begin_words_of_what_is_known_of_a_client(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let carla = given.client(&account, "jefa@mar.example").await.id;
    given.client(&other, "jefa@mar.example").await;
    let details = ClientDetails {
        company: Some(line("Árbol & Hijos")),
        phone: Some(line("+44 20-7946")),
        address: Some(line("Plaza Nueva 7, Écija")),
        notes: None,
        ..client_details("José", "Núñez Ávila")
    };
    let jose = given.saved(given.new_client_with(&account, "Luz@sol.example", details)).await.id;
    let found = async |words: &[&str]| found(faces, &account, words).await;
    assert_eq!(found(&["nun"]).await, [jose]);
    assert_eq!(found(&["jos", "avi"]).await, [jose]);
    assert_eq!(found(&["luz", "s"]).await, [jose]);
    assert_eq!(found(&["arb", "hij"]).await, [jose]);
    assert_eq!(found(&["7946"]).await, [jose]);
    assert_eq!(found(&["ecija"]).await, [jose]);
    assert_eq!(found(&["600"]).await, [carla]);
    assert_eq!(found(&["gestoria"]).await, [carla]);
    assert_eq!(found(&["cadiz", "mun"]).await, [carla]);
    assert_eq!(found(&["mar", "jos"]).await, [], "every word counts");
    assert_eq!(found(&["unez"]).await, [], "a word is sought from its beginning");
    assert_eq!(found(&["llamar"]).await, [], "notes are for reading");
    assert_eq!(found(&["ex"]).await, [jose, carla]);
    assert_eq!(found(&[]).await, [jose, carla]);
}

/// A word that an amendment brings is found, and one that it takes is not; the list follows too.
pub async fn words_and_order_follow_an_amendment(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let first = given.client(&account, "carla@d.example").await;
    let second = given.client(&account, "eva@d.example").await;
    let amendment = ClientAmendment {
        company: Some(Some(line("Talleres Luna"))),
        ..client_details("Ana", "Zúñiga").as_amendment()
    };
    let first = given.saved(first.amend(amendment).changed().expect("a change")).await;
    assert_eq!(found(faces, &account, &["luna"]).await, [first.id]);
    assert_eq!(found(faces, &account, &["gestoria"]).await, [second.id]);
    assert_eq!(found(faces, &account, &["garcia"]).await, [second.id]);
    let rows = list(faces, &account, &ClientFilter::default(), ClientSort::Name).await;
    let ids: Vec<ClientId> = rows.iter().map(|row| row.client.id).collect();
    assert_eq!(ids, [second.id, first.id]);
    given.saved(first.delete()).await;
    assert_eq!(found(faces, &account, &["luna"]).await, []);
}

/// A filter by state finds those in it, as they are now, in any order (D03).
pub async fn clients_are_found_by_status(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("active@d.example").await;
    let prospect = given.client(&account, "prospect@d.example").await;
    let with_site = given.client(&account, "site@d.example").await;
    let site = given.site(&account, "Hotel Luna").await;
    let (with_site, assignment) = given.assigned(with_site, &site, ALLOWED).await;
    let invited = given.invited_client(&account, "invited@d.example").await;
    let active = given.active_client(&account, "active@d.example", &user).await;
    let suspended = given.suspended(given.client(&account, "suspended@d.example").await).await;
    let found = async |status| {
        let filter = ClientFilter { status: Some(status), words: Vec::new() };
        let mut orders = Vec::new();
        for sort in ClientSort::ALL {
            let rows = list(faces, &account, &filter, *sort).await;
            let mut ids: Vec<ClientId> = rows.iter().map(|row| row.client.id).collect();
            ids.sort_unstable();
            orders.push(ids);
        }
        orders.dedup();
        assert_eq!(orders.len(), 1, "the same in any order: {orders:?}");
        orders.remove(0)
    };
    assert_eq!(found(ClientStatus::Prospect).await, [prospect.id]);
    assert_eq!(found(ClientStatus::SiteAssigned).await, [with_site.id]);
    assert_eq!(found(ClientStatus::Invited).await, [invited.id]);
    assert_eq!(found(ClientStatus::Active).await, [active.id]);
    assert_eq!(found(ClientStatus::Suspended).await, [suspended.id]);
    let with_site = given.unassigned(with_site, assignment).await;
    given.saved(suspended.reactivate().expect("suspended")).await;
    assert_eq!(found(ClientStatus::Prospect).await.len(), 3);
    assert!(found(ClientStatus::Prospect).await.contains(&with_site.id));
    assert_eq!(found(ClientStatus::Suspended).await, []);
}

/// Words and state together leave no page short and no row out, whether a word finds few or more
/// than a page could hold.
pub async fn a_filter_of_clients_leaves_no_page_short(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let create = |count: u32| {
        let last = if count.is_multiple_of(100) { "Raro" } else { "Común" };
        let email = format!("c{count}@d.example");
        given.new_client_with(&account, &email, client_details("Ana", last))
    };
    let created: Vec<ClientChange> = (0..700).map(create).collect();
    let clients: Vec<Client> = created.iter().map(|change| change.aggregate().clone()).collect();
    let suspend = |one: &Client| one.clone().suspend(after(1)).changed().expect("a change");
    let suspended: Vec<ClientChange> = clients.iter().step_by(50).map(suspend).collect();
    let mut unit = faces.begin().await;
    unit.clients().save_all(created).await.expect("created");
    unit.clients().save_all(suspended).await.expect("suspended");
    unit.commit(trail(&[Scope::Account(account.id)])).await.expect("committed");

    let find = async |words: &[&str], status| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let filter = ClientFilter { words, status };
        let rows = list(faces, &account, &filter, ClientSort::Newest).await;
        rows.iter().map(|row| row.client.id).collect::<Vec<_>>()
    };
    let at = |count: usize| clients[count].id;
    let suspended = Some(ClientStatus::Suspended);
    let rare: Vec<ClientId> = (0..7).rev().map(|count| at(count * 100)).collect();
    assert_eq!(find(&["raro"], None).await, rare);
    assert_eq!(find(&["ana", "raro"], suspended).await, rare);
    let common: Vec<ClientId> = (0..7).rev().map(|count| at(count * 100 + 50)).collect();
    assert_eq!(find(&["comun"], suspended).await, common);
    let newest: Vec<ClientId> = (600..700).rev().map(at).collect();
    assert_eq!(find(&["ana", "gestoria"], None).await, newest);
}

/// Activity is noted without another version, an event or an audit record, for a client of the
/// account, and never goes back.
pub async fn activity_is_no_change(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let client = given.client(&account, "carla@d.example").await;
    let scope = account.id.as_uuid();
    let journal = Page { after: None, limit: 100 };
    let events = faces.directory.events(scope, journal).await;
    let records = faces.directory.audit_chain(scope, journal).await;
    let note = async |account: &Account, id, minutes| {
        faces.clients.note_activity(account.id, id, after(minutes)).await
    };
    let seen = async || {
        let found = faces.clients.find_client(account.id, client.id).await.expect("an answer");
        let found = found.expect("a client").client;
        (found.last_active_at, found.version)
    };
    assert_eq!(note(&other, client.id, 2).await, Ok(()));
    assert_eq!(seen().await, (None, Version::FIRST), "another account's");
    assert_eq!(note(&account, client.id, 3).await, Ok(()));
    assert_eq!(note(&account, client.id, 1).await, Ok(()));
    assert_eq!(seen().await, (Some(after(3)), Version::FIRST));
    assert_eq!(note(&account, ClientId::from_uuid(given.id()), 3).await, Ok(()));
    assert_eq!(faces.directory.events(scope, journal).await, events);
    assert_eq!(faces.directory.audit_chain(scope, journal).await, records);
}

fn key_of(row: &ClientRow) -> ClientKey {
    ClientKey {
        id: row.client.id,
        sort_name: row.client.details.sort_name(),
        last_active_at: row.client.last_active_at,
    }
}

async fn list(
    faces: &Faces,
    account: &Account,
    filter: &ClientFilter,
    sort: ClientSort,
) -> Vec<ClientRow> {
    first(faces, account, filter, sort, 100).await
}

/// The first of a list; a store that stopped before there were as many is asked to go on.
async fn first(
    faces: &Faces,
    account: &Account,
    filter: &ClientFilter,
    sort: ClientSort,
    limit: u32,
) -> Vec<ClientRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let left = limit - u32::try_from(rows.len()).expect("no more than asked for");
        let page = Page { after, limit: left };
        let found = faces.clients.clients(account.id, filter, sort, page).await;
        let found = found.expect("an answer");
        rows.extend(found.rows);
        after = found.looked_to;
        if after.is_none() || rows.len() == limit as usize {
            return rows;
        }
    }
}

async fn page(
    faces: &Faces,
    account: &Account,
    sort: ClientSort,
    behind: Option<&ClientRow>,
) -> Vec<ClientRow> {
    let page = Page { after: behind.map(key_of), limit: 3 };
    let all = ClientFilter::default();
    let found = faces.clients.clients(account.id, &all, sort, page).await.expect("an answer");
    assert_eq!(found.looked_to, None, "without words a page is full, or the last");
    found.rows
}

/// Whom words find, the newest first.
async fn found(faces: &Faces, account: &Account, words: &[&str]) -> Vec<ClientId> {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    let filter = ClientFilter { words, status: None };
    let rows = list(faces, account, &filter, ClientSort::Newest).await;
    rows.iter().map(|row| row.client.id).collect()
}
