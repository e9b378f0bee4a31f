//! Support codes in a unit of work.

use portero_domain::model::{Account, SupportCode, User};
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{Given, after, attempt, noon};

/// A code is found as it was saved, for its person on its account only.
pub async fn a_code_is_found_for_its_person_on_its_account_only(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, stranger) = given.account().await;
    let code = given.support_code(&account, &owner).await;
    assert_eq!(find(faces, &account, &owner).await, Some(code));
    assert_eq!(find(faces, &account, &stranger).await, None);
    assert_eq!(find(faces, &other, &owner).await, None);
}

/// Whatever became of a code, it is found: tried wrongly, used, or run out.
pub async fn a_code_is_found_whatever_became_of_it(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let code = given.support_code(&account, &owner).await;
    let wrong = given.link();
    let tried = given.saved(code.check(&wrong, after(1)).expect("open")).await;
    assert_eq!((tried.tries_left, tried.used), (2, false));
    assert_eq!(find(faces, &account, &owner).await, Some(tried.clone()));
    let right = tried.code;
    let used = given.saved(tried.check(&right, after(2)).expect("open")).await;
    assert!(used.used);
    assert_eq!(find(faces, &account, &owner).await, Some(used.clone()));

    let over = given.new_code(&account, &owner, after(-1));
    let over = given.saved(SupportCode::issue(over, Some(&used))).await;
    let mut exhausted = SupportCode { expires_at: after(9), ..over.clone() };
    assert_eq!(find(faces, &account, &owner).await, Some(over));
    for _ in 0..3 {
        exhausted = given.saved(exhausted.check(&wrong, after(3)).expect("open")).await;
    }
    assert_eq!(exhausted.tries_left, 0);
    assert_eq!(find(faces, &account, &owner).await, Some(exhausted));
}

/// A new code takes the place of the one before, with another id.
pub async fn a_new_code_takes_the_place_of_the_one_before(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let first = given.support_code(&account, &owner).await;
    let new = given.new_code(&account, &owner, after(20));
    let second = given.saved(SupportCode::issue(new, Some(&first))).await;
    assert_ne!((first.id, first.code), (second.id, second.code));
    assert_eq!(find(faces, &account, &owner).await, Some(second));
}

/// A first code where there is one already, or a change of another version, is a conflict: no try
/// is free.
pub async fn a_stale_check_or_a_second_first_code_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let code = given.support_code(&account, &owner).await;
    let again = SupportCode::issue(given.new_code(&account, &owner, after(10)), None);
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
    let wrong = given.link();
    let tried = given.saved(code.clone().check(&wrong, noon()).expect("open")).await;
    let right = code.code;
    let stale = code.clone().check(&right, noon()).expect("open");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
    let replaced = SupportCode::issue(given.new_code(&account, &owner, after(10)), Some(&code));
    assert_eq!(attempt(faces, replaced).await, Err(StoreError::Conflict));
    assert_eq!(find(faces, &account, &owner).await, Some(tried));
}

async fn find(faces: &Faces, account: &Account, user: &User) -> Option<SupportCode> {
    let mut unit = faces.begin().await;
    unit.support_codes().find(account.id, user.id).await.expect("an answer")
}
