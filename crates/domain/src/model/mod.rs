//! Accounts, users, memberships, invitations: the aggregates and their state machines.
//!
//! An aggregate's fields are plain data that anyone may read, and a store may rebuild. Writing is
//! another matter: repositories accept only a [`Change`], and only a transition here makes one.

mod access;
mod account;
mod audit;
mod audit_chain;
mod change;
mod client;
mod client_details;
mod client_invitation;
mod communication;
mod contact;
mod email_address;
mod event;
mod html;
mod invitation;
mod language;
mod limits;
mod mail;
mod membership;
mod password;
mod password_reset;
mod rate;
mod recipient;
mod refusal;
mod registration;
mod search;
mod secret;
mod service_key;
mod session;
mod site;
mod support_code;
mod text;
mod unsubscription;
mod user;
mod viewing;

pub use access::Access;
pub use account::{
    Account, AccountAmendment, AccountChange, AccountCommand, AccountDetails, AccountEvent,
    AccountState, Admission, OwnershipOffer,
};
pub use audit::{Action, AuditDetails, AuditEntry, AuditObject, AuditTrail, Origin};
pub use audit_chain::{AuditHash, AuditRecord, ChainBreak};
pub use change::{Change, Transition, Version, Write};
pub use client::{Client, ClientAccess, ClientChange, ClientCommand, ClientEvent, ClientStatus};
pub use client_details::{ClientAmendment, ClientDetails, SetupLink};
pub use client_invitation::{ClientInvitationRefusal, ClientInvitationText, MailPlaceholder};
pub use communication::{
    Addressee, Communication, CommunicationChange, CommunicationContent, CommunicationEvent,
    Delivery, DeliveryStatus, RecipientId,
};
pub use contact::{
    Contact, ContactAmendment, ContactChange, ContactCommand, ContactDetails, ContactEvent,
    ContactProfile, PanelAccess, PanelAccessStatus,
};
pub use email_address::{
    AddressList, AddressListRefusal, EmailAddress, EmailAddressRefusal, MalformedAddress,
};
pub use event::{Event, NumberedEvent};
pub use html::{CleanHtml, HtmlRefusal};
pub use invitation::{
    Invitation, InvitationChange, InvitationCommand, InvitationEvent, InvitationState,
    InvitationStatus, InvitationTerms, NewInvitation,
};
pub use language::Language;
pub use limits::Limits;
pub use mail::{DeliveredMail, Letter, Mail, MailState, QueuedMail};
pub use membership::{
    Amendment, Membership, MembershipChange, MembershipCommand, MembershipEvent, MembershipState,
};
pub use password::{NewPassword, PasswordRefusal};
pub use password_reset::{
    PasswordReset, PasswordResetChange, PasswordResetCommand, PasswordResetEvent,
    PasswordResetState,
};
pub use rate::{Rate, RateBucket, RetryAfter};
pub use recipient::{
    Candidate, ContactCandidate, LeftOut, LeftOutReason, Recipient, RecipientReason, recipients,
};
pub use refusal::Refusal;
pub use registration::{
    Registration, RegistrationChange, RegistrationCommand, RegistrationEvent, RegistrationState,
};
pub use search::{search_words, sought_words};
pub use secret::{
    Password, PasswordHash, SealedSecret, Token, TokenHash, TokenPurpose, UnreadableToken,
};
pub use service_key::{
    ServiceKey, ServiceKeyChange, ServiceKeyCommand, ServiceKeyEvent, ServiceScope, ServiceScopeSet,
};
pub use session::{Presence, Session, SessionChange, SessionEvent};
pub use site::{
    LackingPermissions, Site, SiteAmendment, SiteAssignment, SiteAssignmentChange, SiteChange,
    SiteDetails, SiteEvent,
};
pub use support_code::{
    NewSupportCode, SupportCode, SupportCodeChange, SupportCodeCommand, SupportCodeEvent,
    SupportCodeStatus,
};
pub use text::{Line, Message, Name, Notes, Prose, TextRefusal};
pub use unsubscription::Unsubscription;
pub use user::{User, UserAmendment, UserChange, UserCommand, UserEvent, UserState};
pub use viewing::{
    NewViewing, Viewing, ViewingChange, ViewingCommand, ViewingEvent, ViewingState, ViewingStatus,
};
