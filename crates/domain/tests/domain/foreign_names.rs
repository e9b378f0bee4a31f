//! The names that other systems have for the same permissions.

use std::collections::BTreeSet;

use portero_domain::policy::{
    Category, DUDA_SITE_PERMISSIONS, SitePermission, WHMCS_CATEGORIES, WHMCS_PERMISSIONS,
    site_permission_named,
};

#[test]
fn every_site_permission_has_exactly_one_name_of_duda_s() {
    let theirs: BTreeSet<&str> = DUDA_SITE_PERMISSIONS.iter().map(|(theirs, _)| *theirs).collect();
    let ours: BTreeSet<SitePermission> =
        DUDA_SITE_PERMISSIONS.iter().map(|(_, ours)| *ours).collect();

    assert_eq!(theirs.len(), DUDA_SITE_PERMISSIONS.len());
    assert_eq!(ours.len(), DUDA_SITE_PERMISSIONS.len());
    assert_eq!(ours.len(), SitePermission::ALL.len());
}

#[test]
fn a_site_permission_is_known_by_our_name_and_by_duda_s() {
    assert_eq!(site_permission_named("LIMITED_EDITING"), Ok(SitePermission::EditLimited));
    assert_eq!(site_permission_named("E_COMMERCE"), Ok(SitePermission::ManageStore));
    assert_eq!(site_permission_named("INSITE"), Ok(SitePermission::Personalize));
    for permission in SitePermission::ALL {
        assert_eq!(site_permission_named(permission.as_str()), Ok(*permission));
    }
    let unknown = site_permission_named("EVERYTHING").expect_err("nobody's name");
    assert_eq!(unknown.given, "EVERYTHING");
}

#[test]
fn whmcs_has_thirteen_names_and_none_of_them_means_what_is_reserved() {
    let theirs: BTreeSet<&str> = WHMCS_PERMISSIONS.iter().map(|(theirs, _)| *theirs).collect();

    assert_eq!(theirs.len(), 13);
    for (theirs, ours) in WHMCS_PERMISSIONS {
        assert!(!ours.is_empty(), "{theirs}");
        assert!(ours.iter().all(|permission| !permission.is_reserved()), "{theirs}");
    }
}

#[test]
fn every_category_has_a_name_of_whmcs_s() {
    let ours: BTreeSet<Category> =
        WHMCS_CATEGORIES.iter().flat_map(|(_, ours)| ours.iter().copied()).collect();

    assert_eq!(ours.len(), Category::ALL.len());
}
