//! The contact: a person whom an account keeps for communications and support (L04, L10), perhaps
//! with access to its panel.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Change, EmailAddress, Line, Name, Refusal, Transition, Version};
use crate::id::{AccountId, ContactId, InvitationId, UserId};
use crate::policy::{CategorySet, NotificationRules, Role, named_enum};

named_enum! {
    /// What a contact is for: it decides what they see and which communications they receive (L09,
    /// L10).
    ContactProfile, "contact profile" {
        /// Services, domains and support tickets (L12).
        Technical = "technical",
        /// Invoices, quotes and new orders (L11).
        Billing = "billing",
    }
}

impl ContactProfile {
    /// The role that the panel access of such a contact has.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Technical => Role::TechnicalContact,
            Self::Billing => Role::BillingContact,
        }
    }
}

named_enum! {
    /// How far a contact's access to the panel has come.
    PanelAccessStatus, "panel access" {
        /// They were never given any.
        None = "none",
        /// They have an invitation to it.
        Invited = "invited",
        /// They have it.
        Granted = "granted",
        /// They had it, or were invited, and no more.
        Removed = "removed",
    }
}

/// How far a contact's access to the panel has come, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelAccess {
    /// They were never given any.
    None,
    /// They have this invitation to it.
    Invited(InvitationId),
    /// This user has it, as a member in the role of the contact's profile.
    Granted(UserId),
    /// They had it, or were invited, and no more.
    Removed,
}

impl PanelAccess {
    /// Its name.
    #[must_use]
    pub const fn status(self) -> PanelAccessStatus {
        match self {
            Self::None => PanelAccessStatus::None,
            Self::Invited(_) => PanelAccessStatus::Invited,
            Self::Granted(_) => PanelAccessStatus::Granted,
            Self::Removed => PanelAccessStatus::Removed,
        }
    }
}

named_enum! {
    /// What can be asked of a contact.
    ContactCommand, "contact command" {
        /// Change profile, details or notifications.
        Amend = "amend",
        /// Invite them to the panel.
        Invite = "invite",
        /// Give them access to the panel.
        Grant = "grant",
        /// Take access or invitation away.
        Withdraw = "withdraw",
        /// Delete them.
        Delete = "delete",
    }
}

/// What an account knows of a contact, but for how far their access to the panel has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactDetails {
    /// Given name (L06).
    pub first_name: Name,
    /// Family name (L06).
    pub last_name: Name,
    /// Where communications go (L06). The name that a user signs in with does not follow it.
    pub email: EmailAddress,
    /// What they are for (L09).
    pub profile: ContactProfile,
    /// The telephone number, as typed.
    pub phone: Option<Line>,
    /// The company that they belong to.
    pub company: Option<Line>,
    /// The postal address.
    pub address: Option<Line>,
    /// All that they receive (L10).
    pub notifications: CategorySet,
}

/// A person whom an account keeps for communications and support. An account has at most one for
/// each address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its identity.
    pub id: ContactId,
    /// The account that keeps it.
    pub account_id: AccountId,
    /// What the account knows of the person.
    pub details: ContactDetails,
    /// How far their access to the panel has come.
    pub access: PanelAccess,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What is to change on a contact; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactAmendment {
    /// Another given name (L13).
    pub first_name: Option<Name>,
    /// Another family name (L13).
    pub last_name: Option<Name>,
    /// Another address (L13).
    pub email: Option<EmailAddress>,
    /// Another profile; the notifications become those that it receives at first.
    pub profile: Option<ContactProfile>,
    /// Another telephone number, or none any more.
    pub phone: Option<Option<Line>>,
    /// Another company, or none any more.
    pub company: Option<Option<Line>>,
    /// Another postal address, or none any more.
    pub address: Option<Option<Line>>,
    /// Other notifications, all of them.
    pub notifications: Option<CategorySet>,
}

/// What happened to a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum ContactEvent {
    /// It was created.
    ContactCreated {
        /// The contact.
        contact_id: ContactId,
        /// What they are for.
        profile: ContactProfile,
    },
    /// Profile, details or notifications changed.
    ContactAmended {
        /// The contact.
        contact_id: ContactId,
        /// What they are for from now on.
        profile: ContactProfile,
    },
    /// They were invited to the panel.
    ContactInvited {
        /// The contact.
        contact_id: ContactId,
        /// The invitation.
        invitation_id: InvitationId,
    },
    /// They have access to the panel from now on.
    ContactAccessGranted {
        /// The contact.
        contact_id: ContactId,
        /// The user who has it.
        user_id: UserId,
    },
    /// They have neither access nor an invitation any more.
    ContactAccessWithdrawn {
        /// The contact.
        contact_id: ContactId,
    },
    /// It is gone.
    ContactDeleted {
        /// The contact.
        contact_id: ContactId,
    },
}

/// A change to a contact.
pub type ContactChange = Change<Contact, ContactEvent>;

type ContactTransition =
    Result<Transition<Contact, ContactEvent>, Refusal<PanelAccessStatus, ContactCommand>>;

impl ContactDetails {
    /// Given and family name together.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name.as_str(), self.last_name.as_str())
    }

    /// The same after an amendment.
    #[must_use]
    pub fn amended(&self, amendment: ContactAmendment) -> Self {
        let profile = amendment.profile.unwrap_or(self.profile);
        let kept = if profile == self.profile {
            self.notifications
        } else {
            NotificationRules::of(profile.role()).at_first
        };
        Self {
            first_name: amendment.first_name.unwrap_or_else(|| self.first_name.clone()),
            last_name: amendment.last_name.unwrap_or_else(|| self.last_name.clone()),
            email: amendment.email.unwrap_or_else(|| self.email.clone()),
            profile,
            phone: amendment.phone.unwrap_or_else(|| self.phone.clone()),
            company: amendment.company.unwrap_or_else(|| self.company.clone()),
            address: amendment.address.unwrap_or_else(|| self.address.clone()),
            notifications: amendment.notifications.unwrap_or(kept),
        }
    }
}

impl Contact {
    /// Creates a contact with its profile, in one step (L05, L08).
    #[must_use]
    pub fn create(
        id: ContactId,
        account_id: AccountId,
        details: ContactDetails,
        now: DateTime<Utc>,
    ) -> ContactChange {
        let profile = details.profile;
        let contact = Self {
            id,
            account_id,
            details,
            access: PanelAccess::None,
            created_at: now,
            version: Version::FIRST,
        };
        Change::insert(contact, ContactEvent::ContactCreated { contact_id: id, profile })
    }

    /// Changes profile, details or notifications (L13).
    #[must_use]
    pub fn amend(mut self, amendment: ContactAmendment) -> Transition<Self, ContactEvent> {
        let amended = self.details.amended(amendment);
        if amended == self.details {
            return Transition::AlreadySo(self);
        }
        self.details = amended;
        let event =
            ContactEvent::ContactAmended { contact_id: self.id, profile: self.details.profile };
        Transition::Changed(self.updated(event))
    }

    /// Notes the invitation to the panel, which is written beside it.
    ///
    /// # Errors
    /// Refused when they have access, or another invitation.
    pub fn invite(mut self, invitation: InvitationId) -> ContactTransition {
        match self.access {
            PanelAccess::None | PanelAccess::Removed => {
                self.access = PanelAccess::Invited(invitation);
                let event =
                    ContactEvent::ContactInvited { contact_id: self.id, invitation_id: invitation };
                Ok(Transition::Changed(self.updated(event)))
            }
            PanelAccess::Invited(open) if open == invitation => Ok(Transition::AlreadySo(self)),
            PanelAccess::Invited(_) | PanelAccess::Granted(_) => {
                self.refuse(ContactCommand::Invite)
            }
        }
    }

    /// Gives access to the panel to a user, whose membership is written beside it (L07).
    ///
    /// # Errors
    /// Refused when someone else has it.
    pub fn grant(mut self, user: UserId) -> ContactTransition {
        match self.access {
            PanelAccess::None | PanelAccess::Invited(_) | PanelAccess::Removed => {
                self.access = PanelAccess::Granted(user);
                let event =
                    ContactEvent::ContactAccessGranted { contact_id: self.id, user_id: user };
                Ok(Transition::Changed(self.updated(event)))
            }
            PanelAccess::Granted(holder) if holder == user => Ok(Transition::AlreadySo(self)),
            PanelAccess::Granted(_) => self.refuse(ContactCommand::Grant),
        }
    }

    /// Takes access or invitation away; membership and invitation end beside it.
    #[must_use]
    pub fn withdraw(mut self) -> Transition<Self, ContactEvent> {
        match self.access {
            PanelAccess::None | PanelAccess::Removed => Transition::AlreadySo(self),
            PanelAccess::Invited(_) | PanelAccess::Granted(_) => {
                self.access = PanelAccess::Removed;
                let event = ContactEvent::ContactAccessWithdrawn { contact_id: self.id };
                Transition::Changed(self.updated(event))
            }
        }
    }

    /// Deletes the contact; the access that it gave ends beside it (L14).
    #[must_use]
    pub fn delete(self) -> ContactChange {
        let event = ContactEvent::ContactDeleted { contact_id: self.id };
        Change::delete(self.version, self, event)
    }

    fn refuse(self, command: ContactCommand) -> ContactTransition {
        Err(Refusal { state: self.access.status(), command })
    }

    fn updated(mut self, event: ContactEvent) -> ContactChange {
        let from = self.version;
        self.version = from.next();
        Change::update(from, self, event)
    }
}
