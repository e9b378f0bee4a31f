//! The operations, one file a capability.

mod access;
mod accounts;
mod getting_in;
mod health;
mod invitations;
mod me;
mod members;
mod ownership_offers;
mod policy;
mod service_keys;
mod trail;

use std::sync::Arc;

use poem_openapi::{OpenApi, Tags};
use portero_domain::id::AccountId;
use portero_domain::model::Origin;
use portero_domain::use_case::{Caller, Error, Portero};
use uuid::Uuid;

use crate::convention::Credential;
use crate::health::MailHealth;

/// How the operations are grouped in the documentation.
#[derive(Tags)]
pub enum Group {
    /// Registering, signing in, passwords.
    GettingIn,
    /// One's own profile, accounts and invitations.
    Me,
    /// Accounts.
    Accounts,
    /// Members of an account.
    Users,
    /// Invitations to an account.
    Invitations,
    /// Machines' keys.
    ServiceKeys,
    /// May this person do that, and why?
    Access,
    /// What was done, and what happened.
    Trail,
    /// Whether the server is there, and whether it is ready.
    Health,
}

/// What every operation works with.
#[derive(Clone)]
pub struct Operations {
    portero: Arc<Portero>,
}

impl Operations {
    /// All the operations.
    #[must_use]
    pub fn all(portero: &Arc<Portero>, mail: &Arc<dyn MailHealth>) -> impl OpenApi + use<> {
        let operations = Self { portero: Arc::clone(portero) };
        (
            getting_in::GettingIn(operations.clone()),
            me::Me(operations.clone()),
            accounts::Accounts(operations.clone()),
            ownership_offers::OwnershipOffers(operations.clone()),
            members::Members(operations.clone()),
            invitations::Invitations(operations.clone()),
            service_keys::ServiceKeys(operations.clone()),
            access::Access(operations.clone()),
            trail::Trail(operations.clone()),
            policy::Policy,
            health::Health { operations, mail: Arc::clone(mail) },
        )
    }

    async fn caller(&self, credential: &Credential, origin: &Origin) -> Result<Caller, Error> {
        self.portero.authenticate(&credential.sent_from(origin)?).await
    }
}

const fn account(id: Uuid) -> AccountId {
    AccountId::from_uuid(id)
}
