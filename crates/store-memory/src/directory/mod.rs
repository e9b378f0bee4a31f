//! Lists: what people look at.

pub mod account_list;
pub mod area;
mod audit_list;
pub mod client_list;
pub mod communication_list;
pub mod contact_list;
mod invitation_list;
pub mod member_list;
mod search;
mod sign_in;
pub mod site_list;

use std::ops::{Bound, RangeBounds};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, CommunicationId, ContactId, InvitationId, UserId};
use portero_domain::model::{
    Admission, AuditRecord, Candidate, Communication, ContactCandidate, EmailAddress, Membership,
    NumberedEvent, PasswordReset, Registration, ServiceKey, Session, TokenHash, User, search_words,
};
use portero_domain::policy::Scope;
use portero_domain::port::{
    AddressHolders, AuditFilter, AuditHead, ContactFilter, Directory, EnterableAccount,
    FoundAccount, InvitationFilter, LinkedInvitation, MemberFilter, MemberRow, Page,
    ReceivedInvitation, SignInFacts, StoreError,
};
use uuid::Uuid;

use crate::MemoryStore;
use crate::row::{RegistrationPlace, ServiceKeyPlace, SessionPlace};

/// Every method reads the committed state once, and leaves the reading to a function of the
/// module that has the list.
#[async_trait]
impl Directory for MemoryStore {
    async fn find_account(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<FoundAccount>, StoreError> {
        Ok(self.states.read(|state| account_list::find(state, account, user)))
    }

    async fn find_admission(&self, account: AccountId) -> Result<Option<Admission>, StoreError> {
        Ok(self.states.read(|state| account_list::admission(state, account)))
    }

    async fn ending_memberships(
        &self,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Membership>, StoreError> {
        Ok(self.states.read(|state| account_list::ending(state, before, now, limit)))
    }

    async fn find_member(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<MemberRow>, StoreError> {
        Ok(self.states.read(|state| member_list::find(state, account, user)))
    }

    async fn members(
        &self,
        account: AccountId,
        filter: &MemberFilter,
        page: Page<UserId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<MemberRow>, StoreError> {
        Ok(self.states.read(|state| member_list::page(state, account, filter, page, now)))
    }

    async fn candidates(&self, account: AccountId) -> Result<Vec<Candidate>, StoreError> {
        Ok(self.states.read(|state| member_list::candidates(state, account)))
    }

    async fn find_contact(
        &self,
        account: AccountId,
        id: ContactId,
    ) -> Result<Option<ContactCandidate>, StoreError> {
        Ok(self.states.read(|state| contact_list::find(state, account, id)))
    }

    async fn contacts(
        &self,
        account: AccountId,
        filter: &ContactFilter,
        page: Page<ContactId>,
    ) -> Result<Vec<ContactCandidate>, StoreError> {
        Ok(self.states.read(|state| contact_list::page(state, account, filter, page)))
    }

    async fn contact_candidates(
        &self,
        account: AccountId,
    ) -> Result<Vec<ContactCandidate>, StoreError> {
        Ok(self.states.read(|state| contact_list::candidates(state, account)))
    }

    async fn find_address_holders(
        &self,
        account: AccountId,
        address: &EmailAddress,
    ) -> Result<AddressHolders, StoreError> {
        Ok(self.states.read(|state| contact_list::address_holders(state, account, address)))
    }

    async fn communications(
        &self,
        account: AccountId,
        page: Page<CommunicationId>,
    ) -> Result<Vec<Communication>, StoreError> {
        Ok(self.states.read(|state| communication_list::page(state, account, page)))
    }

    async fn find_communication(
        &self,
        account: AccountId,
        id: CommunicationId,
    ) -> Result<Option<Communication>, StoreError> {
        Ok(self.states.read(|state| communication_list::find(state, account, id)))
    }

    async fn find_invitation(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<ReceivedInvitation>, StoreError> {
        Ok(self.states.read(|state| invitation_list::find(state, account, id)))
    }

    async fn invitations(
        &self,
        account: AccountId,
        filter: &InvitationFilter,
        page: Page<InvitationId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReceivedInvitation>, StoreError> {
        Ok(self.states.read(|state| invitation_list::page(state, account, filter, page, now)))
    }

    async fn find_invitation_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<(LinkedInvitation, ReceivedInvitation)>, StoreError> {
        Ok(self.states.read(|state| invitation_list::find_by_link(state, link)))
    }

    async fn received_invitations(
        &self,
        address: &EmailAddress,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReceivedInvitation>, StoreError> {
        Ok(self.states.read(|state| invitation_list::received(state, address, now)))
    }

    async fn find_sign_in(&self, address: &EmailAddress) -> Result<SignInFacts, StoreError> {
        Ok(self.states.read(|state| sign_in::facts(state, address)))
    }

    async fn find_registration_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<Registration>, StoreError> {
        let place = RegistrationPlace::of_link(link);
        Ok(self.states.read(|state| state.registrations.at(&place).cloned()))
    }

    async fn find_password_reset_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<(PasswordReset, User)>, StoreError> {
        Ok(self.states.read(|state| sign_in::reset_by_link(state, link)))
    }

    async fn has_user(&self, address: &EmailAddress) -> Result<bool, StoreError> {
        Ok(self.states.read(|state| state.users.at(&address.canonical().to_owned()).is_some()))
    }

    async fn enterable_accounts(
        &self,
        user: UserId,
        page: Page<AccountId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<EnterableAccount>, StoreError> {
        Ok(self.states.read(|state| account_list::enterable(state, user, page, now)))
    }

    async fn sessions(&self, user: UserId) -> Result<Vec<Session>, StoreError> {
        let places = SessionPlace::all_of_user(user);
        Ok(self.states.read(|state| state.sessions.placed(places).cloned().collect()))
    }

    async fn service_keys(&self, reach: Scope) -> Result<Vec<ServiceKey>, StoreError> {
        let places = ServiceKeyPlace::all_of(reach);
        Ok(self.states.read(|state| state.service_keys.placed(places).rev().cloned().collect()))
    }

    async fn audit_records(
        &self,
        scope: Uuid,
        filter: &AuditFilter,
        page: Page<i64>,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        Ok(self.states.read(|state| audit_list::page(state, scope, filter, page)))
    }

    async fn audit_chain(
        &self,
        scope: Uuid,
        page: Page<i64>,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        Ok(self.states.read(|state| {
            let records = state.audit.range(behind_number(scope, page.after));
            records.take(page.limit as usize).cloned().collect()
        }))
    }

    async fn audit_heads(&self, page: Page<Uuid>) -> Result<Vec<AuditHead>, StoreError> {
        Ok(self.states.read(|state| audit_list::heads(state, page)))
    }

    async fn events(&self, scope: Uuid, page: Page<i64>) -> Result<Vec<NumberedEvent>, StoreError> {
        Ok(self.states.read(|state| {
            let events = state.events.range(behind_number(scope, page.after));
            events.take(page.limit as usize).map(|stored| stored.event.clone()).collect()
        }))
    }
}

/// The keys of a scope's journal behind a number.
fn behind_number(scope: Uuid, after: Option<i64>) -> impl RangeBounds<(Uuid, i64)> {
    let first = Bound::Excluded((scope, after.unwrap_or(i64::MIN)));
    (first, Bound::Included((scope, i64::MAX)))
}

/// Whether each of these words begins a word of a text, case and accents apart.
fn has_words(text: &str, words: &[String]) -> bool {
    let found = search_words(text);
    let mut sought = words.iter().flat_map(|word| search_words(word));
    sought.all(|beginning| found.iter().any(|word| word.starts_with(&beginning)))
}
