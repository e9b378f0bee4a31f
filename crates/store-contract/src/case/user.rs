//! Users in a unit of work.

use portero_domain::id::UserId;
use portero_domain::model::{Language, UserAmendment};
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{Given, address, attempt, hash_of, name, noon};

/// A user is found as they were saved, in every field.
pub async fn a_user_is_found_as_they_were_saved(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let suspended = given.saved(user.suspend().changed().expect("a change")).await;
    let changed = given.saved(suspended.change_password(hash_of("second"))).await;

    let mut unit = faces.begin().await;
    assert_eq!(unit.users().find(changed.id).await, Ok(Some(changed.clone())));
    assert_eq!(unit.users().find_by_email(&changed.email).await, Ok(Some(changed)));
    assert_eq!(unit.users().find(UserId::from_uuid(given.id())).await, Ok(None));
    assert_eq!(unit.users().find_by_email(&address("no@a.example")).await, Ok(None));
}

/// A user whom an account made is found as they were saved, also once they have taken over.
pub async fn a_user_whom_an_account_made_is_found_as_they_were_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let contact = given.contact(&account, "pablo@d.example").await;
    let made = given.saved(given.new_user_of(&contact)).await;
    assert_eq!((made.made_by, made.must_change_password), (Some(account.id), true));
    let find = async || faces.begin().await.users().find(made.id).await;
    assert_eq!(find().await, Ok(Some(made.clone())));
    let registration = given.registration("pablo@d.example");
    let own = given.saved(made.clone().confirm_by_registration(&registration)).await;
    assert!(!own.must_change_password);
    assert_eq!(find().await, Ok(Some(own)));
}

/// An address in another case is the same address.
pub async fn an_address_is_compared_by_its_canonical_form(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("Ana.Lopez@A.example").await;
    let mut unit = faces.begin().await;
    let found = unit.users().find_by_email(&address("ana.lopez@a.EXAMPLE")).await;
    let found = found.expect("an answer").expect("a user");
    assert_eq!(found, user);
    assert_eq!(found.email.as_shown(), "Ana.Lopez@A.example", "shown as it was typed");
    drop(unit);
    assert_eq!(faces.directory.has_user(&address("ANA.lopez@a.example")).await, Ok(true));
    assert_eq!(faces.directory.has_user(&address("ana.lopez@b.example")).await, Ok(false));
}

/// An address that has a user is taken, however it is written.
pub async fn an_address_that_is_taken_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    given.user("ana@a.example").await;
    let again = given.new_user("ANA@a.example");
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
}

/// An update of another version than the one stored is a conflict.
pub async fn an_update_of_a_stale_user_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let rename = UserAmendment { first_name: Some(name("Eva")), ..Default::default() };
    given.saved(user.clone().amend(rename).changed().expect("a change")).await;
    let stale = user.suspend().changed().expect("a change");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
}

/// The languages of addresses are those of their users; an address without a user has none.
pub async fn the_languages_of_addresses_are_those_of_their_users(faces: &Faces) {
    let given = Given::new(faces);
    let ana = given.user("ana@a.example").await;
    let eva = given.user("Eva@a.example").await;
    given.user("other@a.example").await;
    let spanish = UserAmendment { language: Some(Language::Spanish), ..Default::default() };
    given.saved(ana.amend(spanish).changed().expect("a change")).await;
    given.session(&eva, noon()).await;

    let asked = [address("eva@a.example"), address("nobody@a.example"), address("ana@a.example")];
    let mut unit = faces.begin().await;
    let mut found = unit.users().find_languages(&asked).await.expect("an answer");
    found.sort_by(|left, right| left.0.canonical().cmp(right.0.canonical()));
    let expected = [
        (address("ana@a.example"), Language::Spanish),
        (address("eva@a.example"), Language::English),
    ];
    assert_eq!(found, expected);
    assert_eq!(unit.users().find_languages(&[]).await, Ok(vec![]));
}
