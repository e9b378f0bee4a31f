//! Service keys: made by people for machines.

use super::gate::AccountWork;
use super::{Caller, CredentialToken, Error, FieldProblem, Portero};
use crate::id::{AccountId, ServiceKeyId};
use crate::model::{
    Account, Action, AuditEntry, AuditObject, Letter, Name, Origin, ServiceKey, ServiceScope,
    ServiceScopeSet, Token, TokenPurpose, Transition, User,
};
use crate::policy::{Excess, OfferRefusal, Permission, PermissionSet, Permit, Scope, Standing};
use crate::port::UnitOfWork;

/// A service key that has just been made: its secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewServiceKey {
    /// The key's secret.
    pub token: Token,
    /// The key.
    pub key: ServiceKey,
}

impl NewServiceKey {
    /// The key as its holder sends it.
    #[must_use]
    pub fn secret(&self) -> String {
        format!("{}{}", CredentialToken::SERVICE_KEY_PREFIX, self.token.expose())
    }
}

/// Who makes a key, for the record and the notice.
struct Maker {
    permit: Permit,
    user: Option<User>,
    origin: Origin,
}

impl Portero {
    /// The service keys of an account, newest first, revoked ones included.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn service_keys(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<Vec<ServiceKey>, Error> {
        self.visit(caller, account, Permission::ServiceKeysManage).await?;
        Ok(self.ports.directory.service_keys(Scope::Account(account)).await?)
    }

    /// Makes a key. Nobody makes one that may do more than they.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::OfferRefused`], [`Error::Invalid`],
    /// [`Error::Capacity`]
    pub async fn create_service_key(
        &self,
        caller: &Caller,
        account: AccountId,
        name: Name,
        scopes: ServiceScopeSet,
    ) -> Result<NewServiceKey, Error> {
        let needed = Permission::ServiceKeysManage;
        let (work, permit) = self.enter_with(caller, account, needed).await?;
        if let Err(refusal) = may_give_scopes(&work.standing, scopes) {
            let refusal = Error::OfferRefused(refusal);
            return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
        }
        let AccountWork { unit, account, user, origin, .. } = work;
        let maker = Maker { permit, user: Some(user), origin };
        self.make_key(unit, Some(&account), name, scopes, maker).await
    }

    /// Makes a key from the command line: to one account, or to all that the installation has.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::AccountClosed`], [`Error::Invalid`], [`Error::Capacity`]
    pub async fn create_service_key_as_operator(
        &self,
        reach: Scope,
        name: Name,
        scopes: ServiceScopeSet,
    ) -> Result<NewServiceKey, Error> {
        let mut unit = self.ports.store.begin().await?;
        let account = match reach {
            Scope::Installation => None,
            Scope::Account(id) => {
                let account = unit.accounts().lock(id).await?.ok_or(Error::NotFound)?;
                if !account.is_active() {
                    return Err(Error::AccountClosed);
                }
                Some(account)
            }
        };
        let permit = Permit::for_operator(reach);
        let maker = Maker { permit, user: None, origin: Origin::default() };
        self.make_key(unit, account.as_ref(), name, scopes, maker).await
    }

    async fn make_key(
        &self,
        mut unit: Box<dyn UnitOfWork>,
        account: Option<&Account>,
        name: Name,
        scopes: ServiceScopeSet,
        maker: Maker,
    ) -> Result<NewServiceKey, Error> {
        if scopes.is_empty() {
            return Err(Error::invalid("scopes", FieldProblem::Empty));
        }
        let reach = account.map_or(Scope::Installation, |account| Scope::Account(account.id));
        let limit = self.limits.service_keys_per_account;
        if unit.service_keys().count_live(reach).await? >= u64::from(limit) {
            return Err(Error::Capacity { of: "service keys", limit });
        }
        let now = self.now();
        let (token, hash) = self.issue(TokenPurpose::ServiceKey);
        let id = self.new_service_key_id();
        let created_by = maker.user.as_ref().map(|user| user.id);
        let change = ServiceKey::create(id, reach, name, scopes, hash, created_by, now);
        let key = change.aggregate().clone();
        unit.service_keys().save(change).await?;
        if let Some(account) = account {
            self.tell_owner(&mut *unit, account, &key, maker.user.as_ref()).await?;
        }
        let object = AuditObject::ServiceKey(id);
        let action = Action::ServiceKeyCreate;
        unit.commit(AuditEntry::new(maker.permit, action, object, maker.origin, now).into())
            .await?;
        Ok(NewServiceKey { token, key })
    }

    async fn tell_owner(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        key: &ServiceKey,
        maker: Option<&User>,
    ) -> Result<(), Error> {
        let membership = unit.memberships().find_owner(account.id).await?.ok_or(Error::NotFound)?;
        let owner = unit.users().find(membership.user_id).await?.ok_or(Error::NotFound)?;
        let letter = Letter::ServiceKeyCreated {
            account_name: account.name.as_str().to_owned(),
            key_name: key.name.as_str().to_owned(),
            created_by: maker.map(User::full_name),
        };
        let notice = self.mail(Some(account.id), &owner.email, owner.language, letter, None);
        Ok(unit.outbox().enqueue(vec![notice]).await?)
    }

    /// Makes a key worthless, for good.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn revoke_service_key(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ServiceKeyId,
    ) -> Result<(), Error> {
        let needed = Permission::ServiceKeysManage;
        let (work, permit) = self.enter_with(caller, account, needed).await?;
        let AccountWork { unit, origin, .. } = work;
        self.revoke_key(unit, Scope::Account(account), id, permit, origin).await
    }

    /// Makes a key worthless from the command line.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub async fn revoke_service_key_as_operator(
        &self,
        reach: Scope,
        id: ServiceKeyId,
    ) -> Result<(), Error> {
        let mut unit = self.ports.store.begin().await?;
        if let Scope::Account(account) = reach {
            unit.accounts().lock(account).await?.ok_or(Error::NotFound)?;
        }
        let permit = Permit::for_operator(reach);
        self.revoke_key(unit, reach, id, permit, Origin::default()).await
    }

    /// The service keys of a reach, for the command line.
    ///
    /// # Errors
    /// [`Error::Store`]
    pub async fn service_keys_as_operator(&self, reach: Scope) -> Result<Vec<ServiceKey>, Error> {
        Ok(self.ports.directory.service_keys(reach).await?)
    }

    async fn revoke_key(
        &self,
        mut unit: Box<dyn UnitOfWork>,
        reach: Scope,
        id: ServiceKeyId,
        permit: Permit,
        origin: Origin,
    ) -> Result<(), Error> {
        let key = unit.service_keys().find(reach, id).await?.ok_or(Error::NotFound)?;
        let now = self.now();
        let Transition::Changed(change) = key.revoke(now) else {
            return Ok(());
        };
        unit.service_keys().save(change).await?;
        let object = AuditObject::ServiceKey(id);
        let entry = AuditEntry::new(permit, Action::ServiceKeyRevoke, object, origin, now);
        Ok(unit.commit(entry.into()).await?)
    }
}

fn may_give_scopes(giver: &Standing, scopes: ServiceScopeSet) -> Result<(), OfferRefusal> {
    let needed: PermissionSet = scopes.iter().map(ServiceScope::permission).collect();
    let beyond = needed.difference(giver.effective());
    if beyond.is_empty() { Ok(()) } else { Err(OfferRefusal::Exceeds(Excess { beyond })) }
}
