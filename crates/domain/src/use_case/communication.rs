//! Telling an account's people something, and keeping who was told (L10, N12).

use chrono::{DateTime, Utc};

use super::gate::ScopedWork;
use super::idempotency::{Answered, Once};
use super::{Caller, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, CommunicationId};
use crate::model::{
    Account, Action, Addressee, AuditEntry, AuditObject, Communication, CommunicationContent,
    Delivery, LeftOut, Letter, Mail, Recipient, ServiceScope, Transition, Unsubscription,
    recipients,
};
use crate::policy::{Category, Permission};
use crate::port::{RateKey, RateKind};

/// What is to be told.
pub type NewCommunication = CommunicationContent;

/// A communication that was sent, and who did not receive it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunicationSent {
    /// The communication, with its addressees.
    pub communication: Communication,
    /// Those who did not receive it, each with the reason.
    pub left_out: Vec<LeftOut>,
}

impl Portero {
    /// Tells the account's people something: one mail for each of those who receive its category,
    /// in one transaction with the record of it. `communications.send`, by role or as a key's scope.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ScopeMissing`], [`Error::AccountClosed`],
    /// [`Error::Capacity`] for too many recipients, [`Error::TooOften`],
    /// [`Error::IdempotencyKeyReused`]
    pub async fn send_communication(
        &self,
        caller: &Caller,
        account: AccountId,
        content: NewCommunication,
        once: Once<'_, CommunicationSent>,
    ) -> Result<Answered<CommunicationSent>, Error> {
        let mut work = self.enter_for(caller, account, ServiceScope::CommunicationsSend).await?;
        let given = self.answer_given(&mut *work.unit, caller.actor(), &once, work.now).await?;
        if let Some(answer) = given {
            return Ok(Answered::Before(answer));
        }
        let members = work.unit.memberships().find_candidates(account).await?;
        let contacts = work.unit.contacts().find_candidates(account).await?;
        let (receiving, left_out) = recipients(&members, &contacts, content.category, work.now);
        self.count_communication(account, receiving.len(), work.now)?;
        let (addressees, mails) = self.address(&work.account, &content, receiving);
        let id = self.new_communication_id();
        let change =
            Communication::send(id, account, content, caller.actor(), addressees, work.now);
        let communication = change.aggregate().clone();
        work.unit.communications().save(change).await?;
        work.unit.outbox().enqueue(mails).await?;
        let sent = CommunicationSent { communication, left_out };
        self.keep_answer(&mut *work.unit, caller.actor(), &once, &sent, work.now).await?;
        let recipients = sent.communication.addressees.len();
        let ScopedWork { unit, permit, origin, now, .. } = work;
        let object = AuditObject::Communication(id);
        let entry = AuditEntry::new(permit, Action::CommunicationSend, object, origin, now)
            .with("category", &sent.communication.content.category)
            .with("recipients", &recipients);
        unit.commit(entry.into()).await?;
        Ok(Answered::Now(sent))
    }

    /// The communications of an account, newest first, each with whom it was sent to and whether it
    /// left.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn communications(
        &self,
        caller: &Caller,
        account: AccountId,
        page: PageRequest<CommunicationId>,
    ) -> Result<Listed<Communication, CommunicationId>, Error> {
        self.visit(caller, account, Permission::CommunicationsRead).await?;
        let rows = self.ports.directory.communications(account, page.probe()).await?;
        Ok(Listed::cut(rows, page.limit, |row| row.id))
    }

    /// One communication.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn communication(
        &self,
        caller: &Caller,
        account: AccountId,
        id: CommunicationId,
    ) -> Result<Communication, Error> {
        self.visit(caller, account, Permission::CommunicationsRead).await?;
        let found = self.ports.directory.find_communication(account, id).await?;
        found.ok_or(Error::NotFound)
    }

    /// Sends a communication again to those for whom it failed for good, and to nobody else.
    ///
    /// # Errors
    /// As [`Self::send_communication`].
    pub async fn retry_communication(
        &self,
        caller: &Caller,
        account: AccountId,
        id: CommunicationId,
    ) -> Result<Communication, Error> {
        let mut work = self.enter_for(caller, account, ServiceScope::CommunicationsSend).await?;
        let found = work.unit.communications().find(account, id).await?;
        let communication = found.ok_or(Error::NotFound)?;
        let failed: Vec<bool> = communication.addressees.iter().map(has_failed).collect();
        let change = match communication.retry(|| self.new_mail_id()) {
            Transition::Changed(change) => change,
            Transition::AlreadySo(communication) => return Ok(communication),
        };
        let communication = change.aggregate().clone();
        let again = communication.addressees.iter().zip(failed).filter(|(_, failed)| *failed);
        let content = &communication.content;
        let mails: Vec<Mail> = again
            .map(|(addressee, _)| self.communication_mail(&work.account, content, addressee))
            .collect();
        self.count_communication(account, mails.len(), work.now)?;
        work.unit.communications().save(change).await?;
        work.unit.outbox().enqueue(mails).await?;
        let ScopedWork { unit, permit, origin, now, .. } = work;
        let object = AuditObject::Communication(id);
        let entry = AuditEntry::new(permit, Action::CommunicationRetry, object, origin, now);
        unit.commit(entry.into()).await?;
        Ok(communication)
    }

    fn count_communication(
        &self,
        account: AccountId,
        mails: usize,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let limit = self.limits.recipients_per_communication;
        let count = u32::try_from(mails).unwrap_or(u32::MAX);
        if count > limit {
            return Err(Error::Capacity { of: "recipients of a communication", limit });
        }
        let key = RateKey { kind: RateKind::Communication, subject: account.to_string() };
        Ok(self.ports.rates.take(&key, self.limits.communication_rate(), count, now)?)
    }

    fn address(
        &self,
        account: &Account,
        content: &CommunicationContent,
        receiving: Vec<Recipient>,
    ) -> (Vec<Addressee>, Vec<Mail>) {
        let addressed = receiving.into_iter().map(|recipient| {
            let may_refuse = recipient.may_refuse(content.category);
            let addressee = Addressee {
                person: recipient.person,
                email: recipient.email,
                name: recipient.name,
                language: recipient.language.unwrap_or(account.language),
                because: recipient.because,
                may_refuse,
                mail_id: self.new_mail_id(),
                delivery: Delivery::Queued { problem: None },
            };
            let mail = self.communication_mail(account, content, &addressee);
            (addressee, mail)
        });
        addressed.unzip()
    }

    /// The mail that carries a communication to one of its addressees. The signature of its
    /// one-click link waits sealed, like every secret of a mail.
    fn communication_mail(
        &self,
        account: &Account,
        content: &CommunicationContent,
        addressee: &Addressee,
    ) -> Mail {
        let unsubscribe = addressee.may_refuse.then_some(Unsubscription {
            account_id: account.id,
            person: addressee.person,
            category: content.category,
        });
        let signature = unsubscribe.map(|one| self.ports.signer.sign(&one.signed_text()));
        let letter = Letter::Communication {
            account_name: account.name.as_str().to_owned(),
            category: content.category,
            subject: content.subject.as_str().to_owned(),
            text: content.text.as_str().to_owned(),
            html: content.html.as_ref().map(|html| html.as_str().to_owned()),
            unsubscribe,
        };
        let id = addressee.mail_id;
        Mail {
            id,
            account_id: Some(account.id),
            to: addressee.email.clone(),
            language: addressee.language,
            letter,
            secret: signature.map(|signature| self.ports.sealer.seal(id, &signature)),
            created_at: self.now(),
        }
    }

    /// Who would receive a communication of this category, and who would not (N12).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ScopeMissing`]
    pub async fn recipients(
        &self,
        caller: &Caller,
        account: AccountId,
        category: Category,
    ) -> Result<(Vec<Recipient>, Vec<LeftOut>), Error> {
        match caller {
            Caller::User { .. } => {
                self.visit(caller, account, Permission::CommunicationsRead).await?;
            }
            Caller::ServiceKey { .. } => {
                self.admit_reader(caller, account, ServiceScope::CommunicationsSend).await?;
            }
        }
        let members = self.ports.directory.candidates(account).await?;
        let contacts = self.ports.directory.contact_candidates(account).await?;
        Ok(recipients(&members, &contacts, category, self.now()))
    }
}

const fn has_failed(addressee: &Addressee) -> bool {
    matches!(addressee.delivery, Delivery::Undeliverable { .. })
}
