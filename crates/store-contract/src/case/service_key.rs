//! Service keys in a unit of work.

use portero_domain::id::ServiceKeyId;
use portero_domain::model::{ServiceKey, Version};
use portero_domain::policy::Scope;
use portero_domain::port::{Page, StoreError};

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
    assert_eq!(unit.service_keys().find(Scope::Account(other.id), revoked.id).await, Ok(None));
    let unknown = ServiceKeyId::from_uuid(given.id());
    assert_eq!(unit.service_keys().find(Scope::Account(account.id), unknown).await, Ok(None));
    assert_eq!(unit.service_keys().find(Scope::Installation, revoked.id).await, Ok(None));
}

/// A revoked key counts no more, and other accounts' keys never do.
pub async fn only_keys_that_are_not_revoked_count(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    given.saved(given.new_service_key(&other)).await;
    given.saved(given.new_service_key(&account)).await;
    let key = given.saved(given.new_service_key(&account)).await;
    let reach = Scope::Account(account.id);
    assert_eq!(faces.begin().await.service_keys().count_live(reach).await, Ok(2));
    given.saved(key.revoke(after(1)).changed().expect("a change")).await;
    assert_eq!(faces.begin().await.service_keys().count_live(reach).await, Ok(1));
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
    let listed = faces.directory.service_keys(Scope::Account(account.id)).await;
    assert_eq!(listed, Ok(vec![third, second, first]));
}

/// A key that opens the installation is found, counted and listed apart from those of accounts.
pub async fn a_key_of_the_installation_is_apart_from_those_of_accounts(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let reach = Scope::Installation;
    given.saved(given.new_service_key(&account)).await;
    let first = given.saved(given.new_key(reach)).await;
    let second = given.saved(given.new_key(reach)).await;
    assert_eq!(find(faces, &first).await, Some(first.clone()));
    let mut unit = faces.begin().await;
    assert_eq!(unit.service_keys().find(Scope::Account(account.id), first.id).await, Ok(None));
    assert_eq!(unit.service_keys().count_live(reach).await, Ok(2));
    assert_eq!(unit.service_keys().count_live(Scope::Account(account.id)).await, Ok(1));
    drop(unit);

    let first = given.saved(first.revoke(after(1)).changed().expect("a change")).await;
    assert_eq!(faces.begin().await.service_keys().count_live(reach).await, Ok(1));
    assert_eq!(faces.directory.service_keys(reach).await, Ok(vec![second, first]));
}

/// A use is noted without another version, an event or an audit record, and never goes back.
pub async fn a_use_is_no_change(faces: &Faces) {
    let given = Given::new(faces);
    let key = given.saved(given.new_key(Scope::Installation)).await;
    assert_eq!(key.last_used_at, None);
    let scope = Scope::Installation.key();
    let page = Page { after: None, limit: 100 };
    let events = faces.directory.events(scope, page).await;
    let records = faces.directory.audit_chain(scope, page).await;

    for minutes in [3, 5, 4] {
        assert_eq!(faces.access.note_key_use(key.id, after(minutes)).await, Ok(()));
    }

    let found = find(faces, &key).await.expect("a key");
    assert_eq!((found.last_used_at, found.version), (Some(after(5)), Version::FIRST));
    assert_eq!(faces.directory.events(scope, page).await, events);
    assert_eq!(faces.directory.audit_chain(scope, page).await, records);
    let unknown = ServiceKeyId::from_uuid(given.id());
    assert_eq!(faces.access.note_key_use(unknown, after(3)).await, Ok(()));
}

/// An update keeps the stored `last_used_at` when it is later.
pub async fn an_update_keeps_the_later_use(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let unused = given.saved(given.new_service_key(&account)).await;
    let used = given.saved(given.new_service_key(&account)).await;
    faces.access.note_key_use(used.id, after(1)).await.expect("noted");
    let used = find(faces, &used).await.expect("a key");
    for key in [unused, used] {
        faces.access.note_key_use(key.id, after(9)).await.expect("noted");
        let revoked = given.saved(key.revoke(after(5)).changed().expect("a change")).await;
        let found = find(faces, &revoked).await.expect("a key");
        assert_eq!(found, ServiceKey { last_used_at: Some(after(9)), ..revoked });
    }
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
    unit.service_keys().find(key.reach, key.id).await.expect("an answer")
}
