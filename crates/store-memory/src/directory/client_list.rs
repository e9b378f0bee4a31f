//! The clients of an account, with the first of their sites.

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::Client;
use portero_domain::port::{ClientFacts, ClientFilter, ClientKey, ClientRow, ClientSort, Page};

use super::search::{List, begin_some};
use super::site_list;
use crate::row::{ClientPlace, StoredClient};
use crate::state::State;

/// One client of an account, without sites.
pub fn get(state: &State, account: AccountId, id: ClientId) -> Option<&Client> {
    let client = &state.clients.get(&id)?.client;
    (client.account_id == account).then_some(client)
}

/// One client of an account.
pub fn find(state: &State, account: AccountId, id: ClientId) -> Option<ClientRow> {
    get(state, account, id).map(|client| row(state, client))
}

/// The clients of an account, in an order.
pub fn page(
    state: &State,
    account: AccountId,
    filter: &ClientFilter,
    sort: ClientSort,
    page: &Page<ClientKey>,
) -> Vec<ClientRow> {
    let ClientFilter { words, status } = filter;
    let places = ClientPlace::behind(account, *status, sort, page.after.as_ref());
    let found = List { table: &state.clients, places, words }.first(
        page.limit,
        |word| ClientPlace::of_word(account, word),
        |row| ClientPlace::listed(account, *status, sort, &row.list_key()),
        |row| is_meant(filter, row),
    );
    found.into_iter().map(|stored| row(state, &stored.client)).collect()
}

/// What a client is on a site of the account, if both are the account's.
pub fn facts_on_site(
    state: &State,
    account: AccountId,
    client: ClientId,
    site: SiteId,
) -> Option<ClientFacts> {
    site_list::find(state, account, site)?;
    get(state, account, client).map(|client| facts(state, client, Some(site)))
}

/// What a client is, and what they are allowed on a site, if one is asked about.
pub fn facts(state: &State, client: &Client, site: Option<SiteId>) -> ClientFacts {
    let assignment = site.and_then(|site| state.assignments.get(&(client.id, site)));
    ClientFacts {
        is_suspended: client.is_suspended(),
        assigned: assignment.map(|assignment| assignment.permissions),
    }
}

fn row(state: &State, client: &Client) -> ClientRow {
    let first = Page { after: None, limit: ClientRow::MOST_SITES };
    let sites = site_list::assigned(state, client.account_id, client.id, first);
    ClientRow { client: client.clone(), sites }
}

fn is_meant(filter: &ClientFilter, row: &StoredClient) -> bool {
    filter.status.is_none_or(|status| status == row.client.status())
        && begin_some(&filter.words, &row.words)
}
