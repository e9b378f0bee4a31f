//! Clients of an account, each with the first of their sites.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{Client, ClientStatus, TokenHash};
use portero_domain::port::{
    AssignedClient, AssignedSite, ClientFacts, ClientFilter, ClientKey, ClientRow, ClientSort,
    Found, FoundSetupLink, LinkedClient, Page, StoreError,
};
use sea_orm::{ColumnTrait, DatabaseConnection};
use uuid::Uuid;

use super::listing::{Listing, Searched};
use super::order::{Order, Part, Place};
use super::sites;
use crate::table::{
    Table, accounts, client_beginnings, client_words, clients, micros, site_assignments, users,
};
use crate::{query, write};

impl Searched for Client {
    const WORDS: Table = client_words::TABLE;
    const BEGINNINGS: Table = client_beginnings::TABLE;
    const KEY: &'static str = "client_id";
}

pub(super) async fn list(
    reader: &DatabaseConnection,
    account: AccountId,
    filter: &ClientFilter,
    sort: ClientSort,
    page: Page<ClientKey>,
) -> Result<Found<ClientRow, ClientKey>, StoreError> {
    let listing = Listing {
        account,
        words: &filter.words,
        status: filter.status.map(ClientStatus::as_str),
        order: order(sort),
        after: page.after.map(|after| place(sort, after)),
        limit: page.limit,
    };
    let (found, looked_to) = listing.find(reader).await?;
    let rows = with_sites(reader, account, found).await?;
    Ok(Found { rows, looked_to: looked_to.map(key).transpose()? })
}

const fn order(sort: ClientSort) -> Order {
    match sort {
        ClientSort::Name => Order::NAME,
        ClientSort::Newest => Order::NEWEST,
        ClientSort::LastActivity => Order::LAST_ACTIVITY,
    }
}

fn place(sort: ClientSort, key: ClientKey) -> Place {
    let id = Part::Id(key.id.as_uuid());
    match sort {
        ClientSort::Name => vec![Part::Name(key.sort_name.into_bytes()), id],
        ClientSort::Newest => vec![id],
        ClientSort::LastActivity => {
            vec![Part::Activity(clients::activity(key.last_active_at)), id]
        }
    }
}

/// What a place tells of the row that stands there: what its order needs.
fn key(place: Place) -> Result<ClientKey, StoreError> {
    let id = ClientId::from_uuid(Uuid::nil());
    let mut key = ClientKey { id, sort_name: String::new(), last_active_at: None };
    for part in place {
        match part {
            Part::Name(name) => key.sort_name = clients::sort_name(name)?,
            Part::Activity(at) => key.last_active_at = clients::last_active_at(at)?,
            Part::Id(id) => key.id = ClientId::from_uuid(id),
        }
    }
    Ok(key)
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

/// Those who have a site (`$2`) of an account (`$1`), behind a client (`$3`).
static OF_SITE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {client}, {assigned} FROM site_assignments assigned \
         JOIN clients client ON client.account_id = assigned.account_id \
             AND client.id = assigned.client_id \
         WHERE assigned.account_id = $1 AND assigned.site_id = $2 AND assigned.client_id > $3 \
         ORDER BY assigned.client_id LIMIT $4",
        client = query::aliased_columns::<clients::Model>("client"),
        assigned = query::aliased_columns::<site_assignments::Model>("assigned"),
    )
});

pub(super) async fn of_site(
    reader: &DatabaseConnection,
    account: AccountId,
    site: SiteId,
    page: Page<ClientId>,
) -> Result<Vec<AssignedClient>, StoreError> {
    let after = page.after.map_or(Uuid::nil(), ClientId::as_uuid);
    let values = [
        account.as_uuid().into(),
        site.as_uuid().into(),
        after.into(),
        i64::from(page.limit).into(),
    ];
    let statement = query::statement(reader, &OF_SITE, values);
    query::all_of_statement(reader, statement, |columns| {
        Ok(AssignedClient { client: columns.stored()?, assignment: columns.stored()? })
    })
    .await
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
