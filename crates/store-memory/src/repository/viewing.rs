//! Viewings of what clients see, in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ViewingId};
use portero_domain::model::{TokenHash, Viewing, ViewingChange};
use portero_domain::policy::Scope;
use portero_domain::port::{StoreError, ViewingRepository};

use crate::row::ViewingPlace;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl ViewingRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: ViewingId,
    ) -> Result<Option<Viewing>, StoreError> {
        let found = self.read(|state| state.viewings.get(&id).cloned())?;
        Ok(found.filter(|viewing| viewing.account_id == account))
    }

    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<Viewing>, StoreError> {
        self.read(|state| state.viewings.at(&ViewingPlace::of_link(link)).cloned())
    }

    async fn save(&mut self, change: ViewingChange) -> Result<(), StoreError> {
        let (viewing, event, write) = change.into_parts();
        self.save(Scope::Account(viewing.account_id), write, viewing, event)
    }
}
