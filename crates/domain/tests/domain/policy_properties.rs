//! What holds of the policy for anyone and anything.

use chrono::{DateTime, Utc};
use portero_domain::policy::{
    Decision, DenialReason, Offer, Permission, PermissionSet, Role, Standing, Suspension, decide,
    may_give, may_manage,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::given::in_days;

fn any_role() -> impl Strategy<Value = Role> {
    select(Role::ALL)
}

fn any_permissions() -> impl Strategy<Value = PermissionSet> {
    subsequence(Permission::ALL, 0..=Permission::ALL.len())
        .prop_map(|elements| elements.into_iter().collect())
}

fn any_end() -> impl Strategy<Value = Option<DateTime<Utc>>> {
    prop_oneof![Just(None), (0_i64..20).prop_map(|days| Some(in_days(days)))]
}

fn any_suspension() -> impl Strategy<Value = Option<Suspension>> {
    select(vec![
        None,
        Some(Suspension::AccountClosed),
        Some(Suspension::UserSuspended),
        Some(Suspension::MembershipSuspended),
    ])
}

fn any_standing() -> impl Strategy<Value = Standing> {
    (any_role(), any_permissions(), any_suspension(), any_end()).prop_map(
        |(role, grants, suspension, until)| {
            Standing::of(role).with_grants(grants).suspended(suspension).ending(until)
        },
    )
}

fn any_offer() -> impl Strategy<Value = Offer> {
    (any_role(), any_permissions(), any_end()).prop_map(|(role, grants, until)| Offer {
        role,
        grants,
        until,
    })
}

/// Offers that have a chance: within what the giver holds, more often than not.
fn likely_offer(giver: Standing) -> impl Strategy<Value = Offer> {
    any_offer().prop_map(move |offer| Offer {
        grants: if offer.role.carries_grants() {
            offer.grants.intersection(giver.held()).intersection(PermissionSet::GRANTABLE)
        } else {
            PermissionSet::EMPTY
        },
        ..offer
    })
}

fn any_giving() -> impl Strategy<Value = (Standing, Offer)> {
    any_standing()
        .prop_flat_map(|giver| (Just(giver), prop_oneof![any_offer(), likely_offer(giver)]))
}

proptest! {
    #[test]
    fn nothing_said_yes_means_no(
        role in any_role(),
        grants in any_permissions(),
        suspension in any_suspension(),
        permission in select(Permission::ALL),
    ) {
        let standing = Standing::of(role).with_grants(grants).suspended(suspension);
        let by_role = role.permissions().contains(permission);
        let by_grant =
            role == Role::User && grants.contains(permission) && !permission.is_reserved();
        let expected = suspension.is_none() && (by_role || by_grant);

        prop_assert_eq!(decide(&standing, permission).is_allowed(), expected);
        prop_assert_eq!(standing.effective().contains(permission), expected);
    }

    #[test]
    fn a_suspended_member_has_nothing(
        standing in any_standing(),
        suspension in any_suspension().prop_filter("one of them", Option::is_some),
    ) {
        let suspended = standing.suspended(suspension);

        prop_assert!(suspended.effective().is_empty());
        for permission in Permission::ALL {
            let Decision::Denied(denial) = decide(&suspended, *permission) else {
                return Err(TestCaseError::fail(format!("{permission} was allowed")));
            };
            prop_assert_eq!(Some(denial.reason), suspension.map(DenialReason::Suspended));
        }
    }

    #[test]
    fn no_one_gives_more_than_they_hold((giver, offer) in any_giving()) {
        if may_give(&giver, &offer).is_ok() {
            prop_assert!(offer.held().is_subset_of(giver.effective()));
            prop_assert!(offer.grants.is_subset_of(PermissionSet::GRANTABLE));
            prop_assert!(Role::INVITABLE.contains(&offer.role));
            prop_assert!(offer.role.carries_grants() || offer.grants.is_empty());
            if let Some(own) = giver.until() {
                prop_assert!(offer.until.is_some_and(|until| until <= own));
            }
        }
    }

    #[test]
    fn what_was_given_gives_the_receiver_no_more_than_the_giver((giver, offer) in any_giving()) {
        let received = Standing::of(offer.role).with_grants(offer.grants).ending(offer.until);

        if may_give(&giver, &offer).is_ok() {
            for permission in Permission::ALL {
                let allowed = decide(&received, *permission).is_allowed();
                prop_assert!(!allowed || decide(&giver, *permission).is_allowed());
            }
        }
    }

    #[test]
    fn no_one_manages_who_holds_more(actor in any_standing(), target in any_standing()) {
        let managed = may_manage(&actor, &target).is_ok();

        let within = target.held().is_subset_of(actor.effective());
        prop_assert_eq!(managed, within && target.role() != Role::Owner);
    }

    #[test]
    fn nobody_touches_the_owner(actor in any_standing()) {
        prop_assert!(may_manage(&actor, &Standing::of(Role::Owner)).is_err());
        prop_assert!(may_give(&actor, &Offer::of(Role::Owner)).is_err());
    }

    #[test]
    fn a_denial_names_roles_that_would_do(
        standing in any_standing(),
        permission in select(Permission::ALL),
    ) {
        if let Decision::Denied(denial) = decide(&standing, permission) {
            prop_assert_eq!(denial.missing, permission);
            for role in denial.held_by_roles().iter() {
                prop_assert!(decide(&Standing::of(role), permission).is_allowed());
            }
        }
    }
}
