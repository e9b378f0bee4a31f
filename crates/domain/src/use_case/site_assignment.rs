//! Which sites a client has, and what they may do on each (D10–D12, D18, D19).

use super::client::ManagedClient;
use super::{Caller, ClientView, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, ClientId, SiteId};
use crate::model::{Action, AuditEntry, AuditObject, SiteAssignment, Transition};
use crate::policy::{Permission, SitePermissionSet, may_give_on_site};
use crate::port::{AssignedClient, AssignedSite};

impl Portero {
    /// The sites of a client, by site id, with what they may do on each (D11).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn sites_of_client(
        &self,
        caller: &Caller,
        account: AccountId,
        client: ClientId,
        page: PageRequest<SiteId>,
    ) -> Result<Listed<AssignedSite, SiteId>, Error> {
        self.visit(caller, account, Permission::ClientsRead).await?;
        self.client_row(account, client).await?;
        let limit = page.limit;
        let rows = self.ports.clients.assigned_sites(account, client, page.probe()).await?;
        Ok(Listed::cut(rows, limit, |row| row.site.id))
    }

    /// The clients who have a site, by client id, with what each may do on it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn clients_of_site(
        &self,
        caller: &Caller,
        account: AccountId,
        site: SiteId,
        page: PageRequest<ClientId>,
    ) -> Result<Listed<AssignedClient, ClientId>, Error> {
        self.visit(caller, account, Permission::ClientsRead).await?;
        self.ports.clients.find_site(account, site).await?.ok_or(Error::NotFound)?;
        let limit = page.limit;
        let rows = self.ports.clients.assigned_clients(account, site, page.probe()).await?;
        Ok(Listed::cut(rows, limit, |row| row.client.id))
    }

    /// What a client may do on a site; nothing when it is not assigned to them.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn client_on_site(
        &self,
        caller: &Caller,
        account: AccountId,
        client: ClientId,
        site: SiteId,
    ) -> Result<Option<SitePermissionSet>, Error> {
        self.visit(caller, account, Permission::ClientsRead).await?;
        let facts = self.ports.clients.find_client_facts(account, client, site).await?;
        Ok(facts.ok_or(Error::NotFound)?.assigned)
    }

    /// Assigns a site to a client, or replaces all that they are allowed on it. A client who has
    /// access sees a new site at once (D12). What is given beyond what they had must be the caller's
    /// to give: `sites.manage`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Invalid`] naming every permission that is
    /// needed and missing, [`Error::OfferRefused`], [`Error::Capacity`]
    pub async fn assign_site(
        &self,
        caller: &Caller,
        account: AccountId,
        client: ClientId,
        site: SiteId,
        permissions: SitePermissionSet,
    ) -> Result<ClientView, Error> {
        let needed = Permission::ClientsManage;
        let managed = self.manage_client(caller, account, client, needed, None).await?;
        let ManagedClient { mut work, permit, client: found } = managed;
        work.unit.sites().find(account, site).await?.ok_or(Error::NotFound)?;
        let previous = work.unit.assignments().find(account, client, site).await?;
        let had = previous.as_ref().map_or(SitePermissionSet::EMPTY, |one| one.permissions);
        if let Err(refusal) = may_give_on_site(&work.standing, permissions.difference(had)) {
            let refusal = Error::OfferRefused(refusal);
            return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
        }
        let change = if let Some(previous) = previous {
            let Transition::Changed(change) = previous.replace(permissions)? else {
                drop(work);
                return self.client_row(account, client).await;
            };
            change
        } else {
            let of = (account, client);
            let change = SiteAssignment::assign(of, site, permissions, work.now)?;
            self.require_room_for_site(found.site_count)?;
            work.unit.clients().save_all(vec![found.gain_site(change.aggregate())]).await?;
            change
        };
        work.unit.assignments().save_all(vec![change]).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Client(client);
        let entry = AuditEntry::new(permit, Action::ClientAssignSite, object, origin, now)
            .with("site_id", &site)
            .with("permissions", &named(permissions));
        work.commit(entry).await?;
        self.client_row(account, client).await
    }

    /// Unassigns a site from a client (D18). One who is left without any sees an empty area (D19).
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a site that is not assigned to them; [`Error::Denied`]
    pub async fn unassign_site(
        &self,
        caller: &Caller,
        account: AccountId,
        client: ClientId,
        site: SiteId,
    ) -> Result<ClientView, Error> {
        let needed = Permission::ClientsManage;
        let managed = self.manage_client(caller, account, client, needed, None).await?;
        let ManagedClient { mut work, permit, client: found } = managed;
        let assignment = work.unit.assignments().find(account, client, site).await?;
        let assignment = assignment.ok_or(Error::NotFound)?;
        let counted = found.lose_site(&assignment)?;
        work.unit.assignments().save_all(vec![assignment.unassign()]).await?;
        work.unit.clients().save_all(vec![counted]).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Client(client);
        let entry = AuditEntry::new(permit, Action::ClientUnassignSite, object, origin, now)
            .with("site_id", &site);
        work.commit(entry).await?;
        self.client_row(account, client).await
    }

    /// Refuses more sites than a client may have, who has so many.
    pub(super) fn require_room_for_site(&self, has: u32) -> Result<(), Error> {
        let limit = self.limits.sites_per_client;
        if has < limit { Ok(()) } else { Err(Error::Capacity { of: "sites of a client", limit }) }
    }
}

/// The names in a set, for a record.
fn named(permissions: SitePermissionSet) -> String {
    let names: Vec<&str> = permissions.iter().map(crate::policy::SitePermission::as_str).collect();
    names.join(" ")
}
