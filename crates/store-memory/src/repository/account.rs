//! Accounts in a unit of work.

use async_trait::async_trait;
use portero_domain::id::AccountId;
use portero_domain::model::{Account, AccountChange, UserState};
use portero_domain::policy::Scope;
use portero_domain::port::{AccountRepository, StoreError};

use crate::directory::account_list;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl AccountRepository for MemoryUnitOfWork {
    /// Whoever has a unit of work is the only writer: every account is locked already.
    async fn lock(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.read(|state| state.accounts.get(&id).cloned())
    }

    async fn find_owner_state(&mut self, id: AccountId) -> Result<Option<UserState>, StoreError> {
        self.read(|state| account_list::owner_state(state, id))
    }

    async fn save(&mut self, change: AccountChange) -> Result<(), StoreError> {
        let (account, event, write) = change.into_parts();
        self.save(Scope::Account(account.id), write, account, event)
    }
}
