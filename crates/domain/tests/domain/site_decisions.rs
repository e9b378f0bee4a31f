//! Who may do what on a site: one policy for clients and members.

use portero_domain::policy::{
    AreaStanding, DenialReason, GrantSource, OfferRefusal, Permission, PermissionSet, Role,
    SiteDecision, SiteDenialReason, SiteGrantSource, SitePermission, SitePermissionSet, Standing,
    Suspension, decide_on_site, may_give_on_site,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const BLOG: SitePermissionSet = SitePermissionSet::of(&[SitePermission::Blog]);
const CLIENT: AreaStanding =
    AreaStanding { assigned: Some(BLOG), is_suspended: false, suspension: None };

fn reason(decision: SiteDecision) -> Option<SiteDenialReason> {
    match decision {
        SiteDecision::Allowed(_) => None,
        SiteDecision::Denied(denial) => Some(denial.reason),
    }
}

#[test]
fn a_client_may_what_is_assigned_and_nothing_else() {
    let blog = decide_on_site(Some(&CLIENT), None, SitePermission::Blog);
    let edit = decide_on_site(Some(&CLIENT), None, SitePermission::Edit);
    let elsewhere = AreaStanding { assigned: None, ..CLIENT };
    let other = decide_on_site(Some(&elsewhere), None, SitePermission::Blog);

    assert_eq!(blog, SiteDecision::Allowed(SiteGrantSource::Assignment));
    assert_eq!(reason(edit), Some(SiteDenialReason::NotHeld));
    assert_eq!(reason(other), Some(SiteDenialReason::NotAssigned));
}

#[test]
fn d22_a_suspended_client_may_nothing_and_the_account_above_them_counts_first() {
    let suspended = AreaStanding { is_suspended: true, ..CLIENT };
    let closed = AreaStanding { suspension: Some(Suspension::AccountClosed), ..suspended };

    let by_account = decide_on_site(Some(&suspended), None, SitePermission::Blog);
    let by_all = decide_on_site(Some(&closed), None, SitePermission::Blog);

    assert_eq!(reason(by_account), Some(SiteDenialReason::ClientSuspended));
    assert_eq!(reason(by_all), Some(SiteDenialReason::Suspended(Suspension::AccountClosed)));
}

#[test]
fn whoever_manages_sites_holds_every_site_permission_and_nobody_else_does() {
    for role in Role::ALL {
        let standing = Standing::of(*role);
        let manages = role.permissions().contains(Permission::SitesManage);
        for permission in SitePermission::ALL {
            let decision = decide_on_site(None, Some(&standing), *permission);
            let source = SiteGrantSource::SitesManage(GrantSource::Role(*role));
            let yes = SiteDecision::Allowed(source);
            assert_eq!(decision == yes, manages, "{role} {permission}");
            assert_eq!(decision.is_allowed(), manages, "{role} {permission}");
        }
    }
}

#[test]
fn a_grant_of_sites_manage_counts_as_one() {
    let grants = PermissionSet::of(&[Permission::SitesManage]);
    let standing = Standing::of(Role::User).with_grants(grants);

    let decision = decide_on_site(None, Some(&standing), SitePermission::Reset);

    let source = GrantSource::Grant(Permission::SitesManage);
    assert_eq!(decision, SiteDecision::Allowed(SiteGrantSource::SitesManage(source)));
}

#[test]
fn nobody_may_nothing() {
    for permission in SitePermission::ALL {
        let decision = decide_on_site(None, None, *permission);
        assert_eq!(reason(decision), Some(SiteDenialReason::Member(DenialReason::NotAMember)));
    }
}

#[test]
fn no_one_gives_on_a_site_what_they_do_not_hold() {
    let clients_alone = Standing::of(Role::User)
        .with_grants(PermissionSet::of(&[Permission::ClientsManage, Permission::SitesRead]));

    assert!(may_give_on_site(&Standing::of(Role::Administrator), BLOG).is_ok());
    assert!(may_give_on_site(&clients_alone, SitePermissionSet::EMPTY).is_ok());
    let refused = may_give_on_site(&clients_alone, BLOG);
    assert!(matches!(refused, Err(OfferRefusal::Exceeds(_))), "{refused:?}");
}

proptest! {
    #[test]
    fn a_yes_needs_an_assignment_in_force_or_sites_manage(
        assigned in subsequence(SitePermission::ALL, 0..=SitePermission::ALL.len()),
        is_assigned in any::<bool>(),
        is_suspended in any::<bool>(),
        is_closed in any::<bool>(),
        role in select(Role::ALL),
        asked in select(SitePermission::ALL),
    ) {
        let held: SitePermissionSet = assigned.into_iter().collect();
        let suspension = is_closed.then_some(Suspension::AccountClosed);
        let assigned = is_assigned.then_some(held);
        let client = AreaStanding { assigned, is_suspended, suspension };
        let member = Standing::of(role).suspended(suspension);

        let decision = decide_on_site(Some(&client), Some(&member), asked);

        let as_client = is_assigned && held.contains(asked) && !is_suspended && !is_closed;
        let as_member = member.effective().contains(Permission::SitesManage);
        prop_assert_eq!(decision.is_allowed(), as_client || as_member);
    }
}
