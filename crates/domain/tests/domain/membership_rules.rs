//! What a membership gives at an instant, and what changing it does to the rest of it.

use portero_domain::model::{
    AccountState, Admission, Amendment, Membership, MembershipState, Transition, UserState,
    Version, Write,
};
use portero_domain::policy::{
    Category, CategorySet, NotificationRules, Offer, Permission, PermissionSet, Role, Suspension,
};

use crate::given::{ACCOUNT, EVA, a_membership, a_user, an_account, in_days, now};

fn a_user_with_grants() -> Membership {
    Membership {
        grants: PermissionSet::of(&[Permission::InvoicesRead]),
        notifications: CategorySet::of(&[Category::Billing]),
        ..a_membership(Role::User)
    }
}

const OPEN: Admission = Admission { account: AccountState::Active, owner: UserState::Active };

#[test]
fn access_ends_at_its_instant_and_then_the_person_is_no_member() {
    let membership = Membership { until: Some(in_days(1)), ..a_membership(Role::Finance) };
    let standing = |at| membership.standing(OPEN, UserState::Active, at);

    assert!(standing(in_days(1) - chrono::TimeDelta::microseconds(1)).is_some());
    assert!(standing(in_days(1)).is_none());
}

#[test]
fn s07_account_owner_user_and_membership_must_all_be_active() {
    use MembershipState as M;
    use UserState as U;
    let closed = AccountState::Closed { at: now() };
    let open = AccountState::Active;
    let cases = [
        (open, U::Active, U::Active, M::Active, None),
        (open, U::Active, U::Active, M::Suspended, Some(Suspension::MembershipSuspended)),
        (open, U::Active, U::Suspended, M::Active, Some(Suspension::UserSuspended)),
        (open, U::Suspended, U::Active, M::Active, Some(Suspension::OwnerSuspended)),
        (open, U::Suspended, U::Active, M::Suspended, Some(Suspension::OwnerSuspended)),
        (open, U::Suspended, U::Suspended, M::Active, Some(Suspension::UserSuspended)),
        (closed, U::Active, U::Active, M::Active, Some(Suspension::AccountClosed)),
        (closed, U::Suspended, U::Suspended, M::Suspended, Some(Suspension::AccountClosed)),
    ];
    for (account, owner, user, state, expected) in cases {
        let membership = Membership { state, ..a_membership(Role::Administrator) };
        let admission = Admission { account, owner };
        let standing = membership.standing(admission, user, now()).expect("a member");
        assert_eq!(standing.suspension(), expected, "{account} {owner} {user} {state}");
        assert_eq!(standing.effective().is_empty(), expected.is_some());
    }
}

#[test]
fn a_standing_is_the_same_from_the_aggregates_themselves() {
    let membership = a_membership(Role::Administrator);
    let account = an_account(AccountState::Closed { at: now() });
    let user = a_user(EVA, "eva@c.es");

    let standing = membership.standing_of(&account, UserState::Active, &user, now());

    let admission = account.admission(UserState::Active);
    assert_eq!(standing, membership.standing(admission, user.state, now()));
}

#[test]
fn both_sides_are_told_of_an_end_once_and_again_when_it_moves() {
    let ending = Membership { until: Some(in_days(2)), ..a_membership(Role::User) };
    let told = ending.tell_ending().expect("it has an end").changed().expect("not told yet");
    let told = told.aggregate().clone();
    assert_eq!(told.ending_told, Some(in_days(2)));
    assert!(matches!(told.clone().tell_ending(), Ok(Transition::AlreadySo(_))));
    let moved = Membership { until: Some(in_days(5)), ..told };
    assert!(matches!(moved.tell_ending(), Ok(Transition::Changed(_))));
    assert!(a_membership(Role::User).tell_ending().is_err());
}

#[test]
fn s03_changing_to_another_role_drops_the_grants_and_starts_with_its_notifications() {
    let to_finance = Amendment { role: Some(Role::Finance), ..Amendment::default() };

    let amended = a_user_with_grants().amended(&to_finance);

    assert_eq!(amended.role, Role::Finance);
    assert!(amended.grants.is_empty());
    assert_eq!(amended.notifications, NotificationRules::of(Role::Finance).at_first);
}

#[test]
fn s03_what_is_absent_from_an_amendment_stays() {
    let to_the_end = Amendment { until: Some(Some(in_days(3))), ..Amendment::default() };

    let amended = a_user_with_grants().amended(&to_the_end);

    assert_eq!(amended, Membership { until: Some(in_days(3)), ..a_user_with_grants() });
}

#[test]
fn an_end_of_access_can_be_taken_away_again() {
    let ending = Membership { until: Some(in_days(3)), ..a_user_with_grants() };
    let without_end = Amendment { until: Some(None), ..Amendment::default() };

    assert_eq!(ending.amended(&without_end).until, None);
}

#[test]
fn the_owner_may_choose_notifications_and_nothing_else_changes() {
    let chosen = CategorySet::of(&[Category::General, Category::Billing]);
    let choice = Amendment { notifications: Some(chosen), ..Amendment::default() };

    let change = a_membership(Role::Owner).amend(&choice).expect("allowed").changed();

    let change = change.expect("a change");
    assert_eq!(change.aggregate().notifications, chosen);
    assert_eq!(change.aggregate().role, Role::Owner);
}

#[test]
fn a_transfer_makes_one_owner_and_one_administrator_without_grants_or_end() {
    let heir = Membership { until: Some(in_days(9)), ..a_user_with_grants() };

    let new_owner = heir.take_over().expect("taken over");
    let old_owner = a_membership(Role::Owner).hand_over().expect("handed over");

    assert_eq!(new_owner.aggregate().role, Role::Owner);
    assert!(new_owner.aggregate().grants.is_empty());
    assert_eq!(new_owner.aggregate().until, None);
    assert_eq!(old_owner.aggregate().role, Role::Administrator);
}

#[test]
fn joining_takes_role_grants_end_and_notifications_from_the_offer() {
    let grants = PermissionSet::of(&[Permission::InvoicesRead]);
    let offer = Offer { role: Role::User, grants, until: Some(in_days(5)) };
    let chosen = CategorySet::of(&[Category::Billing]);

    let change = Membership::join(ACCOUNT, EVA, &offer, Some(chosen), None, now());

    let member = change.aggregate();
    assert_eq!((member.role, member.grants, member.until), (Role::User, grants, Some(in_days(5))));
    assert_eq!(member.notifications, chosen);
    assert_eq!(change.write(), Write::Insert);
}

#[test]
fn joining_again_replaces_a_membership_that_has_run_out() {
    let version = Version::from_i64(4);
    let over = Membership { until: Some(in_days(-1)), version, ..a_membership(Role::Finance) };

    let offer = Offer::of(Role::User);
    let change = Membership::join(ACCOUNT, EVA, &offer, None, Some(&over), now());

    assert_eq!(change.write(), Write::Update(version));
    assert_eq!(change.aggregate().version, version.next());
    assert_eq!(change.aggregate().until, None);
}

#[test]
fn s04_a_removed_member_is_gone_at_the_version_that_was_seen() {
    let membership = a_membership(Role::User);
    let version = membership.version;

    let change = membership.remove().expect("removed");

    assert_eq!(change.write(), Write::Delete(version));
}
