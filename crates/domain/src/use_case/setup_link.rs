//! Using a setup link: the only way in which a user becomes a client (D17).

use super::sign_in::sign_in_key;
use super::{Caller, ClientAreaView, Error, FieldProblem, LinkRefusal, NewSession, Portero};
use crate::model::{
    Action, AuditEntry, AuditObject, AuditTrail, Client, ClientAccess, EmailAddress, NewPassword,
    Origin, Password, PasswordHash, Token, TokenHash, TokenPurpose, Transition, User, UserEvent,
};
use crate::policy::{Permit, named_enum};
use crate::port::{FoundSetupLink, LinkedClient, StoreError, UnitOfWork};

named_enum! {
    /// Which password a setup link asks for.
    SetupPassword, "setup password" {
        /// A new one, of the person's own choice.
        New = "new",
        /// The one that the user of the address has already, unless they are signed in.
        Own = "own",
    }
}

/// What the holder of a setup link may know before using it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupLinkView {
    /// The account whose client they are.
    pub account_name: String,
    /// The name that they sign in with; it cannot be changed (D06).
    pub email: EmailAddress,
    /// When the link stops working.
    pub expires_at: chrono::DateTime<chrono::Utc>,
    /// Which password it asks for.
    pub password: SetupPassword,
}

/// What came of using a setup link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redeemed {
    /// The area that is theirs from now on.
    pub area: ClientAreaView,
    /// Their new session; nothing when they were signed in already.
    pub session: Option<NewSession>,
}

/// Who uses a link, as far as it was found out before anything is written.
enum Redeemer {
    /// Someone who has no password yet, with the hash of the new one.
    Newcomer(PasswordHash),
    /// The user of the address, who gave their own password.
    Known(User),
    /// The user of the address, who is signed in.
    SignedIn(User),
}

impl Portero {
    /// Shows a setup link to its holder. Looking changes nothing: mail scanners open links.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that never was; [`Error::Link`] for one that was used, has run
    /// out or was replaced; [`Error::ClientSuspended`]
    pub async fn preview_setup_link(&self, token: &Token) -> Result<SetupLinkView, Error> {
        let found = self.find_setup_link(token).await?;
        let FoundSetupLink { linked, account_name, user, .. } = found;
        let client = self.admit_link(linked)?;
        let link = client.setup_link().ok_or(Error::NotFound)?;
        Ok(SetupLinkView {
            account_name: account_name.as_str().to_owned(),
            password: password_asked(user.as_ref()),
            email: client.email,
            expires_at: link.expires_at,
        })
    }

    /// Uses a setup link. Where the address has no user with a password yet, `password` becomes
    /// theirs; else it must be the one they have, or they must be signed in. That is the client's
    /// first sign-in: they are active from now on.
    ///
    /// # Errors
    /// As [`Self::preview_setup_link`]; [`Error::Invalid`] for a new password that breaks the rules,
    /// [`Error::BadCredentials`], [`Error::SignInRequired`], [`Error::AddressMismatch`] for someone
    /// who is signed in as another, [`Error::EmailNotConfirmed`] for a user whom another account
    /// made, [`Error::UserSuspended`], [`Error::TooOften`], [`Error::Busy`]
    pub async fn redeem_setup_link(
        &self,
        token: &Token,
        password: Option<&Password>,
        caller: Option<&Caller>,
        origin: Origin,
    ) -> Result<Redeemed, Error> {
        let found = self.find_setup_link(token).await?;
        let hash = self.hash(TokenPurpose::SetupLink, token);
        let client = self.admit_link(found.linked.clone())?;
        let redeemer = match (caller, found.user.clone()) {
            (Some(caller), _) => signed_in_as(caller, &client)?,
            (None, Some(user)) if user.password.is_some() => {
                self.known(user, password, &origin).await?
            }
            (None, _) => self.newcomer(&client, password).await?,
        };
        if let Redeemer::Known(user) | Redeemer::SignedIn(user) = &redeemer {
            admit_person(user, &client)?;
        }
        self.bind(&found, &hash, redeemer, origin).await
    }

    async fn find_setup_link(&self, token: &Token) -> Result<FoundSetupLink, Error> {
        let hash = self.hash(TokenPurpose::SetupLink, token);
        let found = self.ports.clients.find_setup_link(&hash).await?.ok_or(Error::NotFound)?;
        match found.admission.suspension_of_client(crate::model::UserState::Active) {
            None => Ok(found),
            // What it led to is there no more, or nobody may enter for now.
            Some(_) => Err(Error::Link(LinkRefusal::Revoked)),
        }
    }

    /// The client of a link that works at this instant.
    fn admit_link(&self, linked: LinkedClient) -> Result<Client, Error> {
        let LinkedClient { client, superseded } = linked;
        match client.access {
            _ if superseded => Err(Error::Link(LinkRefusal::Superseded)),
            ClientAccess::None => Err(Error::NotFound),
            ClientAccess::Active { .. } => Err(Error::Link(LinkRefusal::Used)),
            ClientAccess::Invited(link) if link.has_expired(self.now()) => {
                Err(Error::Link(LinkRefusal::Expired))
            }
            ClientAccess::Invited(_) if client.is_suspended() => Err(Error::ClientSuspended),
            ClientAccess::Invited(_) => Ok(client),
        }
    }

    /// Checks the password of the user of the address; wrong tries are counted like any others.
    async fn known(
        &self,
        user: User,
        password: Option<&Password>,
        origin: &Origin,
    ) -> Result<Redeemer, Error> {
        let password = password.ok_or(Error::SignInRequired)?;
        let key = sign_in_key(user.email.canonical(), origin);
        let rate = self.limits.sign_in_rate();
        self.ports.rates.take(&key, rate, 1, self.now())?;
        if !self.ports.passwords.verify(password, user.password.as_ref()).await? {
            return Err(Error::BadCredentials);
        }
        self.ports.rates.give_back(&key, rate, 1);
        Ok(Redeemer::Known(user))
    }

    async fn newcomer(
        &self,
        client: &Client,
        password: Option<&Password>,
    ) -> Result<Redeemer, Error> {
        let empty = || Error::invalid("password", FieldProblem::Empty);
        let password = password.ok_or_else(empty)?.clone();
        let refused = |refusal| Error::invalid("password", FieldProblem::Password(refusal));
        let password = NewPassword::parse(password, &client.email).map_err(refused)?;
        Ok(Redeemer::Newcomer(self.ports.passwords.hash(password.password()).await?))
    }

    /// Binds the user to the client: one change each, one entry for each scope, one session.
    async fn bind(
        &self,
        found: &FoundSetupLink,
        link: &TokenHash,
        redeemer: Redeemer,
        origin: Origin,
    ) -> Result<Redeemed, Error> {
        let account = found.linked.client.account_id;
        let mut unit = self.ports.store.begin().await?;
        let locked = unit.accounts().lock(account).await?.ok_or(Error::NotFound)?;
        if !locked.is_active() {
            return Err(Error::Link(LinkRefusal::Revoked));
        }
        // Read again behind the lock: another may have used the link, or replaced it.
        let linked = unit.clients().find_by_link(link).await?.ok_or(Error::NotFound)?;
        let client = self.admit_link(linked)?;
        let stays = matches!(redeemer, Redeemer::SignedIn(_));
        let person = self.person_of(&mut *unit, found, &client, redeemer).await?;
        let user = person.aggregate().clone();
        let wrote_person = matches!(person, Transition::Changed(_));
        if let Transition::Changed(change) = person {
            unit.users().save(change).await?;
        }
        if unit.clients().find_by_user(account, user.id).await?.is_some() {
            return Err(Error::ClientExists);
        }
        let id = client.id;
        if let Transition::Changed(change) = client.sign_in(user.id)? {
            unit.clients().save_all(vec![change]).await?;
        }
        let now = self.now();
        let permit = Permit::for_setup_link(user.id, account, id);
        let object = AuditObject::Client(id);
        let entry = AuditEntry::new(permit, Action::ClientRedeem, object, origin.clone(), now);
        let mut trail = AuditTrail::from(entry.with("user_id", &user.id));
        if wrote_person || !stays {
            let permit = Permit::for_secret_holder(user.id);
            let (action, object) = (Action::SessionStart, AuditObject::User(user.id));
            trail = trail.and(AuditEntry::new(permit, action, object, origin.clone(), now));
        }
        let started = if stays {
            None
        } else {
            Some(self.start_session(&mut *unit, &user, origin, now).await?)
        };
        unit.commit(trail).await?;
        let area = self.area_of_user(account, user.id).await?;
        let session = match started {
            Some((token, session)) => Some(self.new_session(token, session, user).await?),
            None => None,
        };
        Ok(Redeemed { area, session })
    }

    /// The user who becomes the client, locked: made now, or as they are. A mailed link proves that
    /// the address is theirs.
    async fn person_of(
        &self,
        unit: &mut dyn UnitOfWork,
        found: &FoundSetupLink,
        client: &Client,
        redeemer: Redeemer,
    ) -> Result<Transition<User, UserEvent>, Error> {
        let mailed = client.setup_link().is_some_and(|link| link.mailed);
        let looked_at = match redeemer {
            Redeemer::Newcomer(password) => {
                return self.newcomer_in(unit, found, client, (password, mailed)).await;
            }
            Redeemer::Known(user) | Redeemer::SignedIn(user) => user,
        };
        let stored = unit.users().lock(looked_at.id).await?.ok_or(Error::NotSignedIn)?;
        // The password was checked outside of the unit of work; whoever changed the user since wins.
        if stored.version != looked_at.version {
            return Err(Error::Store(StoreError::Conflict));
        }
        Ok(if mailed { stored.confirm_address() } else { Transition::AlreadySo(stored) })
    }

    async fn newcomer_in(
        &self,
        unit: &mut dyn UnitOfWork,
        found: &FoundSetupLink,
        client: &Client,
        (password, mailed): (PasswordHash, bool),
    ) -> Result<Transition<User, UserEvent>, Error> {
        let Some(known) = unit.users().find_by_email(&client.email).await? else {
            let (id, language, now) = (self.new_user_id(), found.account_language, self.now());
            let made = User::made_for_client(id, client, language, password, mailed, now);
            return Ok(Transition::Changed(made));
        };
        let user = unit.users().lock(known.id).await?.ok_or(Error::NotFound)?;
        // Someone set a password meanwhile: nobody else sets another.
        if user.password.is_some() {
            return Err(Error::SignInRequired);
        }
        admit_person(&user, client)?;
        Ok(Transition::Changed(user.set_first_password(password, mailed)))
    }
}

/// Whoever is signed in must be the user of the client's address.
fn signed_in_as(caller: &Caller, client: &Client) -> Result<Redeemer, Error> {
    let user = &caller.person()?.user;
    if user.email == client.email {
        Ok(Redeemer::SignedIn(user.clone()))
    } else {
        Err(Error::AddressMismatch)
    }
}

/// A user whom another account made acts there and nowhere else, until the address is confirmed.
fn admit_person(user: &User, client: &Client) -> Result<(), Error> {
    if !user.is_active() {
        return Err(Error::UserSuspended);
    }
    match user.confined_to() {
        Some(maker) if maker != client.account_id => Err(Error::EmailNotConfirmed),
        Some(_) | None => Ok(()),
    }
}

fn password_asked(user: Option<&User>) -> SetupPassword {
    match user {
        Some(user) if user.password.is_some() => SetupPassword::Own,
        Some(_) | None => SetupPassword::New,
    }
}
