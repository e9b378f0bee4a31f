//! Clients of an account, each with the first of their sites.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{Client, TokenHash};
use portero_domain::port::{
    AssignedSite, ClientFacts, ClientFilter, ClientKey, ClientRow, ClientSort, FoundSetupLink,
    LinkedClient, Page, StoreError,
};
use sea_orm::{ColumnTrait, DatabaseConnection};

use super::listing::{Listing, Searched};
use super::sites;
use crate::table::{Stored, accounts, clients, micros, users};
use crate::{query, write};

const SEARCHED: Searched = Searched { table: "clients", words: "client_words", key: "client_id" };

pub(super) async fn list(
    reader: &DatabaseConnection,
    account: AccountId,
    filter: &ClientFilter,
    sort: ClientSort,
    page: Page<ClientKey>,
) -> Result<Vec<ClientRow>, StoreError> {
    let listing = listing(account, filter, sort, page);
    let statement = listing.statement(reader, &filter.words);
    let found = query::all_of_statement(reader, statement, Client::read).await?;
    with_sites(reader, account, found).await
}

/// The list before its words are known.
fn listing(
    account: AccountId,
    filter: &ClientFilter,
    sort: ClientSort,
    page: Page<ClientKey>,
) -> Listing {
    let columns = query::aliased_columns::<clients::Model>("listed");
    let mut listing = Listing::of(SEARCHED, columns, order(sort), account, page.limit);
    if let Some(status) = filter.status {
        let status = listing.given(status.as_str());
        listing.keep(&format!("listed.status = {status}"));
    }
    if let Some(after) = page.after {
        let id = listing.given(after.id.as_uuid());
        let behind = match sort {
            ClientSort::Name => {
                let name = listing.given(after.sort_name.into_bytes());
                format!("(listed.sort_name, listed.id) > ({name}, {id})")
            }
            ClientSort::Newest => format!("listed.id < {id}"),
            ClientSort::LastActivity => {
                let at = listing.given(clients::activity(after.last_active_at));
                format!("(listed.last_active_at, listed.id) < ({at}, {id})")
            }
        };
        listing.keep(&behind);
    }
    listing
}

const fn order(sort: ClientSort) -> &'static str {
    match sort {
        ClientSort::Name => "listed.sort_name, listed.id",
        ClientSort::Newest => "listed.id DESC",
        ClientSort::LastActivity => "listed.last_active_at DESC, listed.id DESC",
    }
}

pub(super) async fn find(
    reader: &DatabaseConnection,
    account: AccountId,
    id: ClientId,
) -> Result<Option<ClientRow>, StoreError> {
    let select = query::select::<Client>()
        .and_where(clients::Column::AccountId.eq(account.as_uuid()))
        .and_where(clients::Column::Id.eq(id.as_uuid()))
        .take();
    let found = query::find_all(reader, &select).await?;
    Ok(with_sites(reader, account, found).await?.into_iter().next())
}

async fn with_sites(
    reader: &DatabaseConnection,
    account: AccountId,
    found: Vec<Client>,
) -> Result<Vec<ClientRow>, StoreError> {
    let with_any: Vec<ClientId> =
        found.iter().filter(|client| client.site_count > 0).map(|client| client.id).collect();
    let mut sites: HashMap<ClientId, Vec<AssignedSite>> = HashMap::new();
    if !with_any.is_empty() {
        for one in sites::first_of_clients(reader, account, &with_any).await? {
            sites.entry(one.assignment.client_id).or_default().push(one);
        }
    }
    let row = |client: Client| {
        let sites = sites.remove(&client.id).unwrap_or_default();
        ClientRow { client, sites }
    };
    Ok(found.into_iter().map(row).collect())
}

/// A client by a link (`$1`) that works or did, with the account, its owner's state, and the user of
/// the client's address.
static BY_LINK: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {client}, account.name, account.language, \
             account.state, account.closed_at, owner.state, {user} \
         FROM clients client \
         JOIN accounts account ON account.id = client.account_id \
         JOIN memberships owning ON owning.account_id = account.id AND owning.role = 'owner' \
         JOIN users owner ON owner.id = owning.user_id \
         LEFT JOIN users person ON person.email_canonical = client.email_canonical \
         WHERE client.id IN (SELECT id FROM clients WHERE link = $1 \
             UNION ALL SELECT client_id FROM superseded_setup_links WHERE link = $1)",
        client = query::aliased_columns::<clients::Model>("client"),
        user = query::aliased_columns::<users::Model>("person"),
    )
});

pub(super) async fn find_setup_link(
    reader: &DatabaseConnection,
    link: &TokenHash,
) -> Result<Option<FoundSetupLink>, StoreError> {
    let statement = query::statement(reader, &BY_LINK, [link.as_bytes().to_vec().into()]);
    query::one_of_statement(reader, statement, |columns| {
        let client: Client = columns.stored()?;
        let account_name = accounts::name(columns)?;
        let account_language = accounts::language(columns)?;
        let admission = accounts::known_admission(columns)?;
        let user = columns.stored_or_nothing()?;
        let linked = LinkedClient { superseded: !client.has_link(link), client };
        Ok(FoundSetupLink { linked, account_name, account_language, admission, user })
    })
    .await
}

/// What a client (`$2`) of an account (`$1`) is on a site (`$3`) of it.
const FACTS: &str = "SELECT client.id, client.suspended_at, assigned.permissions \
     FROM clients client \
     JOIN sites site ON site.account_id = client.account_id AND site.id = $3 \
     LEFT JOIN site_assignments assigned ON assigned.account_id = client.account_id \
         AND assigned.client_id = client.id AND assigned.site_id = site.id \
     WHERE client.account_id = $1 AND client.id = $2";

pub(super) async fn find_facts(
    reader: &DatabaseConnection,
    account: AccountId,
    client: ClientId,
    site: SiteId,
) -> Result<Option<ClientFacts>, StoreError> {
    let values = [account.as_uuid().into(), client.as_uuid().into(), site.as_uuid().into()];
    let statement = query::statement(reader, FACTS, values);
    let facts = query::one_of_statement(reader, statement, |columns| {
        clients::facts_or_nothing(columns, true)
    });
    facts.await.map(Option::flatten)
}

/// What was noted later stays.
pub(super) async fn note_activity(
    writer: &DatabaseConnection,
    account: AccountId,
    client: ClientId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const NOTE: &str = "UPDATE clients SET last_active_at = $3 \
         WHERE account_id = $1 AND id = $2 AND last_active_at < $3";
    let values = [account.as_uuid().into(), client.as_uuid().into(), micros(at).into()];
    write::execute(writer, query::statement(writer, NOTE, values)).await.map(drop)
}
