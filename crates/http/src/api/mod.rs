//! The operations, one file a capability.

mod access;
mod accounts;
mod client_access;
mod client_areas;
mod clients;
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
mod sites;
mod support;
mod trail;
mod transfer;

use std::sync::Arc;

use poem_openapi::{OpenApi, Tags};
use portero_domain::id::AccountId;
use portero_domain::model::{Origin, Token};
use portero_domain::use_case::{Caller, CredentialToken, Error, Portero, Viewer};
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
    /// People for whom an account runs sites.
    Clients,
    /// Web sites of an account.
    Sites,
    /// Clients and sites on their way in and out.
    Transfers,
    /// What clients see, and seeing it with their eyes.
    ClientAreas,
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
    /// Where people reach the installation, without a slash at its end.
    public_url: Arc<str>,
}

/// Who looks at a client area.
enum Visitor {
    /// The client.
    Client(Caller),
    /// Someone of the account, with the client's eyes.
    Viewer(Box<Viewer>),
}

impl Operations {
    /// All the operations.
    #[must_use]
    pub fn all(
        portero: &Arc<Portero>,
        mail: &Arc<dyn MailHealth>,
        public_url: &str,
    ) -> impl OpenApi + use<> {
        let public_url = Arc::from(public_url.trim_end_matches('/'));
        let operations = Self { portero: Arc::clone(portero), public_url };
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
            (
                clients::Clients(operations.clone()),
                client_access::ClientAccess(operations.clone()),
                client_areas::ClientAreas(operations.clone()),
                sites::Sites(operations.clone()),
                transfer::Transfers::new(operations.clone()),
            ),
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

    /// Whoever sees what a client sees: the client, or someone with their eyes.
    async fn visitor(&self, credential: &Credential, origin: &Origin) -> Result<Visitor, Error> {
        let credentials = credential.sent_from(origin)?;
        match credentials.token {
            CredentialToken::Viewing(_) => {
                let viewer = self.portero.authenticate_viewer(&credentials).await?;
                Ok(Visitor::Viewer(Box::new(viewer)))
            }
            CredentialToken::Session(_) | CredentialToken::ServiceKey(_) => {
                Ok(Visitor::Client(self.portero.authenticate(&credentials).await?))
            }
        }
    }

    /// The address of a page, with the token in the fragment, which no server's log and no `Referer`
    /// ever sees.
    fn link(&self, page: &str, token: &Token) -> String {
        format!("{}/{page}#{}", self.public_url, token.expose())
    }
}

const fn account(id: Uuid) -> AccountId {
    AccountId::from_uuid(id)
}
