//! The unit of work: one transaction, and the repositories in it.

use async_trait::async_trait;

use super::{
    AccountRepository, AnswerRepository, ClientRepository, CommunicationRepository,
    ContactRepository, InvitationRepository, MembershipRepository, OutboxWriter,
    PasswordResetRepository, RegistrationRepository, ServiceKeyRepository, SessionRepository,
    SiteAssignmentRepository, SiteRepository, StoreError, SupportCodeRepository, UserRepository,
    ViewingRepository,
};
use crate::model::AuditTrail;

/// A transaction. Dropping it without a commit rolls everything back.
///
/// What every adapter must do:
/// - Writing a change writes its event beside it, numbered within its scope without gaps.
///   A change to an account, membership, invitation, contact, communication, support code, client,
///   site, assignment or viewing has that account's scope, one to a service key the scope of its reach, every other the
///   installation's.
/// - An insert whose place is taken, and an update or delete whose version is not the one stored,
///   is [`StoreError::Conflict`].
/// - After any error the unit of work is dead: whatever is asked of it is [`StoreError::Dead`]
///   (or an error of the database), and it cannot be committed.
/// - Committing appends each audit entry to its scope's chain. When the entries are not exactly
///   one for each scope that was written to, it is [`StoreError::Unaudited`], and nothing stays.
///   An enqueued mail counts as a write to its account's scope, or the installation's. With
///   nothing written, any trail is refused so: there is nothing to record.
/// - A commit that was begun is finished even if the caller goes away.
///
/// What a caller must do: save an account before its first membership, the membership that gives
/// ownership up before the one that takes it, a user before what refers to it, and client and site
/// before their assignment; and delete in the reverse order.
#[async_trait]
pub trait UnitOfWork: Send {
    /// The accounts.
    fn accounts(&mut self) -> &mut dyn AccountRepository;
    /// The users.
    fn users(&mut self) -> &mut dyn UserRepository;
    /// The memberships.
    fn memberships(&mut self) -> &mut dyn MembershipRepository;
    /// The invitations.
    fn invitations(&mut self) -> &mut dyn InvitationRepository;
    /// The registration attempts.
    fn registrations(&mut self) -> &mut dyn RegistrationRepository;
    /// The password resets.
    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository;
    /// The sessions.
    fn sessions(&mut self) -> &mut dyn SessionRepository;
    /// The service keys.
    fn service_keys(&mut self) -> &mut dyn ServiceKeyRepository;
    /// The contacts.
    fn contacts(&mut self) -> &mut dyn ContactRepository;
    /// The communications.
    fn communications(&mut self) -> &mut dyn CommunicationRepository;
    /// The support codes.
    fn support_codes(&mut self) -> &mut dyn SupportCodeRepository;
    /// The clients.
    fn clients(&mut self) -> &mut dyn ClientRepository;
    /// The sites.
    fn sites(&mut self) -> &mut dyn SiteRepository;
    /// The assignments of sites to clients.
    fn assignments(&mut self) -> &mut dyn SiteAssignmentRepository;
    /// The viewings of what clients see.
    fn viewings(&mut self) -> &mut dyn ViewingRepository;
    /// The mails to be sent once this is committed.
    fn outbox(&mut self) -> &mut dyn OutboxWriter;
    /// The answers that were given before.
    fn answers(&mut self) -> &mut dyn AnswerRepository;

    /// Makes it all lasting, with its audit entries.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it stays.
    async fn commit(self: Box<Self>, trail: AuditTrail) -> Result<(), StoreError>;
}

/// What a mocked commit does with its trail.
#[cfg(feature = "mock")]
pub type OnCommit = Box<dyn FnOnce(AuditTrail) -> Result<(), StoreError> + Send>;

/// A unit of work made of mocked repositories, for tests of use cases without a store.
#[cfg(feature = "mock")]
#[derive(Default)]
pub struct MockUnitOfWork {
    /// The accounts.
    pub accounts: super::MockAccountRepository,
    /// The users.
    pub users: super::MockUserRepository,
    /// The memberships.
    pub memberships: super::MockMembershipRepository,
    /// The invitations.
    pub invitations: super::MockInvitationRepository,
    /// The registration attempts.
    pub registrations: super::MockRegistrationRepository,
    /// The password resets.
    pub password_resets: super::MockPasswordResetRepository,
    /// The sessions.
    pub sessions: super::MockSessionRepository,
    /// The service keys.
    pub service_keys: super::MockServiceKeyRepository,
    /// The contacts.
    pub contacts: super::MockContactRepository,
    /// The communications.
    pub communications: super::MockCommunicationRepository,
    /// The support codes.
    pub support_codes: super::MockSupportCodeRepository,
    /// The clients.
    pub clients: super::MockClientRepository,
    /// The sites.
    pub sites: super::MockSiteRepository,
    /// The assignments of sites to clients.
    pub assignments: super::MockSiteAssignmentRepository,
    /// The viewings of what clients see.
    pub viewings: super::MockViewingRepository,
    /// The mails.
    pub outbox: super::MockOutboxWriter,
    /// The kept answers.
    pub answers: super::MockAnswerRepository,
    /// What committing gives; nothing means that a commit is not expected.
    pub on_commit: Option<OnCommit>,
}

#[cfg(feature = "mock")]
#[async_trait]
impl UnitOfWork for MockUnitOfWork {
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        &mut self.accounts
    }
    fn users(&mut self) -> &mut dyn UserRepository {
        &mut self.users
    }
    fn memberships(&mut self) -> &mut dyn MembershipRepository {
        &mut self.memberships
    }
    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        &mut self.invitations
    }
    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        &mut self.registrations
    }
    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository {
        &mut self.password_resets
    }
    fn sessions(&mut self) -> &mut dyn SessionRepository {
        &mut self.sessions
    }
    fn service_keys(&mut self) -> &mut dyn ServiceKeyRepository {
        &mut self.service_keys
    }
    fn contacts(&mut self) -> &mut dyn ContactRepository {
        &mut self.contacts
    }
    fn communications(&mut self) -> &mut dyn CommunicationRepository {
        &mut self.communications
    }
    fn support_codes(&mut self) -> &mut dyn SupportCodeRepository {
        &mut self.support_codes
    }
    fn clients(&mut self) -> &mut dyn ClientRepository {
        &mut self.clients
    }
    fn sites(&mut self) -> &mut dyn SiteRepository {
        &mut self.sites
    }
    fn assignments(&mut self) -> &mut dyn SiteAssignmentRepository {
        &mut self.assignments
    }
    fn viewings(&mut self) -> &mut dyn ViewingRepository {
        &mut self.viewings
    }
    fn outbox(&mut self) -> &mut dyn OutboxWriter {
        &mut self.outbox
    }
    fn answers(&mut self) -> &mut dyn AnswerRepository {
        &mut self.answers
    }

    async fn commit(mut self: Box<Self>, trail: AuditTrail) -> Result<(), StoreError> {
        let on_commit = self.on_commit.take().expect("this unit of work was not to be committed");
        on_commit(trail)
    }
}
