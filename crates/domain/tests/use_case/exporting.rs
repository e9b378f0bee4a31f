//! Exporting: what comes out is what an import takes.

use portero_domain::model::UserState;
use portero_domain::policy::{Role, SitePermission, SitePermissionSet};
use portero_domain::port::{AssignedSite, Found, FoundAccount};
use portero_domain::use_case::{ClientRecord, PageRequest, SiteShare};

use crate::client_given::{active, assignment, row, site};
use crate::stage::{Stage, account, caller, member, user};

#[tokio::test]
async fn a_client_comes_out_with_sites_by_alias_and_the_names_of_permissions() {
    let ana = user(1, "ana@a.es");
    let mut stage = Stage::new();
    let membership = Some(member(&ana, Role::Finance));
    let found = FoundAccount { account: account(), owner: UserState::Active, membership };
    stage.directory.expect_find_account().return_once(|_, _| Ok(Some(found)));
    stage.store.expect_record().times(1).returning(|_| Ok(()));
    stage.clients.expect_clients().returning(|_, _, _, _| Ok(Found::all(vec![row(active())])));
    let blog = SitePermissionSet::of(&[SitePermission::Blog]);
    stage.clients.expect_sites_of_clients().returning(move |_, _| {
        Ok(vec![AssignedSite { site: site(), assignment: assignment(blog) }])
    });

    let portero = stage.portero();
    let part = portero.export_clients(&caller(&ana), account().id, PageRequest::default()).await;

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
    assert_eq!(part.expect("a part").items, [expected]);
}
