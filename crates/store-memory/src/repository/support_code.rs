//! Support codes in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{SupportCode, SupportCodeChange};
use portero_domain::policy::Scope;
use portero_domain::port::{StoreError, SupportCodeRepository};

use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl SupportCodeRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<SupportCode>, StoreError> {
        self.read(|state| state.support_codes.get(&(account, user)).cloned())
    }

    async fn save(&mut self, change: SupportCodeChange) -> Result<(), StoreError> {
        let (code, event, write) = change.into_parts();
        self.save(Scope::Account(code.account_id), write, code, event)
    }
}
