//! The laws.

use portero_domain::policy::{Permission, Role};

use super::given::{Given, all_but_reserved};
use super::{Breach, Member, Model};
use crate::command::{Account, Person};

impl Model {
    /// No one gives more than they hold, for longer than they hold it, or while they hold nothing.
    pub(super) fn may_give(
        &self,
        on: Account,
        by: Person,
        what: &Given,
        need: Permission,
    ) -> Result<(), Breach> {
        let own = self.holds(on, by);
        require(own.contains(need), "gave without the permission to give")?;
        let invitable = [Role::Administrator, Role::Finance, Role::User];
        require(invitable.contains(&what.role), "gave a role that is never given")?;
        require(what.grants.is_subset_of(all_but_reserved()), "granted what is reserved")?;
        let carries = what.role == Role::User || what.grants.is_empty();
        require(carries, "granted to a role that carries no grants")?;
        require(what.holds().is_subset_of(own), "gave more than they held")?;
        let own_end = self.member(on, by).and_then(|giver| giver.given.until);
        let in_time = own_end.is_none_or(|end| what.until.is_some_and(|until| until <= end));
        require(in_time, "gave for longer than they had")
    }

    /// No one manages themselves, the owner, or a member who holds anything that they do not,
    /// suspended or not.
    pub(super) fn may_manage(
        &self,
        on: Account,
        by: Person,
        whom: Person,
    ) -> Result<Member, Breach> {
        let own = self.holds(on, by);
        require(own.contains(Permission::UsersManage), "managed without users.manage")?;
        require(by != whom, "managed themselves")?;
        let target = self.member(on, whom).ok_or("managed someone who is no member")?;
        require(target.given.role != Role::Owner, "managed the owner")?;
        require(target.given.holds().is_subset_of(own), "managed someone who holds more")?;
        Ok(target)
    }

    /// Only the owner hands the account over, and only to another member whom nothing stops.
    pub(super) fn may_hand_over(&self, on: Account, by: Person, to: Person) -> Result<(), Breach> {
        let need = Permission::AccountTransferOwnership;
        require(self.owner(on) == by, "handed over what is another's")?;
        require(self.holds(on, by).contains(need), "handed over while suspended")?;
        require(by != to, "handed over to themselves")?;
        require(self.active_member(on, to).is_some(), "handed over to one who is not active")
    }
}

/// Nobody believes what breaks a law.
pub(super) fn require(holds: bool, else_someone: &str) -> Result<(), Breach> {
    if holds { Ok(()) } else { Err(format!("someone {else_someone}")) }
}
