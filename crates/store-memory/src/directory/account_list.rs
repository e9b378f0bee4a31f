//! Accounts, as those who may enter them see them.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Account, Membership, MembershipState};
use portero_domain::port::{EnterableAccount, Page};

use crate::row::MembershipPlace;
use crate::state::State;

/// One account, and someone's membership of it.
pub fn find(
    state: &State,
    account: AccountId,
    user: UserId,
) -> Option<(Account, Option<Membership>)> {
    let membership = state.memberships.get(&(account, user)).cloned();
    Some((state.accounts.get(&account)?.clone(), membership))
}

/// The accounts that someone may enter.
pub fn enterable(
    state: &State,
    user: UserId,
    page: Page<AccountId>,
    now: DateTime<Utc>,
) -> Vec<EnterableAccount> {
    state
        .memberships
        .placed(MembershipPlace::all_of_user(user))
        .filter(|membership| page.after.is_none_or(|after| membership.account_id > after))
        .filter_map(|membership| enterable_account(state, membership, now))
        .take(page.limit as usize)
        .collect()
}

fn enterable_account(
    state: &State,
    membership: &Membership,
    now: DateTime<Utc>,
) -> Option<EnterableAccount> {
    let account = state.accounts.get(&membership.account_id)?;
    let may_enter = account.is_active()
        && membership.state == MembershipState::Active
        && !membership.has_run_out(now);
    may_enter.then(|| EnterableAccount { account: account.clone(), membership: membership.clone() })
}
