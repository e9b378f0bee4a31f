//! The sites of an account: found by any of their words, created, changed and deleted (D08, D09).

use super::gate::{AccountWork, require_version};
use super::idempotency::{Answered, Once};
use super::{Caller, Error, Listed, PageRequest, Portero};
use crate::id::{AccountId, SiteId};
use crate::model::{
    Action, AuditEntry, AuditObject, Name, Site, SiteAmendment, SiteDetails, Transition, Version,
};
use crate::policy::Permission;

impl Portero {
    /// The sites of an account, newest first: those of which each word begins a word of name, alias,
    /// URL or domain (D08).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn sites(
        &self,
        caller: &Caller,
        account: AccountId,
        words: &[String],
        page: PageRequest<SiteId>,
    ) -> Result<Listed<Site, SiteId>, Error> {
        self.visit(caller, account, Permission::SitesRead).await?;
        let found = self.ports.clients.sites(account, words, page.probe()).await?;
        Ok(Listed::cut_found(found, page.limit, |row| row.id))
    }

    /// One site.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn site(
        &self,
        caller: &Caller,
        account: AccountId,
        id: SiteId,
    ) -> Result<Site, Error> {
        self.visit(caller, account, Permission::SitesRead).await?;
        self.ports.clients.find_site(account, id).await?.ok_or(Error::NotFound)
    }

    /// Creates a site (D09). Nobody sees it as a client before it is assigned to them (D27).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::AliasTaken`], [`Error::Capacity`],
    /// [`Error::IdempotencyKeyReused`]
    pub async fn create_site(
        &self,
        caller: &Caller,
        account: AccountId,
        details: SiteDetails,
        once: Once<'_, Site>,
    ) -> Result<Answered<Site>, Error> {
        let (mut work, permit) = self.enter_with(caller, account, Permission::SitesManage).await?;
        let given = self.answer_given(&mut *work.unit, caller.actor(), &once, work.now).await?;
        if let Some(answer) = given {
            return Ok(Answered::Before(answer));
        }
        self.require_room_for_sites(&mut work, 1).await?;
        require_free_alias(&mut work, details.alias.as_ref()).await?;
        let change = Site::create(self.new_site_id(), account, details, work.now);
        let site = change.aggregate().clone();
        work.unit.sites().save_all(vec![change]).await?;
        self.keep_answer(&mut *work.unit, caller.actor(), &once, &site, work.now).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Site(site.id);
        work.commit(AuditEntry::new(permit, Action::SiteCreate, object, origin, now)).await?;
        Ok(Answered::Now(site))
    }

    /// Changes name, alias, URL or domain of a site.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::AliasTaken`], [`Error::Stale`]
    pub async fn amend_site(
        &self,
        caller: &Caller,
        account: AccountId,
        id: SiteId,
        amendment: SiteAmendment,
        expected: Option<Version>,
    ) -> Result<Site, Error> {
        let (mut work, permit) = self.enter_with(caller, account, Permission::SitesManage).await?;
        let site = work.unit.sites().find(account, id).await?.ok_or(Error::NotFound)?;
        require_version(expected, site.version)?;
        let before = site.details.alias.clone();
        let change = match site.amend(amendment) {
            Transition::Changed(change) => change,
            Transition::AlreadySo(site) => return Ok(site),
        };
        let amended = change.aggregate().clone();
        if amended.details.alias != before {
            require_free_alias(&mut work, amended.details.alias.as_ref()).await?;
        }
        work.unit.sites().save_all(vec![change]).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Site(id);
        work.commit(AuditEntry::new(permit, Action::SiteUpdate, object, origin, now)).await?;
        Ok(amended)
    }

    /// Deletes a site that is assigned to nobody: no client loses one unasked.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::SiteAssigned`], [`Error::Stale`]
    pub async fn delete_site(
        &self,
        caller: &Caller,
        account: AccountId,
        id: SiteId,
        expected: Option<Version>,
    ) -> Result<(), Error> {
        let (mut work, permit) = self.enter_with(caller, account, Permission::SitesManage).await?;
        let site = work.unit.sites().find(account, id).await?.ok_or(Error::NotFound)?;
        require_version(expected, site.version)?;
        if work.unit.assignments().is_assigned(account, id).await? {
            return Err(Error::SiteAssigned);
        }
        work.unit.sites().save_all(vec![site.delete()]).await?;
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::Site(id);
        Ok(work.commit(AuditEntry::new(permit, Action::SiteDelete, object, origin, now)).await?)
    }

    /// Refuses more sites than an account may have.
    pub(super) async fn require_room_for_sites(
        &self,
        work: &mut AccountWork,
        more: u64,
    ) -> Result<(), Error> {
        let limit = self.limits.sites_per_account;
        if work.unit.sites().count(work.account.id).await? + more <= u64::from(limit) {
            Ok(())
        } else {
            Err(Error::Capacity { of: "sites", limit })
        }
    }
}

/// No two sites of an account share an alias.
async fn require_free_alias(work: &mut AccountWork, alias: Option<&Name>) -> Result<(), Error> {
    let Some(alias) = alias else {
        return Ok(());
    };
    let aliases = [alias.as_str().to_owned()];
    let found = work.unit.sites().find_by_aliases(work.account.id, &aliases).await?;
    if found.is_empty() { Ok(()) } else { Err(Error::AliasTaken) }
}
