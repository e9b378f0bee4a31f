//! Accounts in a unit of work.

use portero_domain::id::AccountId;
use portero_domain::model::{AccountAmendment, AccountDetails, Language, Line};
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{Given, after, attempt, name};

/// An account is found as it was saved, in every field.
pub async fn an_account_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let line = |text| Some(Line::parse(text).expect("a plain line"));
    let details = AccountDetails {
        company: line("Hoteles del Sol S.L."),
        tax_id: line("B12345678"),
        address: line("Calle Mayor 1, Málaga"),
        phone: None,
    };
    let amendment = AccountAmendment {
        name: Some(name("Hotel Ñandú")),
        language: Some(Language::English),
        details: Some(details),
    };
    let amended = account.amend(amendment).expect("open").changed().expect("a change");
    let amended = given.saved(amended).await;
    assert_eq!(faces.begin().await.accounts().lock(amended.id).await, Ok(Some(amended.clone())));

    let closed = amended.close(after(9)).expect("allowed").changed().expect("open");
    let closed = given.saved(closed).await;
    assert_eq!(faces.begin().await.accounts().lock(closed.id).await, Ok(Some(closed)));
}

/// An account that never was is not found, which is no error.
pub async fn an_unknown_account_is_not_found(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let unknown = AccountId::from_uuid(given.id());
    let mut unit = faces.begin().await;
    assert_eq!(unit.accounts().lock(unknown).await, Ok(None));
    assert_eq!(unit.accounts().lock(account.id).await, Ok(Some(account)));
    drop(unit);
    assert_eq!(faces.directory.find_account(unknown, owner.id).await, Ok(None));
}

/// An update of another version than the one stored is a conflict.
pub async fn an_update_of_a_stale_account_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let rename = |text| AccountAmendment { name: Some(name(text)), ..Default::default() };
    let renamed = |text| account.clone().amend(rename(text)).expect("open").changed();
    given.saved(renamed("Hotel Luna").expect("a change")).await;
    let stale = renamed("Hotel Marte").expect("a change");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
}
