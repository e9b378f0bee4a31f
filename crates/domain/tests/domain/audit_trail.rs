//! One entry for each scope that is written to, no more and no fewer.

use portero_domain::id::AccountId;
use portero_domain::model::{Action, AuditEntry, AuditObject, AuditTrail, Origin};
use portero_domain::policy::{Permit, Scope};
use uuid::Uuid;

use crate::given::{EVA, now};

const FIRST: Scope = Scope::Account(AccountId::from_uuid(Uuid::from_u128(1)));
const SECOND: Scope = Scope::Account(AccountId::from_uuid(Uuid::from_u128(2)));

fn entry(scope: Scope) -> AuditEntry {
    let permit = Permit::for_operator(scope);
    let object = AuditObject::User(EVA);
    AuditEntry::new(permit, Action::UserSuspend, object, Origin::default(), now())
}

#[test]
fn a_trail_covers_exactly_what_it_has_entries_for() {
    let trail = AuditTrail::from(entry(FIRST));

    assert!(trail.covers(&[FIRST]));
    assert!(trail.covers(&[FIRST, FIRST]), "several changes in one scope need one entry");
}

#[test]
fn a_scope_without_an_entry_is_not_covered() {
    let trail = AuditTrail::from(entry(FIRST));

    assert!(!trail.covers(&[SECOND]));
    assert!(!trail.covers(&[FIRST, SECOND]));
    assert!(!trail.covers(&[Scope::Installation]));
}

#[test]
fn an_entry_without_a_change_is_refused_too() {
    let trail = AuditTrail::from(entry(FIRST)).and(entry(Scope::Installation));

    assert!(!trail.covers(&[FIRST]));
    assert!(!trail.covers(&[]));
}

#[test]
fn two_entries_for_one_scope_are_one_too_many() {
    let trail = AuditTrail::from(entry(FIRST)).and(entry(FIRST));

    assert!(!trail.covers(&[FIRST]));
    assert!(!trail.covers(&[FIRST, FIRST]));
}

#[test]
fn the_order_of_entries_and_changes_does_not_matter() {
    let trail = AuditTrail::from(entry(SECOND)).and(entry(Scope::Installation)).and(entry(FIRST));

    assert!(trail.covers(&[FIRST, SECOND, Scope::Installation]));
}

#[test]
fn entries_come_in_the_order_in_which_chains_are_locked() {
    let trail = AuditTrail::from(entry(SECOND)).and(entry(Scope::Installation)).and(entry(FIRST));

    let scopes: Vec<Scope> = trail.into_entries().iter().map(AuditEntry::scope).collect();

    assert_eq!(scopes, [Scope::Installation, FIRST, SECOND]);
}
