//! Answering an invitation: by its link, or from inside (N14, N16, S09, S10).

use chrono::{DateTime, Utc};

use super::register::link_refusal;
use super::{Caller, Error, LinkRefusal, Portero};
use crate::id::InvitationId;
use crate::model::{
    Account, Action, AuditEntry, AuditObject, Invitation, InvitationCommand, InvitationStatus,
    InvitationTerms, Membership, Origin, Token, TokenPurpose, Transition, User,
};
use crate::policy::{Decision, Permit, decide};
use crate::port::{ReceivedInvitation, UnitOfWork};

/// What the holder of an invitation's link may know before signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationPreview {
    /// The invitation, the account's name, and who invites.
    pub received: ReceivedInvitation,
    /// What it is now.
    pub status: InvitationStatus,
    /// Whether the address has no user yet, so that the way leads by the registration (N14, S08).
    pub registration_required: bool,
}

impl Portero {
    /// Shows an invitation to the holder of its link. Looking changes nothing: mail scanners open
    /// links.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that never was, [`Error::Link`] for an earlier one.
    pub async fn preview_invitation(&self, token: &Token) -> Result<InvitationPreview, Error> {
        let link = self.hash(TokenPurpose::Invitation, token);
        let found = self.ports.directory.find_invitation_by_link(&link).await?;
        let (linked, received) = found.ok_or(Error::NotFound)?;
        if linked.superseded {
            return Err(Error::Link(LinkRefusal::Superseded));
        }
        let has_user = self.ports.directory.has_user(&received.invitation.email).await?;
        let status = received.invitation.status(self.now());
        Ok(InvitationPreview { received, status, registration_required: !has_user })
    }

    /// The open invitations to the caller's confirmed address, whether or not the mail arrived
    /// (S10).
    ///
    /// # Errors
    /// [`Error::Store`]
    pub async fn received_invitations(
        &self,
        caller: &Caller,
    ) -> Result<Vec<ReceivedInvitation>, Error> {
        let now = self.now();
        match caller.person()?.user.confirmed_address() {
            Some(address) => Ok(self.ports.directory.received_invitations(address, now).await?),
            None => Ok(Vec::new()),
        }
    }

    /// Accepts an invitation by its link. It is the caller's confirmed address that counts,
    /// whatever the link.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Link`], [`Error::AddressMismatch`],
    /// [`Error::InviterCannotGive`], [`Error::AlreadyMember`], [`Error::AccountClosed`],
    /// [`Error::Capacity`]
    pub async fn accept_by_link(
        &self,
        caller: &Caller,
        token: &Token,
    ) -> Result<Invitation, Error> {
        let id = self.follow_link(caller, token).await?;
        self.accept(caller, id)
            .await
            .map_err(|error| as_link_refusal(error, InvitationCommand::Accept))
    }

    /// Accepts an invitation from inside (S10).
    ///
    /// # Errors
    /// As [`Self::accept_by_link`]; [`Error::State`] in place of [`Error::Link`], and
    /// [`Error::NotFound`] for an invitation of someone else.
    pub async fn accept_received(
        &self,
        caller: &Caller,
        id: InvitationId,
    ) -> Result<Invitation, Error> {
        self.accept(caller, id).await.map_err(as_not_found)
    }

    /// Declines an invitation by its link.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Link`], [`Error::AddressMismatch`]
    pub async fn decline_by_link(
        &self,
        caller: &Caller,
        token: &Token,
    ) -> Result<Invitation, Error> {
        let id = self.follow_link(caller, token).await?;
        self.decline(caller, id)
            .await
            .map_err(|error| as_link_refusal(error, InvitationCommand::Decline))
    }

    /// Declines an invitation from inside.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::State`]
    pub async fn decline_received(
        &self,
        caller: &Caller,
        id: InvitationId,
    ) -> Result<Invitation, Error> {
        self.decline(caller, id).await.map_err(as_not_found)
    }

    async fn follow_link(&self, caller: &Caller, token: &Token) -> Result<InvitationId, Error> {
        caller.person()?;
        let link = self.hash(TokenPurpose::Invitation, token);
        let found = self.ports.directory.find_invitation_by_link(&link).await?;
        let (linked, _) = found.ok_or(Error::NotFound)?;
        if linked.superseded {
            return Err(Error::Link(LinkRefusal::Superseded));
        }
        Ok(linked.invitation.id)
    }

    async fn accept(&self, caller: &Caller, id: InvitationId) -> Result<Invitation, Error> {
        let mut unit = self.ports.store.begin().await?;
        let user = self.caller_in(&mut *unit, caller).await?;
        let (account, invitation) =
            self.lock_carried(&mut *unit, Some(id)).await?.ok_or(Error::NotFound)?;
        let entry =
            self.accept_in(&mut *unit, account, invitation.clone(), &user, caller.origin()).await?;
        let Some(entry) = entry else {
            return Ok(invitation);
        };
        let account_id = invitation.account_id;
        let accepted = unit.invitations().find(account_id, id).await?.ok_or(Error::NotFound)?;
        unit.commit(entry.into()).await?;
        Ok(accepted)
    }

    /// Locks the account of an invitation, and reads the invitation as it is from then on.
    pub(super) async fn lock_carried(
        &self,
        unit: &mut dyn UnitOfWork,
        id: Option<InvitationId>,
    ) -> Result<Option<(Account, Invitation)>, Error> {
        let Some(id) = id else {
            return Ok(None);
        };
        let Some(found) = unit.invitations().find_for_invitee(id).await? else {
            return Ok(None);
        };
        let account = unit.accounts().lock(found.account_id).await?;
        let invitation = unit.invitations().find(found.account_id, id).await?;
        Ok(account.zip(invitation))
    }

    /// Accepts a locked invitation: one membership, one event each, one audit entry. Nothing is
    /// written before every check has passed; nothing at all when it was accepted before.
    pub(super) async fn accept_in(
        &self,
        unit: &mut dyn UnitOfWork,
        account: Account,
        invitation: Invitation,
        user: &User,
        origin: Origin,
    ) -> Result<Option<AuditEntry>, Error> {
        let now = self.now();
        let permit = invitee_permit(&invitation, user)?;
        let terms = invitation.terms.clone();
        let invited_by = invitation.invited_by;
        let id = invitation.id;
        let Transition::Changed(accepted) = invitation.accept(user.id, now)? else {
            return Ok(None);
        };
        if !account.is_active() {
            return Err(Error::AccountClosed);
        }
        let previous = unit.memberships().find(account.id, user.id).await?;
        if previous.as_ref().is_some_and(|membership| !membership.has_run_out(now)) {
            return Err(Error::AlreadyMember);
        }
        self.require_inviter(unit, &account, invited_by, &terms, now).await?;
        self.require_room(unit, &account).await?;
        let joined = Membership::join(
            account.id,
            user.id,
            &terms.offer,
            terms.notifications,
            previous.as_ref(),
            now,
        );
        unit.memberships().save(joined).await?;
        unit.invitations().save_all(vec![accepted]).await?;
        self.grant_by_invitation(unit, account.id, terms.contact, user.id).await?;
        let entry = AuditEntry::new(
            permit,
            Action::InvitationAccept,
            AuditObject::Invitation(id),
            origin,
            now,
        );
        Ok(Some(entry.with("user_id", &user.id).with("role", &terms.offer.role)))
    }

    /// Whoever invited must still be able to invite, and to give what was offered.
    async fn require_inviter(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        inviter: crate::id::UserId,
        terms: &InvitationTerms,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let membership = unit.memberships().find(account.id, inviter).await?;
        let user = unit.users().find(inviter).await?;
        let owner = unit.accounts().find_owner_state(account.id).await?.ok_or(Error::NotFound)?;
        let standing = membership
            .zip(user)
            .and_then(|(membership, user)| membership.standing_of(account, owner, &user, now))
            .ok_or(Error::InviterCannotGive)?;
        let still_invites = match decide(&standing, terms.permission()) {
            Decision::Allowed(_) => terms.may_be_given_by(&standing).is_ok(),
            Decision::Denied(_) => false,
        };
        let in_time = terms.offer.until.is_none_or(|until| now < until);
        match (still_invites, in_time) {
            (true, true) => Ok(()),
            (false, _) => Err(Error::InviterCannotGive),
            (true, false) => Err(Error::Link(LinkRefusal::Expired)),
        }
    }

    pub(super) async fn require_room(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
    ) -> Result<(), Error> {
        let limit = self.limits.members_per_account;
        if unit.memberships().count(account.id).await? < u64::from(limit) {
            Ok(())
        } else {
            Err(Error::Capacity { of: "members", limit })
        }
    }

    async fn decline(&self, caller: &Caller, id: InvitationId) -> Result<Invitation, Error> {
        let mut unit = self.ports.store.begin().await?;
        let user = self.caller_in(&mut *unit, caller).await?;
        let (_, invitation) =
            self.lock_carried(&mut *unit, Some(id)).await?.ok_or(Error::NotFound)?;
        let permit = invitee_permit(&invitation, &user)?;
        let now = self.now();
        let change = match invitation.decline(now)? {
            Transition::Changed(change) => change,
            Transition::AlreadySo(invitation) => return Ok(invitation),
        };
        let declined = change.aggregate().clone();
        unit.invitations().save_all(vec![change]).await?;
        self.withdraw_invited(&mut *unit, &declined).await?;
        let object = AuditObject::Invitation(id);
        let entry =
            AuditEntry::new(permit, Action::InvitationDecline, object, caller.origin(), now);
        unit.commit(entry.into()).await?;
        Ok(declined)
    }

    /// The caller, as they are in this unit of work.
    pub(super) async fn caller_in(
        &self,
        unit: &mut dyn UnitOfWork,
        caller: &Caller,
    ) -> Result<User, Error> {
        let user = unit.users().find(caller.person()?.user.id).await?;
        user.filter(User::is_active).ok_or(Error::NotSignedIn)
    }
}

fn invitee_permit(invitation: &Invitation, user: &User) -> Result<Permit, Error> {
    let confirmed = user.confirmed_address();
    Permit::for_invitee(user.id, invitation.account_id, invitation.id, &invitation.email, confirmed)
        .ok_or(Error::AddressMismatch)
}

/// To someone with a link, a final state means that the link does not work any more.
fn as_link_refusal(error: Error, command: InvitationCommand) -> Error {
    if let Error::State(refusal) = &error
        && refusal.command == command.as_str()
        && let Ok(status) = refusal.state.parse::<InvitationStatus>()
    {
        return Error::Link(link_refusal(status));
    }
    error
}

/// From inside, an invitation to another address is not there.
fn as_not_found(error: Error) -> Error {
    if error == Error::AddressMismatch { Error::NotFound } else { error }
}
