//! `clients`: a row is a client of an account. The words that one is found by are rows of their own.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ClientId, UserId};
use portero_domain::model::{
    Client, ClientAccess, ClientDetails, Line, Name, Notes, SetupLink, TokenHash, Version,
};
use portero_domain::port::{ClientFacts, StoreError};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, UnionType};

use super::{
    Columns, Stored, beginnings_beside, micros, row, site_assignments, superseded_setup_links,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clients")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) email: String,
    pub(crate) email_canonical: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) company: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) notes: Option<String>,
    pub(crate) site_count: i64,
    pub(crate) link: Option<Vec<u8>>,
    pub(crate) link_expires_at: Option<i64>,
    pub(crate) link_mailed: Option<bool>,
    pub(crate) user_id: Option<Uuid>,
    pub(crate) suspended_at: Option<i64>,
    pub(crate) last_active_at: i64,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
    pub(crate) status: String,
    pub(crate) sort_name: Vec<u8>,
    pub(crate) beginnings: Option<String>,
}

row!("clients": id, account_id, email, email_canonical, first_name, last_name, company, address,
    phone, notes, site_count, link, link_expires_at, link_mailed, user_id, suspended_at,
    last_active_at, created_at, version; written: status, sort_name, beginnings);

/// The activity of one who never looked at their area: it comes last.
const NEVER: i64 = -1;

impl Stored for Client {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        let line = |column: &'static str, text: &Option<String>| {
            text.as_deref().map(|text| TABLE.checked(column, Line::parse(text))).transpose()
        };
        let notes = row.notes.as_deref().map(|text| TABLE.checked("notes", Notes::parse(text)));
        Ok(Self {
            id: ClientId::from_uuid(row.id),
            account_id: AccountId::from_uuid(row.account_id),
            details: ClientDetails {
                first_name: TABLE.checked("first_name", Name::parse(&row.first_name))?,
                last_name: TABLE.checked("last_name", Name::parse(&row.last_name))?,
                company: line("company", &row.company)?,
                address: line("address", &row.address)?,
                phone: line("phone", &row.phone)?,
                notes: notes.transpose()?,
            },
            site_count: TABLE.checked("site_count", u32::try_from(row.site_count))?,
            access: access(&row)?,
            email: TABLE.address("email", row.email, row.email_canonical)?,
            suspended_at: TABLE.optional_instant("suspended_at", row.suspended_at)?,
            last_active_at: last_active_at(row.last_active_at)?,
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        let details = &self.details;
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        let link = self.setup_link();
        Model {
            id: self.id.as_uuid(),
            account_id: self.account_id.as_uuid(),
            email: self.email.as_shown().to_owned(),
            email_canonical: self.email.canonical().to_owned(),
            first_name: details.first_name.as_str().to_owned(),
            last_name: details.last_name.as_str().to_owned(),
            company: text(&details.company),
            address: text(&details.address),
            phone: text(&details.phone),
            notes: details.notes.as_ref().map(|notes| notes.as_str().to_owned()),
            site_count: i64::from(self.site_count),
            link: link.map(|link| link.link.as_bytes().to_vec()),
            link_expires_at: link.map(|link| micros(link.expires_at)),
            link_mailed: link.map(|link| link.mailed),
            user_id: self.user().map(UserId::as_uuid),
            suspended_at: self.suspended_at.map(micros),
            last_active_at: activity(self.last_active_at),
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
            status: self.status().to_string(),
            sort_name: details.sort_name().into_bytes(),
            beginnings: beginnings_beside(&self.search_words()),
        }
    }
}

/// When someone looked at their area, as it is kept.
pub(crate) fn activity(last_active_at: Option<DateTime<Utc>>) -> i64 {
    last_active_at.map_or(NEVER, micros)
}

/// When someone looked at their area, from what is kept.
pub(crate) fn last_active_at(kept: i64) -> Result<Option<DateTime<Utc>>, StoreError> {
    TABLE.optional_instant("last_active_at", Some(kept).filter(|at| *at != NEVER))
}

/// What clients are ordered by, from what is kept.
pub(crate) fn sort_name(kept: Vec<u8>) -> Result<String, StoreError> {
    TABLE.checked("sort_name", String::from_utf8(kept))
}

/// How far the access has come, from the four columns that tell it.
fn access(row: &Model) -> Result<ClientAccess, StoreError> {
    let link = match (&row.link, row.link_expires_at, row.link_mailed) {
        (None, None, None) => None,
        (Some(hash), Some(expires_at), Some(mailed)) => Some(SetupLink {
            link: TokenHash::from_bytes(TABLE.hash("link", hash)?),
            expires_at: TABLE.instant("link_expires_at", expires_at)?,
            mailed,
        }),
        _ => return Err(TABLE.corrupt("link", "a link is told only in part")),
    };
    match (link, row.user_id.map(UserId::from_uuid)) {
        (None, None) => Ok(ClientAccess::None),
        (Some(link), None) => Ok(ClientAccess::Invited(link)),
        (Some(link), Some(user)) => Ok(ClientAccess::Active { user, link }),
        (None, Some(_)) => Err(TABLE.corrupt("user_id", "someone who used no link")),
    }
}

/// Reads what someone is as a client from id and end of the access, and from the permissions where a
/// site is asked about; on the optional side of an outer join.
pub(crate) fn facts_or_nothing(
    columns: &mut Columns<'_>,
    with_site: bool,
) -> Result<Option<ClientFacts>, StoreError> {
    let id: Option<Uuid> = columns.value(TABLE, "id")?;
    let suspended_at: Option<i64> = columns.value(TABLE, "suspended_at")?;
    let assigned =
        if with_site { site_assignments::permissions_or_nothing(columns)? } else { None };
    Ok(id.map(|_| ClientFacts { is_suspended: suspended_at.is_some(), assigned }))
}

/// Whether a client has this setup link, or had it before.
pub(crate) fn has_had(link: &TokenHash) -> Expr {
    let link = link.as_bytes().to_vec();
    let earlier = Query::select()
        .column(superseded_setup_links::Column::ClientId)
        .from(superseded_setup_links::Entity)
        .and_where(superseded_setup_links::Column::Link.eq(link.clone()))
        .take();
    let either = Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Column::Link.eq(link))
        .union(UnionType::All, earlier)
        .take();
    Column::Id.in_subquery(either)
}
