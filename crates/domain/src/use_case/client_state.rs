//! Keeping clients out, and letting them in again (D22, D23).

use super::client::ManagedClient;
use super::gate::AccountWork;
use super::{Caller, Error, Portero};
use crate::id::{AccountId, ClientId};
use crate::model::{Action, AuditEntry, AuditObject, AuditTrail, Transition, User};
use crate::policy::{Permission, Permit};

impl Portero {
    /// Suspends a client: their area closes at once, for it is looked up on each request, and where
    /// they have nothing else to enter their sessions end. What the account knows of them stays.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn suspend_client(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
    ) -> Result<(), Error> {
        let needed = Permission::ClientsManage;
        let managed = self.manage_client(caller, account, id, needed, None).await?;
        let ManagedClient { mut work, permit, client } = managed;
        let Transition::Changed(change) = client.suspend(work.now) else {
            return Ok(());
        };
        let user = change.aggregate().user();
        work.unit.clients().save_all(vec![change]).await?;
        let person = match user {
            Some(user) => work.unit.users().lock(user).await?,
            None => None,
        };
        let about_person = match person {
            Some(person) => self.end_what_is_shut(&mut work, &permit, person).await?,
            None => None,
        };
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Client(id);
        let entry = AuditEntry::new(permit, Action::ClientSuspend, object, origin, now);
        let trail = about_person.into_iter().fold(AuditTrail::from(entry), AuditTrail::and);
        Ok(work.commit(trail).await?)
    }

    /// Lets a client in again: they are what they would be, had they not been suspended.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::State`] for one who is not suspended
    pub async fn reactivate_client(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
    ) -> Result<(), Error> {
        let needed = Permission::ClientsManage;
        let managed = self.manage_client(caller, account, id, needed, None).await?;
        let ManagedClient { mut work, permit, client } = managed;
        let change = client.reactivate()?;
        let status = change.aggregate().status();
        work.unit.clients().save_all(vec![change]).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Client(id);
        let entry = AuditEntry::new(permit, Action::ClientReactivate, object, origin, now);
        Ok(work.commit(entry.with("status", &status)).await?)
    }

    /// Ends the sessions of someone, whose row is locked, who has nothing left to enter. Answers with
    /// the entry of it, if anything ended.
    pub(super) async fn end_what_is_shut(
        &self,
        work: &mut AccountWork,
        permit: &Permit,
        person: User,
    ) -> Result<Option<AuditEntry>, Error> {
        let entrances = work.unit.users().find_entrances(person.id, work.now).await?;
        if entrances.an_account || entrances.an_area {
            return Ok(None);
        }
        if work.unit.sessions().find_of_user(person.id).await?.is_empty() {
            return Ok(None);
        }
        self.end_sessions(&mut *work.unit, &person, None).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::User(person.id);
        let permit = permit.about_the_person();
        Ok(Some(AuditEntry::new(permit, Action::SessionRevoke, object, origin, now)))
    }
}
