//! Bringing clients in, with the sites that they are to have.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;

use super::gate::AccountWork;
use super::import::{Candidate, Importable, Plan, Seen};
use super::import_row::{CheckedClient, CheckedShare, Faults, check_client};
use super::{
    Answered, Caller, ClientRecord, Error, FieldProblem, Import, ImportListener, ImportReport,
    InvalidField, Once, Portero, RowFault, RowNote, RowOutcome, RowSource,
};
use crate::id::{AccountId, ClientId, SiteId};
use crate::model::{
    Action, Client, ClientChange, ClientEvent, EmailAddress, LackingPermissions, Limits,
    SiteAssignment, SiteAssignmentChange, Transition,
};
use crate::policy::{Excess, Permission, SitePermissionSet, may_give_on_site};

/// What the account has of the clients and sites that a chunk names.
#[derive(Default)]
struct Known {
    clients: HashMap<EmailAddress, Client>,
    ids: HashSet<SiteId>,
    aliases: HashMap<String, SiteId>,
    assignments: HashMap<(ClientId, SiteId), SiteAssignment>,
}

impl Known {
    fn site(&self, share: &CheckedShare) -> Option<SiteId> {
        let by_id = share.id().filter(|id| self.ids.contains(id));
        self.aliases.get(&share.site).copied().or(by_id)
    }

    /// The sites that rows name for clients who are there.
    fn pairs(&self, rows: &[Row]) -> Vec<(ClientId, SiteId)> {
        let of_row = |row: &Row| {
            let client = row.checked.email.as_ref().and_then(|email| self.clients.get(email));
            let pair = |client: &Client| {
                let sites = row.checked.sites.iter().filter_map(|share| self.site(share));
                sites.map(|site| (client.id, site)).collect::<Vec<_>>()
            };
            client.map(pair).unwrap_or_default()
        };
        rows.iter().flat_map(of_row).collect()
    }
}

/// A site that a row names and the account has, with its place in the row.
struct ResolvedShare {
    place: usize,
    site: SiteId,
    permissions: SitePermissionSet,
}

/// What is to be written for a chunk. One client may change several times: the first changes of all
/// come before the second ones.
#[derive(Default)]
pub(super) struct Writing {
    clients: Vec<Vec<ClientChange>>,
    assignments: Vec<SiteAssignmentChange>,
}

impl Writing {
    fn put(&mut self, turn: usize, change: ClientChange) {
        if self.clients.len() <= turn {
            self.clients.resize_with(turn + 1, Vec::new);
        }
        self.clients[turn].push(change);
    }
}

/// Clients, as an import brings them in.
pub(super) struct Clients;

/// A row of a client on its way in.
type Row = Candidate<CheckedClient>;

#[async_trait]
impl Importable for Clients {
    type Record = ClientRecord;
    type Checked = CheckedClient;
    type Writing = Writing;

    const NEEDED: Permission = Permission::ClientsManage;
    const ACTION: Action = Action::ClientImport;
    const MANY: &'static str = "clients";

    fn limit(limits: &Limits) -> u32 {
        limits.clients_per_account
    }

    fn check(
        portero: &Portero,
        seen: &mut Seen,
        record: &ClientRecord,
        faults: &mut Faults,
    ) -> CheckedClient {
        let most = portero.limits.sites_per_client as usize;
        let checked = check_client(record, most, faults, |text| portero.parse_address(text));
        if let Some(email) = &checked.email
            && !seen.is_first(portero, email.canonical())
        {
            faults.refuse("email", FieldProblem::Taken);
        }
        checked
    }

    fn sites_named(checked: &CheckedClient) -> usize {
        checked.sites.len()
    }

    async fn count(work: &mut AccountWork) -> Result<u64, Error> {
        Ok(work.unit.clients().count(work.account.id).await?)
    }

    async fn plan(
        portero: &Portero,
        work: &mut AccountWork,
        import: Import,
        rows: Vec<Row>,
    ) -> Result<Plan<Writing>, Error> {
        let mut known = look_up(work, &rows).await?;
        let mut plan = Plan::default();
        for candidate in rows {
            let row = candidate.row;
            let planned = portero.plan_row(work, import, candidate, &mut known, &mut plan);
            let outcome = planned.unwrap_or_else(RowOutcome::Refused);
            plan.notes.push(RowNote { row, outcome });
        }
        Ok(plan)
    }

    async fn write(work: &mut AccountWork, writing: Writing) -> Result<(), Error> {
        for changes in writing.clients {
            work.unit.clients().save_all(changes).await?;
        }
        if !writing.assignments.is_empty() {
            work.unit.assignments().save_all(writing.assignments).await?;
        }
        Ok(())
    }
}

impl Portero {
    /// Whether someone may begin to bring clients in, before anything of it is read.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn may_import_clients(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<(), Error> {
        self.visit(caller, account, Clients::NEEDED).await.map(drop)
    }

    /// Brings clients in, with the sites that they are to have. A row whose e-mail a client of the
    /// account has is refused, unless the import may amend: then it replaces the details, and adds or
    /// replaces sites. All rows are rehearsed; then every one of them is written, in one unit of work,
    /// or none.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::Capacity`], [`Error::IdempotencyKeyReused`];
    /// [`Error::Invalid`] for too many rows; [`Error::ImportRefused`] naming rows and fields, unless it
    /// is a dry run. A row that would give what is not the importer's to give is refused like any
    /// other; the attempt is on record once.
    pub async fn import_clients(
        &self,
        by: (&Caller, AccountId),
        import: Import,
        source: &mut dyn RowSource<ClientRecord>,
        listener: &mut dyn ImportListener,
        once: Once<'_, ImportReport>,
    ) -> Result<Answered<ImportReport>, Error> {
        self.import::<Clients>(by, import, source, listener, once).await
    }

    fn plan_row(
        &self,
        work: &AccountWork,
        import: Import,
        row: Row,
        known: &mut Known,
        plan: &mut Plan<Writing>,
    ) -> Result<RowOutcome, Vec<InvalidField>> {
        let Candidate { checked: CheckedClient { email, details, sites }, mut faults, .. } = row;
        let existing = email.as_ref().and_then(|email| known.clients.remove(email));
        if existing.is_some() && !import.may_amend {
            faults.refuse("email", FieldProblem::Taken);
        }
        let shares = resolve(&sites, known, &mut faults);
        let id = existing.as_ref().map(|client| client.id);
        let beyond = refuse_excess(work, id, &shares, known, &mut faults);
        plan.beyond = plan.beyond.or(beyond);
        let (email, details) = faults.done(email.zip(details))?;
        let is_new = existing.is_none();
        let mut changes = Vec::new();
        let client = match existing {
            None => {
                let (id, account) = (self.new_client_id(), work.account.id);
                let change = Client::create(id, account, email, details, work.now);
                let client = change.aggregate().clone();
                changes.push(change);
                client
            }
            Some(client) => follow(client.amend(details.as_amendment()), &mut changes),
        };
        let assignments = self.assign(work, client, shares, known, &mut changes)?;
        let outcome = match (is_new, changes.is_empty() && assignments.is_empty()) {
            (true, _) => RowOutcome::Create,
            (false, true) => RowOutcome::Unchanged,
            (false, false) => RowOutcome::Amend,
        };
        for (turn, change) in changes.into_iter().enumerate() {
            plan.writing.put(turn, change);
        }
        plan.writing.assignments.extend(assignments);
        Ok(outcome)
    }

    /// Assigns sites to a client of a row, and adds how the client changes by it.
    fn assign(
        &self,
        work: &AccountWork,
        mut client: Client,
        shares: Vec<ResolvedShare>,
        known: &mut Known,
        changes: &mut Vec<ClientChange>,
    ) -> Result<Vec<SiteAssignmentChange>, Vec<InvalidField>> {
        let lacking = |refusal: LackingPermissions| refuse_sites(refusal.into());
        let mut assignments = Vec::new();
        for ResolvedShare { site, permissions, .. } in shares {
            if let Some(assigned) = known.assignments.remove(&(client.id, site)) {
                assignments.extend(assigned.replace(permissions).map_err(lacking)?.changed());
                continue;
            }
            if client.site_count >= self.limits.sites_per_client {
                let limit = self.limits.sites_per_client as usize;
                return Err(refuse_sites(FieldProblem::MoreThan { limit }));
            }
            let of = (work.account.id, client.id);
            let change =
                SiteAssignment::assign(of, site, permissions, work.now).map_err(lacking)?;
            let gained = client.gain_site(change.aggregate());
            client = gained.aggregate().clone();
            changes.push(gained);
            assignments.push(change);
        }
        Ok(assignments)
    }
}

fn refuse_sites(problem: FieldProblem) -> Vec<InvalidField> {
    vec![InvalidField { field: "sites".to_owned(), problem }]
}

/// Finds the sites that a row names: every one that is not there is named.
fn resolve(shares: &[CheckedShare], known: &Known, faults: &mut Faults) -> Vec<ResolvedShare> {
    let mut resolved = Vec::with_capacity(shares.len());
    let mut so_far = HashSet::with_capacity(shares.len());
    for (place, share) in shares.iter().enumerate() {
        match known.site(share) {
            None => faults.refuse_name(&format!("sites[{place}].site"), &share.site),
            Some(site) if !so_far.insert(site) => {
                let problem = FieldProblem::Row(RowFault::Repeated);
                faults.refuse(&format!("sites[{place}].site"), problem);
            }
            Some(site) => {
                resolved.push(ResolvedShare { place, site, permissions: share.permissions });
            }
        }
    }
    resolved
}

/// Refuses, share by share, what is not the importer's to give: a permission that the client does not
/// have yet. The first of those that the importer lacks for it is told.
fn refuse_excess(
    work: &AccountWork,
    client: Option<ClientId>,
    shares: &[ResolvedShare],
    known: &Known,
    faults: &mut Faults,
) -> Option<Permission> {
    let mut beyond = None;
    for ResolvedShare { place, site, permissions } in shares {
        let assigned = client.and_then(|client| known.assignments.get(&(client, *site)));
        let had = assigned.map_or(SitePermissionSet::EMPTY, |one| one.permissions);
        if let Err(refusal) = may_give_on_site(&work.standing, permissions.difference(had)) {
            let field = format!("sites[{place}].permissions");
            let refused = Error::OfferRefused(refusal);
            beyond = beyond.or_else(|| refused.excess().and_then(Excess::first));
            faults.refuse(&field, FieldProblem::Offer(refusal));
        }
    }
    beyond
}

/// Looks up, in a few statements, what a chunk names, and no more than that: a client may have many
/// sites beside.
async fn look_up(work: &mut AccountWork, rows: &[Row]) -> Result<Known, Error> {
    let account = work.account.id;
    let emails: Vec<EmailAddress> =
        rows.iter().filter_map(|row| row.checked.email.clone()).collect();
    let shares = || rows.iter().flat_map(|row| row.checked.sites.iter());
    let aliases: HashSet<String> = shares().map(|share| share.site.clone()).collect();
    let ids: HashSet<SiteId> = shares().filter_map(CheckedShare::id).collect();
    let (aliases, ids): (Vec<String>, Vec<SiteId>) =
        (aliases.into_iter().collect(), ids.into_iter().collect());
    let unit = &mut work.unit;
    let mut known = Known::default();
    if !emails.is_empty() {
        let found = unit.clients().find_by_emails(account, &emails).await?;
        known.clients = found.into_iter().map(|one| (one.email.clone(), one)).collect();
    }
    if !aliases.is_empty() {
        let found = unit.sites().find_by_aliases(account, &aliases).await?;
        let by_alias = found.into_iter().filter_map(|site| {
            site.details.alias.map(|alias| (alias.as_str().to_owned(), site.id))
        });
        known.aliases = by_alias.collect();
    }
    if !ids.is_empty() {
        let found = unit.sites().find_all(account, &ids).await?;
        known.ids = found.into_iter().map(|site| site.id).collect();
    }
    let asked = known.pairs(rows);
    if !asked.is_empty() {
        let found = unit.assignments().find_all(account, &asked).await?;
        known.assignments =
            found.into_iter().map(|one| ((one.client_id, one.site_id), one)).collect();
    }
    Ok(known)
}

/// The aggregate after a transition, whose change, if there is one, is to be written.
fn follow(transition: Transition<Client, ClientEvent>, changes: &mut Vec<ClientChange>) -> Client {
    let client = transition.aggregate().clone();
    changes.extend(transition.changed());
    client
}
