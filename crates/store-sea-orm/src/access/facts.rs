//! The answers of the access directory, read from left to right.

use portero_domain::id::{SiteId, UserId};
use portero_domain::model::EmailAddress;
use portero_domain::port::{
    AccessFacts, AccessQuestion, AskerFacts, Credential, Holder, PersonFacts, StoreError,
};
use uuid::Uuid;

use crate::table::{
    Columns, accounts, clients, memberships, sessions, site_assignments, sites, users,
};

/// Who shows the credential.
pub(super) fn holder(
    columns: &mut Columns<'_>,
    credential: Credential,
) -> Result<Holder, StoreError> {
    match credential {
        Credential::Session(_) => {
            Ok(Holder::User(Box::new((columns.stored()?, columns.stored()?))))
        }
        Credential::ServiceKey(_) => Ok(Holder::ServiceKey(Box::new(columns.stored()?))),
    }
}

/// Everything that the question asks for.
pub(super) fn access(
    columns: &mut Columns<'_>,
    question: &AccessQuestion,
) -> Result<AccessFacts, StoreError> {
    let with_site = question.site.is_some();
    let asker = asker(columns, question.credential, with_site)?;
    let account = accounts::admission(columns)?;
    let subject = match question.subject {
        Some(_) => person(columns, with_site)?,
        None => None,
    };
    let site_is_there = with_site && is_there(columns)?;
    Ok(AccessFacts { asker, account, site_is_there, subject })
}

fn asker(
    columns: &mut Columns<'_>,
    credential: Credential,
    with_site: bool,
) -> Result<AskerFacts, StoreError> {
    match credential {
        Credential::Session(_) => {
            let (session, presence) = sessions::presence(columns)?;
            let must_change_password = users::must_change_password(columns)?;
            let person = known_person(columns, with_site)?;
            Ok(AskerFacts::User { session, presence, must_change_password, person })
        }
        Credential::ServiceKey(_) => Ok(AskerFacts::ServiceKey(Box::new(columns.stored()?))),
    }
}

/// One row of a batch.
pub(super) enum Told {
    /// A site of the account.
    Site(SiteId),
    /// A user, whoever asked for them by id or by address, and a site that is assigned to them as a
    /// client, if one is. Someone has as many rows as they have such sites, but at least one.
    Person(Box<(EmailAddress, PersonFacts, Option<SiteId>)>),
}

/// A row of a batch: a site and nothing else, or all the others.
pub(super) fn told(columns: &mut Columns<'_>) -> Result<Told, StoreError> {
    let site: Option<Uuid> = columns.value(sites::TABLE, "id")?;
    if let Some(site) = site {
        return Ok(Told::Site(SiteId::from_uuid(site)));
    }
    let assigned: Option<Uuid> = columns.value(site_assignments::TABLE, "site_id")?;
    let address = users::address(columns)?;
    let person = known_person(columns, true)?;
    Ok(Told::Person(Box::new((address, person, assigned.map(SiteId::from_uuid)))))
}

fn is_there(columns: &mut Columns<'_>) -> Result<bool, StoreError> {
    let site: Option<Uuid> = columns.value(sites::TABLE, "id")?;
    Ok(site.is_some())
}

fn known_person(columns: &mut Columns<'_>, with_site: bool) -> Result<PersonFacts, StoreError> {
    person(columns, with_site)?.ok_or_else(|| users::TABLE.corrupt("id", "a user without an id"))
}

fn person(columns: &mut Columns<'_>, with_site: bool) -> Result<Option<PersonFacts>, StoreError> {
    let id: Option<Uuid> = columns.value(users::TABLE, "id")?;
    let state: Option<String> = columns.value(users::TABLE, "state")?;
    let access = memberships::access_or_nothing(columns)?;
    let client = clients::facts_or_nothing(columns, with_site)?;
    let (Some(id), Some(state)) = (id, state) else {
        return Ok(None);
    };
    let user_state = users::TABLE.parse("state", &state)?;
    Ok(Some(PersonFacts { user_id: UserId::from_uuid(id), user_state, access, client }))
}
