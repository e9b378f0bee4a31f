//! Memberships in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{EmailAddress, Membership, MembershipChange, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{MembershipRepository, StoreError};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, DatabaseTransaction};

use crate::table::{accounts, memberships, users};
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::{query, write};

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
        const COUNT: &str = "SELECT member_count FROM accounts WHERE id = $1";
        let step = self.step()?;
        let statement = query::statement(step.transaction, COUNT, [account.as_uuid().into()]);
        let count = query::one_of_statement(step.transaction, statement, |columns| {
            let count: i64 = columns.value(accounts::TABLE, "member_count")?;
            accounts::TABLE.checked("member_count", u64::try_from(count))
        });
        let count = count.await?.unwrap_or_default();
        step.done(count)
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

    async fn save(&mut self, change: MembershipChange) -> Result<(), StoreError> {
        let account = change.aggregate().account_id;
        let joins_or_leaves = match change.write() {
            Write::Insert => Some(1),
            Write::Delete(_) => Some(-1),
            Write::Update(_) => None,
        };
        self.write(Scope::Account(account), change).await?;
        if let Some(difference) = joins_or_leaves {
            let step = self.step()?;
            count_by(step.transaction, account, difference).await?;
            step.done(())?;
        }
        Ok(())
    }
}

/// Keeps the count of an account's members. It is no change to the account.
async fn count_by(
    transaction: &DatabaseTransaction,
    account: AccountId,
    difference: i64,
) -> Result<(), StoreError> {
    const COUNT: &str = "UPDATE accounts SET member_count = member_count + $2 WHERE id = $1";
    let values = [account.as_uuid().into(), difference.into()];
    write::matched(write::execute(transaction, query::statement(transaction, COUNT, values)).await?)
}
