//! Every way in which a caller can be refused, in one type.

use chrono::{DateTime, Utc};

use super::{Explanation, ImportReport};
use crate::model::{
    ClientInvitationRefusal, EmailAddressRefusal, HtmlRefusal, LackingPermissions, MailPlaceholder,
    MalformedAddress, PasswordRefusal, Refusal, RetryAfter, TextRefusal,
};
use crate::policy::{CategorySet, Excess, OfferRefusal, SitePermissionSet, TargetRefusal};
use crate::port::{HasherBusy, StoreError};

/// Why a link does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRefusal {
    /// It has done what it was for.
    Used,
    /// Its time is over.
    Expired,
    /// A newer one was sent.
    Superseded,
    /// What it led to was taken back.
    Revoked,
}

/// A state machine's refusal, with the names of state and command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRefusal {
    /// The state in which the command came.
    pub state: String,
    /// The command that was refused.
    pub command: String,
}

impl<State: ToString, Command: ToString> From<Refusal<State, Command>> for StateRefusal {
    fn from(refusal: Refusal<State, Command>) -> Self {
        Self { state: refusal.state.to_string(), command: refusal.command.to_string() }
    }
}

/// What is wrong with rows as they were sent, before anything that they say is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// It is there twice.
    Repeated,
    /// It has to be there.
    Missing,
    /// It is not written in UTF-8.
    NotUtf8,
    /// A cell that a spreadsheet takes for a formula.
    Formula,
    /// A row with more or fewer cells than there are columns.
    CellCount {
        /// How many there are.
        given: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// A row of more bytes than one may have.
    TooLong {
        /// How many it may have.
        limit: usize,
    },
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    /// A text breaks its rules.
    Text(TextRefusal),
    /// It is no e-mail address that is accepted.
    Address(EmailAddressRefusal),
    /// One of a list is no e-mail address that is accepted.
    MalformedAddress(MalformedAddress),
    /// A password breaks the rules for new ones.
    Password(PasswordRefusal),
    /// The name is in none of a closed set's entries.
    UnknownName {
        /// What was expected: `role`, `permission`, …
        kind: &'static str,
        /// What was given.
        given: String,
    },
    /// There must be something.
    Empty,
    /// There is more than allowed.
    TooMany {
        /// How many there are.
        given: usize,
        /// How many there may be.
        limit: usize,
    },
    /// There is more than allowed, however much it is.
    MoreThan {
        /// How many there may be.
        limit: usize,
    },
    /// A row, or what is said before the first one, is not as rows are written.
    Row(RowFault),
    /// A number outside its range.
    OutOfRange {
        /// The least allowed.
        least: i64,
        /// The most allowed.
        most: i64,
    },
    /// These categories cannot be had in this role.
    NotificationsBeyondRole(CategorySet),
    /// These categories cannot be refused in this role.
    NotificationsNotRefusable(CategorySet),
    /// An instant that must be in the future is not.
    NotInFuture,
    /// The role cannot be offered or granted to like this.
    Offer(OfferRefusal),
    /// Exactly one of several fields must be given.
    ExactlyOneOf(&'static [&'static str]),
    /// HTML that is refused instead of cleaned.
    Html(HtmlRefusal),
    /// The value cannot be read.
    Unreadable,
    /// These site permissions are needed beside those that were given (D10).
    SitePermissionsLacking(SitePermissionSet),
    /// A mail lacks what must stay in it (D15).
    PlaceholderMissing(MailPlaceholder),
    /// A mail has its link where everyone could read it.
    LinkInSubject,
    /// The account has nothing of this name.
    NotThere {
        /// What was named.
        given: String,
    },
    /// Another one of the account has it, or an earlier row of the same import.
    Taken,
}

impl From<RowFault> for FieldProblem {
    fn from(fault: RowFault) -> Self {
        Self::Row(fault)
    }
}

impl From<HtmlRefusal> for FieldProblem {
    fn from(refusal: HtmlRefusal) -> Self {
        Self::Html(refusal)
    }
}

impl From<TextRefusal> for FieldProblem {
    fn from(refusal: TextRefusal) -> Self {
        Self::Text(refusal)
    }
}

impl From<EmailAddressRefusal> for FieldProblem {
    fn from(refusal: EmailAddressRefusal) -> Self {
        Self::Address(refusal)
    }
}

impl From<PasswordRefusal> for FieldProblem {
    fn from(refusal: PasswordRefusal) -> Self {
        Self::Password(refusal)
    }
}

/// A field whose value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidField {
    /// Which field, with its place in a list where there is one: `emails[3]`.
    pub field: String,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

/// A row of an import that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its number, as the source counts: 1 is the first row of data.
    pub row: u64,
    /// Its fields whose values are refused, all of them.
    pub fields: Vec<InvalidField>,
}

/// Every way in which a caller can be refused. A refused request has changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No credential, or one that opens nothing (any more).
    #[error("not signed in")]
    NotSignedIn,
    /// Address and password do not belong together.
    #[error("address and password do not belong together")]
    BadCredentials,
    /// The password is right, but the registration is not confirmed yet.
    #[error("the address is not confirmed yet")]
    EmailNotConfirmed,
    /// The password is right, but the operator has suspended the user.
    #[error("the user is suspended")]
    UserSuspended,
    /// The password was chosen by someone else: nothing may be done before another is set.
    #[error("the first password has to be changed")]
    PasswordChangeRequired,
    /// The password was given too long ago for what is sensitive.
    #[error("the password has to be given again")]
    ReauthenticationRequired,
    /// This needs a person; a service key will not do.
    #[error("a service key cannot do this")]
    NotForServiceKeys,
    /// The service key does not have the scope for it.
    #[error("the service key does not have the scope")]
    ScopeMissing(crate::model::ServiceScope),
    /// Not there, or not the caller's to see: never which.
    #[error("not found")]
    NotFound,
    /// The policy denies it.
    #[error("the permission {} is missing", .0.missing)]
    Denied(Box<Explanation>),
    /// More would be given than the giver holds, or something that cannot be given.
    #[error("this cannot be given: {0:?}")]
    OfferRefused(OfferRefusal),
    /// The member holds more than the actor, or is the owner.
    #[error("this member cannot be managed: {0:?}")]
    TargetRefused(TargetRefusal),
    /// One cannot change one's own role or grants.
    #[error("one cannot change one's own access")]
    OwnAccess,
    /// The invitation is for another address than the caller's confirmed one.
    #[error("the invitation is for another address")]
    AddressMismatch,
    /// A link does not work any more.
    #[error("the link does not work: {0:?}")]
    Link(LinkRefusal),
    /// The state does not allow it.
    #[error("cannot {} what is {}", .0.command, .0.state)]
    State(StateRefusal),
    /// Whoever invited cannot give what was offered any more.
    #[error("the inviter can no longer give what was offered")]
    InviterCannotGive,
    /// The person is a member already.
    #[error("already a member")]
    AlreadyMember,
    /// The address has an open invitation of the account already.
    #[error("already invited")]
    AlreadyInvited,
    /// The account has a contact at this address already.
    #[error("the account has a contact at this address")]
    ContactExists,
    /// The account has a client at this address already.
    #[error("the account has a client at this address")]
    ClientExists,
    /// The account has suspended the client.
    #[error("the client is suspended")]
    ClientSuspended,
    /// The account has a site with this alias already.
    #[error("the account has a site with this alias")]
    AliasTaken,
    /// The site is assigned to a client.
    #[error("the site is assigned to a client")]
    SiteAssigned,
    /// The address has a user with a password: they have to give it, or be signed in.
    #[error("the person has to sign in")]
    SignInRequired,
    /// A viewing of what a client sees reads, and does nothing else.
    #[error("a viewing only reads")]
    ViewOnly,
    /// Rows of an import are refused, each with its fields; nothing of it was written.
    #[error("{} rows are refused", .0.refused)]
    ImportRefused(Box<ImportReport>),
    /// The account is closed.
    #[error("the account is closed")]
    AccountClosed,
    /// The account has as many as it may have.
    #[error("the account may have at most {limit} {of}")]
    Capacity {
        /// Of what.
        of: &'static str,
        /// How many.
        limit: u32,
    },
    /// Another version is stored than the caller's.
    #[error("someone else has changed it since")]
    Stale,
    /// Fields whose values are refused, all of them.
    #[error("{} fields are refused", .0.len())]
    Invalid(Vec<InvalidField>),
    /// The same idempotency key came with another request.
    #[error("the idempotency key was used for another request")]
    IdempotencyKeyReused,
    /// It comes too often.
    #[error("too often")]
    TooOften(RetryAfter),
    /// Too much at once; a little later it will do.
    #[error("busy")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Error {
    /// The refusal of one field.
    #[must_use]
    pub fn invalid(field: &str, problem: FieldProblem) -> Self {
        Self::Invalid(vec![InvalidField { field: field.to_owned(), problem }])
    }

    /// What one of the two laws found to be beyond the caller's own.
    #[must_use]
    pub const fn excess(&self) -> Option<&Excess> {
        if let Self::OfferRefused(OfferRefusal::Exceeds(excess))
        | Self::TargetRefused(TargetRefusal::HoldsMore(excess)) = self
        {
            Some(excess)
        } else {
            None
        }
    }

    /// Refuses an instant that is not in the future.
    pub(super) fn refuse_past(
        field: &str,
        instant: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), Self> {
        match instant {
            Some(instant) if instant <= now => Err(Self::invalid(field, FieldProblem::NotInFuture)),
            Some(_) | None => Ok(()),
        }
    }
}

impl From<LackingPermissions> for FieldProblem {
    fn from(refusal: LackingPermissions) -> Self {
        Self::SitePermissionsLacking(refusal.lacking)
    }
}

impl From<LackingPermissions> for Error {
    fn from(refusal: LackingPermissions) -> Self {
        Self::invalid("permissions", refusal.into())
    }
}

impl From<ClientInvitationRefusal> for Error {
    fn from(refusal: ClientInvitationRefusal) -> Self {
        match refusal {
            ClientInvitationRefusal::Subject(refusal) => Self::invalid("subject", refusal.into()),
            ClientInvitationRefusal::LinkInSubject => {
                Self::invalid("subject", FieldProblem::LinkInSubject)
            }
            ClientInvitationRefusal::Text(refusal) => Self::invalid("text", refusal.into()),
            ClientInvitationRefusal::Missing(placeholder) => {
                Self::invalid("text", FieldProblem::PlaceholderMissing(placeholder))
            }
        }
    }
}

impl From<HasherBusy> for Error {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

impl From<RetryAfter> for Error {
    fn from(retry_after: RetryAfter) -> Self {
        Self::TooOften(retry_after)
    }
}

impl<State: ToString, Command: ToString> From<Refusal<State, Command>> for Error {
    fn from(refusal: Refusal<State, Command>) -> Self {
        Self::State(refusal.into())
    }
}

impl From<OfferRefusal> for Error {
    /// What could never be given is a wrong value; what this giver cannot give is forbidden.
    fn from(refusal: OfferRefusal) -> Self {
        match refusal {
            OfferRefusal::RoleNotOnOffer(_) => Self::invalid("role", FieldProblem::Offer(refusal)),
            OfferRefusal::Reserved(_) | OfferRefusal::RoleCarriesNoGrants(_) => {
                Self::invalid("grants", FieldProblem::Offer(refusal))
            }
            OfferRefusal::Exceeds(_) | OfferRefusal::OutlastsGiver(_) => {
                Self::OfferRefused(refusal)
            }
        }
    }
}
