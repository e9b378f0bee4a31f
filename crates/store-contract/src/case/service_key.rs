//! Service keys in a unit of work.

use portero_domain::id::ServiceKeyId;
use portero_domain::model::ServiceKey;
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{Given, after, attempt};

/// A key is found on its own account only, as it was saved, revoked ones included.
pub async fn a_key_is_found_on_its_own_account_only(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let key = given.saved(given.new_service_key(&account)).await;
    assert_eq!(find(faces, &key).await, Some(key.clone()));
    let revoked = given.saved(key.revoke(after(1)).changed().expect("a change")).await;
    assert_eq!(find(faces, &revoked).await, Some(revoked.clone()));

    let mut unit = faces.begin().await;
    assert_eq!(unit.service_keys().find(other.id, revoked.id).await, Ok(None));
    let unknown = ServiceKeyId::from_uuid(given.id());
    assert_eq!(unit.service_keys().find(account.id, unknown).await, Ok(None));
}

/// A revoked key counts no more, and other accounts' keys never do.
pub async fn only_keys_that_are_not_revoked_count(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    given.saved(given.new_service_key(&other)).await;
    given.saved(given.new_service_key(&account)).await;
    let key = given.saved(given.new_service_key(&account)).await;
    assert_eq!(faces.begin().await.service_keys().count_live(account.id).await, Ok(2));
    given.saved(key.revoke(after(1)).changed().expect("a change")).await;
    assert_eq!(faces.begin().await.service_keys().count_live(account.id).await, Ok(1));
}

/// The list has the newest key first, and revoked ones too.
pub async fn keys_are_listed_newest_first(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let first = given.saved(given.new_service_key(&account)).await;
    let second = given.saved(given.new_service_key(&account)).await;
    let third = given.saved(given.new_service_key(&account)).await;
    given.saved(given.new_service_key(&other)).await;
    let second = given.saved(second.revoke(after(1)).changed().expect("a change")).await;
    let listed = faces.directory.service_keys(account.id).await;
    assert_eq!(listed, Ok(vec![third, second, first]));
}

/// An update of another version than the one stored is a conflict.
pub async fn an_update_of_a_stale_key_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let key = given.saved(given.new_service_key(&account)).await;
    given.saved(key.clone().revoke(after(1)).changed().expect("a change")).await;
    let stale = key.revoke(after(2)).changed().expect("a change");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
}

async fn find(faces: &Faces, key: &ServiceKey) -> Option<ServiceKey> {
    let mut unit = faces.begin().await;
    unit.service_keys().find(key.account_id, key.id).await.expect("an answer")
}
