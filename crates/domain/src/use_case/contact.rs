//! The contacts of an account: created with their profile in one step, edited, deleted, listed
//! (L05–L14).

use chrono::{DateTime, Utc};

use super::gate::AccountWork;
use super::idempotency::{Answered, Once};
use super::profile::require_choice;
use super::{Caller, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, ContactId};
use crate::model::{
    Action, AuditEntry, AuditObject, AuditTrail, Contact, ContactAmendment, ContactCandidate,
    ContactDetails, EmailAddress, NewPassword, PanelAccess, PanelAccessStatus, Transition, Version,
};
use crate::policy::{Permission, Permit};
use crate::port::ContactFilter;

/// What makes a contact.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// Who they are, what they are for, and what they receive.
    pub details: ContactDetails,
    /// Whether and how they come to the panel (L07).
    pub access: NewPanelAccess,
}

/// Whether and how a contact comes to the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewPanelAccess {
    /// Not at all.
    No,
    /// By an invitation, mailed to their address.
    Invite,
    /// With a first password, which they must change at the first sign-in (L07). Someone who is a
    /// user already is invited instead: nobody else sets their password, or joins them unasked.
    Password(NewPassword),
}

/// What is to change on a contact; what is absent stays.
pub type AmendContact = ContactAmendment;

/// A contact as the account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactView {
    /// The contact.
    pub contact: Contact,
    /// How far their access to the panel has come, its end counted by the clock.
    pub access: PanelAccessStatus,
}

/// A contact that the caller may manage, in a unit of work.
pub(super) struct ManagedContact {
    pub(super) work: AccountWork,
    pub(super) permit: Permit,
    pub(super) contact: Contact,
}

impl ContactView {
    fn at(candidate: ContactCandidate, now: DateTime<Utc>) -> Self {
        let ContactCandidate { contact, access } = candidate;
        let has_ended = access.is_none_or(|(access, _)| access.has_run_out(now));
        let access = match contact.access {
            PanelAccess::Granted(_) if has_ended => PanelAccessStatus::Removed,
            access @ (PanelAccess::None
            | PanelAccess::Invited(_)
            | PanelAccess::Granted(_)
            | PanelAccess::Removed) => access.status(),
        };
        Self { contact, access }
    }

    /// As it was just written.
    pub(super) fn of(contact: Contact) -> Self {
        let access = contact.access.status();
        Self { contact, access }
    }
}

impl Portero {
    /// The contacts of an account, by id.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn contacts(
        &self,
        caller: &Caller,
        account: AccountId,
        filter: &ContactFilter,
        page: PageRequest<ContactId>,
    ) -> Result<Listed<ContactView, ContactId>, Error> {
        let visit = self.visit(caller, account, Permission::ContactsRead).await?;
        let rows = self.ports.directory.contacts(account, filter, page.probe()).await?;
        let listed = Listed::cut(rows, page.limit, |row| row.contact.id);
        Ok(listed.map(|row| ContactView::at(row, visit.now)))
    }

    /// One contact.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn contact(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ContactId,
    ) -> Result<ContactView, Error> {
        let visit = self.visit(caller, account, Permission::ContactsRead).await?;
        let found = self.ports.directory.find_contact(account, id).await?;
        Ok(ContactView::at(found.ok_or(Error::NotFound)?, visit.now))
    }

    /// Creates a contact with its profile, and brings them to the panel if that is wanted: all of
    /// it at once, or nothing (L07, L08).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Invalid`], [`Error::ContactExists`],
    /// [`Error::Capacity`], [`Error::OfferRefused`], [`Error::AlreadyMember`],
    /// [`Error::AlreadyInvited`], [`Error::TooOften`], [`Error::Busy`],
    /// [`Error::IdempotencyKeyReused`]
    pub async fn create_contact(
        &self,
        caller: &Caller,
        account: AccountId,
        new: NewContact,
        once: Once<'_, ContactView>,
    ) -> Result<Answered<ContactView>, Error> {
        let needed = Permission::ContactsManage;
        let first = self.first_password(caller, account, &new.access).await?;
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        let given = self.answer_given(&mut *work.unit, caller.actor(), &once, work.now).await?;
        if let Some(answer) = given {
            return Ok(Answered::Before(answer));
        }
        require_choice(new.details.profile.role(), new.details.notifications)?;
        self.require_room_for_contact(&mut work).await?;
        require_free_address(&mut work, &new.details.email).await?;
        let change = Contact::create(self.new_contact_id(), account, new.details, work.now);
        let contact = change.aggregate().clone();
        work.unit.contacts().save(change).await?;
        let given = match new.access {
            NewPanelAccess::No => Ok((contact, None)),
            NewPanelAccess::Invite => self.invite_contact(&mut work, contact).await,
            NewPanelAccess::Password(_) => {
                self.admit_contact(&mut work, &permit, contact, first).await
            }
        };
        let (contact, made_user) = match given {
            Ok(given) => given,
            Err(refusal) => return Err(self.refuse_given(work, caller, needed, refusal).await),
        };
        let view = ContactView::of(contact);
        self.keep_answer(&mut *work.unit, caller.actor(), &once, &view, work.now).await?;
        let object = AuditObject::Contact(view.contact.id);
        let (origin, now) = (work.origin.clone(), work.now);
        let entry = AuditEntry::new(permit, Action::ContactCreate, object, origin, now)
            .with("profile", &view.contact.details.profile)
            .with("panel_access", &view.access);
        work.commit(made_user.into_iter().fold(entry.into(), AuditTrail::and)).await?;
        Ok(Answered::Now(view))
    }

    /// Changes a contact (L13). Access to the panel follows the profile, an open invitation follows
    /// profile and address, and the name that a user signs in with follows nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Invalid`], [`Error::ContactExists`],
    /// [`Error::OfferRefused`], [`Error::TargetRefused`], [`Error::AlreadyMember`],
    /// [`Error::TooOften`], [`Error::Stale`]
    pub async fn amend_contact(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ContactId,
        amendment: AmendContact,
        expected: Option<Version>,
    ) -> Result<ContactView, Error> {
        let managed = self.manage_contact(caller, account, id, expected).await?;
        let ManagedContact { mut work, permit, contact } = managed;
        let before = contact.details.clone();
        let change = match contact.amend(amendment) {
            Transition::Changed(change) => change,
            Transition::AlreadySo(_) => {
                drop(work);
                return self.contact(caller, account, id).await;
            }
        };
        let contact = change.aggregate().clone();
        require_choice(contact.details.profile.role(), contact.details.notifications)?;
        if contact.details.email != before.email {
            require_free_address(&mut work, &contact.details.email).await?;
        }
        work.unit.contacts().save(change).await?;
        if let Err(refusal) = self.carry_over(&mut work, contact, &before).await {
            let needed = Permission::ContactsManage;
            return Err(self.refuse_given(work, caller, needed, refusal).await);
        }
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Contact(id);
        work.commit(AuditEntry::new(permit, Action::ContactUpdate, object, origin, now)).await?;
        self.contact(caller, account, id).await
    }

    /// Deletes a contact, and ends the access that it gave (L14).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::TargetRefused`], [`Error::Stale`]
    pub async fn delete_contact(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ContactId,
        expected: Option<Version>,
    ) -> Result<(), Error> {
        let managed = self.manage_contact(caller, account, id, expected).await?;
        let ManagedContact { mut work, permit, contact } = managed;
        self.end_contact_access(&mut work, &contact).await?;
        work.unit.contacts().save(contact.delete()).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Contact(id);
        Ok(work.commit(AuditEntry::new(permit, Action::ContactDelete, object, origin, now)).await?)
    }

    async fn require_room_for_contact(&self, work: &mut AccountWork) -> Result<(), Error> {
        let limit = self.limits.contacts_per_account;
        if work.unit.contacts().count(work.account.id).await? < u64::from(limit) {
            Ok(())
        } else {
            Err(Error::Capacity { of: "contacts", limit })
        }
    }
}

/// An account has one contact at most for each address.
async fn require_free_address(work: &mut AccountWork, email: &EmailAddress) -> Result<(), Error> {
    match work.unit.contacts().find_by_email(work.account.id, email).await? {
        None => Ok(()),
        Some(_) => Err(Error::ContactExists),
    }
}
