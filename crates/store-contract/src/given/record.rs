//! Entries for the audit trail, where the case is not about what they say.

use portero_domain::model::{Action, AuditEntry, AuditObject, AuditTrail, Origin};
use portero_domain::policy::{Permit, Scope};

use super::noon;

/// An entry of the operator's for this scope.
pub(crate) fn entry(scope: Scope) -> AuditEntry {
    let permit = Permit::for_operator(scope);
    AuditEntry::new(permit, Action::AccountUpdate, AuditObject::Nothing, Origin::default(), noon())
}

/// An entry for each of these scopes.
pub(crate) fn trail(scopes: &[Scope]) -> AuditTrail {
    let (first, others) = scopes.split_first().expect("a trail has an entry");
    others.iter().fold(entry(*first).into(), |trail: AuditTrail, scope| trail.and(entry(*scope)))
}
