//! What a site permission needs beside it (D10).

use insta::assert_snapshot;
use portero_domain::policy::{SitePermission, SitePermissionSet};
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::table::Table;

fn names(set: SitePermissionSet) -> String {
    let names: Vec<&str> = set.iter().map(SitePermission::as_str).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(" ") }
}

#[test]
fn all_that_each_one_needs() {
    let mut table = Table::new(["site permission", "needs, in turn"]);
    for permission in SitePermission::ALL {
        let alone = SitePermissionSet::of(&[*permission]);
        table.row([permission.to_string(), names(alone.lacking())]);
    }
    assert_snapshot!(table);
}

#[test]
fn needs_are_transitive_and_everything_missing_is_named() {
    let given = SitePermissionSet::of(&[SitePermission::ManageConnectedData]);

    let expected = SitePermissionSet::of(&[
        SitePermission::Edit,
        SitePermission::EditLimited,
        SitePermission::Blog,
        SitePermission::EditConnectedData,
        SitePermission::ContentLibrary,
    ]);
    assert_eq!(given.lacking(), expected);
}

#[test]
fn the_empty_set_and_the_full_set_lack_nothing() {
    assert!(SitePermissionSet::EMPTY.lacking().is_empty());
    assert!(SitePermissionSet::all().lacking().is_empty());
}

#[test]
fn nothing_needs_itself_by_any_way() {
    for permission in SitePermission::ALL {
        assert!(!permission.needs().closed().contains(*permission), "{permission}");
    }
}

fn any_set() -> impl Strategy<Value = SitePermissionSet> {
    subsequence(SitePermission::ALL, 0..=SitePermission::ALL.len())
        .prop_map(|elements| elements.into_iter().collect())
}

proptest! {
    #[test]
    fn with_what_it_lacks_a_set_can_stand(set in any_set()) {
        let completed = set.union(set.lacking());

        prop_assert!(completed.lacking().is_empty());
        prop_assert_eq!(completed, set.closed());
    }

    #[test]
    fn a_set_lacks_something_exactly_when_a_direct_need_is_missing(set in any_set()) {
        let direct = set.iter().all(|permission| permission.needs().is_subset_of(set));

        prop_assert_eq!(set.lacking().is_empty(), direct);
    }
}
