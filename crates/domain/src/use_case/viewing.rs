//! Seeing what a client sees: a one-use address, a session of its own, and nothing but reading (D24,
//! D25).

use chrono::{DateTime, Utc};

use super::client::ManagedClient;
use super::{
    Caller, CredentialToken, Credentials, Error, LinkRefusal, Listed, PageRequest, Portero,
};
use crate::id::{AccountId, ClientId, ViewingId};
use crate::model::{
    Account, Action, AuditEntry, AuditObject, Message, NewViewing, Origin, Token, TokenPurpose,
    User, Viewing, ViewingChange, ViewingStatus,
};
use crate::policy::{Actor, Permission, Permit, Standing};
use crate::port::{FoundArea, FoundViewing, UnitOfWork};

/// The address of a viewing: it works once, and for a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewViewingAddress {
    /// The token, for the address.
    pub token: Token,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// A viewing in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedViewing {
    /// The viewing.
    pub viewing: Viewing,
    /// What it is at the instant of asking.
    pub status: ViewingStatus,
}

/// The session of a viewing that has just begun: its token is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewViewingSession {
    /// The token; what carries it begins with
    /// [`CredentialToken::VIEWING_PREFIX`](super::CredentialToken::VIEWING_PREFIX).
    pub token: Token,
    /// The account whose client's eyes it borrows.
    pub account_id: AccountId,
    /// The client.
    pub client_id: ClientId,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
}

/// Someone of an account who looks with a client's eyes. It is no [`Caller`], and whatever writes
/// asks for a caller: that a viewing only reads is the compiler's to say.
///
/// ```compile_fail,E0308
/// # use portero_domain::{id::*, use_case::*};
/// # async fn a_viewer_cannot_write(portero: Portero, viewer: &Viewer, on: AccountId, id: ClientId) {
/// portero.suspend_client(viewer, on, id).await;
/// # }
/// ```
///
/// It reads what the client would:
///
/// ```
/// # use portero_domain::{id::*, use_case::*};
/// # async fn a_viewer_reads(portero: Portero, viewer: &Viewer, on: AccountId) {
/// portero.client_area(viewer, on).await;
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    found: Box<FoundViewing>,
    standing: Standing,
    origin: Origin,
}

impl Viewer {
    /// The viewing, which names who looks and why.
    #[must_use]
    pub const fn viewing(&self) -> &Viewing {
        &self.found.viewing
    }

    /// Who looks.
    #[must_use]
    pub const fn user(&self) -> &User {
        &self.found.user
    }

    /// What the client finds.
    #[must_use]
    pub const fn area(&self) -> &FoundArea {
        &self.found.area
    }

    /// Leave to go on, which names both people.
    pub(super) fn permit(&self) -> Result<Permit, Error> {
        let Viewing { account_id, client_id, user_id, .. } = self.found.viewing;
        viewing_permit(Actor::User(user_id), account_id, client_id, &self.standing)
    }
}

impl Portero {
    /// Makes the address with which someone sees what a client sees, for a reason that is kept. The
    /// password must have been given lately. Nobody sees with eyes that are borrowed already.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ReauthenticationRequired`]
    pub async fn view_as_client(
        &self,
        caller: &Caller,
        account: AccountId,
        id: ClientId,
        reason: Message,
    ) -> Result<NewViewingAddress, Error> {
        let needed = Permission::ClientsViewAs;
        let managed = self.manage_client(caller, account, id, needed, None).await?;
        let ManagedClient { mut work, permit, .. } = managed;
        self.require_fresh(caller, work.now)?;
        let (token, link) = self.issue(TokenPurpose::ViewingAddress);
        let viewing_id = self.new_viewing_id();
        let new = NewViewing {
            id: viewing_id,
            account_id: account,
            client_id: id,
            user_id: work.user.id,
            session_id: caller.person()?.session.id,
            reason,
            link,
        };
        let change = Viewing::offer(new, &self.limits, work.now);
        let expires_at = work.now + self.limits.viewing_address_period();
        work.unit.viewings().save(change).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let permit = permit.on_behalf_of_client(id);
        let object = AuditObject::Viewing(viewing_id);
        work.commit(AuditEntry::new(permit, Action::ViewingOffer, object, origin, now)).await?;
        Ok(NewViewingAddress { token, expires_at })
    }

    /// Opens the address of a viewing, once, into a session of its own. Whoever asked for it must
    /// still be allowed to look.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an address that never was, or whose asker may look no more;
    /// [`Error::Link`] for one that was opened, or whose moment is over
    pub async fn redeem_viewing(
        &self,
        token: &Token,
        origin: Origin,
    ) -> Result<NewViewingSession, Error> {
        let link = self.hash(TokenPurpose::ViewingAddress, token);
        let mut unit = self.ports.store.begin().await?;
        let found = unit.viewings().find_by_link(&link).await?.ok_or(Error::NotFound)?;
        let account = unit.accounts().lock(found.account_id).await?.ok_or(Error::NotFound)?;
        // Read again behind the lock: another may have opened it.
        let viewing = unit.viewings().find_by_link(&link).await?.ok_or(Error::NotFound)?;
        let now = self.now();
        let standing = self.looker(&mut *unit, &account, &viewing, now).await?;
        let Viewing { id, account_id, client_id, user_id, .. } = viewing;
        let permit = viewing_permit(Actor::User(user_id), account_id, client_id, &standing)?;
        let (token, hash) = self.issue(TokenPurpose::Viewing);
        let change = viewing.redeem(hash, &self.limits, now).map_err(|refusal| {
            Error::Link(match refusal.state {
                ViewingStatus::Offered | ViewingStatus::Expired => LinkRefusal::Expired,
                ViewingStatus::Open | ViewingStatus::Over => LinkRefusal::Used,
            })
        })?;
        let expires_at = now + self.limits.viewing_period();
        unit.viewings().save(change).await?;
        let object = AuditObject::Viewing(id);
        unit.commit(AuditEntry::new(permit, Action::ViewingBegin, object, origin, now).into())
            .await?;
        Ok(NewViewingSession { token, account_id, client_id, expires_at })
    }

    /// Where whoever asked for a viewing stands now. The session that they asked in must still be
    /// live.
    async fn looker(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        viewing: &Viewing,
        now: DateTime<Utc>,
    ) -> Result<Standing, Error> {
        let session = unit.sessions().find(viewing.session_id).await?;
        session.filter(|session| session.is_live(&self.limits, now)).ok_or(Error::NotFound)?;
        let user = unit.users().find(viewing.user_id).await?.ok_or(Error::NotFound)?;
        let owner = unit.accounts().find_owner_state(account.id).await?.ok_or(Error::NotFound)?;
        let membership = unit.memberships().find(account.id, user.id).await?;
        membership
            .and_then(|membership| membership.standing_of(account, owner, &user, now))
            .ok_or(Error::NotFound)
    }

    /// Finds out who looks with whose eyes. A viewing that is over, whose session has ended, or whose
    /// asker may look no more, opens nothing.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`]
    pub async fn authenticate_viewer(&self, credentials: &Credentials) -> Result<Viewer, Error> {
        let CredentialToken::Viewing(token) = &credentials.token else {
            return Err(Error::NotSignedIn);
        };
        let hash = self.hash(TokenPurpose::Viewing, token);
        let found = self.ports.clients.find_viewing(&hash).await?.ok_or(Error::NotSignedIn)?;
        let now = self.now();
        let presence = found.session.as_ref().ok_or(Error::NotSignedIn)?;
        self.admit_session(presence, found.user.state, now)?;
        let standing = found.membership.as_ref().and_then(|membership| {
            membership.standing(found.area.admission, found.user.state, now)
        });
        let origin = credentials.origin.clone();
        let standing = standing.ok_or(Error::NotSignedIn)?;
        let is_open = found.viewing.status(now) == ViewingStatus::Open;
        let viewer = Viewer { found: Box::new(found), standing, origin };
        match viewer.permit() {
            Ok(_) if is_open => Ok(viewer),
            Ok(_) | Err(_) => Err(Error::NotSignedIn),
        }
    }

    /// Ends a viewing before its time.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for one that is over
    pub async fn end_viewing(&self, viewer: &Viewer) -> Result<(), Error> {
        let permit = viewer.permit()?;
        let Viewing { id, account_id, .. } = *viewer.viewing();
        let mut unit = self.ports.store.begin().await?;
        unit.accounts().lock(account_id).await?.ok_or(Error::NotSignedIn)?;
        let viewing = unit.viewings().find(account_id, id).await?.ok_or(Error::NotSignedIn)?;
        let now = self.now();
        let change: ViewingChange = viewing.end(now).map_err(|_| Error::NotSignedIn)?;
        unit.viewings().save(change).await?;
        let (object, origin) = (AuditObject::Viewing(id), viewer.origin.clone());
        let entry = AuditEntry::new(permit, Action::ViewingEnd, object, origin, now);
        Ok(unit.commit(entry.into()).await?)
    }

    /// Puts on record that someone read what a client would, with both people.
    pub(super) async fn note_viewing(&self, viewer: &Viewer) -> Result<(), Error> {
        let object = AuditObject::Viewing(viewer.viewing().id);
        let (permit, origin) = (viewer.permit()?, viewer.origin.clone());
        let entry = AuditEntry::new(permit, Action::ViewingRead, object, origin, self.now());
        Ok(self.ports.store.record(entry).await?)
    }

    /// Who looked with whose eyes, when and why: the viewings of an account, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn viewings(
        &self,
        caller: &Caller,
        account: AccountId,
        page: PageRequest<ViewingId>,
    ) -> Result<Listed<ListedViewing, ViewingId>, Error> {
        let now = self.visit(caller, account, Permission::AuditRead).await?.now;
        let rows = self.ports.clients.viewings(account, page.probe()).await?;
        let listed = |viewing: Viewing| ListedViewing { status: viewing.status(now), viewing };
        Ok(Listed::cut(rows, page.limit, |row| row.id).map(listed))
    }
}

/// Leave to look, on record as being on behalf of the client.
fn viewing_permit(
    actor: Actor,
    account: AccountId,
    client: ClientId,
    standing: &Standing,
) -> Result<Permit, Error> {
    Permit::on_account(actor, account, standing, Permission::ClientsViewAs)
        .map(|permit| permit.on_behalf_of_client(client))
        // To whoever holds the address, one that leads nowhere any more never was.
        .map_err(|_| Error::NotFound)
}
