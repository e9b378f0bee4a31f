//! Exporting: what comes out is what an import takes, and that it does is on record.

use portero_domain::id::ClientId;
use portero_domain::model::{Client, SiteAssignment, UserState};
use portero_domain::policy::{Role, SitePermission, SitePermissionSet};
use portero_domain::port::{AssignedSite, ClientRow, Found, FoundAccount};
use portero_domain::use_case::{ClientRecord, Error, SiteShare};
use uuid::Uuid;

use crate::client_given::{active, assignment, row, site};
use crate::stage::{Stage, account, caller, member, user};

/// An account that lets someone in so often, and then no more.
fn admitting(times: usize) -> Stage {
    let ana = user(1, "ana@a.es");
    let mut stage = Stage::new();
    let membership = member(&ana, Role::Finance);
    let mut visits = 0;
    stage.directory.expect_find_account().returning(move |_, _| {
        visits += 1;
        let membership = (visits <= times).then(|| membership.clone());
        Ok(Some(FoundAccount { account: account(), owner: UserState::Active, membership }))
    });
    stage.store.expect_record().times(1).returning(|_| Ok(()));
    stage
}

#[tokio::test]
async fn a_client_comes_out_with_sites_by_alias_and_the_names_of_permissions() {
    let mut stage = admitting(3);
    stage.clients.expect_clients().returning(|_, _, _, page| {
        Ok(Found::all(if page.after.is_none() { vec![row(active())] } else { Vec::new() }))
    });
    let blog = SitePermissionSet::of(&[SitePermission::Blog]);
    stage.clients.expect_sites_of_clients().returning(move |_, _| {
        Ok(vec![AssignedSite { site: site(), assignment: assignment(blog) }])
    });
    let (portero, ana) = (stage.portero(), caller(&user(1, "ana@a.es")));

    let mut export = portero.begin_client_export(&ana, account().id).await.expect("on record");
    let first = portero.next_clients(&ana, &mut export).await.expect("a part");
    let second = portero.next_clients(&ana, &mut export).await.expect("the end");

    let expected = ClientRecord {
        email: "carla@garcia.es".to_owned(),
        first_name: "Carla".to_owned(),
        last_name: "García".to_owned(),
        sites: vec![SiteShare {
            site: "hotel-sol".to_owned(),
            permissions: vec!["blog".to_owned()],
        }],
        ..ClientRecord::default()
    };
    assert_eq!(first, [expected]);
    assert!(second.is_empty());
}

/// So many clients, each with so many sites, of which the list shows the first.
fn listed(clients: u128, site_count: u32) -> Vec<ClientRow> {
    let one = |number| {
        let id = ClientId::from_uuid(Uuid::from_u128(number));
        let client = Client { id, site_count, ..active() };
        ClientRow { sites: of(id, site_count.min(ClientRow::MOST_SITES)), client }
    };
    (1..=clients).map(one).collect()
}

fn of(client_id: ClientId, count: u32) -> Vec<AssignedSite> {
    let assignment = SiteAssignment { client_id, ..assignment(SitePermissionSet::EMPTY) };
    vec![AssignedSite { site: site(), assignment }; count as usize]
}

#[tokio::test]
async fn a_part_has_as_many_clients_as_have_a_bounded_number_of_sites() {
    for (sites, expected, asked_again) in [(0, 200, 0), (20, 100, 0), (700, 2, 2), (3_000, 1, 1)] {
        let mut stage = admitting(2);
        stage.clients.expect_clients().returning(move |_, _, _, page| {
            let wanted = u128::from(page.limit);
            Ok(Found::all(listed(wanted, sites)))
        });
        stage.clients.expect_sites_of_clients().returning(move |_, clients| {
            assert_eq!(clients.len(), asked_again, "only those of whom not all was shown");
            Ok(clients.iter().flat_map(|client| of(*client, sites)).collect())
        });
        let (portero, ana) = (stage.portero(), caller(&user(1, "ana@a.es")));

        let mut export = portero.begin_client_export(&ana, account().id).await.expect("on record");
        let part = portero.next_clients(&ana, &mut export).await.expect("a part");

        assert_eq!(part.len(), expected, "{sites} sites each");
        assert!(part.iter().all(|one| one.sites.len() == sites as usize), "each with its own");
    }
}

#[tokio::test]
async fn an_alias_that_could_not_be_told_from_its_neighbours_gives_way_to_the_id() {
    let mut stage = admitting(2);
    stage.clients.expect_clients().returning(|_, _, _, _| Ok(Found::all(vec![row(active())])));
    stage.clients.expect_sites_of_clients().returning(|_, _| {
        let mut site = site();
        site.details.alias = Some(crate::stage::name("sol; y: luna"));
        Ok(vec![AssignedSite { site, assignment: assignment(SitePermissionSet::EMPTY) }])
    });
    let (portero, ana) = (stage.portero(), caller(&user(1, "ana@a.es")));

    let mut export = portero.begin_client_export(&ana, account().id).await.expect("on record");
    let rows = portero.next_clients(&ana, &mut export).await.expect("a part");

    assert_eq!(rows[0].sites[0].site, site().id.to_string());
}

#[tokio::test]
async fn sites_come_out_on_record_and_no_longer_than_one_may() {
    let mut stage = admitting(2);
    stage.clients.expect_sites().returning(|_, _, _| Ok(Found::all(vec![site()])));
    let (portero, ana) = (stage.portero(), caller(&user(1, "ana@a.es")));

    let mut export = portero.begin_site_export(&ana, account().id).await.expect("on record");
    let first = portero.next_sites(&ana, &mut export).await.expect("a part");
    let second = portero.next_sites(&ana, &mut export).await;

    assert_eq!(first[0].alias, "hotel-sol");
    assert_eq!(second, Err(Error::NotFound));
}
