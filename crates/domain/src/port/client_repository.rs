//! Clients in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{AccountId, ClientId, UserId};
use crate::model::{Client, ClientChange, EmailAddress, TokenHash};

/// A client as found by a setup link of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedClient {
    /// The client.
    pub client: Client,
    /// Whether the link is an earlier one, which no longer works.
    pub superseded: bool,
}

/// Reads and writes clients.
///
/// A change that gives a client another setup link keeps the hash of the earlier one, so that it is
/// told apart from one that never was. A deletion takes them along: to whoever holds one, a client
/// that is gone never was. It takes the client's viewings along too, with their reasons.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ClientRepository: Send {
    /// Finds a client of this account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        id: ClientId,
    ) -> Result<Option<Client>, StoreError>;

    /// The clients that this account has at these addresses, by their canonical form. A few
    /// statements however many they are; they see what this unit of work has written.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_emails(
        &mut self,
        account: AccountId,
        emails: &[EmailAddress],
    ) -> Result<Vec<Client>, StoreError>;

    /// Finds a client, of whatever account, by its setup link or an earlier one.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<LinkedClient>, StoreError>;

    /// Finds the client of this account who a user is.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_user(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Client>, StoreError>;

    /// How many clients the account has. The time this takes must not grow with the answer.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError>;

    /// Writes changes, and their events, in as few statements as the store can. An update keeps the
    /// stored `last_active_at` when it is later. A deletion comes after those of the client's
    /// assignments.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version of one is stored, the account has a client at
    /// the address, or the user is another client of the account.
    async fn save_all(&mut self, changes: Vec<ClientChange>) -> Result<(), StoreError>;
}
