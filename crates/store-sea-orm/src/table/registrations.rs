//! `registrations`: a row is a registration attempt.

use portero_domain::id::{InvitationId, RegistrationId};
use portero_domain::model::{
    Name, PasswordHash, Registration, RegistrationState, TokenHash, Version,
};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;

use super::{Stored, micros, row};
use crate::query;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) email_canonical: String,
    pub(crate) password: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) language: String,
    pub(crate) invitation_id: Option<Uuid>,
    pub(crate) link: Vec<u8>,
    pub(crate) expires_at: i64,
    pub(crate) state: String,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

row!("registrations": id, email, email_canonical, password, first_name, last_name, language,
    invitation_id, link, expires_at, state, created_at, version);

impl Stored for Registration {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: RegistrationId::from_uuid(row.id),
            email: TABLE.address("email", row.email, row.email_canonical)?,
            password: PasswordHash::from_phc(row.password),
            first_name: TABLE.checked("first_name", Name::parse(&row.first_name))?,
            last_name: TABLE.checked("last_name", Name::parse(&row.last_name))?,
            language: TABLE.parse("language", &row.language)?,
            invitation: row.invitation_id.map(InvitationId::from_uuid),
            link: TokenHash::from_bytes(TABLE.hash("link", &row.link)?),
            expires_at: TABLE.instant("expires_at", row.expires_at)?,
            state: state(&row.state)?,
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        Model {
            id: self.id.as_uuid(),
            email: self.email.as_shown().to_owned(),
            email_canonical: self.email.canonical().to_owned(),
            password: self.password.expose().to_owned(),
            first_name: self.first_name.as_str().to_owned(),
            last_name: self.last_name.as_str().to_owned(),
            language: self.language.to_string(),
            invitation_id: self.invitation.map(InvitationId::as_uuid),
            link: self.link.as_bytes().to_vec(),
            expires_at: micros(self.expires_at),
            state: self.state.to_string(),
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
        }
    }
}

/// Selects the one with this link, whatever its state.
pub(crate) fn by_link(link: &TokenHash) -> SelectStatement {
    query::select::<Registration>().and_where(Column::Link.eq(link.as_bytes().to_vec())).take()
}

/// Whether it is kept as open: written out, as in the condition of the index on these.
pub(crate) fn is_open() -> Expr {
    Expr::cust("registrations.state = 'open'")
}

fn state(text: &str) -> Result<RegistrationState, StoreError> {
    match TABLE.parse("state", text)? {
        RegistrationState::Expired => Err(TABLE.corrupt("state", "expiry is never stored")),
        state @ (RegistrationState::Open
        | RegistrationState::Confirmed
        | RegistrationState::Superseded) => Ok(state),
    }
}
