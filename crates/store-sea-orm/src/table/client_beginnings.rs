//! `client_beginnings`: a row is how a word of a client begins. Those who share one are found in order.

use portero_domain::model::Client;
use sea_orm::entity::prelude::*;

use super::{beginnings, beginnings_beside, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client_beginnings")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) client_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) beginning: Vec<u8>,
    pub(crate) account_id: Uuid,
    pub(crate) sort_name: Vec<u8>,
    pub(crate) beginnings: Option<String>,
}

row!("client_beginnings": client_id, beginning, account_id, sort_name, beginnings);

/// The rows of a client.
pub(crate) fn of(client: &Client) -> Vec<Model> {
    let words = client.search_words();
    let (sort_name, beside) = (client.details.sort_name(), beginnings_beside(&words));
    let row = |beginning: &str| Model {
        client_id: client.id.as_uuid(),
        beginning: beginning.as_bytes().to_vec(),
        account_id: client.account_id.as_uuid(),
        sort_name: sort_name.clone().into_bytes(),
        beginnings: beside.clone(),
    };
    beginnings(&words).into_iter().map(row).collect()
}
