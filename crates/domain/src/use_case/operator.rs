//! What only the operator does, at the command line of the installation.

use super::{Error, Portero};
use crate::model::{
    Action, AuditEntry, AuditObject, EmailAddress, Origin, Transition, User, UserEvent,
};
use crate::policy::{Permit, Scope};

impl Portero {
    /// Stops a user from signing in anywhere, and ends their sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn suspend_user(&self, address: &EmailAddress) -> Result<User, Error> {
        self.move_user(address, Action::UserSuspend, User::suspend).await
    }

    /// Lets a user sign in again.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn reactivate_user(&self, address: &EmailAddress) -> Result<User, Error> {
        self.move_user(address, Action::UserReactivate, User::reactivate).await
    }

    async fn move_user(
        &self,
        address: &EmailAddress,
        action: Action,
        transition: impl FnOnce(User) -> Transition<User, UserEvent> + Send,
    ) -> Result<User, Error> {
        let mut unit = self.ports.store.begin().await?;
        let found = unit.users().find_by_email(address).await?.ok_or(Error::NotFound)?;
        let user = unit.users().lock(found.id).await?.ok_or(Error::NotFound)?;
        let change = match transition(user) {
            Transition::Changed(change) => change,
            Transition::AlreadySo(user) => return Ok(user),
        };
        let moved = change.aggregate().clone();
        unit.users().save(change).await?;
        if !moved.is_active() {
            self.end_sessions(&mut *unit, &moved, None).await?;
        }
        let entry = AuditEntry::new(
            Permit::for_operator(Scope::Installation),
            action,
            AuditObject::User(moved.id),
            Origin::default(),
            self.now(),
        );
        unit.commit(entry.into()).await?;
        Ok(moved)
    }

    /// The user of an address, for the command line.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn find_user(&self, address: &EmailAddress) -> Result<User, Error> {
        let facts = self.ports.directory.find_sign_in(address).await?;
        facts.user.ok_or(Error::NotFound)
    }

    /// Forgets what has long been over: sessions, attempts, resets and kept answers a week after
    /// they ended, mails a week after they were sent.
    ///
    /// # Errors
    /// [`Error::Store`]
    pub async fn forget_what_is_over(&self) -> Result<(), Error> {
        let before = self.now() - chrono::TimeDelta::days(7);
        Ok(self.ports.store.forget(before).await?)
    }
}
