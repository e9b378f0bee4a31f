//! Sites and their assignments to clients, in a unit of work.

use async_trait::async_trait;

use super::StoreError;
use crate::id::{AccountId, ClientId, SiteId};
use crate::model::{Site, SiteAssignment, SiteAssignmentChange, SiteChange};

/// Reads and writes sites.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SiteRepository: Send {
    /// Finds a site of this account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(&mut self, account: AccountId, id: SiteId) -> Result<Option<Site>, StoreError>;

    /// The sites of this account with these ids, in any order; one that is not there is left out.
    /// A few statements however many they are.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_all(
        &mut self,
        account: AccountId,
        ids: &[SiteId],
    ) -> Result<Vec<Site>, StoreError>;

    /// The sites of this account with these aliases, letter by letter, in any order. A few
    /// statements however many they are; they see what this unit of work has written.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_aliases(
        &mut self,
        account: AccountId,
        aliases: &[String],
    ) -> Result<Vec<Site>, StoreError>;

    /// How many sites the account has. The time this takes must not grow with the answer.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError>;

    /// Writes changes, and their events, in as few statements as the store can.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version of one is stored, the account has a site with
    /// the alias, or one that is deleted is assigned to a client.
    async fn save_all(&mut self, changes: Vec<SiteChange>) -> Result<(), StoreError>;
}

/// Reads and writes the assignments of sites to clients.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SiteAssignmentRepository: Send {
    /// Finds the assignment of a site to a client of this account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        account: AccountId,
        client: ClientId,
        site: SiteId,
    ) -> Result<Option<SiteAssignment>, StoreError>;

    /// All assignments of these clients of this account, by client and site. A few
    /// statements however many they are; they see what this unit of work has written.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_of_clients(
        &mut self,
        account: AccountId,
        clients: &[ClientId],
    ) -> Result<Vec<SiteAssignment>, StoreError>;

    /// Those of these assignments of this account that there are, by client and site. A few
    /// statements however many they are; they see what this unit of work has written.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_all(
        &mut self,
        account: AccountId,
        pairs: &[(ClientId, SiteId)],
    ) -> Result<Vec<SiteAssignment>, StoreError>;

    /// Whether a site of this account is assigned to anyone.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn is_assigned(&mut self, account: AccountId, site: SiteId) -> Result<bool, StoreError>;

    /// Writes changes, and their events, in as few statements as the store can.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version of one is stored, the site is assigned to the
    /// client already, or either of them is not the account's.
    async fn save_all(&mut self, changes: Vec<SiteAssignmentChange>) -> Result<(), StoreError>;
}
