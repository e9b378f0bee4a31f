//! Password resets in a unit of work.

use async_trait::async_trait;
use portero_domain::id::UserId;
use portero_domain::model::{PasswordReset, PasswordResetChange, TokenHash};
use portero_domain::policy::Scope;
use portero_domain::port::{PasswordResetRepository, StoreError};

use crate::row::PasswordResetPlace;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl PasswordResetRepository for MemoryUnitOfWork {
    async fn find_by_link(
        &mut self,
        link: &TokenHash,
    ) -> Result<Option<PasswordReset>, StoreError> {
        self.read(|state| state.password_resets.at(&PasswordResetPlace::of_link(link)).cloned())
    }

    async fn find_open(&mut self, user: UserId) -> Result<Vec<PasswordReset>, StoreError> {
        let places = PasswordResetPlace::all_open(user);
        self.read(|state| state.password_resets.placed(places).cloned().collect())
    }

    async fn save(&mut self, change: PasswordResetChange) -> Result<(), StoreError> {
        let (reset, event, write) = change.into_parts();
        self.save(Scope::Installation, write, reset, event)
    }
}
