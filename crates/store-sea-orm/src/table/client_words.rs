//! `client_words`: a row is a folded word that a client is found by.

use portero_domain::model::Client;
use sea_orm::entity::prelude::*;

use super::row;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client_words")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) client_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) word: Vec<u8>,
    pub(crate) account_id: Uuid,
}

row!("client_words": client_id, word, account_id);

/// The rows of a client.
pub(crate) fn of(client: &Client) -> impl Iterator<Item = Model> {
    let (client_id, account_id) = (client.id.as_uuid(), client.account_id.as_uuid());
    client.search_words().into_iter().map(move |word| Model {
        client_id,
        word: word.into_bytes(),
        account_id,
    })
}
