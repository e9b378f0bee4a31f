//! Audit records, as those who look into the trail see them.

use std::ops::Bound;

use portero_domain::model::AuditRecord;
use portero_domain::port::{AuditFilter, AuditHead, Page};
use uuid::Uuid;

use crate::state::State;
use crate::unit_of_work::chain_end;

/// A scope's records, newest first.
pub fn page(state: &State, scope: Uuid, filter: &AuditFilter, page: Page<i64>) -> Vec<AuditRecord> {
    let before = page.after.unwrap_or(i64::MAX);
    let newest_first = state.audit.range((scope, i64::MIN)..(scope, before)).rev();
    let meant = newest_first.filter(|record| is_meant(filter, record));
    meant.take(page.limit as usize).cloned().collect()
}

fn is_meant(filter: &AuditFilter, record: &AuditRecord) -> bool {
    filter.actor.is_none_or(|actor| record.actor_id == Some(actor))
        && filter.action.as_ref().is_none_or(|action| *action == record.action)
        && filter.from.is_none_or(|from| record.at >= from)
        && filter.to.is_none_or(|to| record.at < to)
}

/// Where each chain ends.
pub fn heads(state: &State, page: Page<Uuid>) -> Vec<AuditHead> {
    let behind = page.after.map_or(Bound::Unbounded, |after| Bound::Excluded((after, i64::MAX)));
    std::iter::successors(next_scope(state, behind), |scope| {
        next_scope(state, Bound::Excluded((*scope, i64::MAX)))
    })
    .map(|scope| {
        let (number, hash) = chain_end(state, scope);
        AuditHead { scope, number, hash }
    })
    .take(page.limit as usize)
    .collect()
}

/// The next scope that has a chain, without walking the one before.
fn next_scope(state: &State, behind: Bound<(Uuid, i64)>) -> Option<Uuid> {
    state.audit.range((behind, Bound::Unbounded)).next().map(|record| record.scope)
}
