//! The assignments of sites to clients, in a unit of work.

use std::collections::BTreeSet;

use async_trait::async_trait;
use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{SiteAssignment, SiteAssignmentChange};
use portero_domain::policy::Scope;
use portero_domain::port::{SiteAssignmentRepository, StoreError};

use crate::directory::{client_list, site_list};
use crate::row::AssignmentPlace;
use crate::state::State;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl SiteAssignmentRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        client: ClientId,
        site: SiteId,
    ) -> Result<Option<SiteAssignment>, StoreError> {
        let found = self.read(|state| state.assignments.get(&(client, site)).cloned())?;
        Ok(found.filter(|assignment| assignment.account_id == account))
    }

    async fn find_of_clients(
        &mut self,
        account: AccountId,
        clients: &[ClientId],
    ) -> Result<Vec<SiteAssignment>, StoreError> {
        self.read(|state| of_clients(state, account, clients).cloned().collect())
    }

    async fn find_all(
        &mut self,
        account: AccountId,
        pairs: &[(ClientId, SiteId)],
    ) -> Result<Vec<SiteAssignment>, StoreError> {
        let pairs: BTreeSet<_> = pairs.iter().copied().collect();
        self.read(|state| {
            let found = pairs.iter().filter_map(|pair| state.assignments.get(pair));
            found.filter(|one| one.account_id == account).cloned().collect()
        })
    }

    async fn is_assigned(&mut self, account: AccountId, site: SiteId) -> Result<bool, StoreError> {
        self.read(|state| {
            let mut assigned = state.assignments.placed(AssignmentPlace::all_of_site(site));
            assigned.any(|assignment| assignment.account_id == account)
        })
    }

    async fn save_all(&mut self, changes: Vec<SiteAssignmentChange>) -> Result<(), StoreError> {
        for change in changes {
            let (assignment, event, write) = change.into_parts();
            let scope = Scope::Account(assignment.account_id);
            self.write(|transaction| {
                let is_fit = is_of_one_account(transaction.state(), &assignment);
                if is_fit { Ok(()) } else { Err(StoreError::Conflict) }
            })?;
            self.save(scope, write, assignment, event)?;
        }
        Ok(())
    }
}

/// All assignments of these clients, by client and site.
pub fn of_clients<'a>(
    state: &'a State,
    account: AccountId,
    clients: &[ClientId],
) -> impl Iterator<Item = &'a SiteAssignment> {
    let clients: BTreeSet<ClientId> = clients.iter().copied().collect();
    let of_client = |client| state.assignments.range(AssignmentPlace::of_client(client, None));
    let found = clients.into_iter().flat_map(of_client);
    found.filter(move |assignment| assignment.account_id == account)
}

fn is_of_one_account(state: &State, assignment: &SiteAssignment) -> bool {
    let SiteAssignment { account_id, client_id, site_id, .. } = *assignment;
    client_list::get(state, account_id, client_id).is_some()
        && site_list::find(state, account_id, site_id).is_some()
}
