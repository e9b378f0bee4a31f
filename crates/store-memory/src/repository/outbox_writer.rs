//! Mails written with the change that causes them.

use async_trait::async_trait;
use portero_domain::id::AccountId;
use portero_domain::model::{EmailAddress, Mail};
use portero_domain::policy::Scope;
use portero_domain::port::{OutboxWriter, StoreError};

use crate::row::StoredMail;
use crate::table::Row;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl OutboxWriter for MemoryUnitOfWork {
    async fn enqueue(&mut self, mails: Vec<Mail>) -> Result<(), StoreError> {
        for mail in mails {
            let scope = mail.account_id.map_or(Scope::Installation, Scope::Account);
            self.write(|transaction| {
                if transaction.state().mails.get(&mail.id).is_some() {
                    return Err(StoreError::Conflict);
                }
                transaction.put(StoredMail::queued(mail));
                Ok(())
            })?;
            self.note_mail(scope);
        }
        Ok(())
    }

    async fn recall(&mut self, account: AccountId, to: &EmailAddress) -> Result<(), StoreError> {
        self.write(|transaction| {
            let is_one =
                |row: &&StoredMail| row.mail.account_id == Some(account) && row.mail.to == *to;
            let recalled: Vec<_> =
                transaction.state().mails.iter().filter(is_one).map(Row::key).collect();
            for mail in recalled {
                transaction.remove::<StoredMail>(mail);
            }
            Ok(())
        })?;
        self.note_mail(Scope::Account(account));
        Ok(())
    }
}
