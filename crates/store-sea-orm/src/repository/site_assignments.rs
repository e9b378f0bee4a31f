//! Assignments of sites to clients, in a unit of work.

use std::collections::BTreeSet;

use async_trait::async_trait;
use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{SiteAssignment, SiteAssignmentChange};
use portero_domain::policy::Scope;
use portero_domain::port::{SiteAssignmentRepository, StoreError};
use sea_orm::sea_query::{Expr, Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, Statement, Value};

use crate::query;
use crate::table::{Stored, site_assignments};
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

    async fn find_all(
        &mut self,
        account: AccountId,
        pairs: &[(ClientId, SiteId)],
    ) -> Result<Vec<SiteAssignment>, StoreError> {
        let step = self.step()?;
        let pairs: BTreeSet<_> = pairs.iter().copied().collect();
        let pairs: Vec<_> = pairs.into_iter().collect();
        let mut found = Vec::new();
        for part in pairs.chunks(query::VALUES_PER_STATEMENT / 2) {
            let statement = about_pairs(step.transaction, account, part);
            let read = SiteAssignment::read;
            found.extend(query::all_of_statement(step.transaction, statement, read).await?);
        }
        found.sort_unstable_by_key(|one| (one.client_id, one.site_id));
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

/// A statement that fetches the assignments of these sites to these clients, each by its key.
fn about_pairs(
    connection: &impl ConnectionTrait,
    account: AccountId,
    pairs: &[(ClientId, SiteId)],
) -> Statement {
    let places = (0..pairs.len()).map(|pair| format!("(${}, ${})", 2 * pair + 2, 2 * pair + 3));
    let text = format!(
        "WITH asked (client_id, site_id) AS (VALUES {places}) \
         SELECT {columns} FROM asked CROSS JOIN site_assignments assigned \
         WHERE assigned.account_id = $1 AND assigned.client_id = asked.client_id \
             AND assigned.site_id = asked.site_id",
        places = places.collect::<Vec<_>>().join(", "),
        columns = query::aliased_columns::<site_assignments::Model>("assigned"),
    );
    let ids = pairs.iter().flat_map(|(client, site)| [client.as_uuid(), site.as_uuid()]);
    let values = std::iter::once(account.as_uuid()).chain(ids).map(Value::from);
    query::statement(connection, &text, values)
}
