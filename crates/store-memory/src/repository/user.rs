//! Users in a unit of work.

use async_trait::async_trait;
use portero_domain::id::UserId;
use portero_domain::model::{EmailAddress, Language, User, UserChange};
use portero_domain::policy::Scope;
use portero_domain::port::{StoreError, UserRepository};

use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl UserRepository for MemoryUnitOfWork {
    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.read(|state| state.users.get(&id).cloned())
    }

    /// Whoever has a unit of work is the only writer: every user is locked already.
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.find(id).await
    }

    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        self.read(|state| state.users.at(&email.canonical().to_owned()).cloned())
    }

    async fn find_languages(
        &mut self,
        addresses: &[EmailAddress],
    ) -> Result<Vec<(EmailAddress, Language)>, StoreError> {
        self.read(|state| {
            let user = |address: &EmailAddress| state.users.at(&address.canonical().to_owned());
            let known = addresses.iter().filter_map(|address| Some((address, user(address)?)));
            known.map(|(address, user)| (address.clone(), user.language)).collect()
        })
    }

    async fn save(&mut self, change: UserChange) -> Result<(), StoreError> {
        let (user, event, write) = change.into_parts();
        self.save(Scope::Installation, write, user, event)
    }
}
