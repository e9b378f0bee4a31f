//! Service keys in a unit of work.

use async_trait::async_trait;
use portero_domain::id::ServiceKeyId;
use portero_domain::model::{ServiceKey, ServiceKeyChange};
use portero_domain::policy::Scope;
use portero_domain::port::{ServiceKeyRepository, StoreError};

use crate::row::ServiceKeyPlace;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl ServiceKeyRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        reach: Scope,
        id: ServiceKeyId,
    ) -> Result<Option<ServiceKey>, StoreError> {
        let found = self.read(|state| state.service_keys.get(&id).cloned())?;
        Ok(found.filter(|key| key.reach == reach))
    }

    async fn count_live(&mut self, reach: Scope) -> Result<u64, StoreError> {
        match reach {
            Scope::Account(account) => self.read(|state| state.service_keys.count(account)),
            // Only the operator makes these, one by one: there are few.
            Scope::Installation => self.read(|state| {
                let keys = state.service_keys.placed(ServiceKeyPlace::all_of(reach));
                keys.filter(|key| key.revoked_at.is_none()).count() as u64
            }),
        }
    }

    async fn save(&mut self, change: ServiceKeyChange) -> Result<(), StoreError> {
        let (mut key, event, write) = change.into_parts();
        let used =
            self.read(|state| state.service_keys.get(&key.id).and_then(|row| row.last_used_at))?;
        key.last_used_at = key.last_used_at.max(used);
        self.save(key.reach, write, key, event)
    }
}
