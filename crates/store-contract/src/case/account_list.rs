//! Accounts, as those who may enter them see them.

use portero_domain::id::AccountId;
use portero_domain::policy::{Offer, Role};
use portero_domain::port::{EnterableAccount, Page};

use crate::Faces;
use crate::given::{Given, after, noon};

/// An account is found with someone's membership of it, even when that has run out.
pub async fn an_account_is_found_with_someone_s_membership(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let member = given.user("ana@a.example").await;
    let stranger = given.user("eva@a.example").await;
    let over = Offer { until: Some(after(-1_000)), ..Offer::of(Role::User) };
    let membership = given.member(&account, &member, over).await;
    let found = faces.directory.find_account(account.id, member.id).await;
    assert_eq!(found, Ok(Some((account.clone(), Some(membership)))));
    let found = faces.directory.find_account(account.id, stranger.id).await;
    assert_eq!(found, Ok(Some((account, None))));
}

/// Someone may enter active accounts where their membership is active and has not run out.
pub async fn only_accounts_that_admit_someone_are_enterable(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("ana@a.example").await;
    let membership = given.member(&account, &user, Offer::of(Role::Finance)).await;
    let timed = given.account_of(&owner).await;
    let until = Offer { until: Some(after(60)), ..Offer::of(Role::User) };
    given.member(&timed, &user, until).await;
    let suspending = given.account_of(&owner).await;
    let suspended = given.member(&suspending, &user, Offer::of(Role::User)).await;
    given.saved(suspended.suspend().expect("no owner").changed().expect("a change")).await;
    let closing = given.account_of(&owner).await;
    given.member(&closing, &user, Offer::of(Role::User)).await;
    given.saved(closing.close(noon()).expect("allowed").changed().expect("open")).await;
    given.account_of(&owner).await;

    let page = Page { after: None, limit: 10 };
    let found = faces.directory.enterable_accounts(user.id, page, after(60)).await;
    assert_eq!(found, Ok(vec![EnterableAccount { account: account.clone(), membership }]));
    let found = faces.directory.enterable_accounts(user.id, page, after(59)).await;
    let ids: Vec<AccountId> = found.expect("an answer").iter().map(|one| one.account.id).collect();
    assert_eq!(ids, [account.id, timed.id]);
}

/// Pages go by account id, and neither skip nor repeat an account while others are added.
pub async fn pages_of_accounts_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let owner = given.user("owner@a.example").await;
    let mut founded = Vec::new();
    for _ in 0..5 {
        founded.push(given.account_of(&owner).await.id);
    }
    let page = async |after| {
        let page = Page { after, limit: 2 };
        let found = faces.directory.enterable_accounts(owner.id, page, noon()).await;
        found.expect("an answer").iter().map(|one| one.account.id).collect::<Vec<_>>()
    };
    let mut found = page(None).await;
    founded.push(given.account_of(&owner).await.id);
    found.extend(page(found.last().copied()).await);
    found.extend(page(found.last().copied()).await);
    assert_eq!(found, founded);
    assert_eq!(page(found.last().copied()).await, []);
}
