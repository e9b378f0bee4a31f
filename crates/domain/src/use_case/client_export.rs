//! Giving clients and sites out, in the rows that an import takes.

use super::{Caller, ClientRecord, Error, Listed, PageRequest, Portero, SiteRecord, SiteShare};
use crate::id::{AccountId, ClientId, SiteId};
use crate::model::{Action, AuditEntry, AuditObject, Client, Line, Name, Notes, Site};
use crate::policy::{Permission, Permit, SitePermission};
use crate::port::{AssignedSite, ClientFilter, ClientKey, ClientSort};

impl Portero {
    /// A part of the clients of an account, newest first, as an import takes them. That they were
    /// given out is put on record with the first part.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn export_clients(
        &self,
        caller: &Caller,
        account: AccountId,
        page: PageRequest<ClientId>,
    ) -> Result<Listed<ClientRecord, ClientId>, Error> {
        let needed = Permission::ClientsRead;
        let visit = self.visit(caller, account, needed).await?;
        if page.after.is_none()
            && let Ok(permit) = Permit::on_account(caller.actor(), account, &visit.standing, needed)
        {
            let object = AuditObject::Account(account);
            let (origin, now) = (caller.origin(), visit.now);
            let entry = AuditEntry::new(permit, Action::ClientExport, object, origin, now);
            self.ports.store.record(entry).await?;
        }
        let after =
            page.after.map(|id| ClientKey { id, sort_name: String::new(), last_active_at: None });
        let keyed = PageRequest { after, limit: page.limit }.probe();
        let directory = &self.ports.clients;
        let filter = ClientFilter::default();
        let found = directory.clients(account, &filter, ClientSort::Newest, keyed).await?;
        let listed = Listed::cut(found.rows, page.limit, |row| row.client.id);
        let ids: Vec<ClientId> = listed.items.iter().map(|row| row.client.id).collect();
        let sites = directory.sites_of_clients(account, &ids).await?;
        Ok(listed.map(|row| client_record(&row.client, &sites)))
    }

    /// A part of the sites of an account, newest first, as an import takes them.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn export_sites(
        &self,
        caller: &Caller,
        account: AccountId,
        page: PageRequest<SiteId>,
    ) -> Result<Listed<SiteRecord, SiteId>, Error> {
        Ok(self.sites(caller, account, &[], page).await?.map(|site| site_record(&site)))
    }
}

fn client_record(client: &Client, sites: &[AssignedSite]) -> ClientRecord {
    let details = &client.details;
    let theirs = sites.iter().filter(|one| one.assignment.client_id == client.id);
    ClientRecord {
        email: client.email.as_shown().to_owned(),
        first_name: details.first_name.as_str().to_owned(),
        last_name: details.last_name.as_str().to_owned(),
        company: text(details.company.as_ref().map(Line::as_str)),
        address: text(details.address.as_ref().map(Line::as_str)),
        phone: text(details.phone.as_ref().map(Line::as_str)),
        notes: text(details.notes.as_ref().map(Notes::as_str)),
        sites: theirs.map(share).collect(),
    }
}

/// A site is named by its alias, which means the same on another account, or else by its id.
fn share(assigned: &AssignedSite) -> SiteShare {
    let AssignedSite { site, assignment } = assigned;
    let alias = site.details.alias.as_ref().map(|alias| alias.as_str().to_owned());
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
