//! The sites of an account, and those that are assigned to its clients, as lists.

use portero_domain::id::{ClientId, SiteId};
use portero_domain::model::{Account, Client, Site, SiteAmendment, SiteChange};
use portero_domain::policy::{Scope, SitePermissionSet};
use portero_domain::port::{AssignedClient, AssignedSite, Page};

use crate::Faces;
use crate::given::{ALLOWED, Given, name, only_named, pages, trail, with_alias};

/// Sites come newest first, and their pages neither skip nor repeat one while others come and go.
pub async fn pages_of_sites_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let mut sites = Vec::new();
    for count in 0..7 {
        sites.push(given.site(&account, &format!("Hotel {}", 9 - count)).await);
    }
    given.site(&other, "Hotel").await;
    let newest_first: Vec<SiteId> = sites.iter().rev().map(|site| site.id).collect();
    let page = async |after, limit| {
        let found = faces.clients.sites(account.id, &[], Page { after, limit }).await;
        found.expect("an answer").rows.iter().map(|site| site.id).collect::<Vec<_>>()
    };
    let first = page(None, 3).await;
    given.saved(sites.remove(4).delete()).await;
    given.site(&account, "Hotel Nuevo").await;
    let rest = pages(first.last().copied(), 3, async |after| page(after, 3).await).await;
    assert_eq!([first, rest].concat(), newest_first);
}

/// Words find the sites of whose name, alias, URL or domain a word begins so, case and accents
/// apart (D08).
pub async fn words_begin_words_of_how_a_site_is_called(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let mar = given.saved(given.new_site(&account, with_alias("Hotel Ávila", "hav-7"))).await;
    let sol = given.site(&account, "Hotel Sol").await;
    given.saved(given.new_site(&other, with_alias("Hotel Ávila", "hav-7"))).await;
    let found = async |words: &[&str]| found(faces, &account, words).await;
    assert_eq!(found(&["avi"]).await, [mar.id]);
    assert_eq!(found(&["hav"]).await, [mar.id]);
    assert_eq!(found(&["inicio"]).await, [mar.id]);
    assert_eq!(found(&["mar", "www"]).await, [mar.id]);
    assert_eq!(found(&["hotel"]).await, [sol.id, mar.id]);
    assert_eq!(found(&["hotel", "sol"]).await, [sol.id]);
    assert_eq!(found(&["otel"]).await, [], "a word is sought from its beginning");
    assert_eq!(found(&["sol", "mar"]).await, [], "every word counts");
    let rename = SiteAmendment {
        name: Some(name("Casa")),
        alias: Some(None),
        url: Some(None),
        domain: Some(None),
    };
    given.saved(mar.clone().amend(rename).changed().expect("a change")).await;
    assert_eq!(found(&["casa"]).await, [mar.id]);
    assert_eq!(found(&["avi"]).await, []);
    given.saved(sol.delete()).await;
    assert_eq!(found(&["hotel"]).await, []);
}

/// Words leave no page short and no row out, whether one finds few or more than a page could hold.
pub async fn words_leave_no_page_of_sites_short(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let new = |count| {
        let called = if count % 100 == 0 { "Hotel Raro" } else { "Hotel Común" };
        given.new_site(&account, only_named(called))
    };
    let created: Vec<SiteChange> = (0..700).map(new).collect();
    let ids: Vec<SiteId> = created.iter().map(|change| change.aggregate().id).collect();
    let mut unit = faces.begin().await;
    unit.sites().save_all(created).await.expect("created");
    unit.commit(trail(&[Scope::Account(account.id)])).await.expect("committed");
    let rare: Vec<SiteId> = ids.iter().step_by(100).rev().copied().collect();
    assert_eq!(found(faces, &account, &["hotel", "raro"]).await, rare);
    let newest: Vec<SiteId> = ids[600..].iter().rev().copied().collect();
    assert_eq!(found(faces, &account, &["hotel"]).await, newest);
}

/// The sites of a client come by site id, a page at a time, with the assignment as it is now, and
/// on the client's own account only.
pub async fn sites_of_a_client_come_by_id_a_page_at_a_time(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let (client, mut sites) = with_sites(&given, &account, "carla@d.example", 5).await;
    with_sites(&given, &account, "eva@d.example", 1).await;
    let list = async |account: &Account, after, limit| {
        let page = Page { after, limit };
        faces.clients.assigned_sites(account.id, client.id, page).await.expect("an answer")
    };
    assert_eq!(list(&account, None, 9).await, sites);
    assert_eq!(list(&other, None, 9).await, []);
    let found = pages(None, 2, async |after| {
        list(&account, after, 2).await.iter().map(|one| one.site.id).collect()
    })
    .await;
    assert_eq!(found, sites.iter().map(|one| one.site.id).collect::<Vec<_>>());

    let replaced = sites[1].assignment.clone().replace(SitePermissionSet::EMPTY);
    let replaced = replaced.expect("it can stand").changed().expect("a change");
    sites[1].assignment = given.saved(replaced).await;
    given.unassigned(client.clone(), sites.remove(3).assignment).await;
    assert_eq!(list(&account, None, 9).await, sites);
}

/// All sites of several clients come by client and site, of one account only, and each once.
pub async fn sites_of_clients_come_by_client_and_site(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let (carla, of_carla) = with_sites(&given, &account, "carla@d.example", 3).await;
    let (eva, of_eva) = with_sites(&given, &account, "eva@d.example", 2).await;
    with_sites(&given, &account, "ana@d.example", 1).await;
    let (stranger, _) = with_sites(&given, &other, "carla@d.example", 1).await;
    let bare = given.client(&account, "bare@d.example").await;
    let list = async |asked: &[ClientId]| {
        faces.clients.sites_of_clients(account.id, asked).await.expect("an answer")
    };
    let asked = [eva.id, stranger.id, carla.id, bare.id, eva.id];
    assert_eq!(list(&asked).await, [of_carla, of_eva].concat());
    assert_eq!(list(&[]).await, []);
    // A list shows the same beside each client.
    let row = faces.clients.find_client(account.id, eva.id).await.expect("an answer");
    assert_eq!(row.expect("a client").sites, list(&[eva.id]).await);
}

/// The clients who have a site come by client id, a page at a time, as they and the assignment are
/// now, and on the site's own account only.
pub async fn clients_of_a_site_come_by_id_a_page_at_a_time(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let site = given.site(&account, "Hotel Luna").await;
    let bare = given.site(&account, "Hotel Sol").await;
    let mut clients = Vec::new();
    for count in 0..5 {
        clients.push(given.client(&account, &format!("c{count}@d.example")).await);
    }
    let mut having = Vec::new();
    // Those that were made last are assigned first, and each has another site beside it.
    for client in clients.into_iter().rev() {
        let beside = given.site(&account, "Hotel Mar").await;
        let (client, _) = given.assigned(client, &beside, ALLOWED).await;
        let (client, assignment) = given.assigned(client, &site, ALLOWED).await;
        having.insert(0, AssignedClient { client, assignment });
    }
    let list = async |account: &Account, site: &Site, after, limit| {
        let page = Page { after, limit };
        faces.clients.assigned_clients(account.id, site.id, page).await.expect("an answer")
    };
    assert_eq!(list(&account, &site, None, 9).await, having);
    assert_eq!(list(&account, &bare, None, 9).await, []);
    assert_eq!(list(&other, &site, None, 9).await, []);
    let found = pages(None, 2, async |after| {
        list(&account, &site, after, 2).await.iter().map(|one| one.client.id).collect()
    })
    .await;
    assert_eq!(found, having.iter().map(|one| one.client.id).collect::<Vec<_>>());

    having[1].client = given.suspended(having[1].client.clone()).await;
    let replaced = having[2].assignment.clone().replace(SitePermissionSet::EMPTY);
    let replaced = replaced.expect("it can stand").changed().expect("a change");
    having[2].assignment = given.saved(replaced).await;
    let AssignedClient { client, assignment } = having.remove(3);
    given.unassigned(client, assignment).await;
    assert_eq!(list(&account, &site, None, 9).await, having);
}

/// A client with so many sites, assigned in another order than they were made; and those by id.
async fn with_sites(
    given: &Given<'_>,
    account: &Account,
    email: &str,
    count: u32,
) -> (Client, Vec<AssignedSite>) {
    let mut client = given.client(account, email).await;
    let mut sites = Vec::new();
    for number in 0..count {
        sites.push(given.site(account, &format!("Hotel {number}")).await);
    }
    let mut assigned = Vec::new();
    for site in sites.into_iter().rev() {
        let (now, assignment) = given.assigned(client, &site, ALLOWED).await;
        client = now;
        assigned.insert(0, AssignedSite { site, assignment });
    }
    (client, assigned)
}

/// The sites that words find, the newest first.
async fn found(faces: &Faces, account: &Account, words: &[&str]) -> Vec<SiteId> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = Page { after, limit: 100 };
        let found = faces.clients.sites(account.id, &words, page).await.expect("an answer");
        ids.extend(found.rows.iter().map(|site| site.id));
        after = found.looked_to;
        if after.is_none() {
            return ids;
        }
    }
}
