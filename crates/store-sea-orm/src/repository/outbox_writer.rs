//! Mails written with the change that causes them.

use async_trait::async_trait;
use portero_domain::id::AccountId;
use portero_domain::model::{EmailAddress, Mail};
use portero_domain::policy::Scope;
use portero_domain::port::{OutboxWriter, StoreError};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::error::store_error;
use crate::table::mails;
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::write;

#[async_trait]
impl OutboxWriter for SeaOrmUnitOfWork {
    async fn enqueue(&mut self, mails: Vec<Mail>) -> Result<(), StoreError> {
        let step = self.step()?;
        let rows = mails.iter().map(mails::queued).collect::<Result<Vec<_>, _>>()?;
        write::insert_all::<mails::Entity, _>(step.transaction, rows).await?;
        step.done(())?;
        for mail in mails {
            self.keep_mail(mail.account_id.map_or(Scope::Installation, Scope::Account));
        }
        Ok(())
    }

    async fn recall(&mut self, account: AccountId, to: &EmailAddress) -> Result<(), StoreError> {
        let step = self.step()?;
        let recalled = mails::Entity::delete_many()
            .filter(mails::Column::AccountId.eq(account.as_uuid()))
            .filter(mails::Column::RecipientCanonical.eq(to.canonical()));
        recalled.exec(step.transaction).await.map_err(store_error)?;
        step.done(())?;
        self.keep_mail(Scope::Account(account));
        Ok(())
    }
}
