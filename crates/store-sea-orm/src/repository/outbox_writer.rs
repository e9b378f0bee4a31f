//! Mails written with the change that causes them.

use async_trait::async_trait;
use portero_domain::model::Mail;
use portero_domain::policy::Scope;
use portero_domain::port::{OutboxWriter, StoreError};

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
}
