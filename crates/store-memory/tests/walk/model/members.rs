//! What becomes of members and owners.

use portero_domain::policy::{Permission, PermissionSet, Role};

use super::given::Given;
use super::law::require;
use super::{Breach, DAYS_OPEN, Member, Model, Offer};
use crate::command::{Account, Change, Person};

impl Model {
    /// Whoever changes what a member holds must be able to manage them as they are, and to give
    /// all that they will be.
    pub(super) fn amended(
        &mut self,
        by: Person,
        on: Account,
        whom: Person,
        change: Change,
    ) -> Result<(), Breach> {
        let target = self.may_manage(on, by, whom)?;
        let role = change.role.unwrap_or(target.given.role);
        let kept = if role == Role::User { target.given.grants } else { PermissionSet::EMPTY };
        let given = Given {
            role,
            grants: change.grants.map_or(kept, |grants| self.chosen(on, by, grants)),
            until: change.until.map_or(target.given.until, |until| self.after(until)),
        };
        if change.role.is_some() || change.grants.is_some() || change.until.is_some() {
            self.may_give(on, by, &given, Permission::UsersManage)?;
        }
        self.accounts[on as usize].members[whom as usize] = Some(Member { given, ..target });
        Ok(())
    }

    pub(super) fn put_in_force(
        &mut self,
        by: Person,
        on: Account,
        whom: Person,
        in_force: bool,
    ) -> Result<(), Breach> {
        let target = self.may_manage(on, by, whom)?;
        let moved = Member { suspended: !in_force, ..target };
        self.accounts[on as usize].members[whom as usize] = Some(moved);
        Ok(())
    }

    /// Anyone but the owner may leave, even while suspended.
    pub(super) fn left(&mut self, by: Person, on: Account) -> Result<(), Breach> {
        require(self.member(on, by).is_some(), "left where they were not")?;
        require(self.owner(on) != by, "left an account without an owner")?;
        self.accounts[on as usize].members[by as usize] = None;
        Ok(())
    }

    /// A repeated offer is the first one still, with its end.
    pub(super) fn ownership_offered(
        &mut self,
        by: Person,
        on: Account,
        to: Person,
    ) -> Result<(), Breach> {
        self.may_hand_over(on, by, to)?;
        let again = self.standing_offer(on).filter(|one| (one.by, one.to) == (by, to));
        let offer = Offer { by, to, expires: self.now + DAYS_OPEN };
        self.accounts[on as usize].offer = Some(again.unwrap_or(offer));
        Ok(())
    }

    /// Only the one to whom the owner offered it takes an account, in time.
    pub(super) fn ownership_accepted(&mut self, by: Person, on: Account) -> Result<(), Breach> {
        let offer = self.standing_offer(on).ok_or("took what was not on offer")?;
        require(offer.to == by, "took what was offered to another")?;
        self.handed_over(offer.by, on, by)
    }

    pub(super) fn ownership_called_off(&mut self, by: Person, on: Account) -> Result<(), Breach> {
        let offer = self.standing_offer(on).ok_or("called off what was not on offer")?;
        require([offer.by, offer.to].contains(&by), "called off another's offer")?;
        require(self.member(on, by).is_some(), "called off from outside")?;
        self.accounts[on as usize].offer = None;
        Ok(())
    }

    /// In one step one owner goes and another comes.
    pub(super) fn handed_over(
        &mut self,
        by: Person,
        on: Account,
        to: Person,
    ) -> Result<(), Breach> {
        self.may_hand_over(on, by, to)?;
        self.set(on, by, Given::FORMER_OWNER);
        self.set(on, to, Given::OWNER);
        self.accounts[on as usize].offer = None;
        Ok(())
    }
}
