//! The members of an account: list, change, suspend, remove, leave (N05, S03, S04).

use chrono::{DateTime, Utc};

use super::gate::{AccountWork, require_version};
use super::profile::require_choice;
use super::{Caller, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, UserId};
use crate::model::{
    Action, Amendment, AuditEntry, AuditObject, Letter, Membership, MembershipEvent, Refusal,
    Transition, User, Version,
};
use crate::policy::{
    CategorySet, GrantChoice, Offer, Permission, Permit, Role, Standing, may_give,
    may_give_with_contact, may_manage,
};
use crate::port::{MemberFilter, MemberRow};

/// A member as the account sees them.
pub type MemberView = MemberRow;

/// What is to change on a membership; what is absent stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AmendMember {
    /// Another role. To any but user it drops the grants.
    pub role: Option<Role>,
    /// Other grants, or every one that the caller may give.
    pub grants: Option<GrantChoice>,
    /// Other notifications, all of them.
    pub notifications: Option<CategorySet>,
    /// Another end of the access, or none any more.
    pub until: Option<Option<DateTime<Utc>>>,
}

impl AmendMember {
    fn by(self, giver: &Standing) -> Amendment {
        Amendment {
            role: self.role,
            grants: self.grants.map(|grants| grants.given_by(giver)),
            notifications: self.notifications,
            until: self.until,
        }
    }
}

/// A member whom the caller may manage, in a unit of work.
struct Managed {
    work: AccountWork,
    permit: Permit,
    target: Membership,
    user: User,
}

type Moved<Command> = Result<Transition<Membership, MembershipEvent>, Refusal<Role, Command>>;

impl Portero {
    /// Everyone with access, each with their role (N05).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn members(
        &self,
        caller: &Caller,
        account: AccountId,
        filter: &MemberFilter,
        page: PageRequest<UserId>,
    ) -> Result<Listed<MemberView, UserId>, Error> {
        let visit = self.visit(caller, account, Permission::UsersRead).await?;
        let directory = &self.ports.directory;
        let rows = directory.members(account, filter, page.probe(), visit.now).await?;
        Ok(Listed::cut(rows, page.limit, |row| row.user.id))
    }

    /// One member.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn member(
        &self,
        caller: &Caller,
        account: AccountId,
        user: UserId,
    ) -> Result<MemberView, Error> {
        let visit = self.visit(caller, account, Permission::UsersRead).await?;
        self.member_row(account, user, visit.now).await
    }

    async fn member_row(
        &self,
        account: AccountId,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<MemberView, Error> {
        let found = self.ports.directory.find_member(account, user).await?;
        found.filter(|row| !row.membership.has_run_out(now)).ok_or(Error::NotFound)
    }

    /// Changes a member's role, grants, notifications or end, with effect on their next request
    /// (S03). What they are to hold must be the caller's to give.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::OwnAccess`], [`Error::TargetRefused`],
    /// [`Error::OfferRefused`], [`Error::Invalid`], [`Error::Stale`]
    pub async fn amend_member(
        &self,
        caller: &Caller,
        account: AccountId,
        user: UserId,
        wanted: AmendMember,
        expected: Option<Version>,
    ) -> Result<MemberView, Error> {
        let managed = self.manage(caller, account, user, expected).await?;
        let amendment = wanted.by(&managed.work.standing);
        let amended = managed.target.amended(&amendment);
        if amendment.notifications.is_some() || amended.role != managed.target.role {
            require_choice(amended.role, amended.notifications)?;
        }
        Error::refuse_past("until", amendment.until.flatten(), managed.work.now)?;
        let offer = Offer {
            role: amended.role,
            grants: amendment.grants.unwrap_or(amended.grants),
            until: amended.until,
        };
        let gives =
            amendment.role.is_some() || amendment.grants.is_some() || amendment.until.is_some();
        let stays_contact = managed.target.role.is_contact() && amended.role.is_contact();
        let law = if stays_contact { may_give_with_contact } else { may_give };
        if gives && let Err(refusal) = law(&managed.work.standing, &offer) {
            let refusal = Error::from(refusal);
            let needed = Permission::UsersManage;
            return Err(self.turn_away_by_law(managed.work, caller.actor(), needed, refusal).await);
        }
        self.move_member(managed, Action::MemberUpdate, |target| target.amend(&amendment)).await?;
        self.member_row(account, user, self.now()).await
    }

    /// Takes a membership out of force, with effect on the very next request.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::OwnAccess`], [`Error::TargetRefused`]
    pub async fn suspend_member(
        &self,
        caller: &Caller,
        account: AccountId,
        user: UserId,
    ) -> Result<(), Error> {
        let managed = self.manage(caller, account, user, None).await?;
        self.move_member(managed, Action::MemberSuspend, Membership::suspend).await
    }

    /// Puts a membership in force again.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::OwnAccess`], [`Error::TargetRefused`]
    pub async fn reactivate_member(
        &self,
        caller: &Caller,
        account: AccountId,
        user: UserId,
    ) -> Result<(), Error> {
        let managed = self.manage(caller, account, user, None).await?;
        self.move_member(managed, Action::MemberReactivate, Membership::reactivate).await
    }

    /// Ends a membership, with effect on the very next request (S04); one's own is left.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::TargetRefused`]; [`Error::State`] for an
    /// owner who would leave
    pub async fn remove_member(
        &self,
        caller: &Caller,
        account: AccountId,
        user: UserId,
        expected: Option<Version>,
    ) -> Result<(), Error> {
        if caller.person()?.user.id == user {
            return self.leave(caller, account, expected).await;
        }
        let Managed { mut work, permit, target, user } =
            self.manage(caller, account, user, expected).await?;
        self.release_contact(&mut *work.unit, &target).await?;
        work.unit.memberships().save(target.remove()?).await?;
        let letter = Letter::AccessRemoved { account_name: work.account.name.as_str().to_owned() };
        let notice = self.mail(Some(account), &user.email, user.language, letter, None);
        work.unit.outbox().enqueue(vec![notice]).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::User(user.id);
        Ok(work.commit(AuditEntry::new(permit, Action::MemberRemove, object, origin, now)).await?)
    }

    async fn leave(
        &self,
        caller: &Caller,
        account: AccountId,
        expected: Option<Version>,
    ) -> Result<(), Error> {
        let mut work = self.enter_open(caller, account).await?;
        require_version(expected, work.membership.version)?;
        let user = work.user.id;
        let permit = Permit::for_own_membership(user, account, &work.standing);
        let change = work.membership.clone().remove()?;
        self.release_contact(&mut *work.unit, &work.membership).await?;
        work.unit.memberships().save(change).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::User(user);
        Ok(work.commit(AuditEntry::new(permit, Action::MemberLeave, object, origin, now)).await?)
    }

    /// Begins work on another member, who must be within the caller's own power (N09).
    async fn manage(
        &self,
        caller: &Caller,
        account: AccountId,
        user: UserId,
        expected: Option<Version>,
    ) -> Result<Managed, Error> {
        let needed = Permission::UsersManage;
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        let found = work.unit.memberships().find(account, user).await?;
        let target = found.filter(|target| !target.has_run_out(work.now)).ok_or(Error::NotFound)?;
        let person = work.unit.users().find(user).await?.ok_or(Error::NotFound)?;
        if work.user.id == user {
            return Err(Error::OwnAccess);
        }
        // Counted as if they were active: a suspension hides nothing of what they hold.
        let held = Standing::of(target.role).with_grants(target.grants);
        if let Err(refusal) = may_manage(&work.standing, &held) {
            let refusal = Error::TargetRefused(refusal);
            return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
        }
        require_version(expected, target.version)?;
        Ok(Managed { work, permit, target, user: person })
    }

    async fn move_member<Command: ToString>(
        &self,
        managed: Managed,
        action: Action,
        transition: impl FnOnce(Membership) -> Moved<Command> + Send,
    ) -> Result<(), Error> {
        let Managed { mut work, permit, target, user } = managed;
        let Transition::Changed(change) = transition(target)? else {
            return Ok(());
        };
        let role = change.aggregate().role;
        self.tell_contact(&mut *work.unit, change.aggregate()).await?;
        work.unit.memberships().save(change).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::User(user.id);
        let entry = AuditEntry::new(permit, action, object, origin, now).with("role", &role);
        Ok(work.commit(entry).await?)
    }
}
