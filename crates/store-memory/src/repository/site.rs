//! Sites in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, SiteId};
use portero_domain::model::{Site, SiteChange, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{SiteRepository, StoreError};

use crate::directory::site_list;
use crate::row::{AssignmentPlace, SitePlace, StoredSite};
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl SiteRepository for MemoryUnitOfWork {
    async fn find(&mut self, account: AccountId, id: SiteId) -> Result<Option<Site>, StoreError> {
        self.read(|state| site_list::find(state, account, id).cloned())
    }

    async fn find_all(
        &mut self,
        account: AccountId,
        ids: &[SiteId],
    ) -> Result<Vec<Site>, StoreError> {
        self.read(|state| {
            let found = ids.iter().filter_map(|id| site_list::find(state, account, *id));
            found.cloned().collect()
        })
    }

    async fn find_by_aliases(
        &mut self,
        account: AccountId,
        aliases: &[String],
    ) -> Result<Vec<Site>, StoreError> {
        self.read(|state| {
            let place = |alias: &String| SitePlace::Alias(account, alias.clone());
            let found = aliases.iter().filter_map(|alias| state.sites.at(&place(alias)));
            found.map(|row| row.site.clone()).collect()
        })
    }

    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.read(|state| state.sites.count(account))
    }

    async fn save_all(&mut self, changes: Vec<SiteChange>) -> Result<(), StoreError> {
        for change in changes {
            let (site, event, write) = change.into_parts();
            let (id, scope) = (site.id, Scope::Account(site.account_id));
            self.write(|transaction| {
                let assigned = AssignmentPlace::all_of_site(id);
                let is_assigned = transaction.state().assignments.placed(assigned).next().is_some();
                match write {
                    Write::Delete(_) if is_assigned => Err(StoreError::Conflict),
                    Write::Insert | Write::Update(_) | Write::Delete(_) => Ok(()),
                }
            })?;
            self.save(scope, write, StoredSite::from(site), event)?;
        }
        Ok(())
    }
}
