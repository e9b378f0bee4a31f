//! The gate of an account: where every use case finds out whether the caller may.

use chrono::{DateTime, Utc};

use super::caller::require_scope;
use super::{Caller, Error, Explanation, PersonName, Portero};
use crate::id::AccountId;
use crate::model::{
    Account, AccountState, Admission, AuditTrail, Membership, Origin, ServiceScope, User,
    UserState, Version,
};
use crate::policy::{
    Actor, Decision, Denial, DenialReason, Excess, Permission, Permit, RefusedAttempt, Standing,
    decide,
};
use crate::port::{FoundAccount, MemberFilter, Page, StoreError, UnitOfWork};

/// The most people that an explanation names.
const MOST_NAMED: u32 = 20;

/// What of an account admits anyone: for whom could give something, were it so.
const OPEN: Admission = Admission { account: AccountState::Active, owner: UserState::Active };

/// A unit of work on one account, by one of its members.
pub(super) struct AccountWork {
    pub(super) unit: Box<dyn UnitOfWork>,
    pub(super) account: Account,
    pub(super) user: User,
    pub(super) membership: Membership,
    pub(super) standing: Standing,
    pub(super) now: DateTime<Utc>,
    pub(super) origin: Origin,
}

/// A unit of work on one account, by a person who may, or a machine with the scope for it.
pub(super) struct ScopedWork {
    pub(super) unit: Box<dyn UnitOfWork>,
    pub(super) account: Account,
    pub(super) permit: Permit,
    pub(super) now: DateTime<Utc>,
    pub(super) origin: Origin,
}

impl AccountWork {
    /// Commits with the audit trail.
    pub(super) async fn commit(self, trail: impl Into<AuditTrail>) -> Result<(), StoreError> {
        self.unit.commit(trail.into()).await
    }
}

/// A member looking at an account, outside of a unit of work.
pub(super) struct Visit {
    pub(super) account: Account,
    pub(super) admission: Admission,
    pub(super) standing: Standing,
    pub(super) now: DateTime<Utc>,
}

impl Portero {
    /// Begins work on an account as one of its members, whatever they may do there: for what
    /// concerns their own membership.
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no member.
    pub(super) async fn enter(&self, caller: &Caller, id: AccountId) -> Result<AccountWork, Error> {
        let user_id = caller.person()?.user.id;
        let mut unit = self.ports.store.begin().await?;
        let account = unit.accounts().lock(id).await?.ok_or(Error::NotFound)?;
        let user = unit.users().find(user_id).await?.ok_or(Error::NotSignedIn)?;
        let membership = unit.memberships().find(id, user_id).await?.ok_or(Error::NotFound)?;
        let owner = unit.accounts().find_owner_state(id).await?.ok_or(Error::NotFound)?;
        let now = self.now();
        let standing =
            membership.standing_of(&account, owner, &user, now).ok_or(Error::NotFound)?;
        let origin = caller.origin();
        Ok(AccountWork { unit, account, user, membership, standing, now, origin })
    }

    /// Begins work on an open account as one of its members: a closed one admits nobody, not even
    /// to what concerns themselves.
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no member, [`Error::AccountClosed`]
    pub(super) async fn enter_open(
        &self,
        caller: &Caller,
        id: AccountId,
    ) -> Result<AccountWork, Error> {
        let work = self.enter(caller, id).await?;
        if work.account.is_active() { Ok(work) } else { Err(Error::AccountClosed) }
    }

    /// Begins work on an account that needs a permission. A denial is recorded and explained.
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no member, [`Error::Denied`] for one who may not.
    pub(super) async fn enter_with(
        &self,
        caller: &Caller,
        id: AccountId,
        permission: Permission,
    ) -> Result<(AccountWork, Permit), Error> {
        let work = self.enter(caller, id).await?;
        match Permit::on_account(caller.actor(), id, &work.standing, permission) {
            Ok(permit) => Ok((work, permit)),
            Err(denial) => Err(self.turn_away(work, caller.actor(), denial).await),
        }
    }

    /// Begins work on an account that a person may do by permission, and a machine by its scope.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]; for a machine [`Error::ScopeMissing`],
    /// [`Error::AccountClosed`]
    pub(super) async fn enter_for(
        &self,
        caller: &Caller,
        id: AccountId,
        scope: ServiceScope,
    ) -> Result<ScopedWork, Error> {
        let needed = scope.permission();
        let key = match caller {
            Caller::User { .. } => {
                let (work, permit) = self.enter_with(caller, id, needed).await?;
                let AccountWork { unit, account, now, origin, .. } = work;
                return Ok(ScopedWork { unit, account, permit, now, origin });
            }
            Caller::ServiceKey { key, .. } if !key.opens(id) => return Err(Error::NotFound),
            Caller::ServiceKey { key, .. } => key,
        };
        require_scope(key, scope)?;
        let mut unit = self.ports.store.begin().await?;
        let account = unit.accounts().lock(id).await?.ok_or(Error::NotFound)?;
        if !account.is_active() {
            return Err(Error::AccountClosed);
        }
        let permit = Permit::on_account(caller.actor(), id, &key.standing(), needed)
            .map_err(|denial| Error::Denied(Box::new(Explanation::of(denial))))?;
        Ok(ScopedWork { unit, account, permit, now: self.now(), origin: caller.origin() })
    }

    /// Looks at an account as one of its members; a denial is recorded and explained.
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no member, [`Error::Denied`] for one who may not.
    pub(super) async fn visit(
        &self,
        caller: &Caller,
        id: AccountId,
        permission: Permission,
    ) -> Result<Visit, Error> {
        let user = &caller.person()?.user;
        let found = self.ports.directory.find_account(id, user.id).await?;
        let FoundAccount { account, owner, membership } = found.ok_or(Error::NotFound)?;
        let now = self.now();
        let standing = membership
            .and_then(|membership| membership.standing_of(&account, owner, user, now))
            .ok_or(Error::NotFound)?;
        match decide(&standing, permission) {
            Decision::Allowed(_) => {
                Ok(Visit { admission: account.admission(owner), account, standing, now })
            }
            Decision::Denied(denial) => {
                self.record(RefusedAttempt::new(id, caller.actor(), denial), caller.origin())
                    .await?;
                Err(self.denied(id, &standing, denial).await)
            }
        }
    }

    /// Leaves a unit of work because the policy denies it.
    pub(super) async fn turn_away(&self, work: AccountWork, actor: Actor, denial: Denial) -> Error {
        let AccountWork { unit, account, standing, origin, .. } = work;
        // Before anything is recorded: a store with one writer would wait for itself.
        drop(unit);
        let attempt = RefusedAttempt::new(account.id, actor, denial);
        if let Err(error) = self.record(attempt, origin).await {
            return error;
        }
        self.denied(account.id, &standing, denial).await
    }

    /// Leaves a unit of work because one of the two laws forbids it.
    pub(super) async fn turn_away_by_law(
        &self,
        work: AccountWork,
        actor: Actor,
        needed: Permission,
        refusal: Error,
    ) -> Error {
        let missing = refusal.excess().and_then(Excess::first).unwrap_or(needed);
        match self.record_beyond(work, actor, missing).await {
            Ok(()) => refusal,
            Err(error) => error,
        }
    }

    /// Leaves a unit of work, and puts it on record that someone would have given what is not theirs
    /// to give.
    pub(super) async fn record_beyond(
        &self,
        work: AccountWork,
        actor: Actor,
        missing: Permission,
    ) -> Result<(), Error> {
        let AccountWork { unit, account, origin, .. } = work;
        // Before anything is recorded: a store with one writer would wait for itself.
        drop(unit);
        let denial = Denial { missing, reason: DenialReason::NotHeld };
        self.record(RefusedAttempt::new(account.id, actor, denial), origin).await
    }

    async fn record(&self, attempt: RefusedAttempt, origin: Origin) -> Result<(), Error> {
        Ok(self.ports.store.record_refusal(attempt, origin, self.now()).await?)
    }

    async fn denied(&self, account: AccountId, standing: &Standing, denial: Denial) -> Error {
        match self.explain(account, Some(standing), denial).await {
            Ok(explanation) => Error::Denied(Box::new(explanation)),
            Err(error) => error,
        }
    }

    /// Explains a denial. It names people only to someone who may see the account's users.
    pub(super) async fn explain(
        &self,
        account: AccountId,
        asker: Option<&Standing>,
        denial: Denial,
    ) -> Result<Explanation, Error> {
        let mut explanation = Explanation::of(denial);
        let sees_users =
            asker.is_none_or(|asker| decide(asker, Permission::UsersRead).is_allowed());
        if sees_users {
            explanation.could_be_given_by =
                Some(self.who_could_give(account, denial.missing).await?);
        }
        Ok(explanation)
    }

    /// Members who manage users and hold the permission themselves. What is reserved is never
    /// given, but by the owner handing over the account.
    async fn who_could_give(
        &self,
        account: AccountId,
        permission: Permission,
    ) -> Result<Vec<PersonName>, Error> {
        let filter = MemberFilter { holding: Some(permission), ..MemberFilter::default() };
        let page = Page { after: None, limit: MOST_NAMED };
        let now = self.now();
        let rows = self.ports.directory.members(account, &filter, page, now).await?;
        let could_give = |row: &crate::port::MemberRow| {
            row.membership.standing(OPEN, row.user.state, now).is_some_and(|standing| {
                standing.effective().contains(permission)
                    && standing.effective().contains(Permission::UsersManage)
            })
        };
        let name = |row: crate::port::MemberRow| PersonName {
            user_id: row.user.id,
            name: row.user.full_name(),
            role: row.membership.role,
        };
        Ok(rows.into_iter().filter(could_give).map(name).collect())
    }

    /// Refuses what is sensitive when the password was given too long ago.
    pub(super) fn require_fresh(&self, caller: &Caller, now: DateTime<Utc>) -> Result<(), Error> {
        if caller.person()?.session.is_freshly_authenticated(&self.limits, now) {
            Ok(())
        } else {
            Err(Error::ReauthenticationRequired)
        }
    }
}

/// Refuses a change that started from another version than the one stored.
pub(super) fn require_version(expected: Option<Version>, stored: Version) -> Result<(), Error> {
    match expected {
        Some(expected) if expected != stored => Err(Error::Stale),
        Some(_) | None => Ok(()),
    }
}
