//! Importing: all or nothing, each row told, nothing written that was only rehearsed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;

use portero_domain::model::{AuditTrail, ClientAccess, ClientChange, SiteAssignmentChange};
use portero_domain::policy::{Role, SitePermission, SitePermissionSet};
use portero_domain::port::{KeptAnswer, MockUnitOfWork};
use portero_domain::use_case::{
    Answered, ClientRecord, Error, FieldProblem, Import, ImportListener, ImportReport,
    InvalidField, Once, ReadRow, RowFault, RowNote, RowOutcome, RowSource, SiteRecord, SiteShare,
};

use crate::client_given::{SITE, actions, client, committed, site, unit_of};
use crate::stage::{Stage, account, caller, user};

pub fn record(number: u64) -> ClientRecord {
    ClientRecord {
        email: format!("client{number}@c.es"),
        first_name: "Eva".to_owned(),
        last_name: "Ruiz".to_owned(),
        ..ClientRecord::default()
    }
}

fn with_site(number: u64, site: &str, permission: &str) -> ClientRecord {
    let share = SiteShare { site: site.to_owned(), permissions: vec![permission.to_owned()] };
    ClientRecord { sites: vec![share], ..record(number) }
}

/// Rows in memory, with how many were read so far.
struct Given<Record> {
    records: Vec<Record>,
    faults: Vec<InvalidField>,
    read: Arc<AtomicU64>,
}

impl<Record> Given<Record> {
    fn of(records: impl IntoIterator<Item = Record>) -> Self {
        Self { records: records.into_iter().collect(), faults: Vec::new(), read: Arc::default() }
    }
}

impl<Record: Clone + Send + Sync> RowSource<Record> for Given<Record> {
    fn rows(&mut self) -> Box<dyn Iterator<Item = ReadRow<Record>> + Send + '_> {
        self.read.store(0, Ordering::Relaxed);
        let rows = (1..).zip(&self.records);
        Box::new(rows.map(|(row, record)| {
            self.read.store(row, Ordering::Relaxed);
            ReadRow { row, record: record.clone(), faults: self.faults.clone() }
        }))
    }
}

/// What an import told, and how it stood each time.
#[derive(Default)]
pub struct Heard {
    notes: Vec<RowNote>,
    pub checked: Vec<u64>,
    written: Vec<u64>,
    read_by_then: Vec<u64>,
    held_meanwhile: Vec<usize>,
    read: Arc<AtomicU64>,
    units: Arc<()>,
}

#[async_trait::async_trait]
impl ImportListener for Heard {
    async fn checked(&mut self, notes: Vec<RowNote>, rows: u64) {
        self.notes.extend(notes);
        self.checked.push(rows);
        self.read_by_then.push(self.read.load(Ordering::Relaxed));
        // One is here, and one is where units are made.
        self.held_meanwhile.push(Arc::strong_count(&self.units) - 2);
    }

    fn written(&mut self, rows: u64) {
        self.written.push(rows);
    }
}

/// What an import did.
pub struct Imported {
    pub result: Result<ImportReport, Error>,
    clients: Vec<Vec<ClientChange>>,
    assignments: Vec<SiteAssignmentChange>,
    pub heard: Heard,
    was_committed: bool,
}

/// A unit of work whose account has the site and, at the first address, a client.
fn unit(role: Role, has_first: bool) -> MockUnitOfWork {
    let mut unit = unit_of(role);
    unit.clients.expect_count().returning(|_| Ok(0));
    unit.clients.expect_find_by_emails().returning(move |_, emails| {
        let mut first = client(ClientAccess::None);
        first.email = crate::stage::address("client1@c.es");
        Ok(emails
            .iter()
            .filter(|_| has_first)
            .find(|email| **email == first.email)
            .map(|_| first.clone())
            .into_iter()
            .collect())
    });
    unit.sites.expect_find_by_aliases().returning(|_, aliases| {
        let is_named = aliases.iter().any(|alias| alias == "hotel-sol");
        Ok(is_named.then(site).into_iter().collect())
    });
    unit.sites
        .expect_find_all()
        .returning(|_, ids| Ok(ids.contains(&SITE).then(site).into_iter().collect()));
    unit.assignments.expect_find_all().returning(|_, _| Ok(Vec::new()));
    unit
}

pub async fn import(
    (role, has_first): (Role, bool),
    how: Import,
    rows: impl IntoIterator<Item = ClientRecord>,
) -> Imported {
    import_given((role, has_first), how, Given::of(rows)).await
}

async fn import_given(
    (role, has_first): (Role, bool),
    how: Import,
    mut given: Given<ClientRecord>,
) -> Imported {
    let (client_sender, clients) = channel();
    let (assignment_sender, assignments) = channel();
    let (commit_sender, commits) = channel();
    let units = Arc::new(());
    let alive = Arc::clone(&units);
    let make = move || {
        let mut unit = unit(role, has_first);
        let (clients, assignments) = (client_sender.clone(), assignment_sender.clone());
        unit.clients.expect_save_all().returning(move |changes| {
            clients.send(changes).expect("the test listens");
            Ok(())
        });
        unit.assignments.expect_save_all().returning(move |changes| {
            assignments.send(changes).expect("the test listens");
            Ok(())
        });
        let (commits, alive) = (commit_sender.clone(), Arc::clone(&alive));
        unit.on_commit = Some(Box::new(move |_: AuditTrail| {
            // Held as long as the unit is.
            drop(Arc::clone(&alive));
            commits.send(()).expect("the test listens");
            Ok(())
        }));
        unit
    };
    let mut stage = Stage::new().beginning_each(make);
    stage.store.expect_record_refusal().returning(|_, _, _| Ok(()));
    let portero = stage.portero();
    let mut heard = Heard { read: Arc::clone(&given.read), units, ..Heard::default() };
    let ana = caller(&user(1, "ana@a.es"));
    let by = (&ana, account().id);
    let result = portero.import_clients(by, how, &mut given, &mut heard, Once::each_time()).await;
    let result = result.map(|answered| match answered {
        Answered::Now(report) => report,
        Answered::Before(answer) => panic!("nothing came before: {answer}"),
    });
    Imported {
        result,
        clients: clients.try_iter().collect(),
        assignments: assignments.try_iter().flatten().collect(),
        heard,
        was_committed: commits.try_recv().is_ok(),
    }
}

const FOR_REAL: Import = Import { is_dry_run: false, may_amend: false };
pub const REHEARSAL: Import = Import { is_dry_run: true, may_amend: false };

#[tokio::test]
async fn clients_come_in_with_their_sites_in_one_commit() {
    let rows = [with_site(1, "hotel-sol", "BLOG"), with_site(2, &SITE.to_string(), "blog")];

    let done = import((Role::Administrator, false), FOR_REAL, rows).await;

    let report = done.result.expect("imported");
    assert_eq!((report.rows, report.created, report.refused), (2, 2, 0));
    let blog = SitePermissionSet::of(&[SitePermission::Blog]);
    assert!(done.assignments.iter().all(|change| change.aggregate().permissions == blog));
    assert_eq!(done.assignments.len(), 2);
    let last = done.clients.last().expect("two turns");
    assert!(last.iter().all(|change| change.aggregate().site_count == 1));
    assert!(done.was_committed, "committed");
}

#[tokio::test]
async fn one_bad_row_in_the_middle_and_nothing_stays() {
    let mut bad = with_site(2, "nowhere", "seo");
    bad.first_name = " ".to_owned();
    let rows = [record(1), bad, record(3)];

    let done = import((Role::Administrator, false), FOR_REAL, rows).await;

    let Err(Error::ImportRefused(refused)) = done.result else { panic!("{:?}", done.result) };
    assert_eq!((refused.rows, refused.refused), (3, 1));
    let [refused] = &refused.refused_rows[..] else { panic!("{refused:?}") };
    assert_eq!(refused.row, 2);
    let fields: Vec<&str> = refused.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["first_name", "sites[0].permissions", "sites[0].site"], "all of them");
    assert!(done.clients.is_empty());
    assert!(!done.was_committed, "not committed");
}

#[tokio::test]
async fn a_bad_row_in_a_later_chunk_is_found_before_anything_is_written() {
    let mut rows: Vec<ClientRecord> = (1..=600).map(record).collect();
    rows[599].email = "client1@c.es".to_owned();

    let done = import((Role::Administrator, false), FOR_REAL, rows).await;

    let Err(Error::ImportRefused(refused)) = done.result else { panic!("{:?}", done.result) };
    assert_eq!(refused.refused_rows[0].row, 600);
    assert_eq!(refused.refused_rows[0].fields[0].problem, FieldProblem::Taken);
    assert!(done.clients.is_empty() && done.heard.written.is_empty(), "nothing was begun");
    assert!(!done.was_committed, "not committed");
}

#[tokio::test]
async fn a_rehearsal_tells_each_row_and_writes_nothing() {
    let rows = [record(1), record(2), with_site(3, "nowhere", "blog")];

    let done = import((Role::Administrator, true), REHEARSAL, rows).await;

    let report = done.result.expect("told");
    assert_eq!((report.created, report.refused), (1, 2));
    assert!(done.clients.is_empty() && done.assignments.is_empty());
    assert!(!done.was_committed, "not committed");
    let notes = done.heard.notes.iter();
    let outcomes: Vec<bool> = notes.map(|note| note.outcome == RowOutcome::Create).collect();
    assert_eq!(outcomes, [false, true, false]);
}

#[tokio::test]
async fn an_import_that_may_amend_tells_what_changes_from_what_stays() {
    let mut same = record(1);
    (same.first_name, same.last_name) = ("Carla".to_owned(), "García".to_owned());
    let may_amend = Import { may_amend: true, ..FOR_REAL };

    let unchanged = import((Role::Administrator, true), may_amend, [same]).await;
    let amended = import((Role::Administrator, true), may_amend, [record(1)]).await;

    let (unchanged_report, amended_report) =
        (unchanged.result.expect("imported"), amended.result.expect("imported"));
    assert_eq!((unchanged_report.unchanged, amended_report.amended), (1, 1));
    assert!(!unchanged.was_committed, "nothing to commit");
    assert!(amended.was_committed);
}

#[tokio::test]
async fn rows_are_held_a_chunk_at_a_time_and_no_unit_of_work_while_someone_listens() {
    let rows = || (1..=1_200).map(record);

    let told = import((Role::Administrator, false), REHEARSAL, rows()).await;
    let done = import((Role::Administrator, false), FOR_REAL, rows()).await;

    for imported in [&told, &done] {
        assert_eq!(imported.heard.checked, [500, 1_000, 1_200]);
        assert_eq!(imported.heard.read_by_then, [500, 1_000, 1_200]);
        assert_eq!(imported.heard.held_meanwhile, [0, 0, 0]);
    }
    assert!(told.heard.written.is_empty() && told.clients.is_empty());
    assert_eq!(done.heard.written, [500, 1_000, 1_200]);
    let sizes: Vec<usize> = done.clients.iter().map(Vec::len).collect();
    assert_eq!(sizes, [500, 500, 200]);
}

#[tokio::test]
async fn a_report_names_so_many_rows_and_says_that_there_are_more() {
    let mut nameless = record(1);
    nameless.first_name = String::new();

    let told = import((Role::Administrator, false), REHEARSAL, vec![nameless; 101]).await;

    let report = told.result.expect("told");
    assert_eq!((report.refused, report.refused_rows.len()), (101, ImportReport::MOST_NAMED));
    assert!(report.has_more_refused());
    assert_eq!(told.heard.notes.len(), 101, "whoever listens hears of each");
}

#[tokio::test]
async fn what_cannot_be_read_is_told_once_and_the_rest_of_its_row_too() {
    let mut given = Given::of([with_site(1, "nowhere", "blog")]);
    given.records[0].email = String::new();
    let formula = FieldProblem::Row(RowFault::Formula);
    given.faults = vec![InvalidField { field: "email".to_owned(), problem: formula.clone() }];

    let done = import_given((Role::Administrator, false), FOR_REAL, given).await;

    let Err(Error::ImportRefused(refused)) = done.result else { panic!("{:?}", done.result) };
    let fields = refused.refused_rows[0].fields.iter();
    let fields: Vec<_> = fields.map(|one| (one.field.as_str(), &one.problem)).collect();
    let nowhere = FieldProblem::NotThere { given: "nowhere".to_owned() };
    assert_eq!(fields, [("email", &formula), ("sites[0].site", &nowhere)]);
}

#[tokio::test]
async fn an_import_that_was_done_before_is_answered_as_it_was() {
    let make = || {
        let mut unit = unit_of(Role::Administrator);
        unit.answers.expect_find().returning(|_, _| {
            let answer = "as it was".to_owned();
            Ok(Some(KeptAnswer { request: [7; 32], answer, at: crate::stage::now() }))
        });
        unit
    };
    let portero = Stage::new().beginning_each(make).portero();
    let ana = caller(&user(1, "ana@a.es"));
    let render = |_: &ImportReport| String::new();
    let mut rows = Given::of([record(1)]);
    let mut again = async |body| {
        let once = Once::keyed("import".to_owned(), "key".to_owned(), body, &render);
        portero.import_clients((&ana, account().id), FOR_REAL, &mut rows, &mut (), once).await
    };

    assert_eq!(again([7; 32]).await, Ok(Answered::Before("as it was".to_owned())));
    assert_eq!(again([8; 32]).await, Err(Error::IdempotencyKeyReused));
}

#[tokio::test]
async fn whoever_may_not_manage_clients_imports_nothing() {
    let mut unit = unit_of(Role::Finance);
    unit.on_commit = None;
    let mut stage = Stage::new().beginning(unit);
    stage.store.expect_record_refusal().times(1).returning(|_, _, _| Ok(()));
    stage.directory.expect_members().returning(|_, _, _, _| Ok(Vec::new()));
    let ana = caller(&user(1, "ana@a.es"));
    let (by, mut rows) = ((&ana, account().id), Given::of([]));

    let portero = stage.portero();
    let once = Once::each_time();
    let refused = portero.import_clients(by, FOR_REAL, &mut rows, &mut (), once).await;

    assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
}

fn sites_unit() -> MockUnitOfWork {
    let mut unit = unit_of(Role::Administrator);
    unit.sites.expect_count().returning(|_| Ok(0));
    unit.sites.expect_find_by_aliases().returning(|_, _| Ok(vec![site()]));
    unit
}

#[tokio::test]
async fn sites_come_in_and_an_alias_that_is_taken_is_named() {
    let portero = Stage::new().beginning_each(sites_unit).portero();
    let row = |alias: &str| SiteRecord {
        name: "Hotel Luna".to_owned(),
        alias: alias.to_owned(),
        ..SiteRecord::default()
    };
    let mut rows = Given::of([row("luna"), row("hotel-sol"), row("luna")]);
    let ana = caller(&user(1, "ana@a.es"));
    let (by, once) = ((&ana, account().id), Once::each_time());

    let refused = portero.import_sites(by, FOR_REAL, &mut rows, &mut (), once).await;

    let Err(Error::ImportRefused(refused)) = refused else { panic!("{refused:?}") };
    let rows = refused.refused_rows.iter();
    let places: Vec<(u64, &str)> =
        rows.map(|one| (one.row, one.fields[0].field.as_str())).collect();
    assert_eq!(places, [(2, "alias"), (3, "alias")]);
}

#[tokio::test]
async fn sites_that_come_in_are_one_entry_on_the_trail() {
    let (sender, records) = channel();
    let make = move || {
        let mut unit = sites_unit();
        unit.sites.expect_save_all().returning(|_| Ok(()));
        let (own, sender) = (committed(&mut unit), sender.clone());
        let keep = unit.on_commit.take().expect("it is kept");
        unit.on_commit = Some(Box::new(move |trail| {
            keep(trail)?;
            sender.send(own.try_recv().expect("it was kept")).expect("the test listens");
            Ok(())
        }));
        unit
    };
    let portero = Stage::new().beginning_each(make).portero();
    let record = SiteRecord { name: "Hotel Luna".to_owned(), ..SiteRecord::default() };
    let (ana, mut rows) = (caller(&user(1, "ana@a.es")), Given::of([record]));
    let (by, once) = ((&ana, account().id), Once::each_time());

    let done = portero.import_sites(by, FOR_REAL, &mut rows, &mut (), once).await;

    let Ok(Answered::Now(report)) = done else { panic!("{done:?}") };
    assert_eq!(report.created, 1);
    assert_eq!(actions(&records), ["site.import"]);
    assert!(records.try_recv().is_err(), "and no other");
}
