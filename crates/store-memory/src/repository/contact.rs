//! Contacts in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ContactId, UserId};
use portero_domain::model::{Contact, ContactCandidate, ContactChange, EmailAddress};
use portero_domain::policy::Scope;
use portero_domain::port::{ContactRepository, StoreError};

use crate::directory::contact_list;
use crate::row::ContactPlace;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl ContactRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: ContactId,
    ) -> Result<Option<Contact>, StoreError> {
        let found = self.read(|state| state.contacts.get(&id).cloned())?;
        Ok(found.filter(|contact| contact.account_id == account))
    }

    async fn find_by_email(
        &mut self,
        account: AccountId,
        email: &EmailAddress,
    ) -> Result<Option<Contact>, StoreError> {
        self.read(|state| state.contacts.at(&ContactPlace::at(account, email)).cloned())
    }

    async fn find_by_user(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Contact>, StoreError> {
        self.read(|state| state.contacts.at(&ContactPlace::OfUser(user, account)).cloned())
    }

    async fn find_candidates(
        &mut self,
        account: AccountId,
    ) -> Result<Vec<ContactCandidate>, StoreError> {
        self.read(|state| contact_list::candidates(state, account))
    }

    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.read(|state| state.contacts.count(account))
    }

    async fn save(&mut self, change: ContactChange) -> Result<(), StoreError> {
        let (contact, event, write) = change.into_parts();
        self.save(Scope::Account(contact.account_id), write, contact, event)
    }
}
