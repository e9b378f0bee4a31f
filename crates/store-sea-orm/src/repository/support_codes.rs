//! Support codes in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{SupportCode, SupportCodeChange};
use portero_domain::policy::Scope;
use portero_domain::port::{StoreError, SupportCodeRepository};
use sea_orm::ColumnTrait;

use crate::query;
use crate::table::support_codes;
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl SupportCodeRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<SupportCode>, StoreError> {
        let step = self.step()?;
        let select = query::select::<SupportCode>()
            .and_where(support_codes::Column::AccountId.eq(account.as_uuid()))
            .and_where(support_codes::Column::UserId.eq(user.as_uuid()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn save(&mut self, change: SupportCodeChange) -> Result<(), StoreError> {
        let scope = Scope::Account(change.aggregate().account_id);
        self.write(scope, change).await
    }
}
