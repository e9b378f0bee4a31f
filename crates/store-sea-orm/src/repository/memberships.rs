//! Memberships in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Candidate, EmailAddress, Membership, MembershipChange};
use portero_domain::policy::Scope;
use portero_domain::port::{MembershipRepository, StoreError};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Query;

use super::account_counts::{Counted, difference};
use crate::directory::members;
use crate::query;
use crate::table::{memberships, users};
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl MembershipRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Membership>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Membership>()
            .and_where(memberships::Column::AccountId.eq(account.as_uuid()))
            .and_where(memberships::Column::UserId.eq(user.as_uuid()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_owner(&mut self, account: AccountId) -> Result<Option<Membership>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Membership>()
            .and_where(memberships::Column::AccountId.eq(account.as_uuid()))
            .and_where(memberships::is_owner())
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.count_of(account, Counted::Members).await
    }

    async fn find_member_addresses(
        &mut self,
        account: AccountId,
        addresses: &[EmailAddress],
        now: DateTime<Utc>,
    ) -> Result<Vec<EmailAddress>, StoreError> {
        let step = self.step()?;
        let canonical = addresses.iter().map(EmailAddress::canonical);
        let select = Query::select()
            .columns(users::ADDRESS)
            .from(memberships::Entity)
            .inner_join(users::Entity, memberships::is_of_user())
            .and_where(memberships::Column::AccountId.eq(account.as_uuid()))
            .and_where(users::Column::EmailCanonical.is_in(canonical))
            .cond_where(memberships::is_in_time(now))
            .take();
        let found = query::all(step.transaction, &select, users::address).await?;
        step.done(found)
    }

    async fn find_candidates(&mut self, account: AccountId) -> Result<Vec<Candidate>, StoreError> {
        let step = self.step()?;
        let found = members::candidates(step.transaction, account).await?;
        step.done(found)
    }

    async fn save(&mut self, change: MembershipChange) -> Result<(), StoreError> {
        let account = change.aggregate().account_id;
        let difference = difference(change.write());
        self.write(Scope::Account(account), change).await?;
        self.keep_count(account, Counted::Members, difference).await
    }
}
