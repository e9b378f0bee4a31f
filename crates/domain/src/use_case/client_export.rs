//! Giving clients and sites out, in the rows that an import takes.

use std::collections::HashMap;

use super::{Caller, ClientRecord, Error, Explanation, Portero, SiteRecord, SiteShare};
use crate::id::{AccountId, ClientId, SiteId};
use crate::model::{Action, AuditEntry, AuditObject, Client, Line, Name, Notes, Site};
use crate::policy::{Permission, Permit, SitePermission};
use crate::port::{AssignedSite, ClientFilter, ClientKey, ClientRow, ClientSort, Page};

/// How many sites are read at a time.
const SITES: u32 = 500;

/// How many clients are read at a time, of whom each comes with the first of their sites.
const CLIENTS: u32 = 200;

/// How many sites the clients of one part may have together; the first client of a part may have any
/// number.
const SITES_OF_CLIENTS: u32 = 2_000;

/// Something that is being given out: it is on record, and goes on behind the row that was last.
/// Only beginning makes one.
#[derive(Debug, Clone)]
pub struct Export<Key> {
    account: AccountId,
    after: Option<Key>,
}

impl Portero {
    /// Begins to give all clients of an account out, which is put on record before the first of them
    /// is read.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn begin_client_export(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<Export<ClientId>, Error> {
        let (needed, action) = (Permission::ClientsRead, Action::ClientExport);
        self.record_export(caller, account, needed, action).await?;
        Ok(Export { account, after: None })
    }

    /// Begins to give all sites of an account out, in the same way.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn begin_site_export(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<Export<SiteId>, Error> {
        let (needed, action) = (Permission::SitesRead, Action::SiteExport);
        self.record_export(caller, account, needed, action).await?;
        Ok(Export { account, after: None })
    }

    /// The next clients of an export, newest first, as an import takes them; none at the end. Whether
    /// the caller still may is found out each time.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn next_clients(
        &self,
        caller: &Caller,
        export: &mut Export<ClientId>,
    ) -> Result<Vec<ClientRecord>, Error> {
        self.visit(caller, export.account, Permission::ClientsRead).await?;
        let key = |id| ClientKey { id, sort_name: String::new(), last_active_at: None };
        let page = Page { after: export.after.map(key), limit: CLIENTS };
        let (directory, filter) = (&self.ports.clients, ClientFilter::default());
        let found = directory.clients(export.account, &filter, ClientSort::Newest, page).await?;
        let rows = within_bounds(found.rows);
        let cut = rows.iter().filter(|row| has_more_sites(row)).map(|row| row.client.id);
        let mut sites = self.sites_by_client(export.account, cut.collect()).await?;
        export.after = rows.last().map(|row| row.client.id).or(export.after);
        let record = |row: ClientRow| {
            let all = sites.remove(&row.client.id).unwrap_or(row.sites);
            client_record(&row.client, &all)
        };
        Ok(rows.into_iter().map(record).collect())
    }

    /// All sites of clients who have more than a list shows.
    async fn sites_by_client(
        &self,
        account: AccountId,
        clients: Vec<ClientId>,
    ) -> Result<HashMap<ClientId, Vec<AssignedSite>>, Error> {
        let mut by_client: HashMap<_, Vec<_>> = HashMap::new();
        if clients.is_empty() {
            return Ok(by_client);
        }
        for one in self.ports.clients.sites_of_clients(account, &clients).await? {
            by_client.entry(one.assignment.client_id).or_default().push(one);
        }
        Ok(by_client)
    }

    /// The next sites of an export, in the same way.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn next_sites(
        &self,
        caller: &Caller,
        export: &mut Export<SiteId>,
    ) -> Result<Vec<SiteRecord>, Error> {
        self.visit(caller, export.account, Permission::SitesRead).await?;
        let page = Page { after: export.after, limit: SITES };
        let rows = self.ports.clients.sites(export.account, &[], page).await?.rows;
        export.after = rows.last().map(|site| site.id).or(export.after);
        Ok(rows.iter().map(site_record).collect())
    }

    async fn record_export(
        &self,
        caller: &Caller,
        account: AccountId,
        needed: Permission,
        action: Action,
    ) -> Result<(), Error> {
        let visit = self.visit(caller, account, needed).await?;
        let permit = Permit::on_account(caller.actor(), account, &visit.standing, needed);
        let permit = permit.map_err(|denial| Error::Denied(Box::new(Explanation::of(denial))))?;
        let object = AuditObject::Account(account);
        let entry = AuditEntry::new(permit, action, object, caller.origin(), visit.now);
        Ok(self.ports.store.record(entry).await?)
    }
}

/// The first clients, as many as have no more sites together than one part may have.
fn within_bounds(mut rows: Vec<ClientRow>) -> Vec<ClientRow> {
    let mut sites = 0_u32;
    let goes_on = |row: &&ClientRow| {
        sites = sites.saturating_add(row.client.site_count);
        sites <= SITES_OF_CLIENTS
    };
    let kept = rows.iter().take_while(goes_on).count();
    rows.truncate(kept.max(1));
    rows
}

/// Whether a client has more sites than the row shows.
fn has_more_sites(row: &ClientRow) -> bool {
    row.client.site_count as usize > row.sites.len()
}

fn client_record(client: &Client, sites: &[AssignedSite]) -> ClientRecord {
    let details = &client.details;
    ClientRecord {
        email: client.email.as_shown().to_owned(),
        first_name: details.first_name.as_str().to_owned(),
        last_name: details.last_name.as_str().to_owned(),
        company: text(details.company.as_ref().map(Line::as_str)),
        address: text(details.address.as_ref().map(Line::as_str)),
        phone: text(details.phone.as_ref().map(Line::as_str)),
        notes: text(details.notes.as_ref().map(Notes::as_str)),
        sites: sites.iter().map(share).collect(),
    }
}

/// The signs that set sites and their permissions apart, where all of them stand in one cell.
const SIGNS: [char; 2] = [':', ';'];

/// A site is named by its alias, which means the same on another account, or else by its id: where it
/// has no alias, or one that could not be told from its neighbours.
fn share(assigned: &AssignedSite) -> SiteShare {
    let AssignedSite { site, assignment } = assigned;
    let alias = site.details.alias.as_ref().map(|alias| alias.as_str().to_owned());
    let alias = alias.filter(|alias| !alias.contains(SIGNS));
    let names = assignment.permissions.iter().map(SitePermission::as_str);
    SiteShare {
        site: alias.unwrap_or_else(|| site.id.to_string()),
        permissions: names.map(str::to_owned).collect(),
    }
}

fn site_record(site: &Site) -> SiteRecord {
    let details = &site.details;
    SiteRecord {
        name: details.name.as_str().to_owned(),
        alias: text(details.alias.as_ref().map(Name::as_str)),
        url: text(details.url.as_ref().map(Line::as_str)),
        domain: text(details.domain.as_ref().map(Line::as_str)),
    }
}

fn text(optional: Option<&str>) -> String {
    optional.unwrap_or_default().to_owned()
}
