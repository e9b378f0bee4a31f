//! Bringing rows in from elsewhere: all of them or none. First comes a rehearsal, which looks each
//! chunk up and lets go again, so that nothing is held while anyone waits; then, if every row can be
//! taken, all of them are written in one unit of work.

use std::collections::HashSet;

use async_trait::async_trait;

use super::gate::AccountWork;
use super::import_row::Faults;
use super::{
    Answered, Caller, Error, FieldProblem, Import, ImportListener, ImportReport, Once, Portero,
    ReadRow, RowNote, RowOutcome, RowSource,
};
use crate::id::AccountId;
use crate::model::{Action, AuditEntry, AuditObject, Limits};
use crate::policy::Permission;

/// How many rows are worked on at a time: so many are held, and no more.
const CHUNK: usize = 500;

/// After how many sites that its rows name a chunk ends before that. The row that passes this is the
/// last, so that at most the sites of one row are held beside them.
const SITES_PER_CHUNK: usize = 2_000;

/// A row on its way in, with what is wrong with it so far.
pub(super) struct Candidate<Checked> {
    pub(super) row: u64,
    pub(super) checked: Checked,
    pub(super) faults: Faults,
}

/// What would happen to the rows of a chunk, and what has to be written for it.
#[derive(Default)]
pub(super) struct Plan<Writing> {
    pub(super) notes: Vec<RowNote>,
    pub(super) writing: Writing,
    /// What the first row that would give too much would give, which is not the importer's to give.
    pub(super) beyond: Option<Permission>,
}

impl<Writing> Plan<Writing> {
    fn created(&self) -> u64 {
        let created = self.notes.iter().filter(|note| note.outcome == RowOutcome::Create);
        created.count() as u64
    }
}

/// The keys of the rows so far. What is kept of each is half a hash.
#[derive(Default)]
pub(super) struct Seen(HashSet<[u8; 16]>);

impl Seen {
    /// Whether this is the first row of the import with a key.
    pub(super) fn is_first(&mut self, portero: &Portero, key: &str) -> bool {
        let mut half = [0; 16];
        half.copy_from_slice(&portero.ports.digest.sha256(key.as_bytes())[..16]);
        self.0.insert(half)
    }
}

/// What can be brought in: how its rows are checked, planned and written.
#[async_trait]
pub(super) trait Importable {
    /// A row as the source gives it.
    type Record: Send;
    /// A row that was checked but for what the account has.
    type Checked: Send;
    /// What is to be written for a chunk.
    type Writing: Send;

    /// What one must be allowed.
    const NEEDED: Permission;
    /// What goes on record.
    const ACTION: Action;
    /// What an account has of it, in many.
    const MANY: &'static str;

    /// How many an account may have.
    fn limit(limits: &Limits) -> u32;

    /// Checks all that a row says by itself, and against earlier rows.
    fn check(
        portero: &Portero,
        seen: &mut Seen,
        record: &Self::Record,
        faults: &mut Faults,
    ) -> Self::Checked;

    /// How many sites a row names.
    fn sites_named(checked: &Self::Checked) -> usize;

    /// How many the account has.
    async fn count(work: &mut AccountWork) -> Result<u64, Error>;

    /// Looks up what the rows of a chunk name, and tells what would happen to each.
    async fn plan(
        portero: &Portero,
        work: &mut AccountWork,
        import: Import,
        rows: Vec<Candidate<Self::Checked>>,
    ) -> Result<Plan<Self::Writing>, Error>;

    /// Writes a chunk.
    async fn write(work: &mut AccountWork, writing: Self::Writing) -> Result<(), Error>;
}

/// Rows as they come from a source.
type Rows<'a, Record> = dyn Iterator<Item = ReadRow<Record>> + Send + 'a;

/// Who imports what, and how.
#[derive(Clone, Copy)]
struct Task<'a> {
    caller: &'a Caller,
    account: AccountId,
    import: Import,
}

impl Portero {
    pub(super) async fn import<Of: Importable>(
        &self,
        (caller, account): (&Caller, AccountId),
        import: Import,
        source: &mut dyn RowSource<Of::Record>,
        listener: &mut dyn ImportListener,
        once: Once<'_, ImportReport>,
    ) -> Result<Answered<ImportReport>, Error> {
        let (mut work, _) = self.enter_with(caller, account, Of::NEEDED).await?;
        let given = self.answer_given(&mut *work.unit, caller.actor(), &once, work.now).await?;
        drop(work);
        if let Some(answer) = given {
            return Ok(Answered::Before(answer));
        }
        let task = Task { caller, account, import };
        let report = self.rehearse::<Of>(task, &mut *source.rows(), listener).await?;
        if import.is_dry_run {
            return Ok(Answered::Now(report));
        }
        if report.refused > 0 {
            return Err(Error::ImportRefused(Box::new(report)));
        }
        self.bring_in::<Of>(task, &mut *source.rows(), listener, &once).await
    }

    /// Tells what would happen, chunk by chunk, each in a unit of work that is dropped.
    async fn rehearse<Of: Importable>(
        &self,
        task: Task<'_>,
        rows: &mut Rows<'_, Of::Record>,
        listener: &mut dyn ImportListener,
    ) -> Result<ImportReport, Error> {
        let mut report = ImportReport::default();
        let mut seen = Seen::default();
        let mut is_on_record = false;
        while let Some(chunk) = self.next_chunk::<Of>(rows, &mut seen, &mut report)? {
            let (mut work, _) = self.enter_with(task.caller, task.account, Of::NEEDED).await?;
            let plan = Of::plan(self, &mut work, task.import, chunk).await?;
            report.count(&plan.notes);
            let room = self.require_room_for::<Of>(&mut work, report.created).await;
            if let Some(beyond) = plan.beyond
                && !is_on_record
            {
                self.record_beyond(work, task.caller.actor(), beyond).await?;
                is_on_record = true;
            } else {
                drop(work);
            }
            room?;
            listener.checked(plan.notes, report.rows).await;
        }
        Ok(report)
    }

    /// Checks every row again, where nobody else can change anything any more, and writes them all.
    async fn bring_in<Of: Importable>(
        &self,
        task: Task<'_>,
        rows: &mut Rows<'_, Of::Record>,
        listener: &mut dyn ImportListener,
        once: &Once<'_, ImportReport>,
    ) -> Result<Answered<ImportReport>, Error> {
        let actor = task.caller.actor();
        let (mut work, permit) = self.enter_with(task.caller, task.account, Of::NEEDED).await?;
        if let Some(answer) = self.answer_given(&mut *work.unit, actor, once, work.now).await? {
            return Ok(Answered::Before(answer));
        }
        let mut report = ImportReport::default();
        let mut seen = Seen::default();
        while let Some(chunk) = self.next_chunk::<Of>(rows, &mut seen, &mut report)? {
            let plan = Of::plan(self, &mut work, task.import, chunk).await?;
            report.count(&plan.notes);
            if report.refused > 0 {
                if let Some(beyond) = plan.beyond {
                    self.record_beyond(work, actor, beyond).await?;
                }
                return Err(Error::ImportRefused(Box::new(report)));
            }
            self.require_room_for::<Of>(&mut work, plan.created()).await?;
            Of::write(&mut work, plan.writing).await?;
            listener.written(report.rows);
        }
        if report.has_changes() {
            self.keep_answer(&mut *work.unit, actor, once, &report, work.now).await?;
            let object = AuditObject::Account(task.account);
            let (origin, now) = (work.origin.clone(), work.now);
            let entry = AuditEntry::new(permit, Of::ACTION, object, origin, now);
            let entry = entry.with("created", &report.created).with("amended", &report.amended);
            work.commit(entry).await?;
        }
        Ok(Answered::Now(report))
    }

    /// Reads and checks the next rows, and counts them before anything is done for them.
    fn next_chunk<Of: Importable>(
        &self,
        rows: &mut Rows<'_, Of::Record>,
        seen: &mut Seen,
        report: &mut ImportReport,
    ) -> Result<Option<Vec<Candidate<Of::Checked>>>, Error> {
        let candidate = |row: ReadRow<Of::Record>| {
            let mut faults = Faults::of(row.faults);
            let checked = Of::check(self, seen, &row.record, &mut faults);
            Candidate { row: row.row, checked, faults }
        };
        let mut candidates = rows.map(candidate);
        let (mut chunk, mut sites) = (Vec::new(), 0);
        while chunk.len() < CHUNK
            && sites < SITES_PER_CHUNK
            && let Some(row) = candidates.next()
        {
            sites += Of::sites_named(&row.checked);
            chunk.push(row);
        }
        report.rows += chunk.len() as u64;
        let limit = self.limits.rows_per_import as usize;
        if report.rows > limit as u64 {
            return Err(Error::invalid("rows", FieldProblem::MoreThan { limit }));
        }
        Ok((!chunk.is_empty()).then_some(chunk))
    }

    async fn require_room_for<Of: Importable>(
        &self,
        work: &mut AccountWork,
        more: u64,
    ) -> Result<(), Error> {
        let limit = Of::limit(&self.limits);
        if Of::count(work).await? + more > u64::from(limit) {
            return Err(Error::Capacity { of: Of::MANY, limit });
        }
        Ok(())
    }
}
