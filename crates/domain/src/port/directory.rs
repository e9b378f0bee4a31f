//! Lists: what people look at, read without a transaction.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::StoreError;
use crate::id::{AccountId, CommunicationId, ContactId, InvitationId, UserId};
use crate::model::{
    Account, Admission, AuditRecord, Candidate, Communication, ContactCandidate, ContactProfile,
    EmailAddress, Invitation, InvitationStatus, Membership, MembershipState, NumberedEvent,
    PasswordReset, Registration, ServiceKey, Session, TokenHash, User, UserState,
};
use crate::policy::{Permission, Role, Scope};
use crate::port::LinkedInvitation;

/// A part of a list: at most `limit` rows behind the one that `after` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<Key> {
    /// The last row of the part before.
    pub after: Option<Key>,
    /// The most rows.
    pub limit: u32,
}

/// Which members to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberFilter {
    /// Words, each of which begins a word of the name or the address, case and accents apart.
    pub words: Vec<String>,
    /// Only those in this role.
    pub role: Option<Role>,
    /// Only those in this state.
    pub state: Option<MembershipState>,
    /// Only those whose role or grants have this permission.
    pub holding: Option<Permission>,
}

/// A member in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The membership.
    pub membership: Membership,
    /// The user.
    pub user: User,
    /// When one of their sessions was last used.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// Which invitations to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InvitationFilter {
    /// Only those in this state, expiry counted by the clock.
    pub status: Option<InvitationStatus>,
    /// Only those that nobody has answered or taken back, expired or not.
    pub unsettled: bool,
    /// A part of the address, in lower case.
    pub address_part: Option<String>,
}

/// An invitation as its invitee sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// The account that invites.
    pub account_name: String,
    /// The person who invites.
    pub invited_by: String,
}

/// An account as someone finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAccount {
    /// The account.
    pub account: Account,
    /// Whether the operator lets its owner sign in.
    pub owner: UserState,
    /// The membership of whoever looks.
    pub membership: Option<Membership>,
}

/// An account that someone may enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterableAccount {
    /// The account.
    pub account: Account,
    /// Their membership of it.
    pub membership: Membership,
}

/// What signing in with an address has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInFacts {
    /// The user of the address.
    pub user: Option<User>,
    /// The newest attempt for it that is stored as open, expired or not.
    pub newest_attempt: Option<Registration>,
}

/// Which contacts to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactFilter {
    /// Words, each of which begins a word of name, address, company or telephone number, case and
    /// accents apart.
    pub words: Vec<String>,
    /// Only those with this profile.
    pub profile: Option<ContactProfile>,
}

/// Who has an address on an account: a member, a contact, both or neither.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddressHolders {
    /// The member whose user signs in with it, whether or not their access has run out.
    pub member: Option<Candidate>,
    /// The contact.
    pub contact: Option<ContactCandidate>,
}

/// Which audit records to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Only by this user or key.
    pub actor: Option<Uuid>,
    /// Only this action.
    pub action: Option<String>,
    /// Only at or after this instant.
    pub from: Option<DateTime<Utc>>,
    /// Only before this instant.
    pub to: Option<DateTime<Utc>>,
}

/// Reads lists. Every list is in an order that never skips or repeats a row that existed
/// throughout, found by keys and not by counting rows. Each is one statement.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Directory: Send + Sync {
    /// The account as someone finds it; their membership whether or not its access has run out.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_account(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<FoundAccount>, StoreError>;

    /// Whether an account admits anyone.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_admission(&self, account: AccountId) -> Result<Option<Admission>, StoreError>;

    /// One member.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_member(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<MemberRow>, StoreError>;

    /// The members of an account whose access has not run out, by user id.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn members(
        &self,
        account: AccountId,
        filter: &MemberFilter,
        page: Page<UserId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<MemberRow>, StoreError>;

    /// Everyone on an account who might receive a communication, the owner included.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn candidates(&self, account: AccountId) -> Result<Vec<Candidate>, StoreError>;

    /// One contact of an account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_contact(
        &self,
        account: AccountId,
        id: ContactId,
    ) -> Result<Option<ContactCandidate>, StoreError>;

    /// The contacts of an account, by id.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn contacts(
        &self,
        account: AccountId,
        filter: &ContactFilter,
        page: Page<ContactId>,
    ) -> Result<Vec<ContactCandidate>, StoreError>;

    /// Every contact of an account, by id: those who might receive a communication.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn contact_candidates(
        &self,
        account: AccountId,
    ) -> Result<Vec<ContactCandidate>, StoreError>;

    /// Who has an address on an account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_address_holders(
        &self,
        account: AccountId,
        address: &EmailAddress,
    ) -> Result<AddressHolders, StoreError>;

    /// The communications of an account, newest first, with their addressees. Two statements,
    /// however many.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn communications(
        &self,
        account: AccountId,
        page: Page<CommunicationId>,
    ) -> Result<Vec<Communication>, StoreError>;

    /// One communication of an account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_communication(
        &self,
        account: AccountId,
        id: CommunicationId,
    ) -> Result<Option<Communication>, StoreError>;

    /// One invitation of an account, with the name of who invites.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_invitation(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<ReceivedInvitation>, StoreError>;

    /// The invitations of an account, newest first.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn invitations(
        &self,
        account: AccountId,
        filter: &InvitationFilter,
        page: Page<InvitationId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReceivedInvitation>, StoreError>;

    /// An invitation by its link or an earlier one, with what its invitee may know.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_invitation_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<(LinkedInvitation, ReceivedInvitation)>, StoreError>;

    /// The open invitations of active accounts to an address that have not expired (S10), newest
    /// first, 200 at most.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn received_invitations(
        &self,
        address: &EmailAddress,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReceivedInvitation>, StoreError>;

    /// What signing in with an address has to look at. The time this takes tells nothing of what
    /// was found.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_sign_in(&self, address: &EmailAddress) -> Result<SignInFacts, StoreError>;

    /// A registration attempt by its link, whatever its state.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_registration_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<Registration>, StoreError>;

    /// A password reset by its link, whatever its state, and the user whose password it resets.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_password_reset_by_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<(PasswordReset, User)>, StoreError>;

    /// Whether an address has a user.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn has_user(&self, address: &EmailAddress) -> Result<bool, StoreError>;

    /// The active accounts that a user may enter: their membership active and not run out, the
    /// owner not suspended (S02, S07, S11). By account id.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn enterable_accounts(
        &self,
        user: UserId,
        page: Page<AccountId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<EnterableAccount>, StoreError>;

    /// Memberships of active accounts whose access ends at or before `before` but not yet, and
    /// about whose end nobody was told. Soonest first.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn ending_memberships(
        &self,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Membership>, StoreError>;

    /// The sessions of a user, oldest first, those that have run out included.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn sessions(&self, user: UserId) -> Result<Vec<Session>, StoreError>;

    /// The service keys of a reach, newest first, revoked ones included.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn service_keys(&self, reach: Scope) -> Result<Vec<ServiceKey>, StoreError>;

    /// A scope's audit records, newest first; `page.after` is a number.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn audit_records(
        &self,
        scope: Uuid,
        filter: &AuditFilter,
        page: Page<i64>,
    ) -> Result<Vec<AuditRecord>, StoreError>;

    /// A scope's audit records in the order in which they were written, behind a number.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn audit_chain(
        &self,
        scope: Uuid,
        page: Page<i64>,
    ) -> Result<Vec<AuditRecord>, StoreError>;

    /// Every scope that has an audit chain, with the number and hash of its head, by scope key.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn audit_heads(&self, page: Page<Uuid>) -> Result<Vec<AuditHead>, StoreError>;

    /// A scope's events behind a number, in order.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn events(&self, scope: Uuid, page: Page<i64>) -> Result<Vec<NumberedEvent>, StoreError>;
}

/// Where an audit chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditHead {
    /// The scope's key.
    pub scope: Uuid,
    /// The number of the last record.
    pub number: i64,
    /// Its hash.
    pub hash: crate::model::AuditHash,
}
