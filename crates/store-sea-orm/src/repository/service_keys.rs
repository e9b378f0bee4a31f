//! Service keys in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ServiceKeyId};
use portero_domain::model::{ServiceKey, ServiceKeyChange};
use portero_domain::policy::Scope;
use portero_domain::port::{ServiceKeyRepository, StoreError};
use sea_orm::ColumnTrait;

use crate::query;
use crate::table::service_keys;
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl ServiceKeyRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: ServiceKeyId,
    ) -> Result<Option<ServiceKey>, StoreError> {
        let step = self.step()?;
        let select = query::select::<ServiceKey>()
            .and_where(service_keys::Column::AccountId.eq(account.as_uuid()))
            .and_where(service_keys::Column::Id.eq(id.as_uuid()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn count_live(&mut self, account: AccountId) -> Result<u64, StoreError> {
        const COUNT: &str =
            "SELECT count(*) FROM service_keys WHERE account_id = $1 AND revoked_at IS NULL";
        let step = self.step()?;
        let statement = query::statement(step.transaction, COUNT, [account.as_uuid().into()]);
        let count = query::one_of_statement(step.transaction, statement, |columns| {
            let count: i64 = columns.value(service_keys::TABLE, "count")?;
            service_keys::TABLE.checked("count", u64::try_from(count))
        });
        let count = count.await?.unwrap_or_default();
        step.done(count)
    }

    async fn save(&mut self, change: ServiceKeyChange) -> Result<(), StoreError> {
        let scope = Scope::Account(change.aggregate().account_id);
        self.write(scope, change).await
    }
}
