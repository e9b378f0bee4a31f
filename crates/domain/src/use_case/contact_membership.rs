//! Keeps a contact and the access that came with it in step, whichever of the two changes.

use super::gate::AccountWork;
use super::{Error, Portero};
use crate::id::{AccountId, ContactId, UserId};
use crate::model::{
    Contact, ContactAmendment, ContactDetails, ContactEvent, Invitation, Membership, PanelAccess,
    Transition,
};
use crate::policy::{Offer, may_give_with_contact};
use crate::port::UnitOfWork;

impl Portero {
    /// Carries what changed on a contact over to the access that it gives: the membership follows
    /// profile and notifications; an open invitation is replaced when profile or address changed.
    pub(super) async fn carry_over(
        &self,
        work: &mut AccountWork,
        contact: Contact,
        before: &ContactDetails,
    ) -> Result<(), Error> {
        let ContactDetails { profile, notifications, email, .. } = contact.details.clone();
        match contact.access {
            PanelAccess::None | PanelAccess::Removed => Ok(()),
            PanelAccess::Invited(_) if profile == before.profile && email == before.email => Ok(()),
            PanelAccess::Invited(_) => {
                let contact = self.take_back_invitation(work, contact).await?;
                let contact = self.save_contact(&mut *work.unit, contact.withdraw()).await?;
                self.invite_contact(work, contact).await.map(drop)
            }
            PanelAccess::Granted(user) => {
                let account = work.account.id;
                let found = work.unit.memberships().find(account, user).await?;
                let Some(membership) = found else {
                    return Ok(());
                };
                if profile != before.profile {
                    let offer = Offer { until: membership.until, ..Offer::of(profile.role()) };
                    may_give_with_contact(&work.standing, &offer)?;
                }
                let followed = membership.follow_contact(profile.role(), notifications)?;
                if let Transition::Changed(change) = followed {
                    work.unit.memberships().save(change).await?;
                }
                Ok(())
            }
        }
    }

    /// Gives a contact the access that their accepted invitation offered.
    pub(super) async fn grant_by_invitation(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
        contact: Option<ContactId>,
        user: UserId,
    ) -> Result<(), Error> {
        let Some(id) = contact else {
            return Ok(());
        };
        let contact = unit.contacts().find(account, id).await?.ok_or(Error::NotFound)?;
        self.save_contact(unit, contact.grant(user)?).await.map(drop)
    }

    /// Notes that the invitation of a contact came to nothing: it was declined, or taken back.
    pub(super) async fn withdraw_invited(
        &self,
        unit: &mut dyn UnitOfWork,
        invitation: &Invitation,
    ) -> Result<(), Error> {
        let Some(id) = invitation.terms.contact else {
            return Ok(());
        };
        match unit.contacts().find(invitation.account_id, id).await? {
            Some(contact) if contact.access == PanelAccess::Invited(invitation.id) => {
                self.save_contact(unit, contact.withdraw()).await.map(drop)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Notes that a membership which came with a contact is no longer the contact's.
    pub(super) async fn release_contact(
        &self,
        unit: &mut dyn UnitOfWork,
        membership: &Membership,
    ) -> Result<(), Error> {
        if !membership.role.is_contact() {
            return Ok(());
        }
        let (account, user) = (membership.account_id, membership.user_id);
        match unit.contacts().find_by_user(account, user).await? {
            Some(contact) => self.save_contact(unit, contact.withdraw()).await.map(drop),
            None => Ok(()),
        }
    }

    /// Tells the contact that a membership came with what it receives from now on.
    pub(super) async fn tell_contact(
        &self,
        unit: &mut dyn UnitOfWork,
        membership: &Membership,
    ) -> Result<(), Error> {
        if !membership.role.is_contact() {
            return Ok(());
        }
        let (account, user) = (membership.account_id, membership.user_id);
        let Some(contact) = unit.contacts().find_by_user(account, user).await? else {
            return Ok(());
        };
        let notifications = Some(membership.notifications);
        let amendment = ContactAmendment { notifications, ..ContactAmendment::default() };
        self.save_contact(unit, contact.amend(amendment)).await.map(drop)
    }

    /// Tells the membership that came with a contact what they receive from now on.
    pub(super) async fn tell_member(
        &self,
        unit: &mut dyn UnitOfWork,
        contact: &Contact,
    ) -> Result<(), Error> {
        let PanelAccess::Granted(user) = contact.access else {
            return Ok(());
        };
        let Some(membership) = unit.memberships().find(contact.account_id, user).await? else {
            return Ok(());
        };
        let role = membership.role;
        let followed = membership.follow_contact(role, contact.details.notifications)?;
        if let Some(change) = followed.changed() {
            unit.memberships().save(change).await?;
        }
        Ok(())
    }

    /// Writes a contact if it changed, and gives it as it is now.
    pub(super) async fn save_contact(
        &self,
        unit: &mut dyn UnitOfWork,
        transition: Transition<Contact, ContactEvent>,
    ) -> Result<Contact, Error> {
        let contact = transition.aggregate().clone();
        if let Transition::Changed(change) = transition {
            unit.contacts().save(change).await?;
        }
        Ok(contact)
    }
}
