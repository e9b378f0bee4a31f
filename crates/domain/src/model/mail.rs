//! Mail in the outbox: what is to be said to whom, written with the change that causes it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{EmailAddress, Language, SealedSecret, Unsubscription};
use crate::id::{AccountId, MailId};
use crate::policy::{Category, Role, named_enum};

/// What a mail says. The secret of its link is not in here: it waits beside it, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// An offer of a membership (N13, N14).
    Invitation {
        /// The account that invites.
        account_name: String,
        /// The person who invites: the subject names them.
        invited_by: String,
        /// The role on offer.
        role: Role,
        /// How many permissions are granted beside the role.
        granted: usize,
        /// A personal message.
        message: Option<String>,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// Please confirm that this address is yours (N15).
    Confirmation {
        /// The person who registered.
        first_name: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// Someone registered an address that has a user already.
    AlreadyRegistered {
        /// The person who has it.
        first_name: String,
    },
    /// A link to set a new password.
    PasswordReset {
        /// The person.
        first_name: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// Someone asked for a reset of an address that has no user.
    NoUserToReset,
    /// The account has another owner: to the new one.
    OwnershipReceived {
        /// The account.
        account_name: String,
        /// Who owned it until now.
        previous_owner: String,
    },
    /// The account has another owner: to the one until now.
    OwnershipGivenUp {
        /// The account.
        account_name: String,
        /// Who owns it from now on.
        new_owner: String,
    },
    /// The owner offers the account: to the member who may take it.
    OwnershipOffered {
        /// The account.
        account_name: String,
        /// Who offers it.
        owner: String,
        /// When the offer ends by itself.
        expires_at: DateTime<Utc>,
    },
    /// The offer was called off: to the other side.
    OwnershipOfferCalledOff {
        /// The account.
        account_name: String,
        /// Who called it off.
        called_off_by: String,
    },
    /// The access is about to end: to the member.
    AccessEnding {
        /// The account.
        account_name: String,
        /// When the access ends.
        until: DateTime<Utc>,
    },
    /// A member's access is about to end: to the owner.
    MemberAccessEnding {
        /// The account.
        account_name: String,
        /// The member.
        member: String,
        /// When the access ends.
        until: DateTime<Utc>,
    },
    /// The password was changed, in case it was someone else.
    PasswordChanged {
        /// The person.
        first_name: String,
    },
    /// Access to an account was taken away.
    AccessRemoved {
        /// The account.
        account_name: String,
    },
    /// The account was closed: to the owner.
    AccountClosed {
        /// The account.
        account_name: String,
    },
    /// Someone gave a contact access to the panel with a first password: to the contact.
    ContactAccessGiven {
        /// The account.
        account_name: String,
        /// Who gave it.
        given_by: String,
    },
    /// The way in for a client of the account, as its people have worded it (D14, D15). The secret is
    /// the token of the setup link.
    ClientInvitation {
        /// The account.
        account_name: String,
        /// The subject; `{user_name}` in it stands for the name.
        subject: String,
        /// The text; `{setup_url}` and `{user_name}` in it stand for the link and the name.
        text: String,
        /// The name that the client signs in with.
        user_name: String,
        /// When the link stops working (D16).
        expires_at: DateTime<Utc>,
    },
    /// What an account tells its people.
    Communication {
        /// The account.
        account_name: String,
        /// What it is about.
        category: Category,
        /// The subject.
        subject: String,
        /// The text.
        text: String,
        /// The same as HTML, cleaned already.
        html: Option<String>,
        /// What the link refuses with which the reader no longer receives the category; the secret
        /// is its signature. Nothing where it cannot be refused.
        unsubscribe: Option<Unsubscription>,
    },
    /// A machine may use the account from now on: to the owner.
    ServiceKeyCreated {
        /// The account.
        account_name: String,
        /// The name of the key.
        key_name: String,
        /// Who made it; nobody means the operator of the installation.
        created_by: Option<String>,
    },
}

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its identity, from which the Message-ID is made: a repeat carries the same.
    pub id: MailId,
    /// The account it is about, if any.
    pub account_id: Option<AccountId>,
    /// The one recipient.
    pub to: EmailAddress,
    /// The language it is written in.
    pub language: Language,
    /// What it says.
    pub letter: Letter,
    /// The token of its link, sealed.
    pub secret: Option<SealedSecret>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

named_enum! {
    /// How far a mail has come.
    MailState, "mail state" {
        /// Waiting to be sent, for the first time or again.
        Queued = "queued",
        /// Taken by the mail server, or kept by the development mailbox.
        Sent = "sent",
        /// Refused for good by the mail server. Kept, with the reason.
        Undeliverable = "undeliverable",
    }
}

/// A mail that a worker has taken under a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedMail {
    /// The mail.
    pub mail: Mail,
    /// How many attempts there were before this one.
    pub attempts: u32,
}

/// A mail as the development mailbox shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredMail {
    /// Its identity.
    pub id: MailId,
    /// The recipient's address, as typed.
    pub to: String,
    /// The sender, with name and address.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The links in it, in order.
    pub links: Vec<String>,
    /// When it was delivered.
    pub sent_at: DateTime<Utc>,
}
