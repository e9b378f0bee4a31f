//! The answers of the access directory, read from left to right.

use portero_domain::id::UserId;
use portero_domain::model::EmailAddress;
use portero_domain::port::{
    AccessFacts, AccessQuestion, AskerFacts, Credential, Holder, PersonFacts, StoreError,
};
use uuid::Uuid;

use crate::table::{Columns, accounts, memberships, sessions, users};

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
    let asker = asker(columns, question.credential)?;
    let account = accounts::admission(columns)?;
    let subject = match question.subject {
        Some(_) => person(columns)?,
        None => None,
    };
    Ok(AccessFacts { asker, account, subject })
}

fn asker(columns: &mut Columns<'_>, credential: Credential) -> Result<AskerFacts, StoreError> {
    match credential {
        Credential::Session(_) => {
            let (session, presence) = sessions::presence(columns)?;
            let must_change_password = users::must_change_password(columns)?;
            let person = known_person(columns)?;
            Ok(AskerFacts::User { session, presence, must_change_password, person })
        }
        Credential::ServiceKey(_) => Ok(AskerFacts::ServiceKey(Box::new(columns.stored()?))),
    }
}

/// A user, whoever asked for them by id or by address.
pub(super) fn named_person(
    columns: &mut Columns<'_>,
) -> Result<(EmailAddress, PersonFacts), StoreError> {
    let address = users::address(columns)?;
    Ok((address, known_person(columns)?))
}

fn known_person(columns: &mut Columns<'_>) -> Result<PersonFacts, StoreError> {
    person(columns)?.ok_or_else(|| users::TABLE.corrupt("id", "a user without an id"))
}

fn person(columns: &mut Columns<'_>) -> Result<Option<PersonFacts>, StoreError> {
    let id: Option<Uuid> = columns.value(users::TABLE, "id")?;
    let state: Option<String> = columns.value(users::TABLE, "state")?;
    let access = memberships::access_or_nothing(columns)?;
    let (Some(id), Some(state)) = (id, state) else {
        return Ok(None);
    };
    let user_state = users::TABLE.parse("state", &state)?;
    Ok(Some(PersonFacts { user_id: UserId::from_uuid(id), user_state, access }))
}
