//! Users in a unit of work.

use async_trait::async_trait;
use portero_domain::id::UserId;
use portero_domain::model::{EmailAddress, Language, User, UserChange};
use portero_domain::policy::Scope;
use portero_domain::port::{StoreError, UserRepository};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Query;

use crate::query;
use crate::table::users;
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl UserRepository for SeaOrmUnitOfWork {
    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let step = self.step()?;
        let select = query::select::<User>().and_where(users::Column::Id.eq(id.as_uuid())).take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    /// `PostgreSQL` locks the row; on `SQLite`, whoever has begun has the whole database.
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let step = self.step()?;
        let select = query::select::<User>()
            .and_where(users::Column::Id.eq(id.as_uuid()))
            .lock_exclusive()
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        let step = self.step()?;
        let select = query::select::<User>()
            .and_where(users::Column::EmailCanonical.eq(email.canonical()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_languages(
        &mut self,
        addresses: &[EmailAddress],
    ) -> Result<Vec<(EmailAddress, Language)>, StoreError> {
        let step = self.step()?;
        let canonical = addresses.iter().map(EmailAddress::canonical);
        let select = Query::select()
            .columns(users::ADDRESS)
            .column((users::Entity, users::Column::Language))
            .from(users::Entity)
            .and_where(users::Column::EmailCanonical.is_in(canonical))
            .take();
        let found = query::all(step.transaction, &select, |columns| {
            let address = users::address(columns)?;
            let language: String = columns.value(users::TABLE, "language")?;
            Ok((address, users::TABLE.parse("language", &language)?))
        });
        let found = found.await?;
        step.done(found)
    }

    async fn save(&mut self, change: UserChange) -> Result<(), StoreError> {
        self.write(Scope::Installation, change).await
    }
}
