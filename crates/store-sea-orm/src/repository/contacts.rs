//! Contacts in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ContactId, UserId};
use portero_domain::model::{Contact, ContactCandidate, ContactChange, EmailAddress};
use portero_domain::policy::Scope;
use portero_domain::port::{ContactRepository, StoreError};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use super::account_counts::{Counted, difference};
use crate::query;
use crate::table::contacts;
use crate::unit_of_work::SeaOrmUnitOfWork;

impl SeaOrmUnitOfWork {
    async fn find_contact(
        &mut self,
        account: AccountId,
        which: Expr,
    ) -> Result<Option<Contact>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Contact>()
            .and_where(contacts::Column::AccountId.eq(account.as_uuid()))
            .and_where(which)
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }
}

#[async_trait]
impl ContactRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: ContactId,
    ) -> Result<Option<Contact>, StoreError> {
        self.find_contact(account, contacts::Column::Id.eq(id.as_uuid())).await
    }

    async fn find_by_email(
        &mut self,
        account: AccountId,
        email: &EmailAddress,
    ) -> Result<Option<Contact>, StoreError> {
        self.find_contact(account, contacts::Column::EmailCanonical.eq(email.canonical())).await
    }

    async fn find_by_user(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Contact>, StoreError> {
        self.find_contact(account, contacts::Column::AccessUser.eq(user.as_uuid())).await
    }

    async fn find_candidates(
        &mut self,
        account: AccountId,
    ) -> Result<Vec<ContactCandidate>, StoreError> {
        let step = self.step()?;
        let select = contacts::candidates(account);
        let found = query::all(step.transaction, &select, contacts::candidate).await?;
        step.done(found)
    }

    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.count_of(account, Counted::Contacts).await
    }

    async fn save(&mut self, change: ContactChange) -> Result<(), StoreError> {
        let account = change.aggregate().account_id;
        let difference = difference(change.write());
        self.write(Scope::Account(account), change).await?;
        self.keep_count(account, Counted::Contacts, difference).await
    }
}
