//! Viewings in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ViewingId};
use portero_domain::model::{TokenHash, Viewing, ViewingChange};
use portero_domain::policy::Scope;
use portero_domain::port::{StoreError, ViewingRepository};
use sea_orm::ColumnTrait;

use crate::query;
use crate::table::viewings;
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl ViewingRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: ViewingId,
    ) -> Result<Option<Viewing>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Viewing>()
            .and_where(viewings::Column::AccountId.eq(account.as_uuid()))
            .and_where(viewings::Column::Id.eq(id.as_uuid()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<Viewing>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Viewing>()
            .and_where(viewings::Column::Link.eq(link.as_bytes().to_vec()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn save(&mut self, change: ViewingChange) -> Result<(), StoreError> {
        let scope = Scope::Account(change.aggregate().account_id);
        self.write(scope, change).await
    }
}
