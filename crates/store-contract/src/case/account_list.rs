//! Accounts, as those who may enter them see them.

use portero_domain::id::AccountId;
use portero_domain::model::{AccountState, Admission, Amendment, OwnershipOffer, UserState};
use portero_domain::policy::{Offer, Role};
use portero_domain::port::{AccessQuestion, Credential, EnterableAccount, FoundAccount, Page};

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
    let owner = UserState::Active;
    let membership = Some(membership);
    let by_member = FoundAccount { account: account.clone(), owner, membership };
    assert_eq!(found, Ok(Some(by_member)));
    let found = faces.directory.find_account(account.id, stranger.id).await;
    assert_eq!(found, Ok(Some(FoundAccount { account, owner, membership: None })));
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

/// While the owner is suspended, nobody may enter, and every look-up tells it (S07).
pub async fn a_suspended_owner_is_told_wherever_an_account_is_found(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("ana@a.example").await;
    given.member(&account, &user, Offer::of(Role::Finance)).await;
    given.saved(owner.suspend().changed().expect("a change")).await;

    let suspended = Some(Admission { account: AccountState::Active, owner: UserState::Suspended });
    assert_eq!(faces.directory.find_admission(account.id).await, Ok(suspended));
    let found = faces.directory.find_account(account.id, user.id).await.expect("an answer");
    assert_eq!(found.map(|found| found.owner), Some(UserState::Suspended));
    let mut unit = faces.begin().await;
    let state = unit.accounts().find_owner_state(account.id).await;
    assert_eq!(state, Ok(Some(UserState::Suspended)));
    drop(unit);
    let page = Page { after: None, limit: 10 };
    let entered = faces.directory.enterable_accounts(user.id, page, noon()).await;
    assert_eq!(entered, Ok(Vec::new()));
    let session = given.session(&user, noon()).await;
    let credential = Credential::Session(session.token);
    let question = AccessQuestion { credential, account: account.id, subject: None, site: None };
    let looked_up = faces.access.look_up(&question).await.expect("an answer").expect("a holder");
    assert_eq!(looked_up.account, suspended);
    let unknown = AccountId::from_uuid(given.id());
    assert_eq!(faces.directory.find_admission(unknown).await, Ok(None));
}

/// Accesses that are about to end are listed soonest first, until both sides were told.
pub async fn endings_are_listed_until_they_were_told(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let ending = async |email: &str, minutes| {
        let user = given.user(email).await;
        let offer = Offer { until: Some(after(minutes)), ..Offer::of(Role::User) };
        given.member(&account, &user, offer).await
    };
    let later = ending("later@a.example", 20).await;
    let soon = ending("soon@a.example", 10).await;
    ending("over@a.example", -1).await;
    ending("far@a.example", 1_000).await;
    let closing = given.account_of(&owner).await;
    let guest = given.user("guest@a.example").await;
    let offer = Offer { until: Some(after(10)), ..Offer::of(Role::User) };
    given.member(&closing, &guest, offer).await;
    given.saved(closing.close(noon()).expect("allowed").changed().expect("open")).await;

    let due = async |limit| faces.directory.ending_memberships(after(30), noon(), limit).await;
    assert_eq!(due(10).await, Ok(vec![soon.clone(), later.clone()]));
    assert_eq!(due(1).await, Ok(vec![soon.clone()]));
    let told = soon.tell_ending().expect("it has an end").changed().expect("a change");
    let told = given.saved(told).await;
    assert_eq!(due(10).await, Ok(vec![later]));
    let moved = Amendment { until: Some(Some(after(25))), ..Amendment::default() };
    let moved = told.amend(&moved).expect("no owner").changed().expect("a change");
    let moved = given.saved(moved).await;
    assert!(due(10).await.expect("an answer").contains(&moved));
}

/// An offer to hand an account over is kept as it was made, and gone when called off.
pub async fn an_offer_of_ownership_is_kept_until_called_off(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("ana@a.example").await;
    given.member(&account, &user, Offer::of(Role::Finance)).await;
    let offer = OwnershipOffer { by: owner.id, to: user.id, at: noon(), expires_at: after(60) };
    let found = async || {
        let found = faces.directory.find_account(account.id, user.id).await;
        found.expect("an answer").expect("an account").account
    };
    let offered = account.clone().offer_ownership(offer).expect("open").changed();
    let offered = given.saved(offered.expect("a change")).await;
    assert_eq!(found().await.ownership_offer, Some(offer));
    given.saved(offered.call_off_ownership().expect("open").changed().expect("a change")).await;
    assert_eq!(found().await.ownership_offer, None);
}
