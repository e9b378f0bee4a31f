//! Memberships in a unit of work.

use portero_domain::id::UserId;
use portero_domain::model::{Account, Amendment, Membership, User};
use portero_domain::policy::{Category, CategorySet, Offer, PermissionSet, Role, Scope};
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{Given, Write, address, after, attempt, noon, save, trail};

/// A membership is found as it was saved, in every field.
pub async fn a_membership_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("ana@a.example").await;
    let grants = PermissionSet::GRANTABLE;
    let offer = Offer { role: Role::User, grants, until: Some(after(90)) };
    let chosen = Some(CategorySet::of(&[Category::Billing, Category::Orders]));
    let joined = Membership::join(account.id, user.id, &offer, chosen, None, noon());
    let joined = given.saved(joined).await;
    let suspended = joined.suspend().expect("no owner").changed().expect("a change");
    let suspended = given.saved(suspended).await;

    let mut unit = faces.begin().await;
    assert_eq!(unit.memberships().find(account.id, user.id).await, Ok(Some(suspended)));
}

/// A membership is found whether or not its access has run out; one that is gone is not.
pub async fn a_membership_that_was_removed_is_gone(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("ana@a.example").await;
    let long_over = Offer { until: Some(after(-1_000)), ..Offer::of(Role::User) };
    let member = given.member(&account, &user, long_over).await;
    let mut unit = faces.begin().await;
    assert_eq!(unit.memberships().find(account.id, user.id).await, Ok(Some(member.clone())));
    drop(unit);

    given.saved(member.remove().expect("no owner")).await;
    let mut unit = faces.begin().await;
    assert_eq!(unit.memberships().find(account.id, user.id).await, Ok(None));
}

/// A user is a member of an account only once.
pub async fn a_member_who_joins_again_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("ana@a.example").await;
    given.member(&account, &user, Offer::of(Role::User)).await;
    let again =
        Membership::join(account.id, user.id, &Offer::of(Role::Finance), None, None, noon());
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
}

/// A new membership takes the place of one whose access has run out.
pub async fn a_membership_that_has_run_out_can_be_replaced(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("ana@a.example").await;
    let over = Offer { until: Some(after(1)), ..Offer::of(Role::User) };
    let old = given.member(&account, &user, over).await;
    let offer = Offer::of(Role::Finance);
    let new = Membership::join(account.id, user.id, &offer, None, Some(&old), after(2));
    let new = given.saved(new).await;

    let mut unit = faces.begin().await;
    assert_eq!(unit.memberships().find(account.id, user.id).await, Ok(Some(new)));
    assert_eq!(unit.memberships().count(account.id).await, Ok(2));
}

/// An update of another version than the one stored is a conflict.
pub async fn an_update_of_a_stale_membership_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("ana@a.example").await;
    let member = given.member(&account, &user, Offer::of(Role::User)).await;
    let finance = Amendment { role: Some(Role::Finance), ..Amendment::default() };
    given.saved(member.clone().amend(&finance).expect("allowed").changed().expect("new")).await;
    let stale = member.suspend().expect("no owner").changed().expect("a change");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
}

/// A removal of another version than the one stored is a conflict.
pub async fn a_removal_of_a_stale_membership_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("ana@a.example").await;
    let member = given.member(&account, &user, Offer::of(Role::User)).await;
    let suspended = member.clone().suspend().expect("no owner").changed().expect("a change");
    given.saved(suspended).await;
    let stale = member.remove().expect("no owner");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
    let mut unit = faces.begin().await;
    assert_eq!(unit.memberships().count(account.id).await, Ok(2));
}

/// No account has two owners: whoever would be the second is a conflict.
pub async fn a_second_owner_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("ana@a.example").await;
    let second = Membership::found(account.id, user.id, noon());
    assert_eq!(attempt(faces, second).await, Err(StoreError::Conflict));

    let member = given.member(&account, &user, Offer::of(Role::Administrator)).await;
    let mut unit = faces.begin().await;
    let too_early = member.take_over().expect("a member").write(&mut *unit).await;
    assert_eq!(too_early, Err(StoreError::Conflict));
    drop(unit);
    assert_eq!(owner_of(faces, &account).await, owner.id);
}

/// An owner who hands over makes room for another in the same unit of work.
pub async fn ownership_is_handed_over_in_one_unit_of_work(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("ana@a.example").await;
    let member = given.member(&account, &user, Offer::of(Role::User)).await;

    let mut unit = faces.begin().await;
    let locked = unit.accounts().lock(account.id).await.expect("locked").expect("an account");
    let first = unit.memberships().find_owner(account.id).await.expect("an answer");
    save(&mut *unit, locked.transfer_ownership(owner.id, user.id).expect("open")).await;
    save(&mut *unit, first.expect("an owner").hand_over().expect("the owner")).await;
    save(&mut *unit, member.take_over().expect("a member")).await;
    let scope = Scope::Account(account.id);
    assert_eq!(unit.commit(trail(&[scope])).await, Ok(()));

    assert_eq!(owner_of(faces, &account).await, user.id);
    let mut unit = faces.begin().await;
    let former = unit.memberships().find(account.id, owner.id).await.expect("an answer");
    assert_eq!(former.map(|member| member.role), Some(Role::Administrator));
}

/// The owner of an account without one is nobody; of two accounts, each its own.
pub async fn the_owner_is_the_account_s_own(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, other_owner) = given.account().await;
    given.member(&account, &other_owner, Offer::of(Role::Finance)).await;
    let ownerless = given.saved(given.new_account(&owner)).await;

    assert_eq!(owner_of(faces, &account).await, owner.id);
    assert_eq!(owner_of(faces, &other).await, other_owner.id);
    let mut unit = faces.begin().await;
    assert_eq!(unit.memberships().find_owner(ownerless.id).await, Ok(None));
}

/// Members are counted as they come and go, whether or not their access has run out.
pub async fn members_are_counted_as_they_come_and_go(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    given.account().await;
    let ana = given.user("ana@a.example").await;
    let eva = given.user("eva@a.example").await;
    let over = Offer { until: Some(after(-1)), ..Offer::of(Role::User) };
    given.member(&account, &ana, over).await;
    let member = given.member(&account, &eva, Offer::of(Role::User)).await;
    assert_eq!(faces.begin().await.memberships().count(account.id).await, Ok(3));

    let member = given.saved(member.suspend().expect("no owner").changed().expect("new")).await;
    assert_eq!(faces.begin().await.memberships().count(account.id).await, Ok(3));
    given.saved(member.remove().expect("no owner")).await;
    assert_eq!(faces.begin().await.memberships().count(account.id).await, Ok(2));
}

/// The addresses of members are those of this account, run-out access not counted.
pub async fn addresses_of_members_leave_out_access_that_has_run_out(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let users = [
        given.user("now@a.example").await,
        given.user("later@a.example").await,
        given.user("over@a.example").await,
        given.user("elsewhere@a.example").await,
    ];
    let [now, later, over, elsewhere] = &users;
    let until = |minutes| Offer { until: Some(after(minutes)), ..Offer::of(Role::User) };
    given.member(&account, now, Offer::of(Role::User)).await;
    given.member(&account, later, until(61)).await;
    given.member(&account, over, until(60)).await;
    given.member(&other, elsewhere, Offer::of(Role::User)).await;

    let mut asked: Vec<_> = users.iter().map(|user: &User| user.email.clone()).collect();
    asked.extend([address("nobody@a.example"), address("NOW@a.example")]);
    let mut unit = faces.begin().await;
    let found = unit.memberships().find_member_addresses(account.id, &asked, after(60)).await;
    let mut found: Vec<String> =
        found.expect("an answer").iter().map(|email| email.canonical().to_owned()).collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, ["later@a.example", "now@a.example"]);
    let none = unit.memberships().find_member_addresses(account.id, &[], noon()).await;
    assert_eq!(none, Ok(vec![]));
    let own = [owner.email.clone()];
    let owners = unit.memberships().find_member_addresses(account.id, &own, noon()).await;
    assert_eq!(owners, Ok(own.to_vec()));
}

/// In a unit of work, everyone on the account might receive a communication, by user id, with what
/// was just written.
pub async fn candidates_are_everyone_with_what_was_just_written(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let [ana, eva, luz] = [
        given.user("ana@a.example").await,
        given.user("eva@a.example").await,
        given.user("luz@a.example").await,
    ];
    let over = Offer { until: Some(after(-1)), ..Offer::of(Role::User) };
    let last = given.member(&account, &luz, over).await;
    given.member(&other, &eva, Offer::of(Role::User)).await;

    let mut unit = faces.begin().await;
    let offer = Offer::of(Role::Finance);
    let joined = Membership::join(account.id, ana.id, &offer, None, None, noon());
    let membership = joined.aggregate().clone();
    save(&mut *unit, joined).await;
    let found = unit.memberships().find_candidates(account.id).await.expect("an answer");
    let users: Vec<_> = found.iter().map(|one| one.user.clone()).collect();
    assert_eq!(users, [owner, ana, luz]);
    assert_eq!((&found[1].membership, &found[2].membership), (&membership, &last));
}

async fn owner_of(faces: &Faces, account: &Account) -> UserId {
    let owner = faces.begin().await.memberships().find_owner(account.id).await;
    owner.expect("an answer").expect("an owner").user_id
}
