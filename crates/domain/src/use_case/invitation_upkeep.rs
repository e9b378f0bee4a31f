//! Looking after the invitations of an account: list, resend, revoke.

use chrono::{DateTime, Utc};

use super::gate::{AccountWork, require_version};
use super::idempotency::{Answered, Once};
use super::{Caller, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, InvitationId};
use crate::model::{
    Action, AuditEntry, AuditObject, Invitation, InvitationStatus, TokenPurpose, Transition,
    Version,
};
use crate::policy::Permission;
use crate::port::{InvitationFilter, RateKey, RateKind, ReceivedInvitation};

/// An invitation as its account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// The invitation.
    pub invitation: Invitation,
    /// What it is now.
    pub status: InvitationStatus,
    /// The person who invites.
    pub invited_by: String,
}

impl InvitationView {
    fn at(received: ReceivedInvitation, now: DateTime<Utc>) -> Self {
        let status = received.invitation.status(now);
        Self { invitation: received.invitation, status, invited_by: received.invited_by }
    }
}

impl Portero {
    /// The invitations of an account, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn invitations(
        &self,
        caller: &Caller,
        account: AccountId,
        filter: &InvitationFilter,
        page: PageRequest<InvitationId>,
    ) -> Result<Listed<InvitationView, InvitationId>, Error> {
        let visit = self.visit(caller, account, Permission::UsersRead).await?;
        let now = visit.now;
        let rows = self.ports.directory.invitations(account, filter, page.probe(), now).await?;
        let listed = Listed::cut(rows, page.limit, |row| row.invitation.id);
        Ok(listed.map(|row| InvitationView::at(row, now)))
    }

    /// One invitation of an account.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn invitation(
        &self,
        caller: &Caller,
        account: AccountId,
        id: InvitationId,
    ) -> Result<InvitationView, Error> {
        let visit = self.visit(caller, account, Permission::UsersRead).await?;
        let found = self.ports.directory.find_invitation(account, id).await?;
        Ok(InvitationView::at(found.ok_or(Error::NotFound)?, visit.now))
    }

    /// Mails a new link and starts a new period; every earlier link is superseded. Whoever resends
    /// stands for the offer from now on, so it must be theirs to give.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::OfferRefused`], [`Error::State`],
    /// [`Error::TooOften`], [`Error::Stale`], [`Error::IdempotencyKeyReused`]
    pub async fn resend_invitation(
        &self,
        caller: &Caller,
        account: AccountId,
        id: InvitationId,
        expected: Option<Version>,
        once: Once<'_, InvitationView>,
    ) -> Result<Answered<InvitationView>, Error> {
        let needed = Permission::UsersInvite;
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        let now = work.now;
        let given = self.answer_given(&mut *work.unit, caller.actor(), &once, now).await?;
        if let Some(answer) = given {
            return Ok(Answered::Before(answer));
        }
        let invitation = self.find_at_version(&mut work, id, expected).await?;
        if let Err(refusal) = invitation.terms.may_be_given_by(&work.standing) {
            let refusal = Error::OfferRefused(refusal);
            return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
        }
        let invitation = self.resend_in(&mut work, invitation).await?;
        let view = InvitationView {
            status: invitation.status(now),
            invited_by: work.user.full_name(),
            invitation,
        };
        self.keep_answer(&mut *work.unit, caller.actor(), &once, &view, now).await?;
        let object = AuditObject::Invitation(id);
        let origin = work.origin.clone();
        work.commit(AuditEntry::new(permit, Action::InvitationResend, object, origin, now)).await?;
        Ok(Answered::Now(view))
    }

    /// Writes a new link and period, and mails the link.
    pub(super) async fn resend_in(
        &self,
        work: &mut AccountWork,
        invitation: Invitation,
    ) -> Result<Invitation, Error> {
        let (token, link) = self.issue(TokenPurpose::Invitation);
        let expires_at = work.now + self.limits.invitation_period();
        let change = invitation
            .resend(work.user.id, link, expires_at, work.now)?
            .changed()
            .ok_or(Error::Stale)?;
        let invitation = change.aggregate().clone();
        self.count_resend(&invitation, work.now)?;
        let mail = self.invitation_mail(&work.account, &work.user, &invitation, &token);
        work.unit.invitations().save_all(vec![change]).await?;
        work.unit.outbox().enqueue(vec![mail]).await?;
        Ok(invitation)
    }

    /// Takes an invitation back: its links stop working at once.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::State`], [`Error::Stale`]
    pub async fn revoke_invitation(
        &self,
        caller: &Caller,
        account: AccountId,
        id: InvitationId,
        expected: Option<Version>,
    ) -> Result<InvitationView, Error> {
        let (mut work, permit) = self.enter_with(caller, account, Permission::UsersInvite).await?;
        let invitation = self.find_at_version(&mut work, id, expected).await?;
        if let Transition::Changed(change) = invitation.revoke(work.now)? {
            let revoked = change.aggregate().clone();
            work.unit.invitations().save_all(vec![change]).await?;
            self.withdraw_invited(&mut *work.unit, &revoked).await?;
            let object = AuditObject::Invitation(id);
            let (origin, now) = (work.origin.clone(), work.now);
            work.commit(AuditEntry::new(permit, Action::InvitationRevoke, object, origin, now))
                .await?;
        } else {
            drop(work);
        }
        let found = self.ports.directory.find_invitation(account, id).await?;
        Ok(InvitationView::at(found.ok_or(Error::NotFound)?, self.now()))
    }

    async fn find_at_version(
        &self,
        work: &mut AccountWork,
        id: InvitationId,
        expected: Option<Version>,
    ) -> Result<Invitation, Error> {
        let found = work.unit.invitations().find(work.account.id, id).await?;
        let invitation = found.ok_or(Error::NotFound)?;
        require_version(expected, invitation.version)?;
        Ok(invitation)
    }

    fn count_resend(&self, invitation: &Invitation, now: DateTime<Utc>) -> Result<(), Error> {
        let subject = format!("{} {}", invitation.account_id, invitation.email.canonical());
        let key = RateKey { kind: RateKind::Resend, subject };
        Ok(self.ports.rates.take(&key, self.limits.mail_to_address_rate(), 1, now)?)
    }
}
