//! Handing an account over.

use super::gate::{AccountWork, require_version};
use super::{Caller, Error, Portero, StateRefusal};
use crate::id::{AccountId, UserId};
use crate::model::{
    Account, Action, AuditEntry, AuditObject, Letter, Membership, MembershipCommand,
    MembershipState, Origin, User, Version,
};
use crate::policy::{Permission, Permit, Scope};
use crate::port::UnitOfWork;

impl Portero {
    /// Makes another active member the owner; the old one becomes administrator in the same step.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for someone who is no member, [`Error::Denied`],
    /// [`Error::ReauthenticationRequired`], [`Error::State`] for a suspended member,
    /// [`Error::Stale`]
    pub async fn transfer_ownership(
        &self,
        caller: &Caller,
        id: AccountId,
        to: UserId,
        expected: Option<Version>,
    ) -> Result<Account, Error> {
        let needed = Permission::AccountTransferOwnership;
        let (work, permit) = self.enter_with(caller, id, needed).await?;
        self.require_fresh(caller, work.now)?;
        require_version(expected, work.account.version)?;
        let AccountWork { mut unit, account, user, membership, origin, .. } = work;
        let transferred = self.hand_over(&mut *unit, account, membership, &user, to).await?;
        let entry = self.transfer_entry(permit, &transferred, to, origin);
        unit.commit(entry.into()).await?;
        Ok(transferred)
    }

    /// Makes a member the owner of an account whose owner is gone: the operator's way.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::State`]
    pub async fn transfer_as_operator(&self, id: AccountId, to: UserId) -> Result<Account, Error> {
        let mut unit = self.ports.store.begin().await?;
        let account = unit.accounts().lock(id).await?.ok_or(Error::NotFound)?;
        let membership = unit.memberships().find_owner(id).await?.ok_or(Error::NotFound)?;
        let owner = unit.users().find(membership.user_id).await?.ok_or(Error::NotFound)?;
        let transferred = self.hand_over(&mut *unit, account, membership, &owner, to).await?;
        let permit = Permit::for_operator(Scope::Account(id));
        let entry = self.transfer_entry(permit, &transferred, to, Origin::default());
        unit.commit(entry.into()).await?;
        Ok(transferred)
    }

    pub(super) fn transfer_entry(
        &self,
        permit: Permit,
        account: &Account,
        to: UserId,
        origin: Origin,
    ) -> AuditEntry {
        let object = AuditObject::Account(account.id);
        AuditEntry::new(permit, Action::AccountTransferOwnership, object, origin, self.now())
            .with("to_user_id", &to)
    }

    pub(super) async fn hand_over(
        &self,
        unit: &mut dyn UnitOfWork,
        account: Account,
        owner_membership: Membership,
        owner: &User,
        to: UserId,
    ) -> Result<Account, Error> {
        let now = self.now();
        let found = unit.memberships().find(account.id, to).await?;
        let successor_membership =
            found.filter(|membership| !membership.has_run_out(now)).ok_or(Error::NotFound)?;
        let successor = unit.users().find(to).await?.ok_or(Error::NotFound)?;
        if !successor.is_active() || successor_membership.state == MembershipState::Suspended {
            return Err(Error::State(StateRefusal {
                state: MembershipState::Suspended.to_string(),
                command: MembershipCommand::TakeOver.to_string(),
            }));
        }
        self.release_contact(unit, &successor_membership).await?;
        let taken_over = successor_membership.take_over()?;
        let handed_over = owner_membership.hand_over()?;
        let change = account.transfer_ownership(owner.id, to)?;
        let transferred = change.aggregate().clone();
        // The old owner first: at no instant may there be two.
        unit.memberships().save(handed_over).await?;
        unit.memberships().save(taken_over).await?;
        unit.accounts().save(change).await?;
        self.tell_both(unit, &transferred, owner, &successor).await?;
        Ok(transferred)
    }

    async fn tell_both(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        owner: &User,
        successor: &User,
    ) -> Result<(), Error> {
        let account_name = account.name.as_str().to_owned();
        let received = Letter::OwnershipReceived {
            account_name: account_name.clone(),
            previous_owner: owner.full_name(),
        };
        let given_up = Letter::OwnershipGivenUp { account_name, new_owner: successor.full_name() };
        let mails = vec![
            self.mail(Some(account.id), &successor.email, successor.language, received, None),
            self.mail(Some(account.id), &owner.email, owner.language, given_up, None),
        ];
        Ok(unit.outbox().enqueue(mails).await?)
    }
}
