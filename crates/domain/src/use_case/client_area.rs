//! The client's side: one's sites, and what one may do on each (D12, D19).

use super::{Caller, Error, Listed, PageRequest, Portero, Viewer};
use crate::id::{AccountId, UserId};
use crate::model::{Name, Presence, UserState};
use crate::policy::Suspension;
use crate::port::{AssignedSite, FoundArea};

/// An area that someone may enter as a client. What the account notes about them is no part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterableArea {
    /// The account.
    pub account_id: AccountId,
    /// What people call it.
    pub account_name: Name,
}

impl From<FoundArea> for EnterableArea {
    fn from(found: FoundArea) -> Self {
        Self { account_id: found.account_id, account_name: found.account_name }
    }
}

/// What a client sees of an account. The same for whoever looks with their eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientAreaView {
    /// The account.
    pub account_id: AccountId,
    /// What people call it.
    pub account_name: Name,
    /// Every site that is assigned to the client, by id, with what they may do on it.
    pub sites: Vec<AssignedSite>,
}

/// Who looks at an area: the client, or someone of the account with the client's eyes. Nothing that
/// writes takes one.
#[derive(Debug, Clone, Copy)]
pub enum AreaVisitor<'a> {
    /// The client.
    Client(&'a Caller),
    /// Someone of the account (D24).
    Viewer(&'a Viewer),
}

impl<'a> From<&'a Caller> for AreaVisitor<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self::Client(caller)
    }
}

impl<'a> From<&'a Viewer> for AreaVisitor<'a> {
    fn from(viewer: &'a Viewer) -> Self {
        Self::Viewer(viewer)
    }
}

impl Portero {
    /// The areas that one may enter as a client, by account id, without their sites. A viewer has the
    /// one whose client they look through.
    ///
    /// # Errors
    /// [`Error::NotForServiceKeys`], [`Error::Store`]
    pub async fn client_areas(
        &self,
        visitor: impl Into<AreaVisitor<'_>> + Send,
        page: PageRequest<AccountId>,
    ) -> Result<Listed<EnterableArea, AccountId>, Error> {
        match visitor.into() {
            AreaVisitor::Client(caller) => self.areas_of(caller.person()?.user.id, page).await,
            AreaVisitor::Viewer(viewer) => {
                let area = viewer.area();
                self.note_viewing(viewer).await?;
                let shut = shut(area, UserState::Active).is_err();
                let items = if shut { Vec::new() } else { vec![EnterableArea::from(area.clone())] };
                Ok(Listed { items, next: None })
            }
        }
    }

    pub(super) async fn areas_of(
        &self,
        user: UserId,
        page: PageRequest<AccountId>,
    ) -> Result<Listed<EnterableArea, AccountId>, Error> {
        let rows = self.ports.clients.enterable_areas(user, page.probe()).await?;
        Ok(Listed::cut(rows, page.limit, |row| row.account_id).map(EnterableArea::from))
    }

    /// What a client sees of an account: empty when no site is assigned to them. It is looked up
    /// each time, so that what was taken away is away.
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no client of it, [`Error::ClientSuspended`],
    /// [`Error::AccountClosed`]
    pub async fn client_area(
        &self,
        visitor: impl Into<AreaVisitor<'_>> + Send,
        account: AccountId,
    ) -> Result<ClientAreaView, Error> {
        match visitor.into() {
            AreaVisitor::Client(caller) => {
                self.area_of_user(account, caller.person()?.user.id).await
            }
            AreaVisitor::Viewer(viewer) if viewer.area().account_id != account => {
                Err(Error::NotFound)
            }
            AreaVisitor::Viewer(viewer) => {
                self.note_viewing(viewer).await?;
                self.area_view(viewer.area().clone()).await
            }
        }
    }

    pub(super) async fn area_of_user(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<ClientAreaView, Error> {
        let found = self.ports.clients.find_area(account, user).await?;
        let found = found.ok_or(Error::NotFound)?;
        let (client, last_seen) = (found.client.id, found.client.last_active_at);
        let view = self.area_view(found).await?;
        let now = self.now();
        if last_seen.is_none_or(|last| now >= last + Presence::RESOLUTION) {
            self.ports.clients.note_activity(account, client, now).await?;
        }
        Ok(view)
    }

    async fn area_view(&self, found: FoundArea) -> Result<ClientAreaView, Error> {
        shut(&found, UserState::Active)?;
        let FoundArea { account_id, account_name, client, .. } = found;
        let sites = self.ports.clients.sites_of_clients(account_id, &[client.id]).await?;
        Ok(ClientAreaView { account_id, account_name, sites })
    }
}

/// Refuses an area that is shut. Someone whose user is suspended has no session to come with.
fn shut(found: &FoundArea, user: UserState) -> Result<(), Error> {
    match found.admission.suspension_of_client(user) {
        Some(Suspension::AccountClosed) => Err(Error::AccountClosed),
        Some(
            Suspension::UserSuspended
            | Suspension::OwnerSuspended
            | Suspension::MembershipSuspended,
        ) => Err(Error::NotFound),
        None if found.client.is_suspended() => Err(Error::ClientSuspended),
        None => Ok(()),
    }
}
