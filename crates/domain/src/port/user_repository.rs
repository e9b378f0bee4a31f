//! Users in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::StoreError;
use crate::id::UserId;
use crate::model::{EmailAddress, Language, User, UserChange};

/// What a user may enter, and what keeps them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one fact, and any may hold with any")]
pub struct Entrances {
    /// Whether they may enter an account as a member: active, not run out, of an active account
    /// whose owner is not suspended.
    pub an_account: bool,
    /// Whether they may enter an area as a client: not suspended, of an active account whose owner
    /// is not suspended.
    pub an_area: bool,
    /// Whether they are a client who is suspended, of an account that is not closed.
    pub a_suspended_area: bool,
    /// Whether an invitation is open to their address, which they have shown to be theirs.
    pub an_invitation: bool,
}

impl Entrances {
    /// Whether being suspended as a client leaves a user nothing at all to enter (D22). Whoever
    /// registered themselves, or is invited elsewhere, is no one agency's to shut out.
    #[must_use]
    pub const fn are_shut_to(&self, user: &User) -> bool {
        let has_another_way = self.an_account || self.an_area || self.an_invitation;
        self.a_suspended_area && !has_another_way && user.made_by.is_some()
    }
}

/// Reads and writes users.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait UserRepository: Send {
    /// Finds a user.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Finds a user and keeps them for this unit of work: others who lock the same one wait until
    /// this one ends. Whatever begins or ends sessions, or sets a password, begins with it.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Finds the user of an address, by its canonical form.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError>;

    /// The languages of those of these addresses that have a user. One statement for all of them.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_languages(
        &mut self,
        addresses: &[EmailAddress],
    ) -> Result<Vec<(EmailAddress, Language)>, StoreError>;

    /// What a user may enter at this instant, as it is with what this unit of work has written.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_entrances(
        &mut self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Entrances, StoreError>;

    /// Whether anything leads to a user or names them, as it is with what this unit of work has
    /// written: a membership, run out or not, a client or a contact's access; an invitation that
    /// they sent or accepted, a service key that they made, a viewing that they asked for; of
    /// whatever account. Such a user is more than what one account made of them, and is kept.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn has_ties(&mut self, user: UserId) -> Result<bool, StoreError>;

    /// Writes a change, and its event. A deletion takes password resets, support codes and kept
    /// answers of the user along; their sessions are ended before it, each with its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version is stored, the address is taken, or something
    /// still refers to one who is deleted.
    async fn save(&mut self, change: UserChange) -> Result<(), StoreError>;
}
