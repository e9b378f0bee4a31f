//! `site_words`: a row is a folded word that a site is found by.

use portero_domain::model::Site;
use sea_orm::entity::prelude::*;

use super::row;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site_words")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) site_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) word: Vec<u8>,
    pub(crate) account_id: Uuid,
}

row!("site_words": site_id, word, account_id);

/// The rows of a site.
pub(crate) fn of(site: &Site) -> impl Iterator<Item = Model> {
    let (site_id, account_id) = (site.id.as_uuid(), site.account_id.as_uuid());
    site.details.search_words().into_iter().map(move |word| Model {
        site_id,
        word: word.into_bytes(),
        account_id,
    })
}
