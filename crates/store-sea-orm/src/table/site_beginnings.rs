//! `site_beginnings`: a row is how a word of a site begins. Those that share one are found in order.

use portero_domain::model::Site;
use sea_orm::entity::prelude::*;

use super::{beginnings, beginnings_beside, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site_beginnings")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) site_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) beginning: Vec<u8>,
    pub(crate) account_id: Uuid,
    pub(crate) beginnings: Option<String>,
}

row!("site_beginnings": site_id, beginning, account_id, beginnings);

/// The rows of a site.
pub(crate) fn of(site: &Site) -> Vec<Model> {
    let words = site.details.search_words();
    let beside = beginnings_beside(&words);
    let row = |beginning: &str| Model {
        site_id: site.id.as_uuid(),
        beginning: beginning.as_bytes().to_vec(),
        account_id: site.account_id.as_uuid(),
        beginnings: beside.clone(),
    };
    beginnings(&words).into_iter().map(row).collect()
}
