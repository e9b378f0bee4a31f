//! `communication_recipients`: a row is someone to whom a communication was mailed.

use portero_domain::id::{ContactId, MailId, UserId};
use portero_domain::model::{Addressee, Delivery, RecipientId};
use portero_domain::port::{SendOutcome, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "communication_recipients")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) communication_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) place: i64,
    pub(crate) person_kind: String,
    pub(crate) person_id: Uuid,
    pub(crate) email: String,
    pub(crate) email_canonical: String,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) because: String,
    pub(crate) may_refuse: bool,
    pub(crate) mail_id: Uuid,
    pub(crate) state: String,
    pub(crate) problem: Option<String>,
    pub(crate) settled_at: Option<i64>,
}

row!("communication_recipients": communication_id, place, person_kind, person_id, email,
    email_canonical, name, language, because, may_refuse, mail_id, state, problem, settled_at);

/// The row of an addressee, at a place of the list.
pub(crate) fn row_of(communication: Uuid, place: i64, addressee: &Addressee) -> Model {
    let (person_kind, person_id) = match addressee.person {
        RecipientId::User(id) => ("user", id.as_uuid()),
        RecipientId::Contact(id) => ("contact", id.as_uuid()),
    };
    let (problem, settled_at) = match &addressee.delivery {
        Delivery::Queued { problem } => (problem.clone(), None),
        Delivery::Sent { at } => (None, Some(micros(*at))),
        Delivery::Undeliverable { at, problem } => (Some(problem.clone()), Some(micros(*at))),
    };
    Model {
        communication_id: communication,
        place,
        person_kind: person_kind.to_owned(),
        person_id,
        email: addressee.email.as_shown().to_owned(),
        email_canonical: addressee.email.canonical().to_owned(),
        name: addressee.name.clone(),
        language: addressee.language.to_string(),
        because: addressee.because.to_string(),
        may_refuse: addressee.may_refuse,
        mail_id: addressee.mail_id.as_uuid(),
        state: addressee.delivery.status().to_string(),
        problem,
        settled_at,
    }
}

/// The addressee of a row.
pub(crate) fn addressee(row: Model) -> Result<Addressee, StoreError> {
    let person = match row.person_kind.as_str() {
        "user" => RecipientId::User(UserId::from_uuid(row.person_id)),
        "contact" => RecipientId::Contact(ContactId::from_uuid(row.person_id)),
        kind => return Err(TABLE.corrupt("person_kind", format!("{kind:?} receives nothing"))),
    };
    let settled_at = TABLE.optional_instant("settled_at", row.settled_at)?;
    let delivery = match (row.state.as_str(), settled_at, row.problem) {
        ("queued", None, problem) => Delivery::Queued { problem },
        ("sent", Some(at), _) => Delivery::Sent { at },
        ("undeliverable", Some(at), Some(problem)) => Delivery::Undeliverable { at, problem },
        (state, _, _) => {
            let problem = format!("{state:?} does not go with when and why it was settled");
            return Err(TABLE.corrupt("state", problem));
        }
    };
    Ok(Addressee {
        person,
        email: TABLE.address("email", row.email, row.email_canonical)?,
        name: row.name,
        language: TABLE.parse("language", &row.language)?,
        because: TABLE.parse("because", &row.because)?,
        may_refuse: row.may_refuse,
        mail_id: MailId::from_uuid(row.mail_id),
        delivery,
    })
}

/// What becomes of the row whose mail was settled so.
pub(crate) fn after(outcome: &SendOutcome) -> ActiveModel {
    let (state, problem, settled_at) = match outcome {
        SendOutcome::Sent { at } | SendOutcome::Kept { at } => ("sent", None, Some(micros(*at))),
        SendOutcome::Failed { problem, .. } => ("queued", Some(problem.clone()), None),
        SendOutcome::Undeliverable { at, problem } => {
            ("undeliverable", Some(problem.clone()), Some(micros(*at)))
        }
    };
    ActiveModel {
        state: Set(state.to_owned()),
        problem: Set(problem),
        settled_at: Set(settled_at),
        ..<ActiveModel as ActiveModelTrait>::default()
    }
}
