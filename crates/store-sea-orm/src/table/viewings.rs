//! `viewings`: a row is someone's look at what a client sees.

use portero_domain::id::{AccountId, ClientId, SessionId, UserId, ViewingId};
use portero_domain::model::{Message, TokenHash, Version, Viewing, ViewingState};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;

use super::{Stored, micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "viewings")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) client_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) session_id: Uuid,
    pub(crate) reason: String,
    pub(crate) state: String,
    pub(crate) link: Vec<u8>,
    pub(crate) token: Option<Vec<u8>>,
    pub(crate) expires_at: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

row!("viewings": id, account_id, client_id, user_id, session_id, reason, state, link, token,
    expires_at, ended_at, created_at, version);

impl Stored for Viewing {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: ViewingId::from_uuid(row.id),
            account_id: AccountId::from_uuid(row.account_id),
            client_id: ClientId::from_uuid(row.client_id),
            user_id: UserId::from_uuid(row.user_id),
            session_id: SessionId::from_uuid(row.session_id),
            reason: TABLE.checked("reason", Message::parse(&row.reason))?,
            state: state(&row)?,
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        let (state, link, token, expires_at, ended_at) = match self.state {
            ViewingState::Offered { link, expires_at } => {
                ("offered", link, None, Some(expires_at), None)
            }
            ViewingState::Open { link, token, expires_at } => {
                ("open", link, Some(token), Some(expires_at), None)
            }
            ViewingState::Ended { link, at } => ("ended", link, None, None, Some(at)),
        };
        Model {
            id: self.id.as_uuid(),
            account_id: self.account_id.as_uuid(),
            client_id: self.client_id.as_uuid(),
            user_id: self.user_id.as_uuid(),
            session_id: self.session_id.as_uuid(),
            reason: self.reason.as_str().to_owned(),
            state: state.to_owned(),
            link: link.as_bytes().to_vec(),
            token: token.map(|token| token.as_bytes().to_vec()),
            expires_at: expires_at.map(micros),
            ended_at: ended_at.map(micros),
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
        }
    }
}

/// The course so far, from the five columns that tell it.
fn state(row: &Model) -> Result<ViewingState, StoreError> {
    let link = TokenHash::from_bytes(TABLE.hash("link", &row.link)?);
    let token = row.token.as_deref().map(|token| TABLE.hash("token", token)).transpose()?;
    let expires_at = TABLE.optional_instant("expires_at", row.expires_at)?;
    let ended_at = TABLE.optional_instant("ended_at", row.ended_at)?;
    match (row.state.as_str(), token, expires_at, ended_at) {
        ("offered", None, Some(expires_at), None) => Ok(ViewingState::Offered { link, expires_at }),
        ("open", Some(token), Some(expires_at), None) => {
            Ok(ViewingState::Open { link, token: TokenHash::from_bytes(token), expires_at })
        }
        ("ended", None, None, Some(at)) => Ok(ViewingState::Ended { link, at }),
        (state, _, _, _) => Err(TABLE.corrupt(
            "state",
            format!("{state:?} does not go with its tokens and with when it ends or ended"),
        )),
    }
}
