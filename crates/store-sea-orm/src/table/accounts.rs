//! `accounts`: a row is an account. How many members it has is kept by statements of its own.

use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{
    Account, AccountDetails, AccountState, Admission, Language, Line, Name, OwnershipOffer, Version,
};
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;

use super::{Columns, Stored, micros, row, users};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) company: Option<String>,
    pub(crate) tax_id: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) state: String,
    pub(crate) closed_at: Option<i64>,
    pub(crate) offered_by: Option<Uuid>,
    pub(crate) offered_to: Option<Uuid>,
    pub(crate) offered_at: Option<i64>,
    pub(crate) offer_expires_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

row!("accounts": id, name, language, company, tax_id, address, phone, state, closed_at,
    offered_by, offered_to, offered_at, offer_expires_at, created_at, version);

impl Stored for Account {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        let ownership_offer = ownership_offer(&row)?;
        Ok(Self {
            id: AccountId::from_uuid(row.id),
            name: TABLE.checked("name", Name::parse(&row.name))?,
            language: TABLE.parse("language", &row.language)?,
            details: AccountDetails {
                company: line("company", row.company)?,
                tax_id: line("tax_id", row.tax_id)?,
                address: line("address", row.address)?,
                phone: line("phone", row.phone)?,
            },
            state: state(&row.state, row.closed_at)?,
            ownership_offer,
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        Model {
            id: self.id.as_uuid(),
            name: self.name.as_str().to_owned(),
            language: self.language.to_string(),
            company: text(&self.details.company),
            tax_id: text(&self.details.tax_id),
            address: text(&self.details.address),
            phone: text(&self.details.phone),
            state: self.state.to_string(),
            closed_at: match self.state {
                AccountState::Active => None,
                AccountState::Closed { at } => Some(micros(at)),
            },
            offered_by: self.ownership_offer.map(|offer| offer.by.as_uuid()),
            offered_to: self.ownership_offer.map(|offer| offer.to.as_uuid()),
            offered_at: self.ownership_offer.map(|offer| micros(offer.at)),
            offer_expires_at: self.ownership_offer.map(|offer| micros(offer.expires_at)),
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
        }
    }
}

/// The offer to hand it over, from the four columns that tell it.
fn ownership_offer(row: &Model) -> Result<Option<OwnershipOffer>, StoreError> {
    let told = (row.offered_by, row.offered_to, row.offered_at, row.offer_expires_at);
    match told {
        (None, None, None, None) => Ok(None),
        (Some(by), Some(to), Some(at), Some(expires_at)) => Ok(Some(OwnershipOffer {
            by: UserId::from_uuid(by),
            to: UserId::from_uuid(to),
            at: TABLE.instant("offered_at", at)?,
            expires_at: TABLE.instant("offer_expires_at", expires_at)?,
        })),
        _ => Err(TABLE.corrupt("offered_to", "an offer is told only in part")),
    }
}

/// Whether it admits anyone, from its state and its owner's; nothing where there is no account.
pub(crate) fn admission(columns: &mut Columns<'_>) -> Result<Option<Admission>, StoreError> {
    let account: Option<String> = columns.value(TABLE, "state")?;
    let closed_at = columns.value(TABLE, "closed_at")?;
    let owner = users::state_or_nothing(columns)?;
    match (account, owner) {
        (None, _) => Ok(None),
        (Some(account), Some(owner)) => {
            Ok(Some(Admission { account: state(&account, closed_at)?, owner }))
        }
        (Some(_), None) => Err(TABLE.corrupt("id", "an account without an owner")),
    }
}

/// [`admission`], of an account that is there.
pub(crate) fn known_admission(columns: &mut Columns<'_>) -> Result<Admission, StoreError> {
    admission(columns)?.ok_or_else(|| TABLE.corrupt("state", "an account without a state"))
}

/// The name, read by itself.
pub(crate) fn name(columns: &mut Columns<'_>) -> Result<Name, StoreError> {
    let name: String = columns.value(TABLE, "name")?;
    TABLE.checked("name", Name::parse(&name))
}

/// The language, read by itself.
pub(crate) fn language(columns: &mut Columns<'_>) -> Result<Language, StoreError> {
    let language: String = columns.value(TABLE, "language")?;
    TABLE.parse("language", &language)
}

/// The state, from the two columns that tell it.
pub(crate) fn state(state: &str, closed_at: Option<i64>) -> Result<AccountState, StoreError> {
    match (state, closed_at) {
        ("active", None) => Ok(AccountState::Active),
        ("closed", Some(at)) => Ok(AccountState::Closed { at: TABLE.instant("closed_at", at)? }),
        ("active" | "closed", _) => {
            Err(TABLE.corrupt("closed_at", "it does not go with the state"))
        }
        (other, _) => Err(TABLE.corrupt("state", format!("{other:?} is no account state"))),
    }
}

fn line(column: &'static str, text: Option<String>) -> Result<Option<Line>, StoreError> {
    text.map(|text| TABLE.checked(column, Line::parse(&text))).transpose()
}
