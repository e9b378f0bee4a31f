//! Contacts of an account, with what their access to the panel gives.

use portero_domain::id::{AccountId, ContactId};
use portero_domain::model::{Candidate, ContactCandidate, EmailAddress};
use portero_domain::port::{AddressHolders, ContactFilter, Page, StoreError};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, DatabaseConnection};

use super::members;
use crate::query;
use crate::table::{contacts, search_patterns, users};

pub(super) async fn find(
    reader: &DatabaseConnection,
    account: AccountId,
    id: ContactId,
) -> Result<Option<ContactCandidate>, StoreError> {
    let select =
        contacts::candidates(account).and_where(contacts::Column::Id.eq(id.as_uuid())).take();
    query::one(reader, &select, contacts::candidate).await
}

pub(super) async fn list(
    reader: &DatabaseConnection,
    account: AccountId,
    filter: &ContactFilter,
    page: Page<ContactId>,
) -> Result<Vec<ContactCandidate>, StoreError> {
    let profile = filter.profile.map(|profile| contacts::Column::Profile.eq(profile.as_str()));
    let after = page.after.map(|after| contacts::Column::Id.gt(after.as_uuid()));
    let select = contacts::candidates(account)
        .cond_where(is_found_by(&filter.words))
        .and_where_option(profile)
        .and_where_option(after)
        .limit(page.limit.into())
        .take();
    query::all(reader, &select, contacts::candidate).await
}

pub(super) async fn candidates(
    reader: &DatabaseConnection,
    account: AccountId,
) -> Result<Vec<ContactCandidate>, StoreError> {
    query::all(reader, &contacts::candidates(account), contacts::candidate).await
}

/// Two statements, each by a unique index.
pub(super) async fn address_holders(
    reader: &DatabaseConnection,
    account: AccountId,
    address: &EmailAddress,
) -> Result<AddressHolders, StoreError> {
    let member = members::members_of(account)
        .and_where(users::Column::EmailCanonical.eq(address.canonical()))
        .take();
    let member = query::one(reader, &member, |columns| {
        Ok(Candidate { membership: columns.stored()?, user: columns.stored()? })
    });
    let contact = contacts::candidates(account)
        .and_where(contacts::Column::EmailCanonical.eq(address.canonical()))
        .take();
    let member = member.await?;
    let contact = query::one(reader, &contact, contacts::candidate).await?;
    Ok(AddressHolders { member, contact })
}

/// Each word begins a word of name, address, company or telephone number.
fn is_found_by(words: &[String]) -> Condition {
    search_patterns(words)
        .map(|pattern| contacts::Column::SearchText.like(pattern))
        .fold(Condition::all(), Condition::add)
}
