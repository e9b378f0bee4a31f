//! Inviting people: one form, many addresses, one transaction (N03, N06, N07).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::gate::AccountWork;
use super::idempotency::{Answered, Once};
use super::profile::require_choice;
use super::{Caller, Error, FieldProblem, InvalidField, Portero};
use crate::id::AccountId;
use crate::model::{
    Account, Action, AddressList, AddressListRefusal, AuditEntry, AuditObject, EmailAddress,
    Invitation, InvitationChange, InvitationStatus, InvitationTerms, Language, Letter, Mail,
    Message, NewInvitation, Token, TokenPurpose, User,
};
use crate::policy::{CategorySet, GrantChoice, Offer, Permission, Role, Standing, may_give};
use crate::port::{RateKey, RateKind};

/// What an invitation form says. The terms are the same for every address (N07).
#[derive(Debug, Clone)]
pub struct Invite {
    /// The addresses.
    pub addresses: AddressList,
    /// The role on offer (N08).
    pub role: Role,
    /// What is granted beside it: some permissions, or every one that the giver may give (S06).
    pub grants: GrantChoice,
    /// When the access is to end; without an end, when the giver's own does.
    pub until: Option<DateTime<Utc>>,
    /// What the new members are to receive, when it is not what the role receives at first (N12).
    pub notifications: Option<CategorySet>,
    /// A personal message for the mail.
    pub message: Option<Message>,
    /// The language of the mail for people who have no user yet; without one, the account's.
    pub language: Option<Language>,
}

impl Invite {
    /// What the form offers, as this giver can give it.
    fn offer_by(&self, giver: &Standing) -> Offer {
        Offer {
            role: self.role,
            grants: self.grants.given_by(giver),
            until: self.until.or(giver.until()),
        }
    }
}

/// What became of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationResult {
    /// It was invited now, for the first time or after an invitation that had expired.
    Invited(Invitation),
    /// It is a member already.
    AlreadyMember,
    /// It has an open invitation already.
    AlreadyInvited(Invitation),
    /// The form has it twice; it counts where it stood first.
    Duplicate,
}

/// What became of every address of a form, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationOutcome {
    /// Address by address.
    pub results: Vec<(EmailAddress, InvitationResult)>,
    /// When the form was processed: what the states of the invitations are told by.
    pub at: DateTime<Utc>,
}

/// What is known of a form's addresses before anything is written.
struct Known {
    members: HashSet<EmailAddress>,
    open: HashMap<EmailAddress, Invitation>,
    languages: HashMap<EmailAddress, Language>,
}

/// What is to be written for a form.
#[derive(Default)]
struct Sending {
    changes: Vec<InvitationChange>,
    mails: Vec<Mail>,
    /// What was offered to contacts before, and no longer is.
    superseded: Vec<Invitation>,
}

impl Portero {
    /// Reads the addresses of a form: a text with separators (N06).
    ///
    /// # Errors
    /// [`Error::Invalid`], naming every address that cannot be read by its position.
    pub fn parse_address_text(&self, text: &str) -> Result<AddressList, Error> {
        let limit = self.limits.invitations_per_text;
        self.parse_addresses(AddressList::split(text), limit)
    }

    /// Reads the addresses of a list.
    ///
    /// # Errors
    /// [`Error::Invalid`], naming every address that cannot be read by its position.
    pub fn parse_address_list<'a>(
        &self,
        items: impl IntoIterator<Item = &'a str>,
    ) -> Result<AddressList, Error> {
        self.parse_addresses(items, self.limits.invitations_per_list)
    }

    fn parse_addresses<'a>(
        &self,
        items: impl IntoIterator<Item = &'a str>,
        limit: u32,
    ) -> Result<AddressList, Error> {
        let to_ascii = |domain: &str| self.ports.domains.to_ascii(domain);
        AddressList::parse(items, limit as usize, to_ascii).map_err(|refusal| match refusal {
            AddressListRefusal::Empty => Error::invalid("emails", FieldProblem::Empty),
            AddressListRefusal::TooMany { given, limit } => {
                Error::invalid("emails", FieldProblem::TooMany { given, limit })
            }
            AddressListRefusal::Malformed(malformed) => {
                let invalid = malformed.into_iter().map(|one| InvalidField {
                    field: format!("emails[{}]", one.position),
                    problem: FieldProblem::MalformedAddress(one),
                });
                Error::Invalid(invalid.collect())
            }
        })
    }

    /// Invites every address of a form to an account: all that can be, in one transaction.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::OfferRefused`], [`Error::Invalid`],
    /// [`Error::Capacity`], [`Error::TooOften`], [`Error::IdempotencyKeyReused`]
    pub async fn invite(
        &self,
        caller: &Caller,
        account: AccountId,
        form: Invite,
        once: Once<'_, InvitationOutcome>,
    ) -> Result<Answered<InvitationOutcome>, Error> {
        let needed = Permission::UsersInvite;
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        let now = work.now;
        let given = self.answer_given(&mut *work.unit, caller.actor(), &once, now).await?;
        if let Some(answer) = given {
            return Ok(Answered::Before(answer));
        }
        let offer = form.offer_by(&work.standing);
        if let Err(refusal) = may_give(&work.standing, &offer) {
            let refusal = Error::from(refusal);
            return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
        }
        Error::refuse_past("until", offer.until, now)?;
        if let Some(choice) = form.notifications {
            require_choice(form.role, choice)?;
        }
        let known = self.look_up_addresses(&mut work, &form.addresses).await?;
        let (results, sending) = self.answer_addresses(&work, &form, known)?;
        self.count_invitations(account, sending.changes.len(), now)?;
        let outcome = InvitationOutcome { results, at: now };
        let unit = &mut *work.unit;
        let sent = sending.changes.len();
        let ids = join_ids(&sending.changes);
        if sent > 0 {
            for superseded in &sending.superseded {
                self.withdraw_invited(unit, superseded).await?;
            }
            unit.invitations().save_all(sending.changes).await?;
            unit.outbox().enqueue(sending.mails).await?;
        }
        self.keep_answer(unit, caller.actor(), &once, &outcome, now).await?;
        if sent > 0 {
            let object = AuditObject::Account(account);
            let origin = work.origin.clone();
            let entry = AuditEntry::new(permit, Action::InvitationSend, object, origin, now)
                .with("role", &form.role)
                .with("invitation_ids", &ids);
            work.commit(entry).await?;
        }
        Ok(Answered::Now(outcome))
    }

    async fn look_up_addresses(
        &self,
        work: &mut AccountWork,
        addresses: &AddressList,
    ) -> Result<Known, Error> {
        let distinct: Vec<EmailAddress> = addresses
            .entries
            .iter()
            .filter(|(_, repeated)| !repeated)
            .map(|(address, _)| address.clone())
            .collect();
        let account = work.account.id;
        let now = work.now;
        let unit = &mut work.unit;
        let members = unit.memberships().find_member_addresses(account, &distinct, now).await?;
        let open = unit.invitations().find_open(account, &distinct).await?;
        let languages = unit.users().find_languages(&distinct).await?;
        Ok(Known {
            members: members.into_iter().collect(),
            open: open.into_iter().map(|one| (one.email.clone(), one)).collect(),
            languages: languages.into_iter().collect(),
        })
    }

    fn answer_addresses(
        &self,
        work: &AccountWork,
        form: &Invite,
        mut known: Known,
    ) -> Result<(Vec<(EmailAddress, InvitationResult)>, Sending), Error> {
        let mut sending = Sending::default();
        let mut results = Vec::with_capacity(form.addresses.entries.len());
        for (address, repeated) in &form.addresses.entries {
            let open = known.open.remove(address);
            let result = if *repeated {
                InvitationResult::Duplicate
            } else if known.members.contains(address) {
                InvitationResult::AlreadyMember
            } else if let Some(open) = open.as_ref().filter(|one| is_open(one, work.now)) {
                InvitationResult::AlreadyInvited(open.clone())
            } else {
                let language = known.languages.get(address).copied();
                self.write_invitation(work, form, address, language, open, &mut sending)?
            };
            results.push((address.clone(), result));
        }
        Ok((results, sending))
    }

    fn write_invitation(
        &self,
        work: &AccountWork,
        form: &Invite,
        address: &EmailAddress,
        own_language: Option<Language>,
        expired: Option<Invitation>,
        sending: &mut Sending,
    ) -> Result<InvitationResult, Error> {
        let language = own_language.or(form.language).unwrap_or(work.account.language);
        let terms = InvitationTerms {
            offer: form.offer_by(&work.standing),
            notifications: form.notifications,
            message: form.message.clone(),
            language,
            contact: None,
        };
        let superseded = expired.as_ref().filter(|expired| expired.terms.contact.is_some());
        sending.superseded.extend(superseded.cloned());
        let (change, mail) = self.offered(work, address, terms, expired)?;
        let invitation = change.aggregate().clone();
        sending.mails.push(mail);
        sending.changes.push(change);
        Ok(InvitationResult::Invited(invitation))
    }

    /// An offer to an address, new or in the place of an expired one, and the mail that carries its
    /// link.
    pub(super) fn offered(
        &self,
        work: &AccountWork,
        address: &EmailAddress,
        terms: InvitationTerms,
        expired: Option<Invitation>,
    ) -> Result<(InvitationChange, Mail), Error> {
        let (token, link) = self.issue(TokenPurpose::Invitation);
        let expires_at = work.now + self.limits.invitation_period();
        let inviter = work.user.id;
        let change = match expired {
            Some(expired) => expired
                .renew(terms, inviter, link, expires_at, work.now)?
                .changed()
                .ok_or(Error::Stale)?,
            None => Invitation::send(
                NewInvitation {
                    id: self.new_invitation_id(),
                    account_id: work.account.id,
                    email: address.clone(),
                    terms,
                    invited_by: inviter,
                    link,
                    expires_at,
                },
                work.now,
            ),
        };
        let mail = self.invitation_mail(&work.account, &work.user, change.aggregate(), &token);
        Ok((change, mail))
    }

    /// The mail that carries an invitation's link (N13, N14).
    pub(super) fn invitation_mail(
        &self,
        account: &Account,
        inviter: &User,
        invitation: &Invitation,
        token: &Token,
    ) -> Mail {
        let terms = &invitation.terms;
        let letter = Letter::Invitation {
            account_name: account.name.as_str().to_owned(),
            invited_by: inviter.full_name(),
            role: terms.offer.role,
            granted: terms.offer.grants.iter().count(),
            message: terms.message.as_ref().map(|message| message.as_str().to_owned()),
            expires_at: invitation.expires_at,
        };
        self.mail(Some(account.id), &invitation.email, terms.language, letter, Some(token))
    }

    pub(super) fn count_invitations(
        &self,
        account: AccountId,
        count: usize,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let key = RateKey { kind: RateKind::Invitation, subject: account.to_string() };
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if count == 0 {
            return Ok(());
        }
        Ok(self.ports.rates.take(&key, self.limits.invitation_rate(), count, now)?)
    }
}

pub(super) fn is_open(invitation: &Invitation, now: DateTime<Utc>) -> bool {
    match invitation.status(now) {
        InvitationStatus::Pending | InvitationStatus::Claimed => true,
        InvitationStatus::Accepted
        | InvitationStatus::Declined
        | InvitationStatus::Revoked
        | InvitationStatus::Expired => false,
    }
}

fn join_ids(changes: &[InvitationChange]) -> String {
    let ids: Vec<String> = changes.iter().map(|change| change.aggregate().id.to_string()).collect();
    ids.join(" ")
}
