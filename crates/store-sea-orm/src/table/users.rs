//! `users`: a row is a user.

use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{EmailAddress, Name, PasswordHash, User, UserState, Version};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;

use super::{Columns, Stored, micros, row, search_text};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) email_canonical: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) language: String,
    pub(crate) password: Option<String>,
    pub(crate) address_confirmed: bool,
    pub(crate) made_by: Option<Uuid>,
    pub(crate) must_change_password: bool,
    pub(crate) state: String,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
    pub(crate) search_text: String,
}

row!("users": id, email, email_canonical, first_name, last_name, language, password,
    address_confirmed, made_by, must_change_password, state, created_at, version; written: search_text);

impl Stored for User {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: UserId::from_uuid(row.id),
            email: TABLE.address("email", row.email, row.email_canonical)?,
            first_name: TABLE.checked("first_name", Name::parse(&row.first_name))?,
            last_name: TABLE.checked("last_name", Name::parse(&row.last_name))?,
            language: TABLE.parse("language", &row.language)?,
            password: row.password.map(PasswordHash::from_phc),
            address_confirmed: row.address_confirmed,
            made_by: row.made_by.map(AccountId::from_uuid),
            must_change_password: row.must_change_password,
            state: TABLE.parse("state", &row.state)?,
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        Model {
            id: self.id.as_uuid(),
            email: self.email.as_shown().to_owned(),
            email_canonical: self.email.canonical().to_owned(),
            first_name: self.first_name.as_str().to_owned(),
            last_name: self.last_name.as_str().to_owned(),
            language: self.language.to_string(),
            password: self.password.as_ref().map(|hash| hash.expose().to_owned()),
            address_confirmed: self.address_confirmed,
            made_by: self.made_by.map(AccountId::as_uuid),
            must_change_password: self.must_change_password,
            state: self.state.to_string(),
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
            search_text: search_text(&format!("{} {}", self.full_name(), self.email.as_shown())),
        }
    }
}

/// The columns that an address is read from.
pub(crate) const ADDRESS: [(Entity, Column); 2] =
    [(Entity, Column::Email), (Entity, Column::EmailCanonical)];

/// Reads an address from [`ADDRESS`].
pub(crate) fn address(columns: &mut Columns<'_>) -> Result<EmailAddress, StoreError> {
    let shown = columns.value(TABLE, "email")?;
    let canonical = columns.value(TABLE, "email_canonical")?;
    TABLE.address("email", shown, canonical)
}

/// Whether someone has yet to set a password of their own, read by itself.
pub(crate) fn must_change_password(columns: &mut Columns<'_>) -> Result<bool, StoreError> {
    columns.value(TABLE, "must_change_password")
}

/// A user's state, read by itself.
pub(crate) fn state(columns: &mut Columns<'_>) -> Result<UserState, StoreError> {
    state_or_nothing(columns)?.ok_or_else(|| TABLE.corrupt("state", "a user without a state"))
}

/// [`state`], of a user who may not be there.
pub(crate) fn state_or_nothing(columns: &mut Columns<'_>) -> Result<Option<UserState>, StoreError> {
    let state: Option<String> = columns.value(TABLE, "state")?;
    state.map(|state| TABLE.parse("state", &state)).transpose()
}
