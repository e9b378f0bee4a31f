//! Answers that were given before, in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::port::{AnswerRepository, KeptAnswer, RequestKey, StoreError};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::error::store_error;
use crate::query;
use crate::table::{answers, micros};
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl AnswerRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        key: &RequestKey,
        since: DateTime<Utc>,
    ) -> Result<Option<KeptAnswer>, StoreError> {
        let step = self.step()?;
        let select = query::rows_of::<answers::Model>()
            .cond_where(answers::to(key))
            .and_where(answers::Column::AnsweredAt.gte(micros(since)))
            .take();
        let found = query::one(step.transaction, &select, answers::read).await?;
        step.done(found)
    }

    async fn keep(
        &mut self,
        key: RequestKey,
        answer: KeptAnswer,
        since: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let step = self.step()?;
        let older = answers::Entity::delete_many()
            .filter(answers::to(&key))
            .filter(answers::Column::AnsweredAt.lt(micros(since)));
        older.exec(step.transaction).await.map_err(store_error)?;
        let row = answers::kept(key, answer).into_active_model();
        let insert = answers::Entity::insert(row).exec_without_returning(step.transaction);
        insert.await.map_err(store_error)?;
        step.done(())
    }
}
