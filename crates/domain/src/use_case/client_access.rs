//! Granting a client access: by a setup link that is shown once, or by a mail that carries it
//! (D13–D16).

use chrono::{DateTime, Utc};

use super::client::ManagedClient;
use super::gate::AccountWork;
use super::idempotency::{Answered, Once};
use super::{Caller, Error, Portero};
use crate::id::{AccountId, ClientId};
use crate::model::{
    Account, Action, AuditEntry, AuditObject, Client, ClientInvitationText, EmailAddress, Language,
    Letter, MailPlaceholder, SetupLink, Token, TokenPurpose,
};
use crate::policy::{OfferRefusal, Permission, SitePermissionSet, may_give_on_site};
use crate::port::{RateKey, RateKind};

/// A setup link that was just made: its token is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSetupLink {
    /// The token, for the link.
    pub token: Token,
    /// When it stops working (D16).
    pub expires_at: DateTime<Utc>,
}

/// What someone has edited of an invitation mail; what is absent stays as it is drafted (D15).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditedInvitation {
    /// Another subject.
    pub subject: Option<String>,
    /// Another text, with both placeholders.
    pub text: Option<String>,
}

/// An invitation mail as it would be sent (D15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientInvitationPreview {
    /// The subject.
    pub subject: String,
    /// The text, with its placeholders.
    pub text: String,
    /// What it looks like, with its placeholders.
    pub html: String,
    /// What must stay in the text.
    pub placeholders: &'static [MailPlaceholder],
    /// The language that it is drafted in.
    pub language: Language,
}

/// An invitation mail that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientInvited {
    /// The client, invited from now on.
    pub client: Client,
    /// When the link stops working (D16).
    pub expires_at: DateTime<Utc>,
}

impl Portero {
    /// Makes a setup link for a client, to be copied by whoever asked for it. An earlier one works
    /// no longer. That a copied link is used proves nothing about the address.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::State`] for a client without a site, with
    /// access, or suspended; [`Error::OfferRefused`]
    pub async fn make_setup_link(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
    ) -> Result<NewSetupLink, Error> {
        let needed = Permission::ClientsGrantAccess;
        let managed = self.manage_client(caller, account, id, needed, None).await?;
        let ManagedClient { mut work, permit, client } = managed;
        if let Err(refusal) = may_let_in(&mut work, &client).await? {
            let refusal = Error::OfferRefused(refusal);
            return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
        }
        let (token, link) = self.new_setup_link(work.now, false);
        let change = client.grant_access(link)?;
        work.unit.clients().save_all(vec![change]).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Client(id);
        work.commit(AuditEntry::new(permit, Action::ClientGrantAccess, object, origin, now))
            .await?;
        Ok(NewSetupLink { token, expires_at: link.expires_at })
    }

    /// Shows the mail that would invite a client, as it is drafted or as someone has edited it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Invalid`] for an edited mail that has lost a
    /// placeholder
    pub async fn preview_client_invitation(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
        edited: &EditedInvitation,
    ) -> Result<ClientInvitationPreview, Error> {
        let visit = self.visit(caller, account, Permission::ClientsGrantAccess).await?;
        let client = self.client_row(account, id).await?.client;
        let known = self.ports.directory.find_sign_in(&client.email).await?.user;
        let language = known.map_or(visit.account.language, |user| user.language);
        let wording = self.worded(&visit.account, &client, language, edited)?;
        let expires_at = visit.now + self.limits.setup_link_period();
        let letter = client_letter(&visit.account, &client.email, &wording, expires_at);
        let html = self.ports.letters.html(language, &letter);
        Ok(ClientInvitationPreview {
            subject: wording.subject().as_str().to_owned(),
            text: wording.text().as_str().to_owned(),
            html,
            placeholders: MailPlaceholder::ALL,
            language,
        })
    }

    /// Makes a setup link for a client and mails it, as drafted or as edited. An earlier link works
    /// no longer. Whoever uses a mailed link has proved that the address is theirs.
    ///
    /// # Errors
    /// As [`Self::make_setup_link`]; [`Error::Invalid`] for an edited mail that has lost a
    /// placeholder, [`Error::TooOften`], [`Error::IdempotencyKeyReused`]
    pub async fn send_client_invitation(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
        edited: &EditedInvitation,
        once: Once<'_, ClientInvited>,
    ) -> Result<Answered<ClientInvited>, Error> {
        let needed = Permission::ClientsGrantAccess;
        let managed = self.manage_client(caller, account, id, needed, None).await?;
        let ManagedClient { mut work, permit, client } = managed;
        let given = self.answer_given(&mut *work.unit, caller.actor(), &once, work.now).await?;
        if let Some(answer) = given {
            return Ok(Answered::Before(answer));
        }
        if let Err(refusal) = may_let_in(&mut work, &client).await? {
            let refusal = Error::OfferRefused(refusal);
            return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
        }
        let known = work.unit.users().find_by_email(&client.email).await?;
        let language = known.map_or(work.account.language, |user| user.language);
        let wording = self.worded(&work.account, &client, language, edited)?;
        let (token, link) = self.new_setup_link(work.now, true);
        let change = client.grant_access(link)?;
        let client = change.aggregate().clone();
        self.count_client_invitation(&client, work.now)?;
        let letter = client_letter(&work.account, &client.email, &wording, link.expires_at);
        let mail = self.mail(Some(account), &client.email, language, letter, Some(&token));
        work.unit.clients().save_all(vec![change]).await?;
        work.unit.outbox().enqueue(vec![mail]).await?;
        let invited = ClientInvited { client, expires_at: link.expires_at };
        self.keep_answer(&mut *work.unit, caller.actor(), &once, &invited, work.now).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Client(id);
        work.commit(AuditEntry::new(permit, Action::ClientInvite, object, origin, now)).await?;
        Ok(Answered::Now(invited))
    }

    fn new_setup_link(&self, now: DateTime<Utc>, mailed: bool) -> (Token, SetupLink) {
        let (token, link) = self.issue(TokenPurpose::SetupLink);
        (token, SetupLink { link, expires_at: now + self.limits.setup_link_period(), mailed })
    }

    /// The mail's words: the draft, and what someone has edited of it.
    fn worded(
        &self,
        account: &Account,
        client: &Client,
        language: Language,
        edited: &EditedInvitation,
    ) -> Result<ClientInvitationText, Error> {
        let draft = self.ports.letters.client_invitation(
            language,
            account.name.as_str(),
            &client.details.full_name(),
            self.limits.setup_link_days,
        );
        let subject = edited.subject.as_ref().unwrap_or(&draft.subject);
        let text = edited.text.as_ref().unwrap_or(&draft.text);
        Ok(ClientInvitationText::parse(subject, text)?)
    }

    fn count_client_invitation(&self, client: &Client, now: DateTime<Utc>) -> Result<(), Error> {
        let rates = &self.ports.rates;
        let subject = format!("{} {}", client.account_id, client.email.canonical());
        let of_address = RateKey { kind: RateKind::ClientAddress, subject };
        let to_address = self.limits.mail_to_address_rate();
        rates.take(&of_address, to_address, 1, now)?;
        let subject = client.account_id.to_string();
        let of_account = RateKey { kind: RateKind::ClientInvitation, subject };
        let taken = rates.take(&of_account, self.limits.client_invitation_rate(), 1, now);
        Ok(taken.inspect_err(|_| rates.give_back(&of_address, to_address, 1))?)
    }
}

fn client_letter(
    account: &Account,
    user_name: &EmailAddress,
    wording: &ClientInvitationText,
    expires_at: DateTime<Utc>,
) -> Letter {
    Letter::ClientInvitation {
        account_name: account.name.as_str().to_owned(),
        subject: wording.subject().as_str().to_owned(),
        text: wording.text().as_str().to_owned(),
        user_name: user_name.as_shown().to_owned(),
        expires_at,
    }
}

/// The first law: whoever makes a link could use it themselves, so all that it opens must be theirs
/// to give.
async fn may_let_in(
    work: &mut AccountWork,
    client: &Client,
) -> Result<Result<(), OfferRefusal>, Error> {
    let assigned = work.unit.assignments().find_of_clients(work.account.id, &[client.id]).await?;
    let opened = assigned
        .iter()
        .fold(SitePermissionSet::EMPTY, |all, assignment| all.union(assignment.permissions));
    Ok(may_give_on_site(&work.standing, opened))
}
