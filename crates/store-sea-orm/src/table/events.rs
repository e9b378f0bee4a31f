//! `events`: a row is an event, numbered within its scope.

use chrono::{DateTime, Utc};
use portero_domain::model::{Event, NumberedEvent};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;
use serde_json::Value;

use super::{Columns, Row, micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) scope: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) number: i64,
    pub(crate) happened_at: i64,
    pub(crate) name: String,
    pub(crate) data: String,
}

row!("events": scope, number, happened_at, name, data);

/// The row of an event that has its number.
pub(crate) fn numbered(
    scope: Uuid,
    number: i64,
    at: DateTime<Utc>,
    event: &Event,
) -> Result<Model, StoreError> {
    let json = TABLE.checked("data", serde_json::to_value(event))?;
    let (Value::String(name), data) = (&json["name"], &json["data"]) else {
        return Err(TABLE.corrupt("name", "an event without a name"));
    };
    Ok(Model { scope, number, happened_at: micros(at), name: name.clone(), data: data.to_string() })
}

/// The event, read from its row.
pub(crate) fn read(columns: &mut Columns<'_>) -> Result<NumberedEvent, StoreError> {
    let row = Model::read(columns)?;
    Ok(NumberedEvent {
        number: row.number,
        at: TABLE.instant("happened_at", row.happened_at)?,
        name: row.name,
        data: row.data,
    })
}
