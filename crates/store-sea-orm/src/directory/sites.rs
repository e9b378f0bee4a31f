//! Sites of an account, and those that are assigned to its clients.

use std::sync::LazyLock;

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::Site;
use portero_domain::port::{AssignedSite, ClientRow, Found, Page, StoreError};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, Statement, Value};
use uuid::Uuid;

use super::listing::{Listing, Searched};
use super::order::{self, Order, Part};
use crate::query;
use crate::table::{Columns, Table, site_assignments, site_beginnings, site_words, sites};

impl Searched for Site {
    const WORDS: Table = site_words::TABLE;
    const BEGINNINGS: Table = site_beginnings::TABLE;
    const KEY: &'static str = "site_id";
}

pub(super) async fn list(
    reader: &DatabaseConnection,
    account: AccountId,
    words: &[String],
    page: Page<SiteId>,
) -> Result<Found<Site, SiteId>, StoreError> {
    let listing = Listing {
        account,
        words,
        status: None,
        order: Order::NEWEST,
        after: page.after.map(|after| vec![Part::Id(after.as_uuid())]),
        limit: page.limit,
    };
    let (rows, looked_to) = listing.find(reader).await?;
    let looked_to = looked_to.and_then(|place| order::id(&place)).map(SiteId::from_uuid);
    Ok(Found { rows, looked_to })
}

pub(super) async fn find(
    reader: &DatabaseConnection,
    account: AccountId,
    id: SiteId,
) -> Result<Option<Site>, StoreError> {
    let select = query::select::<Site>()
        .and_where(sites::Column::AccountId.eq(account.as_uuid()))
        .and_where(sites::Column::Id.eq(id.as_uuid()))
        .take();
    query::find(reader, &select).await
}

/// Sites with their assignments.
static ASSIGNED: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {site}, {assigned} FROM site_assignments assigned \
         JOIN sites site ON site.account_id = assigned.account_id AND site.id = assigned.site_id",
        site = query::aliased_columns::<sites::Model>("site"),
        assigned = query::aliased_columns::<site_assignments::Model>("assigned"),
    )
});

/// Those of one client (`$2`) of an account (`$1`), behind a site (`$3`).
pub(super) async fn of_client(
    reader: &DatabaseConnection,
    account: AccountId,
    client: ClientId,
    page: Page<SiteId>,
) -> Result<Vec<AssignedSite>, StoreError> {
    let text = format!(
        "{} WHERE assigned.account_id = $1 AND assigned.client_id = $2 AND assigned.site_id > $3 \
         ORDER BY assigned.site_id LIMIT $4",
        *ASSIGNED
    );
    let after = page.after.map_or(Uuid::nil(), SiteId::as_uuid);
    let values = [
        account.as_uuid().into(),
        client.as_uuid().into(),
        after.into(),
        i64::from(page.limit).into(),
    ];
    query::all_of_statement(reader, query::statement(reader, &text, values), assigned_site).await
}

/// All of several clients.
pub(super) async fn of_clients(
    reader: &DatabaseConnection,
    account: AccountId,
    clients: &[ClientId],
) -> Result<Vec<AssignedSite>, StoreError> {
    let mut clients = clients.to_vec();
    clients.sort_unstable();
    clients.dedup();
    let mut found = Vec::new();
    for part in clients.chunks(query::VALUES_PER_STATEMENT) {
        let statement = about_clients(reader, &ASSIGNED, &[account.as_uuid()], part);
        found.extend(query::all_of_statement(reader, statement, assigned_site).await?);
    }
    Ok(found)
}

/// The first of each of several clients: up to the one at that place, or to the highest id (`$2`) of a
/// client who has fewer.
pub(super) async fn first_of_clients(
    reader: &DatabaseConnection,
    account: AccountId,
    clients: &[ClientId],
) -> Result<Vec<AssignedSite>, StoreError> {
    static FIRST: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{} JOIN clients client ON client.account_id = assigned.account_id \
                 AND client.id = assigned.client_id \
                 AND assigned.site_id <= COALESCE((SELECT last.site_id FROM site_assignments last \
                     WHERE last.account_id = client.account_id AND last.client_id = client.id \
                     ORDER BY last.site_id LIMIT 1 OFFSET {}), $2)",
            *ASSIGNED,
            ClientRow::MOST_SITES - 1,
        )
    });
    let statement = about_clients(reader, &FIRST, &[account.as_uuid(), Uuid::max()], clients);
    query::all_of_statement(reader, statement, assigned_site).await
}

/// A statement about the clients with these ids, of the account that is its first parameter.
fn about_clients(
    connection: &impl ConnectionTrait,
    text: &str,
    values: &[Uuid],
    clients: &[ClientId],
) -> Statement {
    let first = values.len() + 1;
    let places = (first..first + clients.len()).map(|number| format!("${number}"));
    let places = places.collect::<Vec<_>>().join(", ");
    let text = format!(
        "{text} WHERE assigned.account_id = $1 AND assigned.client_id IN ({places}) \
         ORDER BY assigned.client_id, assigned.site_id"
    );
    let clients = clients.iter().map(|id| id.as_uuid());
    let values = values.iter().copied().chain(clients).map(Value::from);
    query::statement(connection, &text, values)
}

fn assigned_site(columns: &mut Columns<'_>) -> Result<AssignedSite, StoreError> {
    Ok(AssignedSite { site: columns.stored()?, assignment: columns.stored()? })
}
