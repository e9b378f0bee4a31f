//! The invitation: an offer of a membership to an e-mail address.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Change, EmailAddress, Language, Message, Refusal, TokenHash, Transition, Version};
use crate::id::{AccountId, ContactId, InvitationId, UserId};
use crate::policy::{
    CategorySet, Offer, OfferRefusal, Permission, PermissionSet, Role, Standing, may_give,
    may_give_with_contact, named_enum,
};

named_enum! {
    /// What can be asked of an invitation.
    InvitationCommand, "invitation command" {
        /// An invitee without a user has registered (N15).
        Claim = "claim",
        /// The invitee takes the offer.
        Accept = "accept",
        /// The invitee does not want it.
        Decline = "decline",
        /// The account takes it back.
        Revoke = "revoke",
        /// The account mails a new link and starts a new period.
        Resend = "resend",
        /// The account invites the same address again, after the period.
        Renew = "renew",
    }
}

named_enum! {
    /// What an invitation is at one instant, expiry included.
    InvitationStatus, "invitation status" {
        /// Waiting for the invitee.
        Pending = "pending",
        /// The invitee has registered and has yet to confirm the address.
        Claimed = "claimed",
        /// Taken. Final.
        Accepted = "accepted",
        /// Refused by the invitee. Final.
        Declined = "declined",
        /// Taken back by the account. Final.
        Revoked = "revoked",
        /// Its period is over; a resend or a new invitation starts another.
        Expired = "expired",
    }
}

/// What is stored of an invitation's course. Expiry is not: the clock tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// Waiting for the invitee.
    Pending,
    /// The invitee has registered and has yet to confirm the address.
    Claimed,
    /// Taken by this user.
    Accepted {
        /// Who accepted.
        by: UserId,
        /// When.
        at: DateTime<Utc>,
    },
    /// Refused by the invitee.
    Declined {
        /// When.
        at: DateTime<Utc>,
    },
    /// Taken back by the account.
    Revoked {
        /// When.
        at: DateTime<Utc>,
    },
}

/// What an invitation offers, and how it is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationTerms {
    /// Role, grants and end of the access (N07, S06).
    pub offer: Offer,
    /// What the new member is to receive, when it is not what the role receives at first (N12).
    pub notifications: Option<CategorySet>,
    /// A personal message for the mail.
    pub message: Option<Message>,
    /// The language of the mail.
    pub language: Language,
    /// The contact whose panel access this is, if it is one's.
    pub contact: Option<ContactId>,
}

impl InvitationTerms {
    /// What its maker needs to be allowed: the panel access of a contact comes with the contact.
    #[must_use]
    pub const fn permission(&self) -> Permission {
        match self.contact {
            None => Permission::UsersInvite,
            Some(_) => Permission::ContactsManage,
        }
    }

    /// Whether this giver can give what is offered.
    ///
    /// # Errors
    /// Says which part of the offer is not theirs to give.
    pub fn may_be_given_by(&self, giver: &Standing) -> Result<(), OfferRefusal> {
        match self.contact {
            None => may_give(giver, &self.offer),
            Some(_) => may_give_with_contact(giver, &self.offer),
        }
    }
}

/// An offer of a membership to an e-mail address. At most one is open per account and address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its identity.
    pub id: InvitationId,
    /// The account that invites.
    pub account_id: AccountId,
    /// The address that is invited.
    pub email: EmailAddress,
    /// What is offered.
    pub terms: InvitationTerms,
    /// Who made the offer, or renewed it last: they must still be able to give it at acceptance.
    pub invited_by: UserId,
    /// The hash of the only link that works; earlier ones are superseded.
    pub link: TokenHash,
    /// When the period ends.
    pub expires_at: DateTime<Utc>,
    /// Its course so far.
    pub state: InvitationState,
    /// When it was first sent.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What makes an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// Its identity.
    pub id: InvitationId,
    /// The account that invites.
    pub account_id: AccountId,
    /// The address that is invited.
    pub email: EmailAddress,
    /// What is offered.
    pub terms: InvitationTerms,
    /// Who makes the offer.
    pub invited_by: UserId,
    /// The hash of the link.
    pub link: TokenHash,
    /// When the period ends.
    pub expires_at: DateTime<Utc>,
}

/// What happened to an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum InvitationEvent {
    /// It was sent.
    InvitationSent {
        /// The invitation.
        invitation_id: InvitationId,
        /// The role on offer.
        role: Role,
        /// The grants on offer.
        grants: PermissionSet,
    },
    /// It was sent anew, with a new link and period.
    InvitationResent {
        /// The invitation.
        invitation_id: InvitationId,
    },
    /// The invitee has registered.
    InvitationClaimed {
        /// The invitation.
        invitation_id: InvitationId,
    },
    /// The invitee is a member from now on.
    InvitationAccepted {
        /// The invitation.
        invitation_id: InvitationId,
        /// The new member.
        user_id: UserId,
    },
    /// The invitee does not want it.
    InvitationDeclined {
        /// The invitation.
        invitation_id: InvitationId,
    },
    /// The account took it back.
    InvitationRevoked {
        /// The invitation.
        invitation_id: InvitationId,
    },
}

/// A change to an invitation.
pub type InvitationChange = Change<Invitation, InvitationEvent>;

type InvitationTransition =
    Result<Transition<Invitation, InvitationEvent>, Refusal<InvitationStatus, InvitationCommand>>;

impl Invitation {
    /// Sends a first invitation to an address.
    #[must_use]
    pub fn send(new: NewInvitation, now: DateTime<Utc>) -> InvitationChange {
        let invitation = Self {
            id: new.id,
            account_id: new.account_id,
            email: new.email,
            terms: new.terms,
            invited_by: new.invited_by,
            link: new.link,
            expires_at: new.expires_at,
            state: InvitationState::Pending,
            created_at: now,
            version: Version::FIRST,
        };
        let event = invitation.sent();
        Change::insert(invitation, event)
    }

    /// What it is at this instant.
    #[must_use]
    pub fn status(&self, now: DateTime<Utc>) -> InvitationStatus {
        match self.state {
            InvitationState::Pending | InvitationState::Claimed if now >= self.expires_at => {
                InvitationStatus::Expired
            }
            InvitationState::Pending => InvitationStatus::Pending,
            InvitationState::Claimed => InvitationStatus::Claimed,
            InvitationState::Accepted { .. } => InvitationStatus::Accepted,
            InvitationState::Declined { .. } => InvitationStatus::Declined,
            InvitationState::Revoked { .. } => InvitationStatus::Revoked,
        }
    }

    /// An invitee without a user has registered with this invitation (N15).
    ///
    /// # Errors
    /// Refused when it is final or expired.
    pub fn claim(mut self, now: DateTime<Utc>) -> InvitationTransition {
        match self.status(now) {
            InvitationStatus::Pending => {
                self.state = InvitationState::Claimed;
                let event = InvitationEvent::InvitationClaimed { invitation_id: self.id };
                Ok(self.updated(event))
            }
            InvitationStatus::Claimed => Ok(Transition::AlreadySo(self)),
            status @ (InvitationStatus::Accepted
            | InvitationStatus::Declined
            | InvitationStatus::Revoked
            | InvitationStatus::Expired) => refuse(status, InvitationCommand::Claim),
        }
    }

    /// The invitee takes the offer; the membership is written beside it (N16).
    ///
    /// # Errors
    /// Refused when it is final or expired, unless the same user accepted it before.
    pub fn accept(mut self, by: UserId, now: DateTime<Utc>) -> InvitationTransition {
        match self.status(now) {
            InvitationStatus::Pending | InvitationStatus::Claimed => {
                self.state = InvitationState::Accepted { by, at: now };
                let event =
                    InvitationEvent::InvitationAccepted { invitation_id: self.id, user_id: by };
                Ok(self.updated(event))
            }
            InvitationStatus::Accepted if self.is_accepted_by(by) => {
                Ok(Transition::AlreadySo(self))
            }
            status @ (InvitationStatus::Accepted
            | InvitationStatus::Declined
            | InvitationStatus::Revoked
            | InvitationStatus::Expired) => refuse(status, InvitationCommand::Accept),
        }
    }

    /// Whether this user is the one who accepted it.
    #[must_use]
    pub fn is_accepted_by(&self, user: UserId) -> bool {
        matches!(self.state, InvitationState::Accepted { by, .. } if by == user)
    }

    /// The invitee does not want it.
    ///
    /// # Errors
    /// Refused when it is accepted, revoked or expired.
    pub fn decline(mut self, now: DateTime<Utc>) -> InvitationTransition {
        match self.status(now) {
            InvitationStatus::Pending | InvitationStatus::Claimed => {
                self.state = InvitationState::Declined { at: now };
                let event = InvitationEvent::InvitationDeclined { invitation_id: self.id };
                Ok(self.updated(event))
            }
            InvitationStatus::Declined => Ok(Transition::AlreadySo(self)),
            status @ (InvitationStatus::Accepted
            | InvitationStatus::Revoked
            | InvitationStatus::Expired) => refuse(status, InvitationCommand::Decline),
        }
    }

    /// The account takes it back, before or after its period.
    ///
    /// # Errors
    /// Refused when it is accepted or declined.
    pub fn revoke(mut self, now: DateTime<Utc>) -> InvitationTransition {
        match self.status(now) {
            InvitationStatus::Pending | InvitationStatus::Claimed | InvitationStatus::Expired => {
                self.state = InvitationState::Revoked { at: now };
                let event = InvitationEvent::InvitationRevoked { invitation_id: self.id };
                Ok(self.updated(event))
            }
            InvitationStatus::Revoked => Ok(Transition::AlreadySo(self)),
            status @ (InvitationStatus::Accepted | InvitationStatus::Declined) => {
                refuse(status, InvitationCommand::Revoke)
            }
        }
    }

    /// The account mails a new link and starts a new period; whoever resends stands for the offer
    /// from now on.
    ///
    /// # Errors
    /// Refused when it is final.
    pub fn resend(
        mut self,
        invited_by: UserId,
        link: TokenHash,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> InvitationTransition {
        match self.status(now) {
            InvitationStatus::Pending | InvitationStatus::Claimed | InvitationStatus::Expired => {
                self.reissue(invited_by, link, expires_at);
                let event = InvitationEvent::InvitationResent { invitation_id: self.id };
                Ok(self.updated(event))
            }
            status @ (InvitationStatus::Accepted
            | InvitationStatus::Declined
            | InvitationStatus::Revoked) => refuse(status, InvitationCommand::Resend),
        }
    }

    /// The account invites the same address again after the period, on new terms.
    ///
    /// # Errors
    /// Refused unless it is expired.
    pub fn renew(
        mut self,
        terms: InvitationTerms,
        invited_by: UserId,
        link: TokenHash,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> InvitationTransition {
        match self.status(now) {
            InvitationStatus::Expired => {
                self.terms = terms;
                self.reissue(invited_by, link, expires_at);
                let event = self.sent();
                Ok(self.updated(event))
            }
            status @ (InvitationStatus::Pending
            | InvitationStatus::Claimed
            | InvitationStatus::Accepted
            | InvitationStatus::Declined
            | InvitationStatus::Revoked) => refuse(status, InvitationCommand::Renew),
        }
    }

    fn reissue(&mut self, invited_by: UserId, link: TokenHash, expires_at: DateTime<Utc>) {
        self.state = InvitationState::Pending;
        self.invited_by = invited_by;
        self.link = link;
        self.expires_at = expires_at;
    }

    const fn sent(&self) -> InvitationEvent {
        InvitationEvent::InvitationSent {
            invitation_id: self.id,
            role: self.terms.offer.role,
            grants: self.terms.offer.grants,
        }
    }

    fn updated(mut self, event: InvitationEvent) -> Transition<Self, InvitationEvent> {
        let from = self.version;
        self.version = from.next();
        Transition::Changed(Change::update(from, self, event))
    }
}

const fn refuse(state: InvitationStatus, command: InvitationCommand) -> InvitationTransition {
    Err(Refusal { state, command })
}
