//! Importing clients with many sites: no more is held than one client may have, and a little beside.

use portero_domain::model::Limits;
use portero_domain::policy::Role;
use portero_domain::use_case::{ClientRecord, FieldProblem, InvalidField, RowFault, SiteShare};

use crate::client_given::SITE;
use crate::importing::{Imported, REHEARSAL, import, record};

/// A client with so many sites, none of which there is.
fn with_sites(number: u64, count: u32) -> ClientRecord {
    let share = |site| SiteShare { site: format!("site-{site}"), permissions: Vec::new() };
    ClientRecord { sites: (0..count).map(share).collect(), ..record(number) }
}

async fn rehearse(rows: impl IntoIterator<Item = ClientRecord>) -> Imported {
    import((Role::Administrator, false), REHEARSAL, rows).await
}

/// What is wrong with the only row.
async fn faults(row: ClientRecord) -> Vec<InvalidField> {
    let report = rehearse([row]).await.result.expect("told");
    report.refused_rows.into_iter().flat_map(|row| row.fields).collect()
}

#[tokio::test]
async fn a_row_with_more_sites_than_a_client_may_have_is_refused_without_a_look_at_them() {
    let most = Limits::default().sites_per_client;

    let faults = faults(with_sites(1, most + 1)).await;

    let problem = FieldProblem::MoreThan { limit: most as usize };
    assert_eq!(faults, [InvalidField { field: "sites".to_owned(), problem }]);
}

#[tokio::test]
async fn a_site_with_more_permissions_than_there_are_names_for_is_refused() {
    let mut row = record(1);
    let permissions = vec!["blog".to_owned(); SiteShare::MOST_PERMISSIONS + 1];
    row.sites = vec![SiteShare { site: "hotel-sol".to_owned(), permissions }];

    let faults = faults(row).await;

    let problem = FieldProblem::MoreThan { limit: SiteShare::MOST_PERMISSIONS };
    assert_eq!(faults, [InvalidField { field: "sites[0].permissions".to_owned(), problem }]);
}

#[tokio::test]
async fn a_site_that_is_named_by_more_than_an_alias_can_be_is_not_there() {
    let mut row = record(1);
    row.sites = vec![SiteShare { site: "x".repeat(100_000), permissions: Vec::new() }];

    let faults = faults(row).await;

    let problem = FieldProblem::NotThere { given: "x".repeat(64) };
    assert_eq!(faults, [InvalidField { field: "sites[0].site".to_owned(), problem }]);
}

#[tokio::test]
async fn a_site_that_a_row_names_twice_is_refused_whatever_it_is_called() {
    let mut row = record(1);
    let share = |site: &str| SiteShare { site: site.to_owned(), permissions: Vec::new() };
    row.sites = vec![share("hotel-sol"), share("nowhere"), share(&SITE.to_string())];

    let faults = faults(row).await;

    let places: Vec<_> = faults.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(places, ["sites[1].site", "sites[2].site"]);
    assert_eq!(faults[1].problem, FieldProblem::Row(RowFault::Repeated));
}

#[tokio::test]
async fn a_chunk_ends_early_where_its_rows_name_many_sites() {
    let rows = (1..=7).map(|number| with_sites(number, 900));

    let told = rehearse(rows).await;

    assert_eq!(told.heard.checked, [3, 6, 7], "the third row passes 2,000 sites");
    assert_eq!(told.result.expect("told").refused, 7);
}
