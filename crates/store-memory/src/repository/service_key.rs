//! Service keys in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ServiceKeyId};
use portero_domain::model::{ServiceKey, ServiceKeyChange};
use portero_domain::policy::Scope;
use portero_domain::port::{ServiceKeyRepository, StoreError};

use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl ServiceKeyRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: ServiceKeyId,
    ) -> Result<Option<ServiceKey>, StoreError> {
        let found = self.read(|state| state.service_keys.get(&id).cloned())?;
        Ok(found.filter(|key| key.account_id == account))
    }

    async fn count_live(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.read(|state| state.service_keys.count(account))
    }

    async fn save(&mut self, change: ServiceKeyChange) -> Result<(), StoreError> {
        let (key, event, write) = change.into_parts();
        self.save(Scope::Account(key.account_id), write, key, event)
    }
}
