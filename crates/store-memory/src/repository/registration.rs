//! Registrations in a unit of work.

use async_trait::async_trait;
use portero_domain::model::{EmailAddress, Registration, RegistrationChange, TokenHash};
use portero_domain::policy::Scope;
use portero_domain::port::{RegistrationRepository, StoreError};

use crate::row::RegistrationPlace;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl RegistrationRepository for MemoryUnitOfWork {
    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<Registration>, StoreError> {
        self.read(|state| state.registrations.at(&RegistrationPlace::of_link(link)).cloned())
    }

    async fn find_open(&mut self, email: &EmailAddress) -> Result<Vec<Registration>, StoreError> {
        let places = RegistrationPlace::all_open(email);
        self.read(|state| state.registrations.placed(places).rev().cloned().collect())
    }

    async fn save(&mut self, change: RegistrationChange) -> Result<(), StoreError> {
        let (registration, event, write) = change.into_parts();
        self.save(Scope::Installation, write, registration, event)
    }
}
