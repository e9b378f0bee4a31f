//! `answers`: a row is an answer that was given, and the request it was given to.

use portero_domain::port::{KeptAnswer, RequestKey, StoreError};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use super::{Columns, Row, micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "answers")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) actor_kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) actor_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) operation: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) request_key: String,
    pub(crate) request: Vec<u8>,
    pub(crate) answer: String,
    pub(crate) answered_at: i64,
}

row!("answers": actor_kind, actor_id, operation, request_key, request, answer, answered_at);

/// The row of an answer to this request.
pub(crate) fn kept(key: RequestKey, answer: KeptAnswer) -> Model {
    let (actor_kind, actor_id) = key.actor.parts();
    Model {
        actor_kind: actor_kind.to_owned(),
        actor_id: actor_id.unwrap_or_default(),
        operation: key.operation,
        request_key: key.key,
        request: answer.request.to_vec(),
        answer: answer.answer,
        answered_at: micros(answer.at),
    }
}

/// The answer, read from its row.
pub(crate) fn read(columns: &mut Columns<'_>) -> Result<KeptAnswer, StoreError> {
    let row = Model::read(columns)?;
    Ok(KeptAnswer {
        request: TABLE.hash("request", &row.request)?,
        answer: row.answer,
        at: TABLE.instant("answered_at", row.answered_at)?,
    })
}

/// Answers to this request.
pub(crate) fn to(key: &RequestKey) -> Condition {
    let (actor_kind, actor_id) = key.actor.parts();
    Condition::all()
        .add(Column::ActorKind.eq(actor_kind))
        .add(Column::ActorId.eq(actor_id.unwrap_or_default()))
        .add(Column::Operation.eq(&key.operation))
        .add(Column::RequestKey.eq(&key.key))
}
