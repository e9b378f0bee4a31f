//! The assignments of sites to clients, in a unit of work.

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{SiteAssignment, SiteAssignmentChange};
use portero_domain::policy::{Scope, SitePermission, SitePermissionSet};
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{ALLOWED, Given, attempt, noon, save, trail};

/// An assignment is found as it was saved, with every permission, some or none, on its own account
/// only.
pub async fn an_assignment_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let mut client = given.client(&account, "carla@d.example").await;
    let all: SitePermissionSet = SitePermission::ALL.iter().copied().collect();
    for permissions in [all, ALLOWED, SitePermissionSet::EMPTY] {
        let site = given.site(&account, "Hotel Sol").await;
        let (now, assignment) = given.assigned(client, &site, permissions).await;
        client = now;
        assert_eq!(assignment.permissions, permissions);
        let mut unit = faces.begin().await;
        let found = unit.assignments().find(other.id, client.id, site.id).await;
        assert_eq!(found, Ok(None));
        let found = unit.assignments().find(account.id, ClientId::from_uuid(given.id()), site.id);
        assert_eq!(found.await, Ok(None));
        drop(unit);
        assert_eq!(find(faces, &assignment).await, Some(assignment));
    }
}

/// Other permissions take the place of those before; an assignment that ended is gone, and the site
/// may be assigned again.
pub async fn an_assignment_can_be_replaced_and_ended(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let site = given.site(&account, "Hotel Sol").await;
    let client = given.client(&account, "carla@d.example").await;
    let (client, assignment) = given.assigned(client, &site, ALLOWED).await;
    let replaced = given.saved(replace(assignment)).await;
    assert_eq!(find(faces, &replaced).await, Some(replaced.clone()));
    let client = given.unassigned(client, replaced.clone()).await;
    assert_eq!(find(faces, &replaced).await, None);
    let again = replaced.unassign();
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
    given.assigned(client, &site, ALLOWED).await;
}

/// The assignments of clients come by client and site, of one account only, with what was just
/// written.
pub async fn assignments_of_clients_come_with_what_was_just_written(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let (first, second) =
        (given.site(&account, "Hotel Sol").await, given.site(&account, "Hotel Mar").await);
    let carla = given.client(&account, "carla@d.example").await;
    let eva = given.client(&account, "eva@d.example").await;
    let (eva, of_eva) = given.assigned(eva, &first, ALLOWED).await;
    let (carla, late) = given.assigned(carla, &second, ALLOWED).await;
    let elsewhere = given.site(&other, "Hotel").await;
    let stranger = given.client(&other, "carla@d.example").await;
    let (stranger, _) = given.assigned(stranger, &elsewhere, ALLOWED).await;

    let mut unit = faces.begin().await;
    let early = assign(account.id, carla.id, first.id);
    let written = early.aggregate().clone();
    let replaced = replace(of_eva.clone());
    let of_eva = replaced.aggregate().clone();
    unit.assignments().save_all(vec![early, replaced]).await.expect("written");
    let asked = [eva.id, stranger.id, carla.id, eva.id];
    let found = unit.assignments().find_of_clients(account.id, &asked).await;
    assert_eq!(found, Ok(vec![written.clone(), late.clone(), of_eva.clone()]));
    let pairs = [
        (eva.id, first.id),
        (eva.id, second.id),
        (stranger.id, elsewhere.id),
        (carla.id, first.id),
        (eva.id, first.id),
    ];
    let found = unit.assignments().find_all(account.id, &pairs).await;
    assert_eq!(found, Ok(vec![written, of_eva.clone()]), "those that there are, each once");
    assert_eq!(unit.assignments().find_all(account.id, &[]).await, Ok(vec![]));
    save(&mut *unit, late.unassign()).await;
    let found = unit.assignments().find_of_clients(account.id, &[carla.id]).await;
    assert_eq!(found.map(|found| found.len()), Ok(1));
    assert_eq!(unit.assignments().find_of_clients(account.id, &[]).await, Ok(vec![]));
}

/// Whether a site is assigned is told as long as it is to anyone, on its own account only.
pub async fn a_site_is_assigned_as_long_as_someone_has_it(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let site = given.site(&account, "Hotel Sol").await;
    let spare = given.site(&account, "Hotel Mar").await;
    let carla = given.client(&account, "carla@d.example").await;
    let eva = given.client(&account, "eva@d.example").await;
    let is_assigned = async |account: AccountId, site: SiteId| {
        let mut unit = faces.begin().await;
        unit.assignments().is_assigned(account, site).await.expect("an answer")
    };
    assert!(!is_assigned(account.id, site.id).await);
    let (carla, of_carla) = given.assigned(carla, &site, ALLOWED).await;
    let (eva, of_eva) = given.assigned(eva, &site, ALLOWED).await;
    assert!(is_assigned(account.id, site.id).await);
    assert!(!is_assigned(account.id, spare.id).await);
    assert!(!is_assigned(other.id, site.id).await);
    given.unassigned(carla, of_carla).await;
    assert!(is_assigned(account.id, site.id).await);
    given.unassigned(eva, of_eva).await;
    assert!(!is_assigned(account.id, site.id).await);
}

/// A site is assigned to a client once, also within one batch.
pub async fn a_second_assignment_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let site = given.site(&account, "Hotel Sol").await;
    let client = given.client(&account, "carla@d.example").await;
    let other = given.client(&account, "eva@d.example").await;
    let (client, _) = given.assigned(client, &site, ALLOWED).await;
    let again = assign(account.id, client.id, site.id);
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
    let twice = [0, 1].map(|_| assign(account.id, other.id, site.id));
    let mut unit = faces.begin().await;
    assert_eq!(unit.assignments().save_all(twice.into()).await, Err(StoreError::Conflict));
}

/// Client and site must be there, and both the account's.
pub async fn an_assignment_across_accounts_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let (site, client) =
        (given.site(&account, "Hotel Sol").await, given.client(&account, "c@d.example").await);
    let foreign_site = given.site(&other, "Hotel Mar").await;
    let foreign_client = given.client(&other, "c@d.example").await;
    let nobody = ClientId::from_uuid(given.id());
    for (account, client, site) in [
        (account.id, client.id, foreign_site.id),
        (account.id, foreign_client.id, site.id),
        (account.id, foreign_client.id, foreign_site.id),
        (other.id, client.id, site.id),
        (account.id, nobody, site.id),
        (account.id, client.id, SiteId::from_uuid(given.id())),
    ] {
        let across = assign(account, client, site);
        assert_eq!(attempt(faces, across).await, Err(StoreError::Conflict));
    }
    given.saved(assign(account.id, client.id, site.id)).await;
}

/// An update or end of another version than the one stored is a conflict, and one of a batch is a
/// conflict of all.
pub async fn a_change_of_a_stale_assignment_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let site = given.site(&account, "Hotel Sol").await;
    let spare = given.site(&account, "Hotel Mar").await;
    let client = given.client(&account, "carla@d.example").await;
    let (client, stale) = given.assigned(client, &site, ALLOWED).await;
    let replaced = given.saved(replace(stale.clone())).await;
    assert_eq!(attempt(faces, replace(stale.clone())).await, Err(StoreError::Conflict));
    assert_eq!(attempt(faces, stale.clone().unassign()).await, Err(StoreError::Conflict));
    let fresh = assign(account.id, client.id, spare.id);
    let written = fresh.aggregate().clone();
    let mut unit = faces.begin().await;
    let batch = vec![fresh, stale.unassign()];
    assert_eq!(unit.assignments().save_all(batch).await, Err(StoreError::Conflict));
    drop(unit);
    assert_eq!(find(faces, &replaced).await, Some(replaced));
    assert_eq!(find(faces, &written).await, None);
}

/// A thousand assignments are written, changed, found and ended at once.
pub async fn a_thousand_assignments_are_written_at_once(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let site = given.site(&account, "Hotel Sol").await;
    let clients: Vec<_> = (0..1_000)
        .map(|count| given.new_client(&account, &format!("c{count}@d.example")))
        .collect();
    let ids: Vec<ClientId> = clients.iter().map(|change| change.aggregate().id).collect();
    let assigned: Vec<_> = ids.iter().map(|id| assign(account.id, *id, site.id)).collect();
    let replaced: Vec<_> = assigned.iter().map(|one| replace(one.aggregate().clone())).collect();
    let expected: Vec<_> = replaced.iter().map(|one| one.aggregate().clone()).collect();
    let ended = expected.iter().cloned().map(SiteAssignment::unassign).collect();

    let mut unit = faces.begin().await;
    unit.clients().save_all(clients).await.expect("created");
    unit.assignments().save_all(assigned).await.expect("assigned");
    unit.assignments().save_all(replaced).await.expect("changed");
    unit.commit(trail(&[Scope::Account(account.id)])).await.expect("committed");
    let mut unit = faces.begin().await;
    assert_eq!(unit.assignments().find_of_clients(account.id, &ids).await, Ok(expected));
    unit.assignments().save_all(ended).await.expect("ended");
    assert_eq!(unit.assignments().is_assigned(account.id, site.id).await, Ok(false));
}

fn assign(account: AccountId, client: ClientId, site: SiteId) -> SiteAssignmentChange {
    SiteAssignment::assign((account, client), site, ALLOWED, noon()).expect("it can stand")
}

fn replace(assignment: SiteAssignment) -> SiteAssignmentChange {
    let only = SitePermissionSet::of(&[SitePermission::Comments]);
    assignment.replace(only).expect("it can stand").changed().expect("another set")
}

async fn find(faces: &Faces, assignment: &SiteAssignment) -> Option<SiteAssignment> {
    let SiteAssignment { account_id, client_id, site_id, .. } = *assignment;
    let mut unit = faces.begin().await;
    unit.assignments().find(account_id, client_id, site_id).await.expect("an answer")
}
