//! How contacts come to the panel and leave it again: by an invitation like any other, or with a
//! first password (L07).

use super::contact::ManagedContact;
use super::gate::{AccountWork, require_version};
use super::invite::is_open;
use super::{Caller, ContactView, Error, NewPanelAccess, Portero};
use crate::id::{AccountId, ContactId};
use crate::model::{
    Action, AuditEntry, AuditObject, AuditTrail, Contact, Invitation, InvitationTerms, Letter,
    Membership, PanelAccess, PasswordHash, Transition, User, Version,
};
use crate::policy::{Offer, Permission, Permit, Standing, may_manage};

/// A contact after what was done, and the entry of the user that was made on the way.
type Given = Result<(Contact, Option<AuditEntry>), Error>;

impl Portero {
    /// Gives a contact access to the panel. One who is invited already is mailed a new link.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::OfferRefused`], [`Error::State`] when they
    /// have access, [`Error::AlreadyMember`], [`Error::AlreadyInvited`], [`Error::Capacity`],
    /// [`Error::TooOften`], [`Error::Busy`], [`Error::Stale`]
    pub async fn give_panel_access(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ContactId,
        access: NewPanelAccess,
        expected: Option<Version>,
    ) -> Result<ContactView, Error> {
        let first = self.first_password(caller, account, &access).await?;
        let managed = self.manage_contact(caller, account, id, expected).await?;
        let ManagedContact { mut work, permit, contact } = managed;
        let given = match self.after_run_out_access(&mut work, contact).await {
            Ok(contact) => self.give_access(&mut work, &permit, contact, first).await,
            Err(error) => Err(error),
        };
        let (contact, made_user) = match given {
            Ok(given) => given,
            Err(refusal) => {
                let needed = Permission::ContactsManage;
                return Err(self.refuse_given(work, caller, needed, refusal).await);
            }
        };
        let view = ContactView::of(contact);
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Contact(id);
        let entry = AuditEntry::new(permit, Action::ContactGiveAccess, object, origin, now)
            .with("panel_access", &view.access);
        work.commit(made_user.into_iter().fold(entry.into(), AuditTrail::and)).await?;
        Ok(view)
    }

    /// Takes access or invitation away from a contact, who stays one.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::TargetRefused`], [`Error::Stale`]
    pub async fn withdraw_panel_access(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ContactId,
        expected: Option<Version>,
    ) -> Result<(), Error> {
        let managed = self.manage_contact(caller, account, id, expected).await?;
        let ManagedContact { mut work, permit, contact } = managed;
        self.end_contact_access(&mut work, &contact).await?;
        let Transition::Changed(change) = contact.withdraw() else {
            return Ok(());
        };
        work.unit.contacts().save(change).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Contact(id);
        let action = Action::ContactWithdrawAccess;
        Ok(work.commit(AuditEntry::new(permit, action, object, origin, now)).await?)
    }

    /// Begins work on a contact; one who has access must be within the caller's own power.
    pub(super) async fn manage_contact(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ContactId,
        expected: Option<Version>,
    ) -> Result<ManagedContact, Error> {
        let needed = Permission::ContactsManage;
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        let contact = work.unit.contacts().find(account, id).await?.ok_or(Error::NotFound)?;
        if let PanelAccess::Granted(user) = contact.access
            && let Some(membership) = work.unit.memberships().find(account, user).await?
        {
            let held = Standing::of(membership.role).with_grants(membership.grants);
            if let Err(refusal) = may_manage(&work.standing, &held) {
                let refusal = Error::TargetRefused(refusal);
                return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
            }
        }
        require_version(expected, contact.version)?;
        Ok(ManagedContact { work, permit, contact })
    }

    /// Leaves a unit of work because of a refusal; one by a law is put on record.
    pub(super) async fn refuse_given(
        &self,
        work: AccountWork,
        caller: &Caller,
        needed: Permission,
        refusal: Error,
    ) -> Error {
        if let Error::OfferRefused(_) = refusal {
            return self.turn_away_by_law(work, caller.actor(), needed, refusal).await;
        }
        refusal
    }

    /// The hash of a first password, made before any unit of work: it takes long. Only someone who
    /// may manage contacts causes the work.
    pub(super) async fn first_password(
        &self,
        caller: &Caller,
        account: AccountId,
        access: &NewPanelAccess,
    ) -> Result<Option<PasswordHash>, Error> {
        match access {
            NewPanelAccess::No | NewPanelAccess::Invite => Ok(None),
            NewPanelAccess::Password(password) => {
                self.visit(caller, account, Permission::ContactsManage).await?;
                Ok(Some(self.ports.passwords.hash(password.password()).await?))
            }
        }
    }

    async fn give_access(
        &self,
        work: &mut AccountWork,
        permit: &Permit,
        contact: Contact,
        first: Option<PasswordHash>,
    ) -> Given {
        match (contact.access, first) {
            (PanelAccess::Invited(id), None) => {
                let account = work.account.id;
                let found = work.unit.invitations().find(account, id).await?;
                let invitation = found.ok_or(Error::NotFound)?;
                invitation.terms.may_be_given_by(&work.standing)?;
                self.resend_in(work, invitation).await?;
                Ok((contact, None))
            }
            (_, None) => self.invite_contact(work, contact).await,
            (_, first) => self.admit_contact(work, permit, contact, first).await,
        }
    }

    /// What a contact has whose access the clock has ended: none any more.
    async fn after_run_out_access(
        &self,
        work: &mut AccountWork,
        contact: Contact,
    ) -> Result<Contact, Error> {
        let PanelAccess::Granted(user) = contact.access else {
            return Ok(contact);
        };
        let found = work.unit.memberships().find(work.account.id, user).await?;
        if found.is_some_and(|membership| !membership.has_run_out(work.now)) {
            return Ok(contact);
        }
        self.save_contact(&mut *work.unit, contact.withdraw()).await
    }

    /// Invites a contact to the panel, in the role of the profile.
    pub(super) async fn invite_contact(&self, work: &mut AccountWork, contact: Contact) -> Given {
        let terms = contact_terms(work, &contact);
        terms.may_be_given_by(&work.standing)?;
        let (account, email, now) = (work.account.id, contact.details.email.clone(), work.now);
        let addresses = std::slice::from_ref(&email);
        let unit = &mut *work.unit;
        if !unit.memberships().find_member_addresses(account, addresses, now).await?.is_empty() {
            return Err(Error::AlreadyMember);
        }
        let expired = unit.invitations().find_open(account, addresses).await?.pop();
        if expired.as_ref().is_some_and(|open| is_open(open, now)) {
            return Err(Error::AlreadyInvited);
        }
        if let Some(user) = unit.users().find_by_email(&email).await? {
            // They read their own language, whatever the account's is.
            let terms = InvitationTerms { language: user.language, ..terms };
            return self.send_to_contact(work, contact, terms, expired).await;
        }
        self.send_to_contact(work, contact, terms, expired).await
    }

    async fn send_to_contact(
        &self,
        work: &mut AccountWork,
        contact: Contact,
        terms: InvitationTerms,
        expired: Option<Invitation>,
    ) -> Given {
        self.count_invitations(work.account.id, 1, work.now)?;
        let (change, mail) = self.offered(work, &contact.details.email, terms, expired)?;
        let invited = contact.invite(change.aggregate().id)?;
        let unit = &mut *work.unit;
        unit.invitations().save_all(vec![change]).await?;
        unit.outbox().enqueue(vec![mail]).await?;
        Ok((self.save_contact(unit, invited).await?, None))
    }

    /// Makes the user of a contact with a first password, and a member at once. Someone who is a
    /// user already is invited instead.
    pub(super) async fn admit_contact(
        &self,
        work: &mut AccountWork,
        permit: &Permit,
        contact: Contact,
        first: Option<PasswordHash>,
    ) -> Given {
        let known = work.unit.users().find_by_email(&contact.details.email).await?;
        let (None, Some(first)) = (known, first) else {
            return self.invite_contact(work, contact).await;
        };
        let terms = contact_terms(work, &contact);
        terms.may_be_given_by(&work.standing)?;
        let account = work.account.clone();
        self.require_room(&mut *work.unit, &account).await?;
        let contact = self.take_back_invitation(work, contact).await?;
        let id = self.new_user_id();
        let made = User::made_for_contact(id, &contact, account.language, first, work.now);
        let user = made.aggregate().clone();
        let notifications = Some(contact.details.notifications);
        let joined = Membership::join(account.id, id, &terms.offer, notifications, None, work.now);
        let letter = Letter::ContactAccessGiven {
            account_name: account.name.as_str().to_owned(),
            given_by: work.user.full_name(),
        };
        let notice = self.mail(Some(account.id), &user.email, user.language, letter, None);
        let unit = &mut *work.unit;
        unit.users().save(made).await?;
        unit.memberships().save(joined).await?;
        unit.outbox().enqueue(vec![notice]).await?;
        let contact = self.save_contact(unit, contact.grant(id)?).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::User(id);
        let entry = AuditEntry::new(permit.to_make_user(), Action::UserMake, object, origin, now);
        Ok((contact, Some(entry.with("account_id", &account.id))))
    }

    /// Ends an open invitation of a contact who comes to the panel, or leaves it, another way.
    pub(super) async fn take_back_invitation(
        &self,
        work: &mut AccountWork,
        contact: Contact,
    ) -> Result<Contact, Error> {
        let PanelAccess::Invited(id) = contact.access else {
            return Ok(contact);
        };
        let found = work.unit.invitations().find(work.account.id, id).await?;
        if let Some(Ok(Transition::Changed(change))) =
            found.map(|invitation| invitation.revoke(work.now))
        {
            work.unit.invitations().save_all(vec![change]).await?;
        }
        Ok(contact)
    }

    /// Ends what access a contact has: the membership, with a notice, or the open invitation.
    pub(super) async fn end_contact_access(
        &self,
        work: &mut AccountWork,
        contact: &Contact,
    ) -> Result<(), Error> {
        self.take_back_invitation(work, contact.clone()).await?;
        let PanelAccess::Granted(user) = contact.access else {
            return Ok(());
        };
        let account = work.account.id;
        let Some(membership) = work.unit.memberships().find(account, user).await? else {
            return Ok(());
        };
        let ended = membership.has_run_out(work.now);
        work.unit.memberships().save(membership.remove()?).await?;
        if ended {
            return Ok(());
        }
        let user = work.unit.users().find(user).await?.ok_or(Error::NotFound)?;
        let letter = Letter::AccessRemoved { account_name: work.account.name.as_str().to_owned() };
        let notice = self.mail(Some(account), &user.email, user.language, letter, None);
        Ok(work.unit.outbox().enqueue(vec![notice]).await?)
    }
}

/// What a contact is offered: the role of the profile, no longer than the giver's own access.
fn contact_terms(work: &AccountWork, contact: &Contact) -> InvitationTerms {
    let role = contact.details.profile.role();
    InvitationTerms {
        offer: Offer { until: work.standing.until(), ..Offer::of(role) },
        notifications: Some(contact.details.notifications),
        message: None,
        language: work.account.language,
        contact: Some(contact.id),
    }
}
