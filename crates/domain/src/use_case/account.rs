//! Accounts: creating, seeing, changing and closing them, and listing one's own.

use super::gate::require_version;
use super::idempotency::{Answered, Once};
use super::{Caller, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, UserId};
use crate::model::{
    Account, AccountAmendment, AccountDetails, Action, AuditEntry, AuditObject, Language, Letter,
    Membership, Name, Transition, Version,
};
use crate::policy::{CategorySet, Permission, Permit, Role};

/// What someone gives to create an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What people will call it.
    pub name: Name,
    /// Its language; without one, the founder's.
    pub language: Option<Language>,
    /// Company, tax id, address, telephone.
    pub details: AccountDetails,
}

/// An account that someone may enter, as they see it in their list (S02, S11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// The account.
    pub id: AccountId,
    /// What people call it (N04).
    pub name: Name,
    /// What the caller is on it.
    pub role: Role,
    /// What they receive from it.
    pub notifications: CategorySet,
    /// Whether its owner has offered to hand it over to the caller.
    pub is_offered: bool,
}

impl AccountView {
    /// Whether it is the caller's own.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.role == Role::Owner
    }
}

impl Portero {
    /// Creates an account, whose owner the caller becomes.
    ///
    /// # Errors
    /// [`Error::IdempotencyKeyReused`], [`Error::EmailNotConfirmed`] for someone whom another
    /// account has made and whose address is still unconfirmed
    pub async fn create_account(
        &self,
        caller: &Caller,
        new: NewAccount,
        once: Once<'_, Account>,
    ) -> Result<Answered<Account>, Error> {
        let mut unit = self.ports.store.begin().await?;
        let user = self.caller_in(&mut *unit, caller).await?;
        if user.confined_to().is_some() {
            return Err(Error::EmailNotConfirmed);
        }
        let now = self.now();
        if let Some(answer) = self.answer_given(&mut *unit, caller.actor(), &once, now).await? {
            return Ok(Answered::Before(answer));
        }
        let id = self.new_account_id();
        let language = new.language.unwrap_or(user.language);
        let created = Account::create(id, new.name, language, new.details, user.id, now);
        let account = created.aggregate().clone();
        unit.accounts().save(created).await?;
        unit.memberships().save(Membership::found(id, user.id, now)).await?;
        self.keep_answer(&mut *unit, caller.actor(), &once, &account, now).await?;
        let permit = Permit::for_founder(user.id, id);
        let object = AuditObject::Account(id);
        let entry = AuditEntry::new(permit, Action::AccountCreate, object, caller.origin(), now);
        unit.commit(entry.into()).await?;
        Ok(Answered::Now(account))
    }

    /// Shows an account.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn account(&self, caller: &Caller, id: AccountId) -> Result<Account, Error> {
        Ok(self.visit(caller, id, Permission::AccountRead).await?.account)
    }

    /// The accounts that the caller may enter (S02, S11).
    ///
    /// # Errors
    /// [`Error::Store`]
    pub async fn my_accounts(
        &self,
        caller: &Caller,
        page: PageRequest<AccountId>,
    ) -> Result<Listed<AccountView, AccountId>, Error> {
        self.accounts_of(caller.person()?.user.id, page).await
    }

    pub(super) async fn accounts_of(
        &self,
        user: UserId,
        page: PageRequest<AccountId>,
    ) -> Result<Listed<AccountView, AccountId>, Error> {
        let now = self.now();
        let rows = self.ports.directory.enterable_accounts(user, page.probe(), now).await?;
        let listed = Listed::cut(rows, page.limit, |row| row.account.id);
        Ok(listed.map(|row| AccountView {
            is_offered: row.account.standing_offer_to(&row.membership, now).is_some(),
            id: row.account.id,
            name: row.account.name,
            role: row.membership.role,
            notifications: row.membership.notifications,
        }))
    }

    /// Changes an account's name, language or details (N10).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Stale`]
    pub async fn amend_account(
        &self,
        caller: &Caller,
        id: AccountId,
        amendment: AccountAmendment,
        expected: Option<Version>,
    ) -> Result<Account, Error> {
        let (mut work, permit) = self.enter_with(caller, id, Permission::AccountUpdate).await?;
        require_version(expected, work.account.version)?;
        let change = match work.account.clone().amend(amendment)? {
            Transition::Changed(change) => change,
            Transition::AlreadySo(account) => return Ok(account),
        };
        let amended = change.aggregate().clone();
        work.unit.accounts().save(change).await?;
        let object = AuditObject::Account(id);
        let origin = work.origin.clone();
        let entry = AuditEntry::new(permit, Action::AccountUpdate, object, origin, work.now);
        work.commit(entry).await?;
        Ok(amended)
    }

    /// Closes an account for good: it admits nobody any more, and keeps its trail.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ReauthenticationRequired`],
    /// [`Error::Stale`]
    pub async fn close_account(
        &self,
        caller: &Caller,
        id: AccountId,
        expected: Option<Version>,
    ) -> Result<(), Error> {
        let (mut work, permit) = self.enter_with(caller, id, Permission::AccountClose).await?;
        self.require_fresh(caller, work.now)?;
        require_version(expected, work.account.version)?;
        let Transition::Changed(change) = work.account.clone().close(work.now)? else {
            return Ok(());
        };
        work.unit.accounts().save(change).await?;
        let letter = Letter::AccountClosed { account_name: work.account.name.as_str().to_owned() };
        let notice = self.mail(Some(id), &work.user.email, work.user.language, letter, None);
        work.unit.outbox().enqueue(vec![notice]).await?;
        let object = AuditObject::Account(id);
        let origin = work.origin.clone();
        let entry = AuditEntry::new(permit, Action::AccountClose, object, origin, work.now);
        Ok(work.commit(entry).await?)
    }
}
