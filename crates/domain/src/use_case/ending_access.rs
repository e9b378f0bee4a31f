//! Telling both sides, some days before, that an access is about to end.

use super::{Error, Portero};
use crate::model::{
    Account, Action, AuditEntry, AuditObject, Letter, Mail, Membership, Origin, Transition, User,
};
use crate::policy::Permit;

/// How many memberships are looked up at a time.
const STRIDE: u32 = 200;

impl Portero {
    /// Tells members and owners of every access that is about to end, once for each end. Past its
    /// end the access is gone by the clock, whether or not this ever ran.
    ///
    /// # Errors
    /// [`Error::Store`]; what was told stays told.
    pub async fn tell_of_ending_access(&self) -> Result<u64, Error> {
        let mut told = 0;
        loop {
            let now = self.now();
            let before = now + self.limits.access_notice();
            let due = self.ports.directory.ending_memberships(before, now, STRIDE).await?;
            if due.is_empty() {
                return Ok(told);
            }
            let mut progress = false;
            for membership in due {
                if self.tell_of_ending(&membership).await? {
                    progress = true;
                    told += 1;
                }
            }
            if !progress {
                return Ok(told);
            }
        }
    }

    /// Tells both sides of one membership, in the transaction that notes it. Answers whether there
    /// was anything left to tell.
    async fn tell_of_ending(&self, due: &Membership) -> Result<bool, Error> {
        let mut unit = self.ports.store.begin().await?;
        let Some(account) = unit.accounts().lock(due.account_id).await? else {
            return Ok(false);
        };
        let found = unit.memberships().find(due.account_id, due.user_id).await?;
        let member = unit.users().find(due.user_id).await?;
        let Some((membership, member)) = found.zip(member) else {
            return Ok(false);
        };
        let Transition::Changed(change) = membership.tell_ending()? else {
            return Ok(false);
        };
        let owner_membership = unit.memberships().find_owner(account.id).await?;
        let owner = match owner_membership {
            Some(owner) => unit.users().find(owner.user_id).await?,
            None => None,
        };
        let mails = self.ending_mails(&account, change.aggregate(), &member, owner.as_ref());
        unit.memberships().save(change).await?;
        unit.outbox().enqueue(mails).await?;
        let permit = Permit::for_clock(account.id);
        let object = AuditObject::User(member.id);
        let action = Action::MemberTellEnding;
        let entry = AuditEntry::new(permit, action, object, Origin::default(), self.now());
        unit.commit(entry.into()).await?;
        Ok(true)
    }

    fn ending_mails(
        &self,
        account: &Account,
        membership: &Membership,
        member: &User,
        owner: Option<&User>,
    ) -> Vec<Mail> {
        let Some(until) = membership.until else {
            return Vec::new();
        };
        let account_name = account.name.as_str().to_owned();
        let letter = Letter::AccessEnding { account_name: account_name.clone(), until };
        let to_member = self.mail(Some(account.id), &member.email, member.language, letter, None);
        let to_owner = owner.map(|owner| {
            let letter =
                Letter::MemberAccessEnding { account_name, member: member.full_name(), until };
            self.mail(Some(account.id), &owner.email, owner.language, letter, None)
        });
        std::iter::once(to_member).chain(to_owner).collect()
    }
}
