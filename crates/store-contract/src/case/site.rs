//! Sites in a unit of work.

use portero_domain::id::SiteId;
use portero_domain::model::{Site, SiteAmendment, SiteChange};
use portero_domain::policy::Scope;
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{ALLOWED, Given, attempt, name, only_named, trail, with_alias};

/// A site is found as it was saved, with everything or with nothing but a name.
pub async fn a_site_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let full = given.saved(given.new_site(&account, with_alias("Hotel Mar", "mar-1"))).await;
    let bare = given.site(&account, "Hotel Sol").await;
    for site in [full, bare] {
        assert_eq!(find(faces, &site).await, Some(site));
    }
}

/// A site is found on its own account only: by id, among others, and by alias.
pub async fn a_site_is_found_on_its_own_account_only(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let site = given.saved(given.new_site(&account, with_alias("Hotel Mar", "mar-1"))).await;
    let second = given.site(&account, "Hotel Sol").await;
    let unknown = SiteId::from_uuid(given.id());

    let mut unit = faces.begin().await;
    let sites = unit.sites();
    assert_eq!(sites.find(account.id, site.id).await, Ok(Some(site.clone())));
    assert_eq!(sites.find(other.id, site.id).await, Ok(None));
    assert_eq!(sites.find(account.id, unknown).await, Ok(None));
    let asked = [second.id, unknown, site.id];
    let mut found = sites.find_all(account.id, &asked).await.expect("an answer");
    found.sort_by_key(|site| site.id);
    assert_eq!(found, [site.clone(), second]);
    assert_eq!(sites.find_all(other.id, &asked).await, Ok(vec![]));
    assert_eq!(sites.find_all(account.id, &[]).await, Ok(vec![]));
    let alias = ["mar-1".to_owned()];
    assert_eq!(sites.find_by_aliases(account.id, &alias).await, Ok(vec![site.clone()]));
    assert_eq!(sites.find_by_aliases(other.id, &alias).await, Ok(vec![]));
    drop(unit);
    assert_eq!(faces.clients.find_site(account.id, site.id).await, Ok(Some(site.clone())));
    assert_eq!(faces.clients.find_site(other.id, site.id).await, Ok(None));
    assert_eq!(faces.clients.find_site(account.id, unknown).await, Ok(None));
}

/// Sites are found by their aliases letter by letter, with what was just written.
pub async fn sites_are_found_by_aliases_with_what_was_just_written(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let stored = given.saved(given.new_site(&account, with_alias("Hotel Mar", "mar-1"))).await;
    let gone = given.saved(given.new_site(&account, with_alias("Hotel Luna", "luna"))).await;
    given.site(&account, "sol").await;
    let new = given.new_site(&account, with_alias("Hotel Río", "Río"));
    let new_id = new.aggregate().id;

    let mut unit = faces.begin().await;
    unit.sites().save_all(vec![new, gone.delete()]).await.expect("written");
    let mut find = async |aliases: &[&str]| {
        let aliases: Vec<String> = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        let found = unit.sites().find_by_aliases(account.id, &aliases).await.expect("an answer");
        let mut ids: Vec<SiteId> = found.iter().map(|site| site.id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(find(&["mar-1", "luna", "Río", "sol"]).await, [stored.id, new_id]);
    assert_eq!(find(&["Mar-1", "río", "Rio", "mar"]).await, [], "no other letter will do");
    assert_eq!(find(&[]).await, []);
}

/// A second site with an alias is a conflict, however it comes to it and also within one batch.
/// Letters that differ in case are others; on another account it is none, and neither is having
/// none.
pub async fn a_second_site_with_an_alias_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    given.saved(given.new_site(&account, with_alias("Hotel Mar", "mar-1"))).await;
    let again = given.new_site(&account, with_alias("Otro", "mar-1"));
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
    let plain = given.site(&account, "Hotel Sol").await;
    given.site(&account, "Hotel Sol").await;
    let alias = SiteAmendment { alias: Some(Some(name("mar-1"))), ..SiteAmendment::default() };
    let moved = plain.amend(alias).changed().expect("a change");
    assert_eq!(attempt(faces, moved).await, Err(StoreError::Conflict));
    let twice = ["a", "b"].map(|called| given.new_site(&account, with_alias(called, "luna")));
    let mut unit = faces.begin().await;
    assert_eq!(unit.sites().save_all(twice.into()).await, Err(StoreError::Conflict));
    drop(unit);
    given.saved(given.new_site(&account, with_alias("Otro", "MAR-1"))).await;
    given.saved(given.new_site(&other, with_alias("Otro", "mar-1"))).await;
}

/// A site that was deleted is gone, and its alias is free again.
pub async fn a_site_that_was_deleted_is_gone(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let site = given.saved(given.new_site(&account, with_alias("Hotel Mar", "mar-1"))).await;
    given.saved(site.clone().delete()).await;
    assert_eq!(find(faces, &site).await, None);
    assert_eq!(attempt(faces, site.delete()).await, Err(StoreError::Conflict));
    given.saved(given.new_site(&account, with_alias("Otro", "mar-1"))).await;
}

/// A site that is assigned to a client cannot be deleted until it is not.
pub async fn a_deletion_of_an_assigned_site_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let site = given.site(&account, "Hotel Sol").await;
    let client = given.client(&account, "carla@d.example").await;
    let (client, assignment) = given.assigned(client, &site, ALLOWED).await;
    assert_eq!(attempt(faces, site.clone().delete()).await, Err(StoreError::Conflict));
    assert_eq!(find(faces, &site).await, Some(site.clone()));
    given.unassigned(client, assignment).await;
    given.saved(site.delete()).await;
}

/// An update or deletion of another version than the one stored is a conflict, and one of a batch
/// is a conflict of all.
pub async fn a_change_of_a_stale_site_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let site = given.site(&account, "Hotel Sol").await;
    let fresh = given.site(&account, "Hotel Luna").await;
    let changed = given.saved(renamed(site.clone(), "Hotel Mar")).await;
    let stale = renamed(site.clone(), "Hotel Río");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
    let batch = vec![renamed(fresh.clone(), "Nuevo"), renamed(site.clone(), "Hotel Río")];
    let mut unit = faces.begin().await;
    assert_eq!(unit.sites().save_all(batch).await, Err(StoreError::Conflict));
    drop(unit);
    assert_eq!(attempt(faces, site.delete()).await, Err(StoreError::Conflict));
    assert_eq!(find(faces, &changed).await, Some(changed));
    assert_eq!(find(faces, &fresh).await, Some(fresh));
}

/// Sites are counted as they come and go, each for their own account.
pub async fn sites_are_counted_as_they_come_and_go(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let count = async || faces.begin().await.sites().count(account.id).await;
    assert_eq!(count().await, Ok(0));
    let first = given.site(&account, "Hotel Sol").await;
    given.site(&account, "Hotel Luna").await;
    given.site(&other, "Hotel Mar").await;
    assert_eq!(count().await, Ok(2));
    let first = given.saved(renamed(first, "Hotel Río")).await;
    assert_eq!(count().await, Ok(2));
    given.saved(first.delete()).await;
    assert_eq!(count().await, Ok(1));
}

/// A thousand sites are written, changed and found at once.
pub async fn a_thousand_sites_are_written_and_found_at_once(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let new = |count| given.new_site(&account, with_alias("Hotel", &format!("h{count}")));
    let created: Vec<SiteChange> = (0..1_000).map(new).collect();
    let sites: Vec<Site> = created.iter().map(|change| change.aggregate().clone()).collect();
    let renamed: Vec<SiteChange> = sites.into_iter().map(|site| renamed(site, "Casa")).collect();
    let expected: Vec<Site> = renamed.iter().map(|change| change.aggregate().clone()).collect();
    let (ids, aliases): (Vec<SiteId>, Vec<String>) =
        expected.iter().enumerate().map(|(count, site)| (site.id, format!("h{count}"))).unzip();

    let mut unit = faces.begin().await;
    unit.sites().save_all(created).await.expect("created");
    unit.sites().save_all(renamed).await.expect("changed");
    unit.commit(trail(&[Scope::Account(account.id)])).await.expect("committed");
    let mut unit = faces.begin().await;
    let by_id = unit.sites().find_all(account.id, &ids).await.expect("an answer");
    let by_alias = unit.sites().find_by_aliases(account.id, &aliases).await.expect("an answer");
    for mut found in [by_id, by_alias] {
        found.sort_by_key(|site| site.id);
        assert_eq!(found, expected);
    }
}

fn renamed(site: Site, to: &str) -> SiteChange {
    let renamed = SiteAmendment { name: Some(only_named(to).name), ..SiteAmendment::default() };
    site.amend(renamed).changed().expect("another name")
}

async fn find(faces: &Faces, site: &Site) -> Option<Site> {
    faces.begin().await.sites().find(site.account_id, site.id).await.expect("an answer")
}
