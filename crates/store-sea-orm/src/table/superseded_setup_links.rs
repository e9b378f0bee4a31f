//! `superseded_setup_links`: a row is the hash of a setup link that a client had before.

use sea_orm::entity::prelude::*;

use super::row;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "superseded_setup_links")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) link: Vec<u8>,
    pub(crate) client_id: Uuid,
}

row!("superseded_setup_links": link, client_id);
