//! Importing: all or nothing, each row told, nothing written that was only rehearsed.

use portero_domain::model::{ClientAccess, ClientChange, SiteAssignmentChange};
use portero_domain::policy::{Role, SitePermission, SitePermissionSet};
use portero_domain::port::MockUnitOfWork;
use portero_domain::use_case::{
    ClientRecord, Error, FieldProblem, Import, ImportNote, ImportReport, ReadRow, RowOutcome,
    SiteRecord, SiteShare,
};

use crate::client_given::{SITE, actions, client, committed, site, unit_of};
use crate::stage::{Stage, account, caller, user};

fn record(number: u64) -> ClientRecord {
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

/// What an import did.
struct Imported {
    result: Result<ImportReport, Error>,
    clients: Vec<Vec<ClientChange>>,
    assignments: Vec<SiteAssignmentChange>,
    notes: Vec<ImportNote>,
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
    unit.assignments.expect_find_of_clients().returning(|_, _| Ok(Vec::new()));
    unit
}

async fn import(
    mut unit: MockUnitOfWork,
    how: Import,
    rows: impl Iterator<Item = ClientRecord> + Send,
) -> Imported {
    let (sender, clients) = std::sync::mpsc::channel();
    unit.clients.expect_save_all().returning(move |changes| {
        sender.send(changes).expect("the test listens");
        Ok(())
    });
    let (sender, assignments) = std::sync::mpsc::channel();
    unit.assignments.expect_save_all().returning(move |changes| {
        sender.send(changes).expect("the test listens");
        Ok(())
    });
    let records = committed(&mut unit);
    let mut stage = Stage::new().beginning(unit);
    stage.store.expect_record_refusal().returning(|_, _, _| Ok(()));
    let portero = stage.portero();
    let mut rows = (1..).zip(rows).map(|(row, record)| ReadRow { row, record: Ok(record) });
    let mut notes = Vec::new();
    let ana = caller(&user(1, "ana@a.es"));
    let mut tell = |note| notes.push(note);
    let result = portero.import_clients(&ana, account().id, how, &mut rows, &mut tell).await;
    Imported {
        result,
        clients: clients.try_iter().collect(),
        assignments: assignments.try_iter().flatten().collect(),
        notes,
        was_committed: records.try_recv().is_ok(),
    }
}

const FOR_REAL: Import = Import { is_dry_run: false, may_amend: false };
const REHEARSAL: Import = Import { is_dry_run: true, may_amend: false };

#[tokio::test]
async fn clients_come_in_with_their_sites_in_one_commit() {
    let rows = [with_site(1, "hotel-sol", "BLOG"), with_site(2, &SITE.to_string(), "blog")];

    let done = import(unit(Role::Administrator, false), FOR_REAL, rows.into_iter()).await;

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

    let done = import(unit(Role::Administrator, false), FOR_REAL, rows.into_iter()).await;

    let Err(Error::ImportRefused(refused)) = done.result else { panic!("{:?}", done.result) };
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].row, 2);
    let fields: Vec<&str> = refused[0].fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["first_name", "sites[0].permissions"]);
    assert!(done.clients.is_empty());
    assert!(!done.was_committed, "not committed");
}

#[tokio::test]
async fn a_bad_row_in_a_later_chunk_undoes_the_chunks_before() {
    let mut rows: Vec<ClientRecord> = (1..=600).map(record).collect();
    rows[599].email = "client1@c.es".to_owned();

    let done = import(unit(Role::Administrator, false), FOR_REAL, rows.into_iter()).await;

    let Err(Error::ImportRefused(refused)) = done.result else { panic!("{:?}", done.result) };
    assert_eq!(refused[0].row, 600);
    assert_eq!(refused[0].fields[0].problem, FieldProblem::Taken);
    assert!(!done.was_committed, "not committed");
}

#[tokio::test]
async fn a_rehearsal_tells_each_row_and_writes_nothing() {
    let rows = [record(1), record(2), with_site(3, "nowhere", "blog")];

    let done = import(unit(Role::Administrator, true), REHEARSAL, rows.into_iter()).await;

    let report = done.result.expect("told");
    assert_eq!((report.created, report.refused), (1, 2));
    assert!(done.clients.is_empty() && done.assignments.is_empty());
    assert!(!done.was_committed, "not committed");
    let outcomes: Vec<bool> = done
        .notes
        .iter()
        .filter_map(|note| match note {
            ImportNote::Row { outcome, .. } => Some(*outcome == RowOutcome::Create),
            ImportNote::Progress { .. } => None,
        })
        .collect();
    assert_eq!(outcomes, [false, true, false]);
}

#[tokio::test]
async fn an_import_that_may_amend_tells_what_changes_from_what_stays() {
    let mut same = record(1);
    (same.first_name, same.last_name) = ("Carla".to_owned(), "García".to_owned());
    let may_amend = Import { may_amend: true, ..FOR_REAL };

    let unchanged = import(unit(Role::Administrator, true), may_amend, [same].into_iter()).await;
    let amended = import(unit(Role::Administrator, true), may_amend, [record(1)].into_iter()).await;

    let (unchanged_report, amended_report) =
        (unchanged.result.expect("imported"), amended.result.expect("imported"));
    assert_eq!((unchanged_report.unchanged, amended_report.amended), (1, 1));
    assert!(!unchanged.was_committed, "nothing to commit");
    assert!(amended.was_committed);
}

#[tokio::test]
async fn rows_are_held_a_chunk_at_a_time_and_progress_is_told_after_each() {
    let read = std::sync::atomic::AtomicU64::new(0);
    let rows = (1..=1_200).map(|number| {
        read.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        record(number)
    });

    let done = import(unit(Role::Administrator, false), FOR_REAL, rows).await;

    let progress: Vec<u64> = done
        .notes
        .iter()
        .filter_map(|note| match note {
            ImportNote::Progress { rows } => Some(*rows),
            ImportNote::Row { .. } => None,
        })
        .collect();
    assert_eq!(progress, [500, 1_000, 1_200]);
    let sizes: Vec<usize> = done.clients.iter().map(Vec::len).collect();
    assert_eq!(sizes, [500, 500, 200]);
    assert_eq!(read.into_inner(), 1_200);
}

#[tokio::test]
async fn whoever_may_not_manage_clients_imports_nothing() {
    let mut unit = unit_of(Role::Finance);
    unit.on_commit = None;
    let mut stage = Stage::new().beginning(unit);
    stage.store.expect_record_refusal().times(1).returning(|_, _, _| Ok(()));
    stage.directory.expect_members().returning(|_, _, _, _| Ok(Vec::new()));
    let ana = caller(&user(1, "ana@a.es"));
    let mut rows = std::iter::empty();

    let portero = stage.portero();
    let refused =
        portero.import_clients(&ana, account().id, FOR_REAL, &mut rows, &mut |_| ()).await;

    assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
}

#[tokio::test]
async fn sites_come_in_and_an_alias_that_is_taken_is_named() {
    let mut unit = unit_of(Role::Administrator);
    unit.sites.expect_count().returning(|_| Ok(0));
    unit.sites.expect_find_by_aliases().returning(|_, _| Ok(vec![site()]));
    let portero = Stage::new().beginning(unit).portero();
    let row = |alias: &str| SiteRecord {
        name: "Hotel Luna".to_owned(),
        alias: alias.to_owned(),
        ..SiteRecord::default()
    };
    let rows = [row("luna"), row("hotel-sol"), row("luna")];
    let mut rows = (1..).zip(rows).map(|(row, record)| ReadRow { row, record: Ok(record) });
    let ana = caller(&user(1, "ana@a.es"));

    let refused = portero.import_sites(&ana, account().id, FOR_REAL, &mut rows, &mut |_| ()).await;

    let Err(Error::ImportRefused(refused)) = refused else { panic!("{refused:?}") };
    let places: Vec<(u64, &str)> =
        refused.iter().map(|one| (one.row, one.fields[0].field.as_str())).collect();
    assert_eq!(places, [(2, "alias"), (3, "alias")]);
}

#[tokio::test]
async fn sites_that_come_in_are_one_entry_on_the_trail() {
    let mut unit = unit_of(Role::Administrator);
    unit.sites.expect_count().returning(|_| Ok(0));
    unit.sites.expect_save_all().times(1).returning(|_| Ok(()));
    let records = committed(&mut unit);
    let portero = Stage::new().beginning(unit).portero();
    let record = SiteRecord { name: "Hotel Luna".to_owned(), ..SiteRecord::default() };
    let mut rows = std::iter::once(ReadRow { row: 1, record: Ok(record) });
    let ana = caller(&user(1, "ana@a.es"));

    let done = portero.import_sites(&ana, account().id, FOR_REAL, &mut rows, &mut |_| ()).await;

    assert_eq!(done.expect("imported").created, 1);
    assert_eq!(actions(&records), ["site.import"]);
}
