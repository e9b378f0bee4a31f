//! `contacts`: a row is a person whom an account keeps.

use portero_domain::id::{AccountId, ContactId, InvitationId, UserId};
use portero_domain::model::{
    Contact, ContactCandidate, ContactDetails, Line, Name, PanelAccess, Version,
};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, ExprTrait, Order, SelectStatement};

use super::{Columns, Stored, memberships, micros, row, search_text, users, words};
use crate::query;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) email_canonical: String,
    pub(crate) profile: String,
    pub(crate) phone: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) notifications: String,
    pub(crate) access: String,
    pub(crate) invitation_id: Option<Uuid>,
    pub(crate) access_user: Option<Uuid>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
    pub(crate) search_text: String,
}

row!("contacts": id, account_id, first_name, last_name, email, email_canonical, profile, phone,
    company, address, notifications, access, invitation_id, access_user, created_at, version;
    written: search_text);

impl Stored for Contact {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        let line = |column: &'static str, text: Option<String>| {
            text.map(|text| TABLE.checked(column, Line::parse(&text))).transpose()
        };
        Ok(Self {
            id: ContactId::from_uuid(row.id),
            account_id: AccountId::from_uuid(row.account_id),
            access: access(&row)?,
            details: ContactDetails {
                first_name: TABLE.checked("first_name", Name::parse(&row.first_name))?,
                last_name: TABLE.checked("last_name", Name::parse(&row.last_name))?,
                email: TABLE.address("email", row.email, row.email_canonical)?,
                profile: TABLE.parse("profile", &row.profile)?,
                phone: line("phone", row.phone)?,
                company: line("company", row.company)?,
                address: line("address", row.address)?,
                notifications: TABLE.parse_set("notifications", &row.notifications)?,
            },
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        let details = &self.details;
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        let (invitation_id, access_user) = match self.access {
            PanelAccess::None | PanelAccess::Removed => (None, None),
            PanelAccess::Invited(id) => (Some(id.as_uuid()), None),
            PanelAccess::Granted(id) => (None, Some(id.as_uuid())),
        };
        Model {
            id: self.id.as_uuid(),
            account_id: self.account_id.as_uuid(),
            first_name: details.first_name.as_str().to_owned(),
            last_name: details.last_name.as_str().to_owned(),
            email: details.email.as_shown().to_owned(),
            email_canonical: details.email.canonical().to_owned(),
            profile: details.profile.to_string(),
            phone: text(&details.phone),
            company: text(&details.company),
            address: text(&details.address),
            notifications: words(details.notifications.iter()),
            access: self.access.status().to_string(),
            invitation_id,
            access_user,
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
            search_text: searched(details),
        }
    }
}

fn access(row: &Model) -> Result<PanelAccess, StoreError> {
    match (row.access.as_str(), row.invitation_id, row.access_user) {
        ("none", None, None) => Ok(PanelAccess::None),
        ("removed", None, None) => Ok(PanelAccess::Removed),
        ("invited", Some(id), None) => Ok(PanelAccess::Invited(InvitationId::from_uuid(id))),
        ("granted", None, Some(id)) => Ok(PanelAccess::Granted(UserId::from_uuid(id))),
        (access, _, _) => {
            Err(TABLE.corrupt("access", format!("{access:?} does not go with what it is by")))
        }
    }
}

/// What a contact is found by.
fn searched(details: &ContactDetails) -> String {
    let lines = [&details.company, &details.phone].into_iter().flatten().map(Line::as_str);
    let text = format!("{} {}", details.full_name(), details.email.as_shown());
    search_text(&lines.fold(text, |text, line| text + " " + line))
}

/// Selects contacts of an account with what their access gives, by id.
pub(crate) fn candidates(account: AccountId) -> SelectStatement {
    let membership = Condition::all()
        .add(
            Expr::col((memberships::Entity, memberships::Column::AccountId))
                .equals((Entity, Column::AccountId)),
        )
        .add(
            Expr::col((memberships::Entity, memberships::Column::UserId))
                .equals((Entity, Column::AccessUser)),
        );
    let user = Expr::col((users::Entity, users::Column::Id))
        .equals((memberships::Entity, memberships::Column::UserId));
    query::select::<Contact>()
        .columns(memberships::ACCESS.map(|column| (memberships::Entity, column)))
        .column((users::Entity, users::Column::State))
        .left_join(memberships::Entity, membership)
        .left_join(users::Entity, user)
        .and_where(Column::AccountId.eq(account.as_uuid()))
        .order_by((Entity, Column::Id), Order::Asc)
        .take()
}

/// Reads a row of [`candidates`].
pub(crate) fn candidate(columns: &mut Columns<'_>) -> Result<ContactCandidate, StoreError> {
    let contact = columns.stored()?;
    let access = memberships::access_or_nothing(columns)?;
    let state = users::state_or_nothing(columns)?;
    Ok(ContactCandidate { contact, access: access.zip(state) })
}
