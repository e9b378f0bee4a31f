//! The operations, one file a capability.

mod access;
mod accounts;
mod communications;
mod contacts;
mod getting_in;
mod health;
mod invitations;
mod me;
mod members;
mod ownership_offers;
mod policy;
mod service_keys;
mod support;
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
    /// People whom an account keeps for communications and support.
    Contacts,
    /// What an account's people are told.
    Communications,
    /// May support talk to this person, and is it them?
    Support,
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
            contacts::Contacts(operations.clone()),
            communications::Communications(operations.clone()),
            support::Support(operations.clone()),
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

    /// The same, for what someone may do who has yet to set a password of their own.
    async fn newcomer(&self, credential: &Credential, origin: &Origin) -> Result<Caller, Error> {
        self.portero.identify(&credential.sent_from(origin)?).await
    }
}

const fn account(id: Uuid) -> AccountId {
    AccountId::from_uuid(id)
}
