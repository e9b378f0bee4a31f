//! Refusing a category by the link in a communication, without signing in (RFC 8058).

use uuid::Uuid;

use super::{Error, Portero};
use crate::id::UserId;
use crate::model::{
    Action, Amendment, AuditEntry, AuditObject, ContactAmendment, Origin, RecipientId,
    Unsubscription,
};
use crate::policy::{Category, CategorySet, NotificationRules, Permit};
use crate::port::UnitOfWork;

/// What a link would refuse, to be shown before it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsubscriptionView {
    /// The account whose communications they are.
    pub account_name: String,
    /// The category that is refused.
    pub category: Category,
}

impl Portero {
    /// What a link would refuse. Looking changes nothing: mail scanners open links.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what was never signed.
    pub async fn preview_unsubscription(&self, link: &str) -> Result<UnsubscriptionView, Error> {
        let Unsubscription { account_id, category, .. } = self.signed(link)?;
        let nobody = UserId::from_uuid(Uuid::nil());
        let found = self.ports.directory.find_account(account_id, nobody).await?;
        let account = found.ok_or(Error::NotFound)?.account;
        Ok(UnsubscriptionView { account_name: account.name.as_str().to_owned(), category })
    }

    /// Refuses the category for the one who received the communication. For someone who does not
    /// receive it any more, or is gone, it is already so.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what was never signed.
    pub async fn unsubscribe(&self, link: &str, origin: Origin) -> Result<(), Error> {
        let unsubscription = self.signed(link)?;
        let Unsubscription { account_id, person, category } = unsubscription;
        let mut unit = self.ports.store.begin().await?;
        let account = unit.accounts().lock(account_id).await?.ok_or(Error::NotFound)?;
        if !account.is_active() || !self.refuse(&mut *unit, unsubscription).await? {
            return Ok(());
        }
        let object = match person {
            RecipientId::User(id) => AuditObject::User(id),
            RecipientId::Contact(id) => AuditObject::Contact(id),
        };
        let permit = Permit::for_recipient(account_id);
        let action = Action::CommunicationUnsubscribe;
        let entry = AuditEntry::new(permit, action, object, origin, self.now());
        Ok(unit.commit(entry.with("category", &category).into()).await?)
    }

    fn signed(&self, link: &str) -> Result<Unsubscription, Error> {
        let (unsubscription, signature) = Unsubscription::parse(link).ok_or(Error::NotFound)?;
        if self.ports.signer.sign(&unsubscription.signed_text()) == signature {
            Ok(unsubscription)
        } else {
            Err(Error::NotFound)
        }
    }

    /// Whether anything was written.
    async fn refuse(
        &self,
        unit: &mut dyn UnitOfWork,
        unsubscription: Unsubscription,
    ) -> Result<bool, Error> {
        let Unsubscription { account_id, person, category } = unsubscription;
        match person {
            RecipientId::User(user) => {
                let found = unit.memberships().find(account_id, user).await?;
                let Some(membership) = found else {
                    return Ok(false);
                };
                let rules = NotificationRules::of(membership.role);
                let left = without(membership.notifications, category, rules);
                let amendment = Amendment { notifications: Some(left), ..Amendment::default() };
                let Some(change) = membership.amend(&amendment)?.changed() else {
                    return Ok(false);
                };
                unit.memberships().save(change).await?;
                Ok(true)
            }
            RecipientId::Contact(id) => {
                let Some(contact) = unit.contacts().find(account_id, id).await? else {
                    return Ok(false);
                };
                let rules = NotificationRules::of(contact.details.profile.role());
                let left = without(contact.details.notifications, category, rules);
                let notifications = Some(left);
                let amendment = ContactAmendment { notifications, ..ContactAmendment::default() };
                let Some(change) = contact.amend(amendment).changed() else {
                    return Ok(false);
                };
                self.tell_member(unit, change.aggregate()).await?;
                unit.contacts().save(change).await?;
                Ok(true)
            }
        }
    }
}

/// What is left of someone's choice. What cannot be refused stays.
const fn without(chosen: CategorySet, refused: Category, rules: NotificationRules) -> CategorySet {
    let refused = CategorySet::of(&[refused]).difference(rules.cannot_refuse);
    chosen.difference(refused)
}
