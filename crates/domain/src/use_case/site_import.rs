//! Bringing sites in.

use std::collections::HashMap;

use async_trait::async_trait;

use super::gate::AccountWork;
use super::import::{Candidate, Importable, Plan, Seen};
use super::import_row::{Faults, check_site};
use super::{
    Answered, Caller, Error, FieldProblem, Import, ImportListener, ImportReport, Once, Portero,
    RowNote, RowOutcome, RowSource, SiteRecord,
};
use crate::id::AccountId;
use crate::model::{Action, Limits, Name, Site, SiteAmendment, SiteChange, SiteDetails};
use crate::policy::Permission;

/// Sites, as an import brings them in.
pub(super) struct Sites;

/// A row of a site on its way in.
type Row = Candidate<Option<SiteDetails>>;

#[async_trait]
impl Importable for Sites {
    type Record = SiteRecord;
    type Checked = Option<SiteDetails>;
    type Writing = Vec<SiteChange>;

    const NEEDED: Permission = Permission::SitesManage;
    const ACTION: Action = Action::SiteImport;
    const MANY: &'static str = "sites";

    fn limit(limits: &Limits) -> u32 {
        limits.sites_per_account
    }

    fn check(
        portero: &Portero,
        seen: &mut Seen,
        record: &SiteRecord,
        faults: &mut Faults,
    ) -> Option<SiteDetails> {
        let checked = check_site(record, faults);
        let alias = checked.as_ref().and_then(|details| details.alias.as_ref());
        if alias.is_some_and(|alias| !seen.is_first(portero, alias.as_str())) {
            faults.refuse("alias", FieldProblem::Taken);
        }
        checked
    }

    fn sites_named(_: &Option<SiteDetails>) -> usize {
        0
    }

    async fn count(work: &mut AccountWork) -> Result<u64, Error> {
        Ok(work.unit.sites().count(work.account.id).await?)
    }

    async fn plan(
        portero: &Portero,
        work: &mut AccountWork,
        import: Import,
        rows: Vec<Row>,
    ) -> Result<Plan<Vec<SiteChange>>, Error> {
        let mut known = known_by_alias(work, &rows).await?;
        let mut plan: Plan<Vec<SiteChange>> = Plan::default();
        for Candidate { row, checked, mut faults } in rows {
            let alias = checked.as_ref().and_then(|details| details.alias.as_ref());
            let existing = alias.and_then(|alias| known.remove(alias.as_str()));
            if existing.is_some() && !import.may_amend {
                faults.refuse("alias", FieldProblem::Taken);
            }
            let outcome = match (faults.done(checked), existing) {
                (Err(fields), _) => RowOutcome::Refused(fields),
                (Ok(details), Some(site)) => match site.amend(replacing(details)).changed() {
                    Some(change) => {
                        plan.writing.push(change);
                        RowOutcome::Amend
                    }
                    None => RowOutcome::Unchanged,
                },
                (Ok(details), None) => {
                    let (id, account) = (portero.new_site_id(), work.account.id);
                    plan.writing.push(Site::create(id, account, details, work.now));
                    RowOutcome::Create
                }
            };
            plan.notes.push(RowNote { row, outcome });
        }
        Ok(plan)
    }

    async fn write(work: &mut AccountWork, changes: Vec<SiteChange>) -> Result<(), Error> {
        if !changes.is_empty() {
            work.unit.sites().save_all(changes).await?;
        }
        Ok(())
    }
}

impl Portero {
    /// Whether someone may begin to bring sites in, before anything of it is read.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn may_import_sites(&self, caller: &Caller, account: AccountId) -> Result<(), Error> {
        self.visit(caller, account, Sites::NEEDED).await.map(drop)
    }

    /// Brings sites in. A row whose alias a site of the account has is refused, unless the import may
    /// amend: then it replaces name, URL and domain. A row without an alias makes a site each time.
    /// All rows are rehearsed; then every one of them is written, in one unit of work, or none.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Capacity`], [`Error::IdempotencyKeyReused`];
    /// [`Error::Invalid`] for too many rows; [`Error::ImportRefused`] naming rows and fields, unless
    /// it is a dry run
    pub async fn import_sites(
        &self,
        by: (&Caller, AccountId),
        import: Import,
        source: &mut dyn RowSource<SiteRecord>,
        listener: &mut dyn ImportListener,
        once: Once<'_, ImportReport>,
    ) -> Result<Answered<ImportReport>, Error> {
        self.import::<Sites>(by, import, source, listener, once).await
    }
}

/// The sites that the aliases of a chunk name.
async fn known_by_alias(
    work: &mut AccountWork,
    rows: &[Row],
) -> Result<HashMap<String, Site>, Error> {
    let details = rows.iter().filter_map(|row| row.checked.as_ref());
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
