//! Password resets in a unit of work.

use portero_domain::model::{PasswordReset, User};
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{Given, after, attempt};

/// A reset is found by its link as it was saved, whatever its state.
pub async fn a_reset_is_found_by_its_link_whatever_its_state(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let open = given.saved(given.new_reset(&user, after(60))).await;
    is_found(faces, &open, &user).await;
    let consumed = given.saved(open.consume(after(1)).expect("in time")).await;
    is_found(faces, &consumed, &user).await;
    let open = given.saved(given.new_reset(&user, after(60))).await;
    let ended = given.saved(open.supersede().expect("open").changed().expect("a change")).await;
    is_found(faces, &ended, &user).await;

    let never = given.link();
    assert_eq!(faces.begin().await.password_resets().find_by_link(&never).await, Ok(None));
    assert_eq!(faces.directory.find_password_reset_by_link(&never).await, Ok(None));
}

/// The open resets of a user include expired ones, and nobody else's.
pub async fn open_resets_of_a_user_include_expired_ones(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let other = given.user("eva@a.example").await;
    let expired = given.saved(given.new_reset(&user, after(-60))).await;
    let open = given.saved(given.new_reset(&user, after(60))).await;
    let spent = given.saved(given.new_reset(&user, after(60))).await;
    given.saved(spent.consume(after(1)).expect("in time")).await;
    given.saved(given.new_reset(&other, after(60))).await;

    let found = faces.begin().await.password_resets().find_open(user.id).await;
    let mut found = found.expect("an answer");
    found.sort_by_key(|reset| reset.id);
    assert_eq!(found, [expired, open]);
}

/// An update of another version than the one stored is a conflict.
pub async fn an_update_of_a_stale_reset_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let open = given.saved(given.new_reset(&user, after(60))).await;
    given.saved(open.clone().consume(after(1)).expect("in time")).await;
    let stale = open.consume(after(1)).expect("in time");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
}

async fn is_found(faces: &Faces, reset: &PasswordReset, user: &User) {
    let mut unit = faces.begin().await;
    let found = unit.password_resets().find_by_link(&reset.link).await;
    assert_eq!(found, Ok(Some(reset.clone())));
    drop(unit);
    let found = faces.directory.find_password_reset_by_link(&reset.link).await;
    assert_eq!(found, Ok(Some((reset.clone(), user.clone()))));
}
