//! Bringing sites in from elsewhere, in the same way as clients.

use std::collections::{HashMap, HashSet};

use super::client_import::{CHUNK, finish, taken};
use super::gate::AccountWork;
use super::import_row::{Tally, check_site};
use super::{
    Caller, Error, Import, ImportNote, ImportReport, InvalidField, Portero, ReadRow, RowOutcome,
    SiteRecord,
};
use crate::id::AccountId;
use crate::model::{
    Action, AuditEntry, AuditObject, Name, Site, SiteAmendment, SiteChange, SiteDetails,
};
use crate::policy::Permission;

type Checked = (u64, Result<SiteDetails, Vec<InvalidField>>);

impl Portero {
    /// Brings sites in. A row whose alias a site of the account has is refused, unless the import may
    /// amend: then it replaces name, URL and domain. A row without an alias makes a site each time.
    /// Either every row is written, in one unit of work, or none.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Capacity`]; [`Error::ImportRefused`] naming
    /// rows and fields, unless it is a dry run
    pub async fn import_sites(
        &self,
        caller: &Caller,
        account: AccountId,
        import: Import,
        rows: &mut (dyn Iterator<Item = ReadRow<SiteRecord>> + Send),
        tell: &mut (dyn FnMut(ImportNote) + Send),
    ) -> Result<ImportReport, Error> {
        let (mut work, permit) = self.enter_with(caller, account, Permission::SitesManage).await?;
        let mut tally = Tally::default();
        let mut seen = HashSet::new();
        let before = work.unit.sites().count(account).await?;
        loop {
            let chunk: Vec<ReadRow<SiteRecord>> = rows.take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            self.count_rows(&mut tally, chunk.len())?;
            let checked = self.check_sites(chunk, &mut seen);
            let known = known_by_alias(&mut work, &checked).await?;
            let changes = self.plan_sites(&work, import, (checked, known), &mut tally, tell);
            let limit = self.limits.sites_per_account;
            if before + tally.report.created > u64::from(limit) {
                return Err(Error::Capacity { of: "sites", limit });
            }
            if !import.is_dry_run && tally.is_clean() && !changes.is_empty() {
                work.unit.sites().save_all(changes).await?;
            }
            tell(ImportNote::Progress { rows: tally.report.rows });
        }
        let object = AuditObject::Account(account);
        let (origin, now) = (work.origin.clone(), work.now);
        let entry = AuditEntry::new(permit, Action::SiteImport, object, origin, now);
        finish(work, import, tally, entry).await
    }

    fn check_sites(
        &self,
        chunk: Vec<ReadRow<SiteRecord>>,
        seen: &mut HashSet<[u8; 16]>,
    ) -> Vec<Checked> {
        let check = |row: ReadRow<SiteRecord>| {
            let checked = row.record.and_then(|record| check_site(&record));
            let checked = checked.and_then(|details| match &details.alias {
                Some(alias) if !self.is_first(seen, alias.as_str()) => Err(taken("alias")),
                Some(_) | None => Ok(details),
            });
            (row.row, checked)
        };
        chunk.into_iter().map(check).collect()
    }

    fn plan_sites(
        &self,
        work: &AccountWork,
        import: Import,
        (checked, mut known): (Vec<Checked>, HashMap<String, Site>),
        tally: &mut Tally,
        tell: &mut (dyn FnMut(ImportNote) + Send),
    ) -> Vec<SiteChange> {
        let mut changes = Vec::new();
        for (row, checked) in checked {
            let existing = match &checked {
                Ok(SiteDetails { alias: Some(alias), .. }) => known.remove(alias.as_str()),
                Ok(SiteDetails { alias: None, .. }) | Err(_) => None,
            };
            let outcome = match (checked, existing) {
                (Err(fields), _) => RowOutcome::Refused(fields),
                (Ok(_), Some(_)) if !import.may_amend => RowOutcome::Refused(taken("alias")),
                (Ok(details), Some(site)) => match site.amend(replacing(details)).changed() {
                    Some(change) => {
                        changes.push(change);
                        RowOutcome::Amend
                    }
                    None => RowOutcome::Unchanged,
                },
                (Ok(details), None) => {
                    let (id, account) = (self.new_site_id(), work.account.id);
                    changes.push(Site::create(id, account, details, work.now));
                    RowOutcome::Create
                }
            };
            tally.count(row, outcome, tell);
        }
        changes
    }
}

/// The sites that the aliases of a chunk name.
async fn known_by_alias(
    work: &mut AccountWork,
    checked: &[Checked],
) -> Result<HashMap<String, Site>, Error> {
    let details = checked.iter().filter_map(|(_, checked)| checked.as_ref().ok());
    let alias = |details: &SiteDetails| details.alias.as_ref().map(|one| one.as_str().to_owned());
    let aliases: Vec<String> = details.filter_map(alias).collect();
    if aliases.is_empty() {
        return Ok(HashMap::new());
    }
    let found = work.unit.sites().find_by_aliases(work.account.id, &aliases).await?;
    let named = |site: Site| {
        let alias = site.details.alias.as_ref().map(Name::as_str)?.to_owned();
        Some((alias, site))
    };
    Ok(found.into_iter().filter_map(named).collect())
}

fn replacing(details: SiteDetails) -> SiteAmendment {
    SiteAmendment {
        name: Some(details.name),
        alias: Some(details.alias),
        url: Some(details.url),
        domain: Some(details.domain),
    }
}
