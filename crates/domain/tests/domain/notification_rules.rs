//! Who receives what at first, and what they may choose.

use insta::assert_snapshot;
use portero_domain::policy::{Category, CategorySet, NotificationRules, Role};

use crate::table::Table;

fn names(set: CategorySet) -> String {
    if set == CategorySet::all() {
        return "all".to_owned();
    }
    let names: Vec<&str> = set.iter().map(Category::as_str).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(" ") }
}

#[test]
fn the_rules_of_every_role() {
    let mut table = Table::new(["role", "at first", "may have beside it", "cannot refuse"]);
    for role in Role::ALL {
        let rules = NotificationRules::of(*role);
        let beside = rules.may_have.difference(rules.at_first);
        table.row([
            role.to_string(),
            names(rules.at_first),
            names(beside),
            names(rules.cannot_refuse),
        ]);
    }
    assert_snapshot!(table);
}

#[test]
fn what_someone_receives_at_first_is_within_the_rules() {
    for role in Role::ALL {
        let rules = NotificationRules::of(*role);
        assert!(rules.beyond(rules.at_first).is_empty(), "{role}");
        assert!(rules.refused_in_vain(rules.at_first).is_empty(), "{role}");
        assert!(rules.cannot_refuse.is_subset_of(rules.may_have), "{role}");
    }
}

#[test]
fn a_choice_beyond_the_rules_is_named() {
    let rules = NotificationRules::of(Role::User);
    let choice = CategorySet::of(&[Category::Billing, Category::Support]);

    assert_eq!(rules.beyond(choice), CategorySet::of(&[Category::Support]));
}

#[test]
fn the_owner_cannot_refuse_general_and_billing() {
    let rules = NotificationRules::of(Role::Owner);

    let in_vain = rules.refused_in_vain(CategorySet::of(&[Category::Billing]));

    assert_eq!(in_vain, CategorySet::of(&[Category::General]));
}
