//! Assignments of sites to clients, in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{SiteAssignment, SiteAssignmentChange};
use portero_domain::policy::Scope;
use portero_domain::port::{SiteAssignmentRepository, StoreError};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, Order, Query};

use crate::query;
use crate::table::site_assignments;
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::write_all::{waves, write_wave};

#[async_trait]
impl SiteAssignmentRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        client: ClientId,
        site: SiteId,
    ) -> Result<Option<SiteAssignment>, StoreError> {
        let step = self.step()?;
        let select = query::select::<SiteAssignment>()
            .and_where(site_assignments::Column::AccountId.eq(account.as_uuid()))
            .and_where(site_assignments::Column::ClientId.eq(client.as_uuid()))
            .and_where(site_assignments::Column::SiteId.eq(site.as_uuid()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_of_clients(
        &mut self,
        account: AccountId,
        clients: &[ClientId],
    ) -> Result<Vec<SiteAssignment>, StoreError> {
        type Column = site_assignments::Column;
        let step = self.step()?;
        let clients = clients.iter().map(|id| id.as_uuid());
        let of_account = query::select::<SiteAssignment>()
            .and_where(Column::AccountId.eq(account.as_uuid()))
            .order_by((site_assignments::Entity, Column::ClientId), Order::Asc)
            .order_by((site_assignments::Entity, Column::SiteId), Order::Asc)
            .take();
        let found = query::find_among(step.transaction, &of_account, Column::ClientId, clients);
        let found = found.await?;
        step.done(found)
    }

    async fn is_assigned(&mut self, account: AccountId, site: SiteId) -> Result<bool, StoreError> {
        let step = self.step()?;
        let select = Query::select()
            .expr(Expr::val(1))
            .from(site_assignments::Entity)
            .and_where(site_assignments::Column::AccountId.eq(account.as_uuid()))
            .and_where(site_assignments::Column::SiteId.eq(site.as_uuid()))
            .limit(1)
            .take();
        let found = query::one(step.transaction, &select, |_| Ok(())).await?;
        step.done(found.is_some())
    }

    /// Whether client and site are the account's is for the keys of the table to say.
    async fn save_all(&mut self, changes: Vec<SiteAssignmentChange>) -> Result<(), StoreError> {
        let mut happened = Vec::with_capacity(changes.len());
        let step = self.step()?;
        for wave in waves(changes, |one| (one.client_id, one.site_id)) {
            write_wave(step.transaction, &wave, None).await?;
            happened.extend(wave.into_iter().map(|(one, event, _)| (one.account_id, event)));
        }
        step.done(())?;
        for (account, event) in happened {
            self.keep_event(Scope::Account(account), event);
        }
        Ok(())
    }
}
