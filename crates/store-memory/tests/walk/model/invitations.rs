//! What becomes of invitations.

use portero_domain::policy::{Permission, PermissionSet, Role};

use super::given::Given;
use super::law::require;
use super::{Breach, Course, DAYS_OPEN, Invitation, Model};
use crate::command::{Account, Hours, Invited, Person};

impl Model {
    /// Without an end of its own, what someone gives ends when what they have does.
    pub(super) fn invited(
        &mut self,
        by: Person,
        invited: Invited,
        role: Role,
        grants: PermissionSet,
        until: Hours,
    ) -> Result<(), Breach> {
        let on = invited.by;
        let own_end = self.member(on, by).and_then(|giver| giver.given.until);
        let offered = Given { role, grants, until: self.after(until).or(own_end) };
        self.may_give(on, by, &offered, Permission::UsersInvite)?;
        require(self.member(on, invited.to).is_none(), "invited a member")?;
        require(self.open_invitation(invited).is_none(), "invited twice")?;
        let expires = self.now + DAYS_OPEN;
        self.set_invitation(invited, Invitation { offered, by, expires, course: Course::Open });
        Ok(())
    }

    /// The invitee alone accepts, once and in time, and only what whoever invited could still give
    /// at that moment.
    pub(super) fn accepted(&mut self, by: Person, invited: Invited) -> Result<(), Breach> {
        require(by == invited.to, "accepted another's invitation")?;
        require(!self.stopped_by_operator[by as usize], "accepted while suspended")?;
        if self.newest(invited).is_some_and(|one| one.course == Course::Accepted) {
            return Ok(());
        }
        let invitation = self.open_invitation(invited).ok_or("accepted what was not open")?;
        let (on, offered) = (invited.by, invitation.offered);
        self.may_give(on, invitation.by, &offered, Permission::UsersInvite)?;
        require(self.member(on, by).is_none(), "joined twice")?;
        let in_time = offered.until.is_none_or(|until| self.now < until);
        require(in_time, "accepted access that had run out")?;
        self.set_invitation(invited, Invitation { course: Course::Accepted, ..invitation });
        self.set(on, by, offered);
        Ok(())
    }

    pub(super) fn declined(&mut self, by: Person, invited: Invited) -> Result<(), Breach> {
        require(by == invited.to, "declined another's invitation")?;
        let invitation = self.newest(invited).ok_or("declined what was never sent")?;
        let open = self.open_invitation(invited).is_some();
        require(open || invitation.course == Course::Declined, "declined what was not open")?;
        self.set_invitation(invited, Invitation { course: Course::Declined, ..invitation });
        Ok(())
    }

    pub(super) fn revoked(
        &mut self,
        by: Person,
        on: Account,
        invited: Invited,
    ) -> Result<(), Breach> {
        require(on == invited.by, "revoked another account's invitation")?;
        require(self.holds(on, by).contains(Permission::UsersInvite), "revoked without leave")?;
        let invitation = self.newest(invited).ok_or("revoked what was never sent")?;
        let answered = matches!(invitation.course, Course::Accepted | Course::Declined);
        require(!answered, "revoked what was answered")?;
        self.set_invitation(invited, Invitation { course: Course::Revoked, ..invitation });
        Ok(())
    }

    /// Whoever resends gives: the offer must be theirs to make, and counts as theirs from then on.
    pub(super) fn resent(
        &mut self,
        by: Person,
        on: Account,
        invited: Invited,
    ) -> Result<(), Breach> {
        require(on == invited.by, "resent another account's invitation")?;
        let invitation = self.newest(invited).ok_or("resent what was never sent")?;
        self.may_give(on, by, &invitation.offered, Permission::UsersInvite)?;
        require(invitation.course == Course::Open, "resent what was over")?;
        let expires = self.now + DAYS_OPEN;
        self.set_invitation(invited, Invitation { by, expires, ..invitation });
        Ok(())
    }
}
