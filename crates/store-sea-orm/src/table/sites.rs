//! `sites`: a row is a web site of an account. The words that one is found by are rows of their own.

use portero_domain::id::{AccountId, SiteId};
use portero_domain::model::{Line, Name, Site, SiteDetails, Version};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;

use super::{Stored, beginnings_beside, micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sites")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) name: String,
    pub(crate) alias: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) domain: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
    pub(crate) beginnings: Option<String>,
}

row!("sites": id, account_id, name, alias, url, domain, created_at, version; written: beginnings);

impl Stored for Site {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        let line = |column: &'static str, text: Option<String>| {
            text.map(|text| TABLE.checked(column, Line::parse(&text))).transpose()
        };
        let alias = row.alias.as_deref().map(|text| TABLE.checked("alias", Name::parse(text)));
        Ok(Self {
            id: SiteId::from_uuid(row.id),
            account_id: AccountId::from_uuid(row.account_id),
            details: SiteDetails {
                name: TABLE.checked("name", Name::parse(&row.name))?,
                alias: alias.transpose()?,
                url: line("url", row.url)?,
                domain: line("domain", row.domain)?,
            },
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        let details = &self.details;
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        Model {
            id: self.id.as_uuid(),
            account_id: self.account_id.as_uuid(),
            name: details.name.as_str().to_owned(),
            alias: details.alias.as_ref().map(|alias| alias.as_str().to_owned()),
            url: text(&details.url),
            domain: text(&details.domain),
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
            beginnings: beginnings_beside(&details.search_words()),
        }
    }
}
