//! Password resets in a unit of work.

use async_trait::async_trait;
use portero_domain::id::UserId;
use portero_domain::model::{PasswordReset, PasswordResetChange, TokenHash};
use portero_domain::policy::Scope;
use portero_domain::port::{PasswordResetRepository, StoreError};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use crate::query;
use crate::table::password_resets;
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl PasswordResetRepository for SeaOrmUnitOfWork {
    async fn find_by_link(
        &mut self,
        link: &TokenHash,
    ) -> Result<Option<PasswordReset>, StoreError> {
        let step = self.step()?;
        let found = query::find(step.transaction, &password_resets::by_link(link)).await?;
        step.done(found)
    }

    async fn find_open(&mut self, user: UserId) -> Result<Vec<PasswordReset>, StoreError> {
        let step = self.step()?;
        let select = query::select::<PasswordReset>()
            .and_where(password_resets::Column::UserId.eq(user.as_uuid()))
            .and_where(password_resets::is_open())
            .order_by((password_resets::Entity, password_resets::Column::Id), Order::Asc)
            .take();
        let found = query::find_all(step.transaction, &select).await?;
        step.done(found)
    }

    async fn save(&mut self, change: PasswordResetChange) -> Result<(), StoreError> {
        self.write(Scope::Installation, change).await
    }
}
