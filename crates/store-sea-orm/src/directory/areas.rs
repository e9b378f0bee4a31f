//! What clients find when they enter, and who looks at it with their eyes.

use std::sync::LazyLock;

use portero_domain::id::{AccountId, UserId, ViewingId};
use portero_domain::model::{TokenHash, Viewing};
use portero_domain::port::{FoundArea, FoundViewing, Page, StoreError};
use sea_orm::sea_query::Order;
use sea_orm::{ColumnTrait, DatabaseConnection, IdenStatic};
use uuid::Uuid;

use crate::query;
use crate::table::{Columns, accounts, clients, memberships, sessions, users, viewings};

/// The columns that an area is read from.
static AREA: LazyLock<String> = LazyLock::new(|| {
    let client = query::aliased_columns::<clients::Model>("client");
    format!("account.id, account.name, account.state, account.closed_at, owner.state, {client}")
});

/// The account of a client, and its owner.
const ACCOUNT: &str = "\
    JOIN accounts account ON account.id = client.account_id \
    JOIN memberships owning ON owning.account_id = account.id AND owning.role = 'owner' \
    JOIN users owner ON owner.id = owning.user_id";

/// The areas that a user (`$1`) may enter, behind an account (`$2`).
static ENTERABLE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {} FROM clients client {ACCOUNT} \
         WHERE client.user_id = $1 AND client.account_id > $2 AND client.suspended_at IS NULL \
             AND account.state = 'active' AND owner.state = 'active' \
         ORDER BY client.account_id LIMIT $3",
        *AREA
    )
});

pub(super) async fn enterable(
    reader: &DatabaseConnection,
    user: UserId,
    page: Page<AccountId>,
) -> Result<Vec<FoundArea>, StoreError> {
    let after = page.after.map_or(Uuid::nil(), AccountId::as_uuid);
    let values = [user.as_uuid().into(), after.into(), i64::from(page.limit).into()];
    query::all_of_statement(reader, query::statement(reader, &ENTERABLE, values), area).await
}

/// The area of an account (`$1`) whose client a user (`$2`) is.
static OF_USER: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {} FROM clients client {ACCOUNT} \
         WHERE client.account_id = $1 AND client.user_id = $2",
        *AREA
    )
});

pub(super) async fn find(
    reader: &DatabaseConnection,
    account: AccountId,
    user: UserId,
) -> Result<Option<FoundArea>, StoreError> {
    let values = [account.as_uuid().into(), user.as_uuid().into()];
    query::one_of_statement(reader, query::statement(reader, &OF_USER, values), area).await
}

/// A viewing by its session's token (`$1`), with what its holder must still be.
static BY_TOKEN: LazyLock<String> = LazyLock::new(|| {
    let presence = sessions::PRESENCE.map(|column| format!("session.{}", column.as_str()));
    format!(
        "SELECT {viewing}, {user}, {presence}, {membership}, {area} \
         FROM viewings viewing \
         JOIN users viewer ON viewer.id = viewing.user_id \
         JOIN clients client ON client.account_id = viewing.account_id \
             AND client.id = viewing.client_id {ACCOUNT} \
         LEFT JOIN sessions session ON session.id = viewing.session_id \
         LEFT JOIN memberships membership ON membership.account_id = viewing.account_id \
             AND membership.user_id = viewing.user_id \
         WHERE viewing.token = $1",
        viewing = query::aliased_columns::<viewings::Model>("viewing"),
        user = query::aliased_columns::<users::Model>("viewer"),
        presence = presence.join(", "),
        membership = query::aliased_columns::<memberships::Model>("membership"),
        area = *AREA,
    )
});

pub(super) async fn find_viewing(
    reader: &DatabaseConnection,
    token: &TokenHash,
) -> Result<Option<FoundViewing>, StoreError> {
    let statement = query::statement(reader, &BY_TOKEN, [token.as_bytes().to_vec().into()]);
    query::one_of_statement(reader, statement, |columns| {
        Ok(FoundViewing {
            viewing: columns.stored()?,
            user: columns.stored()?,
            session: sessions::presence_or_nothing(columns)?.map(|(_, presence)| presence),
            membership: columns.stored_or_nothing()?,
            area: area(columns)?,
        })
    })
    .await
}

pub(super) async fn viewings(
    reader: &DatabaseConnection,
    account: AccountId,
    page: Page<ViewingId>,
) -> Result<Vec<Viewing>, StoreError> {
    let after = page.after.map(|after| viewings::Column::Id.lt(after.as_uuid()));
    let select = query::select::<Viewing>()
        .and_where(viewings::Column::AccountId.eq(account.as_uuid()))
        .and_where_option(after)
        .order_by((viewings::Entity, viewings::Column::Id), Order::Desc)
        .limit(page.limit.into())
        .take();
    query::find_all(reader, &select).await
}

fn area(columns: &mut Columns<'_>) -> Result<FoundArea, StoreError> {
    Ok(FoundArea {
        account_id: AccountId::from_uuid(columns.value(accounts::TABLE, "id")?),
        account_name: accounts::name(columns)?,
        admission: accounts::known_admission(columns)?,
        client: columns.stored()?,
    })
}
