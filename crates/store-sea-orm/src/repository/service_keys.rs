//! Service keys in a unit of work.

use async_trait::async_trait;
use portero_domain::id::ServiceKeyId;
use portero_domain::model::{ServiceKey, ServiceKeyChange, Version, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{ServiceKeyRepository, StoreError};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, IntoActiveModel};

use crate::error::store_error;
use crate::table::{Stored, service_keys};
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::{query, write};

#[async_trait]
impl ServiceKeyRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        reach: Scope,
        id: ServiceKeyId,
    ) -> Result<Option<ServiceKey>, StoreError> {
        let step = self.step()?;
        let select = query::select::<ServiceKey>()
            .and_where(service_keys::has_reach(reach))
            .and_where(service_keys::Column::Id.eq(id.as_uuid()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn count_live(&mut self, reach: Scope) -> Result<u64, StoreError> {
        let step = self.step()?;
        let select = Query::select()
            .expr(Expr::col((service_keys::Entity, service_keys::Column::Id)).count())
            .from(service_keys::Entity)
            .and_where(service_keys::has_reach(reach))
            .and_where(service_keys::Column::RevokedAt.is_null())
            .take();
        let count = query::one(step.transaction, &select, |columns| {
            let count: i64 = columns.value(service_keys::TABLE, "count")?;
            service_keys::TABLE.checked("count", u64::try_from(count))
        });
        let count = count.await?.unwrap_or_default();
        step.done(count)
    }

    async fn save(&mut self, change: ServiceKeyChange) -> Result<(), StoreError> {
        let (key, event, how) = change.into_parts();
        let step = self.step()?;
        match how {
            Write::Insert | Write::Delete(_) => write::write(step.transaction, &key, how).await?,
            Write::Update(from) => update(step.transaction, &key, from).await?,
        }
        step.done(())?;
        self.keep_event(key.reach, event);
        Ok(())
    }
}

/// Uses are noted beside the versions: what was noted since the key was read must stay.
async fn update(
    transaction: &DatabaseTransaction,
    key: &ServiceKey,
    from: Version,
) -> Result<(), StoreError> {
    let row = key.to_row();
    let used = row.last_used_at;
    let mut row = row.into_active_model();
    row.not_set(service_keys::Column::LastUsedAt);
    let mut update = write::update::<ServiceKey>(row, from);
    if let Some(used) = used {
        let stored = service_keys::Column::LastUsedAt;
        let later = CaseStatement::new().case(stored.gt(used), stored.into_expr()).finally(used);
        update = update.col_expr(stored, later.into());
    }
    write::matched(update.exec(transaction).await.map_err(store_error)?.rows_affected)
}
