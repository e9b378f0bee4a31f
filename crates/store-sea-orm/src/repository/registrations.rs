//! Registration attempts in a unit of work.

use async_trait::async_trait;
use portero_domain::model::{EmailAddress, Registration, RegistrationChange, TokenHash};
use portero_domain::policy::Scope;
use portero_domain::port::{RegistrationRepository, StoreError};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use crate::query;
use crate::table::registrations;
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl RegistrationRepository for SeaOrmUnitOfWork {
    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<Registration>, StoreError> {
        let step = self.step()?;
        let found = query::find(step.transaction, &registrations::by_link(link)).await?;
        step.done(found)
    }

    async fn find_open(&mut self, email: &EmailAddress) -> Result<Vec<Registration>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Registration>()
            .and_where(registrations::Column::EmailCanonical.eq(email.canonical()))
            .and_where(registrations::is_open())
            .order_by((registrations::Entity, registrations::Column::CreatedAt), Order::Desc)
            .order_by((registrations::Entity, registrations::Column::Id), Order::Desc)
            .take();
        let found = query::find_all(step.transaction, &select).await?;
        step.done(found)
    }

    async fn save(&mut self, change: RegistrationChange) -> Result<(), StoreError> {
        self.write(Scope::Installation, change).await
    }
}
