//! Handing an account over by two: the owner offers, the other accepts, either can call it off.

use super::gate::AccountWork;
use super::{Caller, Error, Portero, StateRefusal};
use crate::id::{AccountId, UserId};
use crate::model::{
    Account, AccountCommand, Action, AuditEntry, AuditObject, Letter, Mail, MembershipState,
    OwnershipOffer, Transition, User,
};
use crate::policy::{Permission, Permit, Role};

/// An offer to hand an account over, as either side sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnershipOfferView {
    /// The account.
    pub account_id: AccountId,
    /// The offer.
    pub offer: OwnershipOffer,
}

impl Portero {
    /// Offers the account to another active member, who has yet to accept.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for someone who is no member, [`Error::Denied`],
    /// [`Error::ReauthenticationRequired`], [`Error::State`] for a suspended member
    pub async fn offer_ownership(
        &self,
        caller: &Caller,
        account: AccountId,
        to: UserId,
    ) -> Result<OwnershipOfferView, Error> {
        let needed = Permission::AccountTransferOwnership;
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        self.require_fresh(caller, work.now)?;
        let successor = self.find_successor(&mut work, to).await?;
        let now = work.now;
        let expires_at = now + self.limits.ownership_offer_period();
        let offer = OwnershipOffer { by: work.user.id, to, at: now, expires_at };
        let change = match work.account.clone().offer_ownership(offer)? {
            Transition::Changed(change) => change,
            Transition::AlreadySo(account) => return view(&account, now),
        };
        work.unit.accounts().save(change).await?;
        let letter = Letter::OwnershipOffered {
            account_name: work.account.name.as_str().to_owned(),
            owner: work.user.full_name(),
            expires_at,
        };
        let mail = self.mail(Some(account), &successor.email, successor.language, letter, None);
        work.unit.outbox().enqueue(vec![mail]).await?;
        let object = AuditObject::Account(account);
        let origin = work.origin.clone();
        let entry = AuditEntry::new(permit, Action::AccountOfferOwnership, object, origin, now);
        work.commit(entry.with("to_user_id", &to)).await?;
        Ok(OwnershipOfferView { account_id: account, offer })
    }

    /// The member to whom the account would go: active, and not its owner already.
    async fn find_successor(&self, work: &mut AccountWork, to: UserId) -> Result<User, Error> {
        let found = work.unit.memberships().find(work.account.id, to).await?;
        let membership = found.filter(|one| !one.has_run_out(work.now)).ok_or(Error::NotFound)?;
        let user = work.unit.users().find(to).await?.ok_or(Error::NotFound)?;
        let refused = if membership.role == Role::Owner {
            Some(Role::Owner.to_string())
        } else if membership.state == MembershipState::Suspended || !user.is_active() {
            Some(MembershipState::Suspended.to_string())
        } else {
            None
        };
        match refused {
            None => Ok(user),
            Some(state) => Err(offer_refused(state, AccountCommand::OfferOwnership)),
        }
    }

    /// Shows the offer that stands, to the owner and to the member to whom it is made.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone else, and when there is none
    pub async fn ownership_offer(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<OwnershipOfferView, Error> {
        let user = caller.person()?.user.id;
        let found = self.ports.directory.find_account(account, user).await?;
        let found = found.ok_or(Error::NotFound)?;
        let now = self.now();
        let membership = found.membership.filter(|one| !one.has_run_out(now));
        let membership = membership.ok_or(Error::NotFound)?;
        if !found.account.is_active() {
            return Err(Error::AccountClosed);
        }
        let shown = view(&found.account, now)?;
        let is_theirs = found.account.standing_offer_to(&membership, now).is_some();
        if is_theirs || shown.offer.by == user { Ok(shown) } else { Err(Error::NotFound) }
    }

    /// Takes the account that was offered; its owner becomes administrator in the same step.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing is offered to the caller,
    /// [`Error::ReauthenticationRequired`], [`Error::State`]
    pub async fn accept_ownership(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<Account, Error> {
        let work = self.enter_open(caller, account).await?;
        let offer = work.account.standing_offer_to(&work.membership, work.now);
        let offer = offer.ok_or(Error::NotFound)?;
        let user = work.user.id;
        let permit = Permit::for_offered_owner(user, account, offer.to).ok_or(Error::NotFound)?;
        self.require_fresh(caller, work.now)?;
        if work.standing.suspension().is_some() {
            let suspended = MembershipState::Suspended.to_string();
            return Err(offer_refused(suspended, AccountCommand::TransferOwnership));
        }
        let AccountWork { mut unit, account, origin, .. } = work;
        let membership = unit.memberships().find_owner(account.id).await?.ok_or(Error::NotFound)?;
        let owner = unit.users().find(membership.user_id).await?.ok_or(Error::NotFound)?;
        let transferred = self.hand_over(&mut *unit, account, membership, &owner, user).await?;
        let entry = self.transfer_entry(permit, &transferred, user, origin);
        unit.commit(entry.into()).await?;
        Ok(transferred)
    }

    /// Calls the offer off, as the owner who made it or as the member to whom it was made.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no offer of the caller's stands
    pub async fn call_off_ownership(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<(), Error> {
        let mut work = self.enter_open(caller, account).await?;
        let offer = work.account.standing_offer(work.now).ok_or(Error::NotFound)?;
        let user = work.user.id;
        let theirs = work.account.standing_offer_to(&work.membership, work.now);
        let permit = match theirs {
            Some(offer) => {
                Permit::for_offered_owner(user, account, offer.to).ok_or(Error::NotFound)?
            }
            None if user == offer.by => Permit::on_account(
                caller.actor(),
                account,
                &work.standing,
                Permission::AccountTransferOwnership,
            )
            .map_err(|_| Error::NotFound)?,
            None => return Err(Error::NotFound),
        };
        let Transition::Changed(change) = work.account.clone().call_off_ownership()? else {
            return Ok(());
        };
        work.unit.accounts().save(change).await?;
        let other = if user == offer.to { offer.by } else { offer.to };
        let mails = self.tell_other_side(&mut work, other).await?;
        work.unit.outbox().enqueue(mails).await?;
        let object = AuditObject::Account(account);
        let (origin, now) = (work.origin.clone(), work.now);
        let action = Action::AccountCallOffOwnership;
        Ok(work.commit(AuditEntry::new(permit, action, object, origin, now)).await?)
    }

    async fn tell_other_side(
        &self,
        work: &mut AccountWork,
        other: UserId,
    ) -> Result<Vec<Mail>, Error> {
        let Some(other) = work.unit.users().find(other).await? else {
            return Ok(Vec::new());
        };
        let letter = Letter::OwnershipOfferCalledOff {
            account_name: work.account.name.as_str().to_owned(),
            called_off_by: work.user.full_name(),
        };
        let account = Some(work.account.id);
        Ok(vec![self.mail(account, &other.email, other.language, letter, None)])
    }
}

fn view(
    account: &Account,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<OwnershipOfferView, Error> {
    let offer = account.standing_offer(now).ok_or(Error::NotFound)?;
    Ok(OwnershipOfferView { account_id: account.id, offer })
}

fn offer_refused(state: String, command: AccountCommand) -> Error {
    Error::State(StateRefusal { state, command: command.to_string() })
}
