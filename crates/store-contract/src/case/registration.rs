//! Registration attempts in a unit of work.

use portero_domain::model::{Registration, RegistrationState};
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{Given, address, after, attempt, noon};

/// An attempt is found by its link as it was saved, whatever its state.
pub async fn an_attempt_is_found_by_its_link_whatever_its_state(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let invitation = given.invitation(&account, &owner, "new@a.example").await;
    let mut registration = given.registration("New@a.example");
    registration.invitation = Some(invitation.id);
    let open = given.saved(registration.attempt()).await;
    is_found(faces, &open).await;
    let confirmed = given.saved(open.confirm(after(1)).expect("in time")).await;
    assert_eq!(confirmed.state, RegistrationState::Confirmed);
    is_found(faces, &confirmed).await;

    let open = given.saved(given.registration("new@a.example").attempt()).await;
    let ended = given.saved(open.supersede().expect("open").changed().expect("a change")).await;
    is_found(faces, &ended).await;
    assert_eq!(faces.begin().await.registrations().find_by_link(&given.link()).await, Ok(None));
}

/// The open attempts for an address come newest first, expired ones included.
pub async fn open_attempts_come_newest_first_with_expired_ones(faces: &Faces) {
    let given = Given::new(faces);
    let at = |minutes, expires| {
        let mut registration = given.registration("New@a.example");
        registration.created_at = after(minutes);
        registration.expires_at = after(expires);
        registration.attempt()
    };
    let expired = given.saved(at(-5_000, -4_000)).await;
    let older = given.saved(at(1, 2_000)).await;
    let newer = given.saved(at(2, 2_000)).await;
    let ended = given.saved(at(3, 2_000)).await;
    given.saved(ended.supersede().expect("open").changed().expect("a change")).await;
    given.saved(given.registration("other@a.example").attempt()).await;

    let mut unit = faces.begin().await;
    let found = unit.registrations().find_open(&address("new@A.example")).await;
    assert_eq!(found, Ok(vec![newer, older, expired]));
}

/// An update of another version than the one stored is a conflict.
pub async fn an_update_of_a_stale_attempt_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let open = given.saved(given.registration("new@a.example").attempt()).await;
    given.saved(open.clone().confirm(noon()).expect("in time")).await;
    let stale = open.supersede().expect("open").changed().expect("a change");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
}

async fn is_found(faces: &Faces, registration: &Registration) {
    let mut unit = faces.begin().await;
    let found = unit.registrations().find_by_link(&registration.link).await;
    assert_eq!(found, Ok(Some(registration.clone())));
    drop(unit);
    let found = faces.directory.find_registration_by_link(&registration.link).await;
    assert_eq!(found, Ok(Some(registration.clone())));
}
