//! The seed requirements, as far as the pure domain proves them.

use portero_domain::model::{Candidate, recipients};
use portero_domain::policy::{
    Category, CategorySet, NotificationRules, Offer, Permission, PermissionSet, Role, Standing,
    decide, may_give, may_manage,
};

use crate::given::{EVA, LUIS, a_membership, a_user, now};

fn allowed(role: Role) -> PermissionSet {
    let standing = Standing::of(role);
    Permission::ALL.iter().copied().filter(|one| decide(&standing, *one).is_allowed()).collect()
}

fn reads(permission: Permission) -> bool {
    permission.as_str().split_once('.').is_some_and(|(_, verb)| verb == "read")
}

#[test]
fn n01_a_member_acts_within_the_role_they_hold_and_no_further() {
    for role in Role::ALL {
        for permission in Permission::ALL {
            let in_role = role.permissions().contains(*permission);
            assert_eq!(decide(&Standing::of(*role), *permission).is_allowed(), in_role);
        }
    }
}

#[test]
fn n08_administrator_finance_and_user_are_on_offer_and_nothing_else() {
    let owner = Standing::of(Role::Owner);

    let offered: Vec<Role> =
        Role::ALL.iter().copied().filter(|r| may_give(&owner, &Offer::of(*r)).is_ok()).collect();

    assert_eq!(offered, [Role::Administrator, Role::Finance, Role::User]);
    assert_eq!(offered, Role::INVITABLE);
}

#[test]
fn n09_an_administrator_does_everything_that_is_not_reserved_to_the_owner() {
    let reserved = allowed(Role::Owner).difference(allowed(Role::Administrator));

    let expected = [Permission::AccountTransferOwnership, Permission::AccountClose];
    assert_eq!(reserved, PermissionSet::of(&expected));
}

#[test]
fn n09_an_administrator_manages_everyone_but_the_owner() {
    let administrator = Standing::of(Role::Administrator);

    for target in Role::ALL {
        let managed = may_manage(&administrator, &Standing::of(*target)).is_ok();
        assert_eq!(managed, *target != Role::Owner, "{target}");
    }
}

#[test]
fn n10_finance_pays_edits_the_details_and_generates_reports() {
    let changes = [Permission::InvoicesPay, Permission::AccountUpdate, Permission::ReportsGenerate];

    assert!(PermissionSet::of(&changes).is_subset_of(allowed(Role::Finance)));
}

#[test]
fn n10_finance_changes_nothing_else() {
    let changes: Vec<Permission> = allowed(Role::Finance).iter().filter(|p| !reads(*p)).collect();

    let expected =
        [Permission::AccountUpdate, Permission::InvoicesPay, Permission::ReportsGenerate];
    assert_eq!(changes, expected);
}

#[test]
fn n11_finance_reads_every_section_but_service_administration() {
    let everything: PermissionSet = Permission::ALL.iter().copied().filter(|p| reads(*p)).collect();

    let hidden = everything.difference(allowed(Role::Finance));

    assert_eq!(hidden, PermissionSet::of(&[Permission::ServicesRead]));
}

#[test]
fn n11_only_administrators_and_the_owner_administer_services() {
    for role in Role::ALL {
        let expected = matches!(role, Role::Owner | Role::Administrator);
        for permission in [Permission::ServicesManage, Permission::ServicesSignIn] {
            assert_eq!(allowed(*role).contains(permission), expected, "{role}: {permission}");
        }
    }
}

#[test]
fn n12_a_user_sees_no_section() {
    assert!(allowed(Role::User).is_empty());
}

#[test]
fn n12_a_user_receives_financial_notifications_only_once_granted() {
    let financial = CategorySet::of(&[Category::Billing, Category::Orders]);

    let rules = NotificationRules::of(Role::User);

    assert!(rules.at_first.is_empty());
    assert_eq!(rules.may_have, financial);
    for category in [Category::Billing, Category::Orders] {
        assert!(!user_receives(category, rules.at_first), "{category} before");
        assert!(user_receives(category, CategorySet::of(&[category])), "{category} once granted");
    }
}

fn user_receives(category: Category, notifications: CategorySet) -> bool {
    let mut membership = a_membership(Role::User);
    membership.notifications = notifications;
    let user = Candidate { membership, user: a_user(EVA, "eva@c.es") };
    let mut membership = a_membership(Role::Owner);
    membership.user_id = LUIS;
    let owner = Candidate { membership, user: a_user(LUIS, "luis@b.es") };
    let (receiving, _) = recipients(&[owner, user], &[], category, now());
    receiving.iter().any(|one| one.role == Role::User)
}

#[test]
fn l02_a_billing_contact_sees_the_invoices() {
    assert!(allowed(Role::BillingContact).contains(Permission::InvoicesRead));
}

#[test]
fn l03_a_technical_contact_sees_services_and_domains_and_nothing_of_billing() {
    let allowed = allowed(Role::TechnicalContact);
    let sees = [Permission::ServicesRead, Permission::DomainsRead];
    let billing = [
        Permission::InvoicesRead,
        Permission::InvoicesPay,
        Permission::QuotesRead,
        Permission::QuotesAccept,
    ];

    assert!(PermissionSet::of(&sees).is_subset_of(allowed));
    assert!(PermissionSet::of(&billing).intersection(allowed).is_empty());
}

#[test]
fn s06_every_permission_that_is_not_reserved_can_be_granted_together_or_alone() {
    let owner = Standing::of(Role::Owner);
    let all = Offer { grants: PermissionSet::GRANTABLE, ..Offer::of(Role::User) };

    assert!(may_give(&owner, &all).is_ok());
    for permission in PermissionSet::GRANTABLE.iter() {
        let one = Offer { grants: PermissionSet::of(&[permission]), ..Offer::of(Role::User) };
        assert!(may_give(&owner, &one).is_ok(), "{permission}");
    }
}
