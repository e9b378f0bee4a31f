//! The members of an account.

use std::ops::Bound;

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Candidate, Membership, User};
use portero_domain::policy::Standing;
use portero_domain::port::{MemberFilter, MemberRow, Page};
use uuid::Uuid;

use super::has_words;
use crate::row::SessionPlace;
use crate::state::State;

/// One member.
pub fn find(state: &State, account: AccountId, user: UserId) -> Option<MemberRow> {
    member_row(state, state.memberships.get(&(account, user))?)
}

/// The members whose access has not run out, by user id.
pub fn page(
    state: &State,
    account: AccountId,
    filter: &MemberFilter,
    page: Page<UserId>,
    now: DateTime<Utc>,
) -> Vec<MemberRow> {
    members_behind(state, account, page.after)
        .filter(|membership| !membership.has_run_out(now))
        .filter_map(|membership| member_row(state, membership))
        .filter(|row| is_meant(filter, row))
        .take(page.limit as usize)
        .collect()
}

/// Everyone who might receive a communication.
pub fn candidates(state: &State, account: AccountId) -> Vec<Candidate> {
    let candidate = |membership: &Membership| {
        let user = state.users.get(&membership.user_id)?.clone();
        Some(Candidate { membership: membership.clone(), user })
    };
    members_behind(state, account, None).filter_map(candidate).collect()
}

fn members_behind(
    state: &State,
    account: AccountId,
    after: Option<UserId>,
) -> impl Iterator<Item = &Membership> {
    let first = Bound::Included((account, UserId::from_uuid(Uuid::nil())));
    let last = Bound::Included((account, UserId::from_uuid(Uuid::max())));
    let behind = after.map_or(first, |after| Bound::Excluded((account, after)));
    state.memberships.range((behind, last))
}

fn member_row(state: &State, membership: &Membership) -> Option<MemberRow> {
    let user = state.users.get(&membership.user_id)?.clone();
    let sessions = state.sessions.placed(SessionPlace::all_of_user(user.id));
    let last_seen_at = sessions.map(|session| session.last_seen_at).max();
    Some(MemberRow { membership: membership.clone(), user, last_seen_at })
}

fn is_meant(filter: &MemberFilter, row: &MemberRow) -> bool {
    let membership = &row.membership;
    let held = Standing::of(membership.role).with_grants(membership.grants).held();
    filter.role.is_none_or(|role| role == membership.role)
        && filter.state.is_none_or(|state| state == membership.state)
        && filter.holding.is_none_or(|permission| held.contains(permission))
        && has_words(&searched(&row.user), &filter.words)
}

/// What a member is found by.
fn searched(user: &User) -> String {
    format!("{} {}", user.full_name(), user.email)
}
