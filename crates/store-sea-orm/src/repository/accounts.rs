//! Accounts in a unit of work.

use async_trait::async_trait;
use portero_domain::id::AccountId;
use portero_domain::model::{Account, AccountChange, UserState};
use portero_domain::policy::Scope;
use portero_domain::port::{AccountRepository, StoreError};
use sea_orm::ColumnTrait;

use crate::query;
use crate::table::{accounts, users};
use crate::unit_of_work::SeaOrmUnitOfWork;

#[async_trait]
impl AccountRepository for SeaOrmUnitOfWork {
    /// `PostgreSQL` locks the row; on `SQLite`, whoever has begun has the whole database.
    async fn lock(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Account>()
            .and_where(accounts::Column::Id.eq(id.as_uuid()))
            .lock_exclusive()
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_owner_state(&mut self, id: AccountId) -> Result<Option<UserState>, StoreError> {
        const OWNER: &str = "SELECT owner.state FROM memberships owning \
             JOIN users owner ON owner.id = owning.user_id \
             WHERE owning.account_id = $1 AND owning.role = 'owner'";
        let step = self.step()?;
        let statement = query::statement(step.transaction, OWNER, [id.as_uuid().into()]);
        let found = query::one_of_statement(step.transaction, statement, users::state).await?;
        step.done(found)
    }

    async fn save(&mut self, change: AccountChange) -> Result<(), StoreError> {
        let scope = Scope::Account(change.aggregate().id);
        self.write(scope, change).await
    }
}
