//! Registering, and confirming the address (N15, N16).

use super::sign_in::sign_in_key;
use super::{Error, LinkRefusal, NewSession, Portero};
use crate::id::{AccountId, InvitationId};
use crate::model::{
    Action, AuditEntry, AuditObject, AuditTrail, EmailAddress, InvitationStatus, Language, Letter,
    Mail, Name, NewPassword, Origin, Password, Registration, RegistrationState, Token,
    TokenPurpose, User, Version,
};
use crate::policy::Permit;
use crate::port::{RateKey, RateKind, UnitOfWork};

/// What someone gives to become a user.
#[derive(Debug, Clone)]
pub struct Register {
    /// The address to be confirmed.
    pub email: EmailAddress,
    /// The password of this attempt.
    pub password: NewPassword,
    /// Given name.
    pub first_name: Name,
    /// Family name.
    pub last_name: Name,
    /// The language to write in; without one, that of the invitation or Spanish.
    pub language: Option<Language>,
    /// The link of the invitation that brought them here.
    pub invitation: Option<Token>,
}

/// What came of the invitation that a registration carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedInvitation {
    /// The invitation.
    pub id: InvitationId,
    /// Why it could not be accepted; nothing when it was.
    pub refused: Option<Error>,
}

/// A confirmed registration: the user exists and is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// The first session.
    pub session: NewSession,
    /// What came of the invitation, if there was one.
    pub invitation: Option<CarriedInvitation>,
}

/// The invitation that a registration came with, looked at before anything is written.
struct Carried {
    id: InvitationId,
    account_id: AccountId,
    language: Language,
}

impl Portero {
    /// Takes a registration and mails a link to confirm it. The answer is the same, and takes as
    /// long, whether or not the address has a user already: the mail says it.
    ///
    /// # Errors
    /// [`Error::TooOften`], [`Error::Busy`]; with an invitation [`Error::NotFound`],
    /// [`Error::Link`] or [`Error::AddressMismatch`].
    pub async fn register(&self, new: Register, origin: Origin) -> Result<(), Error> {
        self.count_mail(&new.email, &origin)?;
        let carried = self.carried_invitation(&new).await?;
        let password = self.ports.passwords.hash(new.password.password()).await?;
        let now = self.now();
        let (token, link) = self.issue(TokenPurpose::Confirmation);
        let invited_in = carried.as_ref().map(|carried| carried.language);
        let attempt = Registration {
            id: self.new_registration_id(),
            email: new.email,
            password,
            first_name: new.first_name,
            last_name: new.last_name,
            language: new.language.or(invited_in).unwrap_or_default(),
            invitation: carried.as_ref().map(|carried| carried.id),
            link,
            expires_at: now + self.limits.confirmation_period(),
            state: RegistrationState::Open,
            created_at: now,
            version: Version::FIRST,
        };
        self.record_attempt(attempt, carried, &token, origin).await
    }

    async fn carried_invitation(&self, new: &Register) -> Result<Option<Carried>, Error> {
        let Some(token) = &new.invitation else {
            return Ok(None);
        };
        let link = self.hash(TokenPurpose::Invitation, token);
        let found = self.ports.directory.find_invitation_by_link(&link).await?;
        let (linked, _) = found.ok_or(Error::NotFound)?;
        let invitation = linked.invitation;
        if linked.superseded {
            return Err(Error::Link(LinkRefusal::Superseded));
        }
        match invitation.status(self.now()) {
            InvitationStatus::Pending | InvitationStatus::Claimed => {}
            status @ (InvitationStatus::Accepted
            | InvitationStatus::Declined
            | InvitationStatus::Revoked
            | InvitationStatus::Expired) => return Err(Error::Link(link_refusal(status))),
        }
        if invitation.email != new.email {
            return Err(Error::AddressMismatch);
        }
        Ok(Some(Carried {
            id: invitation.id,
            account_id: invitation.account_id,
            language: invitation.terms.language,
        }))
    }

    async fn record_attempt(
        &self,
        attempt: Registration,
        carried: Option<Carried>,
        token: &Token,
        origin: Origin,
    ) -> Result<(), Error> {
        let mut unit = self.ports.store.begin().await?;
        let found = unit.users().find_by_email(&attempt.email).await?;
        // A user whom an account made is not yet the person's: registering makes them so.
        let existing = found.filter(|user| user.confined_to().is_none());
        let mail = self.registration_mail(&attempt, existing.as_ref(), token);
        let entry = AuditEntry::new(
            Permit::for_anyone(),
            Action::RegistrationAttempt,
            AuditObject::Registration(attempt.id),
            origin.clone(),
            attempt.created_at,
        );
        let mut trail = AuditTrail::from(entry);
        if let (Some(carried), None) = (carried, existing)
            && let Some(claim) = self.claim(&mut *unit, &carried, origin).await?
        {
            trail = trail.and(claim);
        }
        unit.registrations().save(attempt.attempt()).await?;
        unit.outbox().enqueue(vec![mail]).await?;
        Ok(unit.commit(trail).await?)
    }

    fn registration_mail(
        &self,
        attempt: &Registration,
        existing: Option<&User>,
        token: &Token,
    ) -> Mail {
        if let Some(user) = existing {
            let letter =
                Letter::AlreadyRegistered { first_name: user.first_name.as_str().to_owned() };
            return self.mail(None, &user.email, user.language, letter, None);
        }
        let letter = Letter::Confirmation {
            first_name: attempt.first_name.as_str().to_owned(),
            expires_at: attempt.expires_at,
        };
        self.mail(None, &attempt.email, attempt.language, letter, Some(token))
    }

    /// Marks the invitation as claimed. One that was ended since it was looked at is left as it is:
    /// the confirmation will tell why.
    async fn claim(
        &self,
        unit: &mut dyn UnitOfWork,
        carried: &Carried,
        origin: Origin,
    ) -> Result<Option<AuditEntry>, Error> {
        let locked = unit.accounts().lock(carried.account_id).await?;
        let found = unit.invitations().find(carried.account_id, carried.id).await?;
        let now = self.now();
        let claimed = found
            .filter(|_| locked.is_some())
            .and_then(|invitation| invitation.claim(now).ok())
            .and_then(crate::model::Transition::changed);
        let Some(change) = claimed else {
            return Ok(None);
        };
        unit.invitations().save_all(vec![change]).await?;
        Ok(Some(AuditEntry::new(
            Permit::for_invitation_link(carried.account_id, carried.id),
            Action::InvitationClaim,
            AuditObject::Invitation(carried.id),
            origin,
            now,
        )))
    }

    /// Confirms an attempt with its link and its own password: makes the user, ends every other
    /// attempt for the address, accepts the invitation that it carried, and signs in.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Link`], [`Error::BadCredentials`], [`Error::TooOften`]
    pub async fn confirm_registration(
        &self,
        token: &Token,
        password: &Password,
        origin: Origin,
    ) -> Result<Confirmed, Error> {
        let link = self.hash(TokenPurpose::Confirmation, token);
        let found = self.ports.directory.find_registration_by_link(&link).await?;
        let attempt = found.ok_or(Error::NotFound)?;
        refuse_ended(attempt.status(self.now()))?;
        let key = sign_in_key(&attempt.id.to_string(), &origin);
        let rate = self.limits.sign_in_rate();
        self.ports.rates.take(&key, rate, 1, self.now())?;
        if !self.ports.passwords.verify(password, Some(&attempt.password)).await? {
            return Err(Error::BadCredentials);
        }
        self.ports.rates.give_back(&key, rate, 1);
        self.make_user(&attempt, origin).await
    }

    async fn make_user(
        &self,
        looked_at: &Registration,
        origin: Origin,
    ) -> Result<Confirmed, Error> {
        let mut unit = self.ports.store.begin().await?;
        let now = self.now();
        let invitation = self.lock_carried(&mut *unit, looked_at.invitation).await?;
        let found = unit.registrations().find_by_link(&looked_at.link).await?;
        let attempt = found.ok_or(Error::NotFound)?;
        refuse_ended(attempt.status(now))?;
        let user = self.become_user(&mut *unit, &attempt).await?;
        self.end_attempts(&mut *unit, attempt).await?;
        let entry = AuditEntry::new(
            Permit::for_secret_holder(user.id),
            Action::RegistrationConfirm,
            AuditObject::User(user.id),
            origin.clone(),
            now,
        );
        let mut trail = AuditTrail::from(entry);
        let mut carried = None;
        if let Some((account, invitation)) = invitation {
            let id = invitation.id;
            let accepted =
                self.accept_in(&mut *unit, account, invitation, &user, origin.clone()).await;
            let refused = match accepted {
                Ok(accepted) => {
                    trail = accepted.into_iter().fold(trail, AuditTrail::and);
                    None
                }
                Err(Error::Store(error)) => return Err(error.into()),
                Err(refusal) => Some(refusal),
            };
            carried = Some(CarriedInvitation { id, refused });
        }
        let (token, session) = self.start_session(&mut *unit, &user, origin, now).await?;
        unit.commit(trail).await?;
        let session = self.new_session(token, session, user).await?;
        Ok(Confirmed { session, invitation: carried })
    }

    /// Makes the user of an attempt. One whom an account had made for the address becomes the
    /// person's own: whoever knew the first password is locked out.
    async fn become_user(
        &self,
        unit: &mut dyn UnitOfWork,
        attempt: &Registration,
    ) -> Result<User, Error> {
        let change = match unit.users().find_by_email(&attempt.email).await? {
            None => User::from_registration(self.new_user_id(), attempt, self.now()),
            Some(made) if made.confined_to().is_some() => {
                let made = unit.users().lock(made.id).await?.ok_or(Error::NotFound)?;
                self.end_sessions(unit, &made, None).await?;
                made.confirm_by_registration(attempt)
            }
            Some(_) => return Err(Error::Link(LinkRefusal::Superseded)),
        };
        let user = change.aggregate().clone();
        unit.users().save(change).await?;
        Ok(user)
    }

    /// Ends this attempt in its user, and every other one for the address.
    async fn end_attempts(
        &self,
        unit: &mut dyn UnitOfWork,
        attempt: Registration,
    ) -> Result<(), Error> {
        let confirmed = attempt.id;
        let others = unit.registrations().find_open(&attempt.email).await?;
        unit.registrations().save(attempt.confirm(self.now())?).await?;
        for other in others.into_iter().filter(|other| other.id != confirmed) {
            if let Some(change) = other.supersede()?.changed() {
                unit.registrations().save(change).await?;
            }
        }
        Ok(())
    }

    /// Counts a mail that anyone can cause, before anything costly is done for it.
    pub(super) fn count_mail(&self, to: &EmailAddress, origin: &Origin) -> Result<(), Error> {
        let now = self.now();
        let network = RateKey {
            kind: RateKind::MailFromNetwork,
            subject: origin.network.clone().unwrap_or_default(),
        };
        self.ports.rates.take(&network, self.limits.mail_from_network_rate(), 1, now)?;
        let address = RateKey { kind: RateKind::MailToAddress, subject: to.canonical().to_owned() };
        Ok(self.ports.rates.take(&address, self.limits.mail_to_address_rate(), 1, now)?)
    }
}

/// Why the link of an invitation in this state does not work; open ones do work.
pub(super) const fn link_refusal(status: InvitationStatus) -> LinkRefusal {
    match status {
        InvitationStatus::Expired => LinkRefusal::Expired,
        InvitationStatus::Revoked => LinkRefusal::Revoked,
        InvitationStatus::Pending
        | InvitationStatus::Claimed
        | InvitationStatus::Accepted
        | InvitationStatus::Declined => LinkRefusal::Used,
    }
}

const fn refuse_ended(status: RegistrationState) -> Result<(), Error> {
    match status {
        RegistrationState::Open => Ok(()),
        RegistrationState::Confirmed => Err(Error::Link(LinkRefusal::Used)),
        RegistrationState::Superseded => Err(Error::Link(LinkRefusal::Superseded)),
        RegistrationState::Expired => Err(Error::Link(LinkRefusal::Expired)),
    }
}
