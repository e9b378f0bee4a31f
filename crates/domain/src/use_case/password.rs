//! Setting another password: signed in, or by a mailed link.

use super::{Caller, Error, LinkRefusal, Portero};
use crate::id::SessionId;
use crate::model::{
    Action, AuditEntry, AuditObject, EmailAddress, Language, Letter, NewPassword, Origin, Password,
    PasswordReset, PasswordResetState, Token, TokenPurpose, User, UserChange,
};
use crate::policy::Permit;
use crate::port::UnitOfWork;

impl Portero {
    /// Mails a link to set a new password. The answer is the same, and the work, whether or not
    /// the address has a user: the mail says it.
    ///
    /// # Errors
    /// [`Error::TooOften`]
    pub async fn request_password_reset(
        &self,
        address: &EmailAddress,
        language: Language,
        origin: Origin,
    ) -> Result<(), Error> {
        self.count_mail(address, &origin)?;
        let mut unit = self.ports.store.begin().await?;
        let now = self.now();
        let (token, link) = self.issue(TokenPurpose::PasswordReset);
        let mut object = AuditObject::Nothing;
        let mail = match unit.users().find_by_email(address).await? {
            None => self.mail(None, address, language, Letter::NoUserToReset, None),
            Some(user) => {
                let id = self.new_password_reset_id();
                let expires_at = now + self.limits.password_reset_period();
                let change = PasswordReset::request(id, user.id, link, expires_at, now);
                unit.password_resets().save(change).await?;
                object = AuditObject::PasswordReset(id);
                let first_name = user.first_name.as_str().to_owned();
                let letter = Letter::PasswordReset { first_name, expires_at };
                self.mail(None, &user.email, user.language, letter, Some(&token))
            }
        };
        unit.outbox().enqueue(vec![mail]).await?;
        let action = Action::PasswordResetRequest;
        let entry = AuditEntry::new(Permit::for_anyone(), action, object, origin, now);
        Ok(unit.commit(entry.into()).await?)
    }

    /// The address whose password a link resets, for the rules of the new one.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Link`]
    pub async fn password_reset_address(&self, token: &Token) -> Result<EmailAddress, Error> {
        let link = self.hash(TokenPurpose::PasswordReset, token);
        let found = self.ports.directory.find_password_reset_by_link(&link).await?;
        let (reset, user) = found.ok_or(Error::NotFound)?;
        refuse_ended(reset.status(self.now()))?;
        Ok(user.email)
    }

    /// Sets a new password by a mailed link. That confirms the address, and ends every session and
    /// every other reset.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Link`], [`Error::Busy`]
    pub async fn reset_password(
        &self,
        token: &Token,
        password: &NewPassword,
        origin: Origin,
    ) -> Result<(), Error> {
        let hash = self.ports.passwords.hash(password.password()).await?;
        let link = self.hash(TokenPurpose::PasswordReset, token);
        let mut unit = self.ports.store.begin().await?;
        let found = unit.password_resets().find_by_link(&link).await?.ok_or(Error::NotFound)?;
        let user = unit.users().lock(found.user_id).await?.ok_or(Error::NotFound)?;
        // Read again behind the lock: another reset of the same user may have ended this one.
        let reset = unit.password_resets().find_by_link(&link).await?.ok_or(Error::NotFound)?;
        let now = self.now();
        refuse_ended(reset.status(now))?;
        let id = reset.id;
        let user_id = user.id;
        unit.password_resets().save(reset.consume(now)?).await?;
        self.write_password(&mut *unit, user.reset_password(hash), None).await?;
        let object = AuditObject::PasswordReset(id);
        let permit = Permit::for_secret_holder(user_id);
        let entry = AuditEntry::new(permit, Action::PasswordResetUse, object, origin, now);
        Ok(unit.commit(entry.into()).await?)
    }

    /// Sets another password, the present one given. Every other session ends.
    ///
    /// # Errors
    /// [`Error::BadCredentials`], [`Error::TooOften`], [`Error::Busy`]
    pub async fn change_password(
        &self,
        caller: &Caller,
        current: &Password,
        new: &NewPassword,
    ) -> Result<(), Error> {
        let signed_in = caller.person()?;
        self.verify_own_password(caller, current).await?;
        let hash = self.ports.passwords.hash(new.password()).await?;
        let mut unit = self.ports.store.begin().await?;
        let user = unit.users().lock(signed_in.user.id).await?.ok_or(Error::NotSignedIn)?;
        if user.version != signed_in.user.version {
            return Err(Error::Store(crate::port::StoreError::Conflict));
        }
        let id = user.id;
        let change = user.change_password(hash);
        self.write_password(&mut *unit, change, Some(signed_in.session.id)).await?;
        let entry = AuditEntry::new(
            Permit::for_oneself(id),
            Action::PasswordChange,
            AuditObject::User(id),
            caller.origin(),
            self.now(),
        );
        Ok(unit.commit(entry.into()).await?)
    }

    /// Writes a new password, ends the sessions but one, ends open resets, and tells the user.
    async fn write_password(
        &self,
        unit: &mut dyn UnitOfWork,
        change: UserChange,
        keep: Option<SessionId>,
    ) -> Result<(), Error> {
        let user: User = change.aggregate().clone();
        unit.users().save(change).await?;
        self.end_sessions(unit, &user, keep).await?;
        for reset in unit.password_resets().find_open(user.id).await? {
            if let Some(change) = reset.supersede()?.changed() {
                unit.password_resets().save(change).await?;
            }
        }
        let letter = Letter::PasswordChanged { first_name: user.first_name.as_str().to_owned() };
        let notice = self.mail(None, &user.email, user.language, letter, None);
        Ok(unit.outbox().enqueue(vec![notice]).await?)
    }

    /// Ends a user's sessions, all of them or all but one.
    pub(super) async fn end_sessions(
        &self,
        unit: &mut dyn UnitOfWork,
        user: &User,
        keep: Option<SessionId>,
    ) -> Result<(), Error> {
        for session in unit.sessions().find_of_user(user.id).await? {
            if keep != Some(session.id) {
                unit.sessions().save(session.end()).await?;
            }
        }
        Ok(())
    }
}

const fn refuse_ended(status: PasswordResetState) -> Result<(), Error> {
    match status {
        PasswordResetState::Open => Ok(()),
        PasswordResetState::Used => Err(Error::Link(LinkRefusal::Used)),
        PasswordResetState::Superseded => Err(Error::Link(LinkRefusal::Superseded)),
        PasswordResetState::Expired => Err(Error::Link(LinkRefusal::Expired)),
    }
}
