//! Lists: each one statement, in the order of a key, from the pool that reads. Communications are
//! the exception: two, for their addressees are many; and so are clients, for their sites.

mod accounts;
mod areas;
mod client_directory;
mod clients;
pub(crate) mod communications;
pub(crate) mod contacts;
mod invitations;
mod listing;
mod listing_text;
pub(crate) mod members;
mod order;
mod records;
mod sites;
mod text;
mod users;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, CommunicationId, ContactId, InvitationId, UserId};
use portero_domain::model::{
    Admission, AuditRecord, Candidate, Communication, ContactCandidate, EmailAddress, Membership,
    NumberedEvent, PasswordReset, Registration, ServiceKey, Session, TokenHash, User,
};
use portero_domain::policy::Scope;
use portero_domain::port::{
    AddressHolders, AuditFilter, AuditHead, ContactFilter, Directory, EnterableAccount,
    FoundAccount, InvitationFilter, LinkedInvitation, MemberFilter, MemberRow, Page,
    ReceivedInvitation, SignInFacts, StoreError,
};
use uuid::Uuid;

use crate::query;
use crate::store::SeaOrmStore;
use crate::table::{service_keys, sessions};

#[async_trait]
impl Directory for SeaOrmStore {
    async fn find_account(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<FoundAccount>, StoreError> {
        accounts::find(&self.pools.reader, account, user).await
    }

    async fn find_admission(&self, account: AccountId) -> Result<Option<Admission>, StoreError> {
        accounts::admission(&self.pools.reader, account).await
    }

    async fn ending_memberships(
        &self,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Membership>, StoreError> {
        accounts::ending(&self.pools.reader, before, now, limit).await
    }

    async fn find_member(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<MemberRow>, StoreError> {
        members::find(&self.pools.reader, account, user).await
    }

    async fn members(
        &self,
        account: AccountId,
        filter: &MemberFilter,
        page: Page<UserId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<MemberRow>, StoreError> {
        members::list(&self.pools.reader, account, filter, page, now).await
    }

    async fn candidates(&self, account: AccountId) -> Result<Vec<Candidate>, StoreError> {
        members::candidates(&self.pools.reader, account).await
    }

    async fn find_contact(
        &self,
        account: AccountId,
        id: ContactId,
    ) -> Result<Option<ContactCandidate>, StoreError> {
        contacts::find(&self.pools.reader, account, id).await
    }

    async fn contacts(
        &self,
        account: AccountId,
        filter: &ContactFilter,
        page: Page<ContactId>,
    ) -> Result<Vec<ContactCandidate>, StoreError> {
        contacts::list(&self.pools.reader, account, filter, page).await
    }

    async fn contact_candidates(
        &self,
        account: AccountId,
    ) -> Result<Vec<ContactCandidate>, StoreError> {
        contacts::candidates(&self.pools.reader, account).await
    }

    async fn find_address_holders(
        &self,
        account: AccountId,
        address: &EmailAddress,
    ) -> Result<AddressHolders, StoreError> {
        contacts::address_holders(&self.pools.reader, account, address).await
    }

    async fn communications(
        &self,
        account: AccountId,
        page: Page<CommunicationId>,
    ) -> Result<Vec<Communication>, StoreError> {
        communications::list(&self.pools.reader, account, page).await
    }

    async fn find_communication(
        &self,
        account: AccountId,
        id: CommunicationId,
    ) -> Result<Option<Communication>, StoreError> {
        communications::find(&self.pools.reader, account, id).await
    }

    async fn find_invitation(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<ReceivedInvitation>, StoreError> {
        invitations::find(&self.pools.reader, account, id).await
    }

    async fn invitations(
        &self,
        account: AccountId,
        filter: &InvitationFilter,
        page: Page<InvitationId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReceivedInvitation>, StoreError> {
        invitations::list(&self.pools.reader, account, filter, page, now).await
    }

    async fn find_invitation_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<(LinkedInvitation, ReceivedInvitation)>, StoreError> {
        invitations::find_by_link(&self.pools.reader, link).await
    }

    async fn received_invitations(
        &self,
        address: &EmailAddress,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReceivedInvitation>, StoreError> {
        invitations::received(&self.pools.reader, address, now).await
    }

    async fn find_sign_in(&self, address: &EmailAddress) -> Result<SignInFacts, StoreError> {
        users::sign_in(&self.pools.reader, address).await
    }

    async fn find_registration_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<Registration>, StoreError> {
        users::registration_by_link(&self.pools.reader, link).await
    }

    async fn find_password_reset_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<(PasswordReset, User)>, StoreError> {
        users::password_reset_by_link(&self.pools.reader, link).await
    }

    async fn has_user(&self, address: &EmailAddress) -> Result<bool, StoreError> {
        users::has_user(&self.pools.reader, address).await
    }

    async fn enterable_accounts(
        &self,
        user: UserId,
        page: Page<AccountId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<EnterableAccount>, StoreError> {
        accounts::enterable(&self.pools.reader, user, page, now).await
    }

    async fn sessions(&self, user: UserId) -> Result<Vec<Session>, StoreError> {
        query::find_all(&self.pools.reader, &sessions::of_user(user)).await
    }

    async fn service_keys(&self, reach: Scope) -> Result<Vec<ServiceKey>, StoreError> {
        query::find_all(&self.pools.reader, &service_keys::of_reach(reach)).await
    }

    async fn audit_records(
        &self,
        scope: Uuid,
        filter: &AuditFilter,
        page: Page<i64>,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        records::audit_records(&self.pools.reader, scope, filter, page).await
    }

    async fn audit_chain(
        &self,
        scope: Uuid,
        page: Page<i64>,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        records::audit_chain(&self.pools.reader, scope, page).await
    }

    async fn audit_heads(&self, page: Page<Uuid>) -> Result<Vec<AuditHead>, StoreError> {
        records::audit_heads(&self.pools.reader, page).await
    }

    async fn events(&self, scope: Uuid, page: Page<i64>) -> Result<Vec<NumberedEvent>, StoreError> {
        records::events(&self.pools.reader, scope, page).await
    }
}
