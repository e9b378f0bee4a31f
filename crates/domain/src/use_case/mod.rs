//! What a caller may ask for: one capability a file, all of them gathered on [`Portero`].
//!
//! Every write goes the same way: begin a unit of work, find out where the actor stands in it,
//! get a permit from the policy, let the aggregates make their changes, commit with the audit
//! entry that consumes the permit. A refusal leaves the unit of work behind, and with it all that
//! it did.

mod access;
mod access_batch;
mod account;
mod answer_invitation;
mod authenticate;
mod caller;
mod client;
mod client_access;
mod client_area;
mod client_export;
mod client_import;
mod client_state;
mod communication;
mod contact;
mod contact_membership;
mod ending_access;
mod entrance;
mod error;
mod explanation;
mod gate;
mod idempotency;
mod import;
mod import_note;
mod import_row;
mod invitation_upkeep;
mod invite;
mod member;
mod operator;
mod ownership;
mod ownership_offer;
mod page;
mod panel_access;
mod password;
mod profile;
mod register;
mod search;
mod service_key;
mod setup_link;
mod sign_in;
mod site;
mod site_access;
mod site_assignment;
mod site_import;
mod support_code;
mod trail;
mod unsubscribe;
mod verify_contact;
mod viewing;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use access::{AccessAnswer, AccessChecked, PersonAccess, Question, Wanted};
pub use account::{AccountView, NewAccount};
pub use answer_invitation::InvitationPreview;
pub use caller::{Caller, CredentialToken, Credentials, SignedIn};
pub use client::{AmendClient, ClientView, NewClient};
pub use client_access::{ClientInvitationPreview, ClientInvited, EditedInvitation, NewSetupLink};
pub use client_area::{AreaVisitor, ClientAreaView, EnterableArea};
pub use client_export::Export;
pub use communication::{CommunicationSent, NewCommunication};
pub use contact::{AmendContact, ContactView, NewContact, NewPanelAccess};
pub use entrance::Entrance;
pub use error::{
    Error, FieldProblem, InvalidField, LinkRefusal, RefusedRow, RowFault, StateRefusal,
};
pub use explanation::{Explanation, PersonName, SiteExplanation};
pub use idempotency::{Answered, Once};
pub use import_note::{Import, ImportListener, ImportReport, RowNote, RowOutcome};
pub use import_row::{ClientRecord, ReadRow, RowSource, SiteRecord, SiteShare};
pub use invitation_upkeep::InvitationView;
pub use invite::{InvitationOutcome, InvitationResult, Invite};
pub use member::{AmendMember, MemberView};
pub use ownership_offer::OwnershipOfferView;
pub use page::{Listed, PageRequest};
pub use register::{CarriedInvitation, Confirmed, Register};
pub use service_key::NewServiceKey;
pub use setup_link::{Redeemed, SetupLinkView, SetupPassword};
pub use sign_in::NewSession;
pub use support_code::{NewSupportCodeView, SupportCodeAnswer, SupportCodeChecked};
pub use trail::ChainReport;
pub use unsubscribe::UnsubscriptionView;
pub use verify_contact::{ContactVerified, VerificationReason};
pub use viewing::{ListedViewing, NewViewingAddress, NewViewingSession, Viewer};

use crate::id::{
    AccountId, ClientId, CommunicationId, ContactId, InvitationId, MailId, PasswordResetId,
    RegistrationId, ServiceKeyId, SessionId, SiteId, SupportCodeId, UserId, ViewingId,
};
use crate::model::{
    CleanHtml, EmailAddress, EmailAddressRefusal, HtmlRefusal, Language, Letter, Limits, Mail,
    Token, TokenHash, TokenPurpose,
};
use crate::port::{
    AccessDirectory, ClientDirectory, Clock, Digest, Directory, HtmlSanitizer, IdGenerator,
    InternationalDomains, LetterDrafts, PasswordHasher, RateLimiter, Sealer, Signer, Store,
    TokenGenerator, hash_token,
};

/// All that the hexagon needs from outside.
#[derive(Clone)]
pub struct Ports {
    /// Units of work.
    pub store: Arc<dyn Store>,
    /// Lists.
    pub directory: Arc<dyn Directory>,
    /// Lists of clients and sites, and what clients see.
    pub clients: Arc<dyn ClientDirectory>,
    /// Who calls, and where they stand.
    pub access: Arc<dyn AccessDirectory>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Identifiers.
    pub ids: Arc<dyn IdGenerator>,
    /// Secrets.
    pub tokens: Arc<dyn TokenGenerator>,
    /// SHA-256.
    pub digest: Arc<dyn Digest>,
    /// Password hashing.
    pub passwords: Arc<dyn PasswordHasher>,
    /// Encryption of waiting secrets.
    pub sealer: Arc<dyn Sealer>,
    /// Domain names beyond ASCII.
    pub domains: Arc<dyn InternationalDomains>,
    /// What must not come too often.
    pub rates: Arc<dyn RateLimiter>,
    /// Signatures under what travels in the open.
    pub signer: Arc<dyn Signer>,
    /// The words of mails before someone has edited them.
    pub letters: Arc<dyn LetterDrafts>,
    /// HTML that others gave.
    pub html: Arc<dyn HtmlSanitizer>,
}

/// The access system of a client area: every capability is a method.
#[derive(Clone)]
pub struct Portero {
    ports: Ports,
    limits: Limits,
}

impl Portero {
    /// Puts the system together.
    #[must_use]
    pub const fn new(ports: Ports, limits: Limits) -> Self {
        Self { ports, limits }
    }

    /// The limits in force.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Parses an e-mail address by the strict grammar.
    ///
    /// # Errors
    /// Says which part of the grammar the text breaks.
    pub fn parse_address(&self, text: &str) -> Result<EmailAddress, EmailAddressRefusal> {
        EmailAddress::parse(text, |domain| self.ports.domains.to_ascii(domain))
    }

    /// Cleans HTML that someone gave.
    ///
    /// # Errors
    /// Says what in it may act in a reader's mail program.
    pub fn sanitize_html(&self, html: &str) -> Result<CleanHtml, HtmlRefusal> {
        self.ports.html.sanitize(html)
    }

    /// The SHA-256 of a request, by which a repeat is told from another request.
    #[must_use]
    pub fn fingerprint(&self, request: &[u8]) -> [u8; 32] {
        self.ports.digest.sha256(request)
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// [`Error::Store`] when it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.ports.store.ping().await?)
    }

    fn now(&self) -> DateTime<Utc> {
        self.ports.clock.now()
    }

    fn hash(&self, purpose: TokenPurpose, token: &Token) -> TokenHash {
        hash_token(&*self.ports.digest, purpose, token)
    }

    /// A fresh token and the hash to keep of it.
    fn issue(&self, purpose: TokenPurpose) -> (Token, TokenHash) {
        let token = self.ports.tokens.next_token();
        let hash = self.hash(purpose, &token);
        (token, hash)
    }

    /// Puts a mail together; the secret of its link is sealed at once.
    fn mail(
        &self,
        account_id: Option<AccountId>,
        to: &EmailAddress,
        language: Language,
        letter: Letter,
        secret: Option<&Token>,
    ) -> Mail {
        let id = self.new_mail_id();
        Mail {
            id,
            account_id,
            to: to.clone(),
            language,
            letter,
            secret: secret.map(|token| self.ports.sealer.seal(id, token)),
            created_at: self.now(),
        }
    }
}

macro_rules! fresh_ids {
    ( $( $function:ident -> $id:ident ),+ $(,)? ) => {
        impl Portero {
            $( fn $function(&self) -> $id {
                $id::from_uuid(self.ports.ids.next_id())
            } )+
        }
    };
}

fresh_ids! {
    new_account_id -> AccountId,
    new_user_id -> UserId,
    new_invitation_id -> InvitationId,
    new_registration_id -> RegistrationId,
    new_password_reset_id -> PasswordResetId,
    new_session_id -> SessionId,
    new_service_key_id -> ServiceKeyId,
    new_mail_id -> MailId,
    new_contact_id -> ContactId,
    new_communication_id -> CommunicationId,
    new_support_code_id -> SupportCodeId,
    new_client_id -> ClientId,
    new_site_id -> SiteId,
    new_viewing_id -> ViewingId,
}
