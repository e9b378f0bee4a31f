//! The two laws, for every pair of roles and every grant.

use insta::assert_snapshot;
use portero_domain::policy::{
    Excess, Offer, OfferRefusal, Permission, PermissionSet, Role, Standing, Suspension,
    TargetRefusal, may_give, may_manage,
};

use crate::given::{in_days, now};
use crate::table::Table;

fn granting(grants: PermissionSet) -> Offer {
    Offer { grants, ..Offer::of(Role::User) }
}

fn beyond(excess: Excess) -> String {
    let first = excess.first().expect("an excess has something in it");
    match excess.beyond.iter().count() - 1 {
        0 => format!("no: {first}"),
        more => format!("no: {first} and {more} more"),
    }
}

fn giving(giver: Role, offered: Role) -> String {
    match may_give(&Standing::of(giver), &Offer::of(offered)) {
        Ok(()) => "yes".to_owned(),
        Err(OfferRefusal::RoleNotOnOffer(_)) => "not on offer".to_owned(),
        Err(OfferRefusal::Exceeds(excess)) => beyond(excess),
        Err(other) => panic!("a bare role cannot be refused so: {other:?}"),
    }
}

fn managing(actor: Role, target: Role) -> String {
    match may_manage(&Standing::of(actor), &Standing::of(target)) {
        Ok(()) => "yes".to_owned(),
        Err(TargetRefusal::TargetIsOwner) => "owner".to_owned(),
        Err(TargetRefusal::HoldsMore(excess)) => beyond(excess),
    }
}

fn pairs(corner: &'static str, cell: impl Fn(Role, Role) -> String) -> Table {
    let mut table = Table::new(std::iter::once(corner).chain(Role::ALL.iter().map(|r| r.as_str())));
    for actor in Role::ALL {
        let answers = Role::ALL.iter().map(|other| cell(*actor, *other));
        table.row(std::iter::once(actor.to_string()).chain(answers));
    }
    table
}

#[test]
fn what_each_role_may_offer() {
    assert_snapshot!(pairs("gives", giving));
}

#[test]
fn whom_each_role_may_manage() {
    assert_snapshot!(pairs("manages", managing));
}

#[test]
fn a_grant_can_be_given_exactly_by_those_who_hold_it() {
    for giver in Role::ALL {
        for permission in PermissionSet::GRANTABLE.iter() {
            let answer =
                may_give(&Standing::of(*giver), &granting(PermissionSet::of(&[permission])));
            let held = giver.permissions().contains(permission);
            assert_eq!(answer.is_ok(), held, "{giver}: {permission}");
        }
    }
}

#[test]
fn a_user_with_a_grant_may_pass_on_that_grant_and_no_other() {
    for held in PermissionSet::GRANTABLE.iter() {
        let giver = Standing::of(Role::User).with_grants(PermissionSet::of(&[held]));
        for offered in PermissionSet::GRANTABLE.iter() {
            let answer = may_give(&giver, &granting(PermissionSet::of(&[offered])));
            assert_eq!(answer.is_ok(), held == offered, "{held} to {offered}");
        }
    }
}

#[test]
fn reserved_permissions_are_never_granted_not_even_by_the_owner() {
    for permission in [Permission::AccountClose, Permission::AccountTransferOwnership] {
        let reserved = PermissionSet::of(&[permission]);
        let answer = may_give(&Standing::of(Role::Owner), &granting(reserved));
        assert_eq!(answer, Err(OfferRefusal::Reserved(reserved)));
    }
}

#[test]
fn only_a_user_carries_grants() {
    for role in [Role::Administrator, Role::Finance] {
        let grants = PermissionSet::of(&[Permission::InvoicesRead]);
        let answer = may_give(&Standing::of(Role::Owner), &Offer { grants, ..Offer::of(role) });
        assert_eq!(answer, Err(OfferRefusal::RoleCarriesNoGrants(role)));
    }
}

#[test]
fn access_never_outlasts_the_givers_own() {
    let giver = Standing::of(Role::Administrator).ending(Some(in_days(10)));
    let ending = |until| Offer { until, ..Offer::of(Role::Finance) };
    let outlasts = Err(OfferRefusal::OutlastsGiver(in_days(10)));

    assert_eq!(may_give(&giver, &ending(Some(in_days(9)))), Ok(()));
    assert_eq!(may_give(&giver, &ending(Some(in_days(10)))), Ok(()));
    assert_eq!(may_give(&giver, &ending(Some(in_days(11)))), outlasts);
    assert_eq!(may_give(&giver, &ending(None)), outlasts);
}

#[test]
fn a_giver_without_an_end_may_offer_any_end() {
    for until in [None, Some(now()), Some(in_days(10_000))] {
        let offer = Offer { until, ..Offer::of(Role::Finance) };
        assert_eq!(may_give(&Standing::of(Role::Owner), &offer), Ok(()));
    }
}

#[test]
fn a_suspended_target_counts_as_if_active() {
    let target = Standing::of(Role::Administrator).suspended(Some(Suspension::MembershipSuspended));

    let managed = may_manage(&Standing::of(Role::Finance), &target);

    assert!(matches!(managed, Err(TargetRefusal::HoldsMore(_))), "{managed:?}");
}

#[test]
fn a_suspended_actor_manages_and_gives_nothing_that_is_something() {
    let actor = Standing::of(Role::Administrator).suspended(Some(Suspension::MembershipSuspended));
    let invoices = PermissionSet::of(&[Permission::InvoicesRead]);
    let target = Standing::of(Role::User).with_grants(invoices);

    assert!(may_manage(&actor, &target).is_err());
    assert!(may_give(&actor, &granting(invoices)).is_err());
}
