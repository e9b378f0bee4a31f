//! `communications`: a row is what an account's people were told.

use portero_domain::id::{AccountId, CommunicationId, ServiceKeyId, UserId};
use portero_domain::model::{
    Addressee, CleanHtml, Communication, CommunicationContent, Line, Prose, Version,
};
use portero_domain::policy::Actor;
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;

use super::{micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "communications")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) category: String,
    pub(crate) subject: String,
    pub(crate) body_text: String,
    pub(crate) body_html: Option<String>,
    pub(crate) sender_kind: String,
    pub(crate) sender_id: Option<Uuid>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

row!("communications": id, account_id, category, subject, body_text, body_html, sender_kind,
    sender_id, created_at, version);

/// The row of a communication, its addressees apart.
pub(crate) fn row_of(communication: &Communication) -> Model {
    let content = &communication.content;
    let (sender_kind, sender_id) = communication.sent_by.parts();
    Model {
        id: communication.id.as_uuid(),
        account_id: communication.account_id.as_uuid(),
        category: content.category.to_string(),
        subject: content.subject.as_str().to_owned(),
        body_text: content.text.as_str().to_owned(),
        body_html: content.html.as_ref().map(|html| html.as_str().to_owned()),
        sender_kind: sender_kind.to_owned(),
        sender_id,
        created_at: micros(communication.created_at),
        version: communication.version.as_i64(),
    }
}

/// The communication of a row, with its addressees.
pub(crate) fn communication(
    row: Model,
    addressees: Vec<Addressee>,
) -> Result<Communication, StoreError> {
    let sent_by = sender(&row)?;
    Ok(Communication {
        id: CommunicationId::from_uuid(row.id),
        account_id: AccountId::from_uuid(row.account_id),
        content: CommunicationContent {
            category: TABLE.parse("category", &row.category)?,
            subject: TABLE.checked("subject", Line::parse(&row.subject))?,
            text: TABLE.checked("body_text", Prose::parse(&row.body_text))?,
            html: row.body_html.map(CleanHtml::from_sanitized),
        },
        sent_by,
        addressees,
        created_at: TABLE.instant("created_at", row.created_at)?,
        version: Version::from_i64(row.version),
    })
}

/// Who sent it, from the two columns that tell it.
fn sender(row: &Model) -> Result<Actor, StoreError> {
    match (row.sender_kind.as_str(), row.sender_id) {
        ("user", Some(id)) => Ok(Actor::User(UserId::from_uuid(id))),
        ("service_key", Some(id)) => Ok(Actor::ServiceKey(ServiceKeyId::from_uuid(id))),
        ("operator", None) => Ok(Actor::Operator),
        ("visitor", None) => Ok(Actor::Visitor),
        ("clock", None) => Ok(Actor::Clock),
        (kind, _) => {
            Err(TABLE.corrupt("sender_kind", format!("{kind:?} does not go with the id beside it")))
        }
    }
}
