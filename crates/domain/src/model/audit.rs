//! The audit trail: one entry a committed change, chained by hash, one chain a scope.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{AuditHash, AuditRecord};
use crate::id::{
    AccountId, ClientId, CommunicationId, ContactId, InvitationId, PasswordResetId, RegistrationId,
    ServiceKeyId, SessionId, SiteId, UserId, ViewingId,
};
use crate::policy::{Ground, Permission, Permit, Scope, named_enum};

named_enum! {
    /// What was done, or tried.
    Action, "action" {
        /// A new account.
        AccountCreate = "account.create",
        /// Another name, language or details.
        AccountUpdate = "account.update",
        /// Another owner.
        AccountTransferOwnership = "account.transfer_ownership",
        /// The offer to hand the account over.
        AccountOfferOwnership = "account.offer_ownership",
        /// The end of that offer, by either side.
        AccountCallOffOwnership = "account.call_off_ownership",
        /// The end of an account.
        AccountClose = "account.close",
        /// One form's invitations.
        InvitationSend = "invitation.send",
        /// A new link and period.
        InvitationResend = "invitation.resend",
        /// Taken back.
        InvitationRevoke = "invitation.revoke",
        /// The invitee has registered.
        InvitationClaim = "invitation.claim",
        /// The invitee is a member.
        InvitationAccept = "invitation.accept",
        /// The invitee does not want it.
        InvitationDecline = "invitation.decline",
        /// Another role, grants or end.
        MemberUpdate = "member.update",
        /// Out of force.
        MemberSuspend = "member.suspend",
        /// In force again.
        MemberReactivate = "member.reactivate",
        /// Gone, by another's will.
        MemberRemove = "member.remove",
        /// Gone, by their own.
        MemberLeave = "member.leave",
        /// Both sides told that the access is about to end.
        MemberTellEnding = "member.tell_ending",
        /// Someone's own choice of what they receive.
        MemberChooseNotifications = "member.choose_notifications",
        /// A new contact.
        ContactCreate = "contact.create",
        /// Another profile, details or notifications of a contact.
        ContactUpdate = "contact.update",
        /// A contact gone, with the access that it gave.
        ContactDelete = "contact.delete",
        /// Access to the panel for a contact, or an invitation to it.
        ContactGiveAccess = "contact.give_access",
        /// Access to the panel taken from a contact.
        ContactWithdrawAccess = "contact.withdraw_access",
        /// Support asked whether someone is authorised.
        ContactVerify = "contact.verify",
        /// A code to show to support.
        SupportCodeIssue = "support_code.issue",
        /// Support checked a code.
        SupportCodeCheck = "support_code.check",
        /// A communication to the account's people.
        CommunicationSend = "communication.send",
        /// What had failed of a communication, tried again.
        CommunicationRetry = "communication.retry",
        /// A category refused by the link in a communication.
        CommunicationUnsubscribe = "communication.unsubscribe",
        /// A user made for a contact.
        UserMake = "user.make",
        /// A new client.
        ClientCreate = "client.create",
        /// Other details of a client.
        ClientUpdate = "client.update",
        /// A client gone, with the person's data.
        ClientDelete = "client.delete",
        /// A client kept out.
        ClientSuspend = "client.suspend",
        /// A client let in again.
        ClientReactivate = "client.reactivate",
        /// A setup link, shown to whoever asked for it.
        ClientGrantAccess = "client.grant_access",
        /// A setup link, mailed to the client.
        ClientInvite = "client.invite",
        /// A setup link used: someone is the client from now on.
        ClientRedeem = "client.redeem",
        /// A site assigned to a client, or other permissions on it.
        ClientAssignSite = "client.assign_site",
        /// A site unassigned from a client.
        ClientUnassignSite = "client.unassign_site",
        /// Clients brought in from elsewhere.
        ClientImport = "client.import",
        /// Clients given out.
        ClientExport = "client.export",
        /// Someone asked to see what a client sees.
        ViewingOffer = "viewing.offer",
        /// They opened the address of it.
        ViewingBegin = "viewing.begin",
        /// They read what the client would.
        ViewingRead = "viewing.read",
        /// They ended it.
        ViewingEnd = "viewing.end",
        /// A new site.
        SiteCreate = "site.create",
        /// Another name, alias, URL or domain of a site.
        SiteUpdate = "site.update",
        /// A site gone.
        SiteDelete = "site.delete",
        /// Sites brought in from elsewhere.
        SiteImport = "site.import",
        /// Sites given out.
        SiteExport = "site.export",
        /// A user forgotten who was made for a client and nothing else.
        UserErase = "user.erase",
        /// The sessions of someone ended who has nothing left to enter.
        SessionRevoke = "session.revoke",
        /// A new service key.
        ServiceKeyCreate = "service_key.create",
        /// A service key made worthless.
        ServiceKeyRevoke = "service_key.revoke",
        /// Someone registered an address.
        RegistrationAttempt = "registration.attempt",
        /// An address was confirmed, and the user made.
        RegistrationConfirm = "registration.confirm",
        /// Someone signed in.
        SessionStart = "session.start",
        /// Someone gave their password again.
        SessionReauthenticate = "session.reauthenticate",
        /// Someone signed out, here or elsewhere.
        SessionEnd = "session.end",
        /// Someone asked for a reset mail.
        PasswordResetRequest = "password_reset.request",
        /// A mailed link set a password.
        PasswordResetUse = "password_reset.use",
        /// Someone set another password.
        PasswordChange = "password.change",
        /// Someone changed their profile.
        ProfileUpdate = "profile.update",
        /// The operator stopped a user.
        UserSuspend = "user.suspend",
        /// The operator let a user in again.
        UserReactivate = "user.reactivate",
        /// The policy said no.
        AttemptRefused = "attempt.refused",
    }
}

/// What an action was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditObject {
    /// An account.
    Account(AccountId),
    /// A user, or their membership of the chain's account.
    User(UserId),
    /// An invitation.
    Invitation(InvitationId),
    /// A registration attempt.
    Registration(RegistrationId),
    /// A password reset.
    PasswordReset(PasswordResetId),
    /// A session.
    Session(SessionId),
    /// A service key.
    ServiceKey(ServiceKeyId),
    /// A contact.
    Contact(ContactId),
    /// A communication.
    Communication(CommunicationId),
    /// A client.
    Client(ClientId),
    /// A site.
    Site(SiteId),
    /// A viewing of what a client sees.
    Viewing(ViewingId),
    /// Nothing that can be named: an address that has no user.
    Nothing,
}

impl AuditObject {
    /// What kind of thing it is.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::User(_) => "user",
            Self::Invitation(_) => "invitation",
            Self::Registration(_) => "registration",
            Self::PasswordReset(_) => "password_reset",
            Self::Session(_) => "session",
            Self::ServiceKey(_) => "service_key",
            Self::Contact(_) => "contact",
            Self::Communication(_) => "communication",
            Self::Client(_) => "client",
            Self::Site(_) => "site",
            Self::Viewing(_) => "viewing",
            Self::Nothing => "nothing",
        }
    }

    /// Which one.
    #[must_use]
    pub const fn id(self) -> Option<Uuid> {
        match self {
            Self::Account(id) => Some(id.as_uuid()),
            Self::User(id) => Some(id.as_uuid()),
            Self::Invitation(id) => Some(id.as_uuid()),
            Self::Registration(id) => Some(id.as_uuid()),
            Self::PasswordReset(id) => Some(id.as_uuid()),
            Self::Session(id) => Some(id.as_uuid()),
            Self::ServiceKey(id) => Some(id.as_uuid()),
            Self::Contact(id) => Some(id.as_uuid()),
            Self::Communication(id) => Some(id.as_uuid()),
            Self::Client(id) => Some(id.as_uuid()),
            Self::Site(id) => Some(id.as_uuid()),
            Self::Viewing(id) => Some(id.as_uuid()),
            Self::Nothing => None,
        }
    }
}

/// Where a request came from: the network address of the peer, as the server saw it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The network address, when there is one.
    pub network: Option<String>,
}

/// The fact of an entry that names the client on whose behalf it is: the permit puts it there.
const ON_BEHALF_OF: &str = "on_behalf_of_client_id";

/// Further facts of an entry: ids, roles, permissions; never an address or a name of a person.
pub type AuditDetails = BTreeMap<String, String>;

/// An entry to be written with a change. It consumes the permit of that change.
#[derive(Debug, PartialEq, Eq)]
pub struct AuditEntry {
    permit: Permit,
    action: Action,
    object: AuditObject,
    at: DateTime<Utc>,
    origin: Origin,
    details: AuditDetails,
}

impl AuditEntry {
    /// Tells what the permit was used for.
    #[must_use]
    pub const fn new(
        permit: Permit,
        action: Action,
        object: AuditObject,
        origin: Origin,
        at: DateTime<Utc>,
    ) -> Self {
        Self { permit, action, object, at, origin, details: AuditDetails::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, fact: &str, value: &impl ToString) -> Self {
        self.details.insert(fact.to_owned(), value.to_string());
        self
    }

    /// The chain it goes to: that of the permit.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.permit.scope()
    }

    /// When the change was made.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The record to append after the one with this number and hash.
    #[must_use]
    pub fn into_record(self, number: i64, previous: AuditHash) -> AuditRecord {
        let (actor_kind, actor_id) = self.permit.actor().parts();
        let mut details = self.details;
        if let Some(client) = self.permit.on_behalf_of() {
            details.insert(ON_BEHALF_OF.to_owned(), client.to_string());
        }
        AuditRecord {
            scope: self.permit.scope().key(),
            number,
            at: self.at,
            actor_kind: actor_kind.to_owned(),
            actor_id,
            action: self.action.as_str().to_owned(),
            object_kind: self.object.kind().to_owned(),
            object_id: self.object.id(),
            ground: ground_text(self.permit.ground()),
            network: self.origin.network,
            details,
            previous,
            hash: AuditHash::ZERO,
        }
    }
}

/// The entries of one unit of work: one for each scope that it writes to.
#[derive(Debug, PartialEq, Eq)]
pub struct AuditTrail(Vec<AuditEntry>);

impl From<AuditEntry> for AuditTrail {
    fn from(entry: AuditEntry) -> Self {
        Self(vec![entry])
    }
}

impl AuditTrail {
    /// Adds the entry of another scope.
    #[must_use]
    pub fn and(mut self, entry: AuditEntry) -> Self {
        self.0.push(entry);
        self
    }

    /// Whether it has exactly one entry for each of these scopes, and none besides: a change that
    /// was not authorised where it was made has no entry, and must not be committed.
    #[must_use]
    pub fn covers(&self, written: &[Scope]) -> bool {
        let mut entries: Vec<Scope> = self.0.iter().map(AuditEntry::scope).collect();
        let mut scopes = written.to_vec();
        entries.sort_unstable();
        scopes.sort_unstable();
        scopes.dedup();
        entries == scopes
    }

    /// The entries, ordered by scope, so that everyone who locks several chains does so in the
    /// same order.
    #[must_use]
    pub fn into_entries(mut self) -> Vec<AuditEntry> {
        self.0.sort_by_key(AuditEntry::scope);
        self.0
    }
}

pub(super) fn permission_text(permission: Permission) -> String {
    format!("permission:{permission}")
}

fn ground_text(ground: Ground) -> String {
    match ground {
        Ground::Permission(permission) => permission_text(permission),
        Ground::OwnMembership => "own_membership".to_owned(),
        Ground::Invitee(invitation) => format!("invitee:{invitation}"),
        Ground::Founder => "founder".to_owned(),
        Ground::Oneself => "oneself".to_owned(),
        Ground::Secret => "secret".to_owned(),
        Ground::Anyone => "anyone".to_owned(),
        Ground::Operator => "operator".to_owned(),
        Ground::OfferedOwnership => "offered_ownership".to_owned(),
        Ground::Clock => "clock".to_owned(),
        Ground::Recipient => "recipient".to_owned(),
        Ground::SetupLink(client) => format!("setup_link:{client}"),
    }
}
