//! Accounts, as those who may enter them see them.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Account, Admission, Membership, MembershipState, UserState};
use portero_domain::port::{EnterableAccount, FoundAccount, Page};

use crate::row::MembershipPlace;
use crate::state::State;

/// One account, as someone finds it.
pub fn find(state: &State, account: AccountId, user: UserId) -> Option<FoundAccount> {
    Some(FoundAccount {
        account: state.accounts.get(&account)?.clone(),
        owner: owner_state(state, account)?,
        membership: state.memberships.get(&(account, user)).cloned(),
    })
}

/// Whether an account admits anyone.
pub fn admission(state: &State, account: AccountId) -> Option<Admission> {
    Some(state.accounts.get(&account)?.admission(owner_state(state, account)?))
}

/// Whether the operator lets the account's owner sign in.
pub fn owner_state(state: &State, account: AccountId) -> Option<UserState> {
    let owner = state.memberships.at(&MembershipPlace::Owner(account))?;
    Some(state.users.get(&owner.user_id)?.state)
}

/// Memberships whose access is about to end, and about whose end nobody was told.
pub fn ending(
    state: &State,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
    limit: u32,
) -> Vec<Membership> {
    let is_due = |membership: &&Membership| {
        let in_time = membership.until.is_some_and(|until| now < until && until <= before);
        let is_open = state.accounts.get(&membership.account_id).is_some_and(Account::is_active);
        in_time && is_open && membership.ending_told != membership.until
    };
    let mut due: Vec<Membership> = state.memberships.iter().filter(is_due).cloned().collect();
    due.sort_by_key(|membership| membership.until);
    due.truncate(limit as usize);
    due
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

/// The account of a membership, if its holder may enter it now.
pub fn enterable_account(
    state: &State,
    membership: &Membership,
    now: DateTime<Utc>,
) -> Option<EnterableAccount> {
    let account = state.accounts.get(&membership.account_id)?;
    let owner = owner_state(state, account.id)?;
    let may_enter = account.is_active()
        && owner == UserState::Active
        && membership.state == MembershipState::Active
        && !membership.has_run_out(now);
    may_enter.then(|| EnterableAccount { account: account.clone(), membership: membership.clone() })
}
