//! The sites of an account, and those that are assigned to its clients.

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{Site, SiteAssignment};
use portero_domain::port::{AssignedClient, AssignedSite, Page};

use super::client_list;
use super::search::{List, begin_some};
use crate::repository::site_assignment;
use crate::row::{AssignmentPlace, SitePlace};
use crate::state::State;

/// One site of an account.
pub fn find(state: &State, account: AccountId, id: SiteId) -> Option<&Site> {
    let site = &state.sites.get(&id)?.site;
    (site.account_id == account).then_some(site)
}

/// The sites of an account, newest first.
pub fn page(state: &State, account: AccountId, words: &[String], page: Page<SiteId>) -> Vec<Site> {
    let places = SitePlace::behind(account, page.after);
    let found = List { table: &state.sites, places, words }.first(
        page.limit,
        |word| SitePlace::of_word(account, word),
        |row| SitePlace::listed(account, row.site.id),
        |row| begin_some(words, &row.words),
    );
    found.into_iter().map(|row| row.site.clone()).collect()
}

/// The sites that are assigned to a client of an account, by site id.
pub fn assigned(
    state: &State,
    account: AccountId,
    client: ClientId,
    page: Page<SiteId>,
) -> Vec<AssignedSite> {
    let assignments = state.assignments.range(AssignmentPlace::of_client(client, page.after));
    let of_account = assignments.filter(|assignment| assignment.account_id == account);
    of_account
        .filter_map(|assignment| with_site(state, assignment))
        .take(page.limit as usize)
        .collect()
}

/// The clients to whom a site of an account is assigned, by client id.
pub fn clients_of(
    state: &State,
    account: AccountId,
    site: SiteId,
    page: Page<ClientId>,
) -> Vec<AssignedClient> {
    let assignments = state.assignments.placed(AssignmentPlace::of_site(site, page.after));
    let with_client = |assignment: &SiteAssignment| {
        let client = client_list::get(state, account, assignment.client_id)?.clone();
        Some(AssignedClient { client, assignment: assignment.clone() })
    };
    assignments.filter_map(with_client).take(page.limit as usize).collect()
}

/// All sites that are assigned to these clients of an account, by client and site.
pub fn of_clients(state: &State, account: AccountId, clients: &[ClientId]) -> Vec<AssignedSite> {
    let assignments = site_assignment::of_clients(state, account, clients);
    assignments.filter_map(|assignment| with_site(state, assignment)).collect()
}

fn with_site(state: &State, assignment: &SiteAssignment) -> Option<AssignedSite> {
    let site = state.sites.get(&assignment.site_id)?.site.clone();
    Some(AssignedSite { site, assignment: assignment.clone() })
}
