//! Bringing clients in from elsewhere: all of them or none, in chunks, with a rehearsal that tells
//! row by row what would happen.

use std::collections::{HashMap, HashSet};

use super::gate::AccountWork;
use super::import_row::{CheckedClient, CheckedShare, Fields, Tally, check_client};
use super::{
    Caller, ClientRecord, Error, FieldProblem, Import, ImportNote, ImportReport, InvalidField,
    Portero, ReadRow, RowOutcome,
};
use crate::id::{AccountId, ClientId, SiteId};
use crate::model::{
    Action, AuditEntry, AuditObject, Client, ClientChange, EmailAddress, SiteAssignment,
    SiteAssignmentChange, Transition,
};
use crate::policy::{OfferRefusal, Permission, SitePermissionSet, may_give_on_site};

/// How many rows are worked on at a time: so many are held, and no more.
pub(super) const CHUNK: usize = 500;

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
}

/// What is to be written for a chunk. One client may change several times: the first changes of all
/// come before the second ones.
#[derive(Default)]
struct Writing {
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

/// Why a row comes to nothing: its fields are wrong, or it gives what is not the giver's.
enum RowRefusal {
    Fields(Vec<InvalidField>),
    Law(OfferRefusal),
}

impl Portero {
    /// Brings clients in, with the sites that they are to have. A row whose e-mail a client of the
    /// account has is refused, unless the import may amend: then it replaces the details, and adds or
    /// replaces sites. Either every row is written, in one unit of work, or none. What happens to
    /// each is told as it goes, and how far it has come after each chunk.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::OfferRefused`], [`Error::Capacity`];
    /// [`Error::ImportRefused`] naming rows and fields, unless it is a dry run
    pub async fn import_clients(
        &self,
        caller: &Caller,
        account: AccountId,
        import: Import,
        rows: &mut (dyn Iterator<Item = ReadRow<ClientRecord>> + Send),
        tell: &mut (dyn FnMut(ImportNote) + Send),
    ) -> Result<ImportReport, Error> {
        let needed = Permission::ClientsManage;
        let (mut work, permit) = self.enter_with(caller, account, needed).await?;
        let mut tally = Tally::default();
        let mut seen = HashSet::new();
        loop {
            let chunk: Vec<ReadRow<ClientRecord>> = rows.take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            self.count_rows(&mut tally, chunk.len())?;
            let checked = self.check_chunk(chunk, &mut seen);
            let known = look_up(&mut work, &checked).await?;
            let written = match self.plan(&work, import, checked, known, &mut tally, tell) {
                Ok(writing) => writing,
                Err(law) => {
                    let refusal = Error::OfferRefused(law);
                    return Err(self.turn_away_by_law(work, caller.actor(), needed, refusal).await);
                }
            };
            let limit = self.limits.clients_per_account;
            let room = work.unit.clients().count(account).await?;
            let pending = if import.is_dry_run { tally.report.created } else { written.created() };
            if room + pending > u64::from(limit) {
                return Err(Error::Capacity { of: "clients", limit });
            }
            if !import.is_dry_run && tally.is_clean() {
                write(&mut work, written).await?;
            }
            tell(ImportNote::Progress { rows: tally.report.rows });
        }
        let object = AuditObject::Account(account);
        let (origin, now) = (work.origin.clone(), work.now);
        let entry = AuditEntry::new(permit, Action::ClientImport, object, origin, now);
        finish(work, import, tally, entry).await
    }

    /// Counts rows before anything is done for them.
    pub(super) fn count_rows(&self, tally: &mut Tally, more: usize) -> Result<(), Error> {
        tally.report.rows += u64::try_from(more).unwrap_or(u64::MAX);
        let limit = self.limits.rows_per_import;
        if tally.report.rows <= u64::from(limit) {
            Ok(())
        } else {
            Err(Error::Capacity { of: "rows in one import", limit })
        }
    }

    /// Whether this is the first row of the import with a key. What is kept of each is half a hash.
    pub(super) fn is_first(&self, seen: &mut HashSet<[u8; 16]>, key: &str) -> bool {
        let mut half = [0; 16];
        half.copy_from_slice(&self.ports.digest.sha256(key.as_bytes())[..16]);
        seen.insert(half)
    }

    fn check_chunk(
        &self,
        chunk: Vec<ReadRow<ClientRecord>>,
        seen: &mut HashSet<[u8; 16]>,
    ) -> Vec<(u64, Result<CheckedClient, Vec<InvalidField>>)> {
        let check = |row: ReadRow<ClientRecord>| {
            let parse = |text: &str| self.parse_address(text);
            let checked = row.record.and_then(|record| check_client(&record, parse));
            let checked = checked.and_then(|client| {
                if self.is_first(seen, client.email.canonical()) {
                    Ok(client)
                } else {
                    Err(taken("email"))
                }
            });
            (row.row, checked)
        };
        chunk.into_iter().map(check).collect()
    }

    fn plan(
        &self,
        work: &AccountWork,
        import: Import,
        checked: Vec<(u64, Result<CheckedClient, Vec<InvalidField>>)>,
        mut known: Known,
        tally: &mut Tally,
        tell: &mut (dyn FnMut(ImportNote) + Send),
    ) -> Result<Writing, OfferRefusal> {
        let mut writing = Writing::default();
        for (row, checked) in checked {
            let planned = checked
                .map_err(RowRefusal::Fields)
                .and_then(|client| self.plan_row(work, import, client, &mut known, &mut writing));
            let outcome = match planned {
                Ok(outcome) => outcome,
                Err(RowRefusal::Fields(fields)) => RowOutcome::Refused(fields),
                Err(RowRefusal::Law(law)) => return Err(law),
            };
            tally.count(row, outcome, tell);
        }
        Ok(writing)
    }

    fn plan_row(
        &self,
        work: &AccountWork,
        import: Import,
        row: CheckedClient,
        known: &mut Known,
        writing: &mut Writing,
    ) -> Result<RowOutcome, RowRefusal> {
        let existing = known.clients.remove(&row.email);
        if existing.is_some() && !import.may_amend {
            return Err(RowRefusal::Fields(taken("email")));
        }
        let shares = resolve(&row.sites, known).map_err(RowRefusal::Fields)?;
        let is_new = existing.is_none();
        let mut changes = Vec::new();
        let mut client = match existing {
            None => {
                let (id, account) = (self.new_client_id(), work.account.id);
                let change = Client::create(id, account, row.email, row.details, work.now);
                let client = change.aggregate().clone();
                changes.push(change);
                client
            }
            Some(client) => follow(client.amend(row.details.as_amendment()), &mut changes),
        };
        let mut assignments = Vec::new();
        for (site, permissions) in shares {
            let assigned = known.assignments.remove(&(client.id, site));
            let had = assigned.as_ref().map_or(SitePermissionSet::EMPTY, |one| one.permissions);
            may_give_on_site(&work.standing, permissions.difference(had))
                .map_err(RowRefusal::Law)?;
            let lacking = |refusal: crate::model::LackingPermissions| {
                RowRefusal::Fields(refused("sites", refusal.into()))
            };
            if let Some(assigned) = assigned {
                assignments.extend(assigned.replace(permissions).map_err(lacking)?.changed());
                continue;
            }
            if client.site_count >= self.limits.sites_per_client {
                let limit = self.limits.sites_per_client as usize;
                let problem = FieldProblem::TooMany { given: limit + 1, limit };
                return Err(RowRefusal::Fields(refused("sites", problem)));
            }
            let of = (work.account.id, client.id);
            let change =
                SiteAssignment::assign(of, site, permissions, work.now).map_err(lacking)?;
            let gained = client.gain_site(change.aggregate());
            client = gained.aggregate().clone();
            changes.push(gained);
            assignments.push(change);
        }
        let outcome = match (is_new, changes.is_empty() && assignments.is_empty()) {
            (true, _) => RowOutcome::Create,
            (false, true) => RowOutcome::Unchanged,
            (false, false) => RowOutcome::Amend,
        };
        for (turn, change) in changes.into_iter().enumerate() {
            writing.put(turn, change);
        }
        writing.assignments.extend(assignments);
        Ok(outcome)
    }
}

impl Writing {
    fn created(&self) -> u64 {
        let first = self.clients.first().map_or(&[][..], Vec::as_slice);
        let is_new = |change: &&ClientChange| change.write() == crate::model::Write::Insert;
        first.iter().filter(is_new).count() as u64
    }
}

/// Finds the sites that a row names: every one that is not there is named.
fn resolve(
    shares: &[CheckedShare],
    known: &Known,
) -> Result<Vec<(SiteId, SitePermissionSet)>, Vec<InvalidField>> {
    let mut fields = Fields::default();
    let mut resolved: Vec<(SiteId, SitePermissionSet)> = Vec::with_capacity(shares.len());
    for (place, share) in shares.iter().enumerate() {
        let field = format!("sites[{place}].site");
        match known.site(share) {
            None => {
                fields.refuse(&field, FieldProblem::NotThere { given: share.site.clone() });
            }
            Some(site) if resolved.iter().any(|(other, _)| *other == site) => {
                fields.refuse(&field, FieldProblem::Taken);
            }
            Some(site) => resolved.push((site, share.permissions)),
        }
    }
    fields.done(Some(resolved))
}

/// Looks up, in four statements, what a chunk names.
async fn look_up(
    work: &mut AccountWork,
    checked: &[(u64, Result<CheckedClient, Vec<InvalidField>>)],
) -> Result<Known, Error> {
    let account = work.account.id;
    let rows: Vec<&CheckedClient> =
        checked.iter().filter_map(|(_, checked)| checked.as_ref().ok()).collect();
    let emails: Vec<EmailAddress> = rows.iter().map(|row| row.email.clone()).collect();
    let shares = || rows.iter().flat_map(|row| row.sites.iter());
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
    let clients: Vec<ClientId> = known.clients.values().map(|client| client.id).collect();
    if !clients.is_empty() {
        let found = unit.assignments().find_of_clients(account, &clients).await?;
        known.assignments =
            found.into_iter().map(|one| ((one.client_id, one.site_id), one)).collect();
    }
    Ok(known)
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

/// Commits an import of which every row was taken; of any other, nothing stays.
pub(super) async fn finish(
    work: AccountWork,
    import: Import,
    tally: Tally,
    entry: AuditEntry,
) -> Result<ImportReport, Error> {
    let Tally { report, refused } = tally;
    if import.is_dry_run {
        return Ok(report);
    }
    if !refused.is_empty() {
        return Err(Error::ImportRefused(refused));
    }
    if report.created + report.amended > 0 {
        let entry = entry.with("created", &report.created).with("amended", &report.amended);
        work.commit(entry).await?;
    }
    Ok(report)
}

/// The aggregate after a transition, whose change, if there is one, is to be written.
fn follow(
    transition: Transition<Client, crate::model::ClientEvent>,
    changes: &mut Vec<ClientChange>,
) -> Client {
    let client = transition.aggregate().clone();
    changes.extend(transition.changed());
    client
}

pub(super) fn refused(field: &str, problem: FieldProblem) -> Vec<InvalidField> {
    vec![InvalidField { field: field.to_owned(), problem }]
}

pub(super) fn taken(field: &str) -> Vec<InvalidField> {
    refused(field, FieldProblem::Taken)
}
