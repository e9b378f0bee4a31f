//! The clients of an account: listed, found, created, changed and deleted (D01–D06, D21).

use super::gate::{AccountWork, require_version};
use super::idempotency::{Answered, Once};
use super::{Caller, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, ClientId, UserId};
use crate::model::{
    Action, AuditEntry, AuditObject, AuditTrail, Client, ClientAmendment, ClientDetails,
    EmailAddress, Transition, Version,
};
use crate::policy::{Permission, Permit};
use crate::port::{ClientFilter, ClientKey, ClientRow, ClientSort};

/// What makes a client (D04, D05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    /// The name that they will sign in with, for ever (D06).
    pub email: EmailAddress,
    /// What the account knows of them.
    pub details: ClientDetails,
}

/// What is to change on a client; what is absent stays, and the e-mail always does.
pub type AmendClient = ClientAmendment;

/// A client as the account sees them (D01).
pub type ClientView = ClientRow;

/// A client that the caller may work on, in a unit of work.
pub(super) struct ManagedClient {
    pub(super) work: AccountWork,
    pub(super) permit: Permit,
    pub(super) client: Client,
}

impl Portero {
    /// The clients of an account (D01–D03), in the order that is wanted.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn clients(
        &self,
        caller: &Caller,
        account: AccountId,
        filter: &ClientFilter,
        sort: ClientSort,
        page: PageRequest<ClientKey>,
    ) -> Result<Listed<ClientView, ClientKey>, Error> {
        self.visit(caller, account, Permission::ClientsRead).await?;
        let limit = page.limit;
        let found = self.ports.clients.clients(account, filter, sort, page.probe()).await?;
        Ok(Listed::cut_found(found, limit, |row| ClientKey {
            id: row.client.id,
            sort_name: row.client.details.sort_name(),
            last_active_at: row.client.last_active_at,
        }))
    }

    /// One client.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn client(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
    ) -> Result<ClientView, Error> {
        self.visit(caller, account, Permission::ClientsRead).await?;
        self.client_row(account, id).await
    }

    pub(super) async fn client_row(
        &self,
        account: AccountId,
        id: ClientId,
    ) -> Result<ClientView, Error> {
        self.ports.clients.find_client(account, id).await?.ok_or(Error::NotFound)
    }

    /// Creates a client, who is a prospect at first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ClientExists`], [`Error::Capacity`],
    /// [`Error::IdempotencyKeyReused`]
    pub async fn create_client(
        &self,
        caller: &Caller,
        account: AccountId,
        new: NewClient,
        once: Once<'_, ClientView>,
    ) -> Result<Answered<ClientView>, Error> {
        let needed = Permission::ClientsManage;
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        let given = self.answer_given(&mut *work.unit, caller.actor(), &once, work.now).await?;
        if let Some(answer) = given {
            return Ok(Answered::Before(answer));
        }
        self.require_room_for_clients(&mut work, 1).await?;
        let emails = std::slice::from_ref(&new.email);
        if !work.unit.clients().find_by_emails(account, emails).await?.is_empty() {
            return Err(Error::ClientExists);
        }
        let id = self.new_client_id();
        let change = Client::create(id, account, new.email, new.details, work.now);
        let view = ClientRow { client: change.aggregate().clone(), sites: Vec::new() };
        work.unit.clients().save_all(vec![change]).await?;
        self.keep_answer(&mut *work.unit, caller.actor(), &once, &view, work.now).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Client(id);
        work.commit(AuditEntry::new(permit, Action::ClientCreate, object, origin, now)).await?;
        Ok(Answered::Now(view))
    }

    /// Changes what the account knows of a client.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Stale`]
    pub async fn amend_client(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
        amendment: AmendClient,
        expected: Option<Version>,
    ) -> Result<ClientView, Error> {
        let needed = Permission::ClientsManage;
        let managed = self.manage_client(caller, account, id, needed, expected).await?;
        let ManagedClient { mut work, permit, client } = managed;
        if let Transition::Changed(change) = client.amend(amendment) {
            work.unit.clients().save_all(vec![change]).await?;
            let (origin, now) = (work.origin.clone(), work.now);
            let object = AuditObject::Client(id);
            work.commit(AuditEntry::new(permit, Action::ClientUpdate, object, origin, now)).await?;
        } else {
            drop(work);
        }
        self.client_row(account, id).await
    }

    /// Deletes a client for good (D21): the person's data, their assignments and viewings, and the
    /// user who was made for them and for nothing else. What stays is ids in the trail. The password
    /// must have been given lately.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ReauthenticationRequired`],
    /// [`Error::Stale`]
    pub async fn delete_client(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
        expected: Option<Version>,
    ) -> Result<(), Error> {
        let needed = Permission::ClientsManage;
        let managed = self.manage_client(caller, account, id, needed, expected).await?;
        let ManagedClient { mut work, permit, client } = managed;
        self.require_fresh(caller, work.now)?;
        let assigned = work.unit.assignments().find_of_clients(account, &[id]).await?;
        if !assigned.is_empty() {
            let ended = assigned.into_iter().map(crate::model::SiteAssignment::unassign).collect();
            work.unit.assignments().save_all(ended).await?;
        }
        let (user, email) = (client.user(), client.email.clone());
        work.unit.clients().save_all(vec![client.delete()]).await?;
        let about_person = match user {
            Some(user) => self.part_with(&mut work, &permit, user).await?,
            None => None,
        };
        forget_mails(&mut work, &email).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Client(id);
        let entry = AuditEntry::new(permit, Action::ClientDelete, object, origin, now);
        let trail = about_person.into_iter().fold(AuditTrail::from(entry), AuditTrail::and);
        Ok(work.commit(trail).await?)
    }

    /// Forgets the user who was made for a client that is gone, if nothing else leads to them or
    /// names them; of anyone else, ends the sessions when nothing is left to enter.
    async fn part_with(
        &self,
        work: &mut AccountWork,
        permit: &Permit,
        user: UserId,
    ) -> Result<Option<AuditEntry>, Error> {
        let Some(person) = work.unit.users().lock(user).await? else {
            return Ok(None);
        };
        let made_here = person.made_by == Some(work.account.id);
        if !made_here || work.unit.users().has_ties(user).await? {
            return self.end_what_is_shut(work, permit, person).await;
        }
        self.end_sessions(&mut *work.unit, &person, None).await?;
        work.unit.users().save(person.erase()).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::User(user);
        let permit = permit.about_the_person();
        Ok(Some(AuditEntry::new(permit, Action::UserErase, object, origin, now)))
    }

    /// Begins work on a client, which needs this permission.
    pub(super) async fn manage_client(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
        needed: Permission,
        expected: Option<Version>,
    ) -> Result<ManagedClient, Error> {
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        let client = work.unit.clients().find(account, id).await?.ok_or(Error::NotFound)?;
        require_version(expected, client.version)?;
        Ok(ManagedClient { work, permit, client })
    }

    /// Refuses more clients than an account may have.
    pub(super) async fn require_room_for_clients(
        &self,
        work: &mut AccountWork,
        more: u64,
    ) -> Result<(), Error> {
        let limit = self.limits.clients_per_account;
        if work.unit.clients().count(work.account.id).await? + more <= u64::from(limit) {
            Ok(())
        } else {
            Err(Error::Capacity { of: "clients", limit })
        }
    }
}

/// Takes back the mails of the account to an address that is nobody's any more.
async fn forget_mails(work: &mut AccountWork, email: &EmailAddress) -> Result<(), Error> {
    let (account, unit) = (work.account.id, &mut work.unit);
    let is_contact = unit.contacts().find_by_email(account, email).await?.is_some();
    if !is_contact && unit.users().find_by_email(email).await?.is_none() {
        unit.outbox().recall(account, email).await?;
    }
    Ok(())
}
