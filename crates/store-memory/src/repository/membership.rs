//! Memberships in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Candidate, EmailAddress, Membership, MembershipChange};
use portero_domain::policy::Scope;
use portero_domain::port::{MembershipRepository, StoreError};

use crate::directory::member_list;
use crate::row::MembershipPlace;
use crate::state::State;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl MembershipRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Membership>, StoreError> {
        self.read(|state| state.memberships.get(&(account, user)).cloned())
    }

    async fn find_owner(&mut self, account: AccountId) -> Result<Option<Membership>, StoreError> {
        self.read(|state| state.memberships.at(&MembershipPlace::Owner(account)).cloned())
    }

    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.read(|state| state.memberships.count(account))
    }

    async fn find_member_addresses(
        &mut self,
        account: AccountId,
        addresses: &[EmailAddress],
        now: DateTime<Utc>,
    ) -> Result<Vec<EmailAddress>, StoreError> {
        self.read(|state| {
            let is_member = |address: &&EmailAddress| is_member(state, account, address, now);
            addresses.iter().filter(is_member).cloned().collect()
        })
    }

    async fn find_candidates(&mut self, account: AccountId) -> Result<Vec<Candidate>, StoreError> {
        self.read(|state| member_list::candidates(state, account))
    }

    async fn save(&mut self, change: MembershipChange) -> Result<(), StoreError> {
        let (membership, event, write) = change.into_parts();
        self.save(Scope::Account(membership.account_id), write, membership, event)
    }
}

fn is_member(state: &State, account: AccountId, email: &EmailAddress, now: DateTime<Utc>) -> bool {
    state
        .users
        .at(&email.canonical().to_owned())
        .and_then(|user| state.memberships.get(&(account, user.id)))
        .is_some_and(|membership| !membership.has_run_out(now))
}
