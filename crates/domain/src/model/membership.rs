//! The membership: a user's role on one account, with grants and notification choices.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Access, Account, Admission, Change, Refusal, Transition, User, UserState, Version};
use crate::id::{AccountId, UserId};
use crate::policy::{
    CategorySet, NotificationRules, Offer, PermissionSet, Role, Standing, named_enum,
};

named_enum! {
    /// Whether a membership counts for now. The account decides.
    MembershipState, "membership state" {
        /// It counts.
        Active = "active",
        /// It gives nothing, until reactivated.
        Suspended = "suspended",
    }
}

named_enum! {
    /// What can be asked of a membership.
    MembershipCommand, "membership command" {
        /// Take it out of force.
        Suspend = "suspend",
        /// Put it in force again.
        Reactivate = "reactivate",
        /// Change role, grants or the end of the access.
        Amend = "amend",
        /// Become the owner.
        TakeOver = "take_over",
        /// Stop being the owner.
        HandOver = "hand_over",
        /// Note that both sides were told of its end.
        TellEnding = "tell_ending",
        /// Go away, by one's own will or another's.
        Remove = "remove",
    }
}

/// A user's role on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The account.
    pub account_id: AccountId,
    /// The member.
    pub user_id: UserId,
    /// What they are on it (N01).
    pub role: Role,
    /// What was granted beside the role (S06).
    pub grants: PermissionSet,
    /// All that they receive.
    pub notifications: CategorySet,
    /// Whether it counts for now.
    pub state: MembershipState,
    /// The instant at which the access ends, if it does.
    pub until: Option<DateTime<Utc>>,
    /// The end of the access about which both sides were told already.
    pub ending_told: Option<DateTime<Utc>>,
    /// Since when they are a member.
    pub since: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What is to change on a membership; what is absent stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amendment {
    /// Another role. To any but [`Role::User`] it drops the grants.
    pub role: Option<Role>,
    /// Other grants, all of them.
    pub grants: Option<PermissionSet>,
    /// Other notifications, all of them.
    pub notifications: Option<CategorySet>,
    /// Another end of the access, or none any more.
    pub until: Option<Option<DateTime<Utc>>>,
}

/// What happened to a membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum MembershipEvent {
    /// Someone is a member from now on.
    MemberJoined {
        /// The member.
        user_id: UserId,
        /// In this role.
        role: Role,
        /// With these grants.
        grants: PermissionSet,
    },
    /// Role, grants, notifications or the end of the access changed.
    MemberAmended {
        /// The member.
        user_id: UserId,
        /// The role from now on.
        role: Role,
        /// The grants from now on.
        grants: PermissionSet,
    },
    /// The membership gives nothing for now.
    MemberSuspended {
        /// The member.
        user_id: UserId,
    },
    /// The membership counts again.
    MemberReactivated {
        /// The member.
        user_id: UserId,
    },
    /// Both sides were told that the access is about to end.
    MemberEndingTold {
        /// The member.
        user_id: UserId,
        /// When the access ends.
        until: DateTime<Utc>,
    },
    /// The membership is gone.
    MemberRemoved {
        /// Who was a member.
        user_id: UserId,
    },
}

/// A change to a membership.
pub type MembershipChange = Change<Membership, MembershipEvent>;

type MembershipRefusal = Refusal<Role, MembershipCommand>;
type MembershipTransition = Result<Transition<Membership, MembershipEvent>, MembershipRefusal>;

impl Membership {
    /// The first owner of a new account.
    #[must_use]
    pub fn found(account_id: AccountId, owner: UserId, now: DateTime<Utc>) -> MembershipChange {
        Self::new(account_id, owner, &Offer::of(Role::Owner), None, now).joined(None)
    }

    /// A new member, by an accepted offer. `previous` is a membership of theirs that has run out.
    #[must_use]
    pub fn join(
        account_id: AccountId,
        user_id: UserId,
        offer: &Offer,
        notifications: Option<CategorySet>,
        previous: Option<&Self>,
        now: DateTime<Utc>,
    ) -> MembershipChange {
        Self::new(account_id, user_id, offer, notifications, now)
            .joined(previous.map(|membership| membership.version))
    }

    fn new(
        account_id: AccountId,
        user_id: UserId,
        offer: &Offer,
        notifications: Option<CategorySet>,
        now: DateTime<Utc>,
    ) -> Self {
        let rules = NotificationRules::of(offer.role);
        Self {
            account_id,
            user_id,
            role: offer.role,
            grants: offer.grants,
            notifications: notifications.unwrap_or(rules.at_first),
            state: MembershipState::Active,
            until: offer.until,
            ending_told: None,
            since: now,
            version: Version::FIRST,
        }
    }

    fn joined(mut self, replaces: Option<Version>) -> MembershipChange {
        let event = MembershipEvent::MemberJoined {
            user_id: self.user_id,
            role: self.role,
            grants: self.grants,
        };
        match replaces {
            None => Change::insert(self, event),
            Some(version) => {
                self.version = version.next();
                Change::update(version, self, event)
            }
        }
    }

    /// What it gives.
    #[must_use]
    #[inline]
    pub const fn access(&self) -> Access {
        Access { role: self.role, grants: self.grants, state: self.state, until: self.until }
    }

    /// Whether the access has run out by the clock: then the person is no member.
    #[must_use]
    pub fn has_run_out(&self, now: DateTime<Utc>) -> bool {
        self.access().has_run_out(now)
    }

    /// Where the member stands at this instant; nothing once the access has run out.
    #[must_use]
    pub fn standing(
        &self,
        admission: Admission,
        user: UserState,
        now: DateTime<Utc>,
    ) -> Option<Standing> {
        self.access().standing(admission, user, now)
    }

    /// [`Self::standing`], from the aggregates themselves.
    #[must_use]
    pub fn standing_of(
        &self,
        account: &Account,
        owner: UserState,
        user: &User,
        now: DateTime<Utc>,
    ) -> Option<Standing> {
        self.standing(account.admission(owner), user.state, now)
    }

    /// What the membership would be after an amendment, for the policy to look at first.
    #[must_use]
    pub fn amended(&self, amendment: &Amendment) -> Self {
        let role = amendment.role.unwrap_or(self.role);
        let grants = amendment.grants.unwrap_or(self.grants);
        let kept = if role == self.role {
            self.notifications
        } else {
            NotificationRules::of(role).at_first
        };
        Self {
            role,
            grants: if role.carries_grants() { grants } else { PermissionSet::EMPTY },
            notifications: amendment.notifications.unwrap_or(kept),
            until: amendment.until.unwrap_or(self.until),
            ..self.clone()
        }
    }

    /// Changes role, grants, notifications or the end of the access.
    ///
    /// # Errors
    /// Refused for the owner's role, grants and end, which only a transfer changes, into ownership,
    /// and into or out of a contact's role, which follows the contact's profile.
    pub fn amend(self, amendment: &Amendment) -> MembershipTransition {
        let amended = self.amended(amendment);
        if amended == self {
            return Ok(Transition::AlreadySo(self));
        }
        let only_notifications =
            Self { notifications: self.notifications, ..amended.clone() } == self;
        let role_changes = amended.role != self.role;
        if (self.role == Role::Owner && !only_notifications)
            || (role_changes && (self.role.is_contact() || !amended.role.is_invitable()))
        {
            return Err(Refusal { state: self.role, command: MembershipCommand::Amend });
        }
        Ok(Transition::Changed(amended.into_amended()))
    }

    /// Follows the contact that the membership came with: its profile's role, its notifications.
    ///
    /// # Errors
    /// Refused for a membership that came with no contact, and into a role that does not.
    pub fn follow_contact(
        mut self,
        role: Role,
        notifications: CategorySet,
    ) -> MembershipTransition {
        if !(self.role.is_contact() && role.is_contact()) {
            return Err(Refusal { state: self.role, command: MembershipCommand::Amend });
        }
        if (self.role, self.notifications) == (role, notifications) {
            return Ok(Transition::AlreadySo(self));
        }
        self.role = role;
        self.notifications = notifications;
        Ok(Transition::Changed(self.into_amended()))
    }

    /// Takes the membership out of force.
    ///
    /// # Errors
    /// Refused for the owner.
    pub fn suspend(self) -> MembershipTransition {
        let event = MembershipEvent::MemberSuspended { user_id: self.user_id };
        self.into_state(MembershipState::Suspended, MembershipCommand::Suspend, event)
    }

    /// Puts the membership in force again.
    ///
    /// # Errors
    /// Refused for the owner, who cannot have been suspended.
    pub fn reactivate(self) -> MembershipTransition {
        let event = MembershipEvent::MemberReactivated { user_id: self.user_id };
        self.into_state(MembershipState::Active, MembershipCommand::Reactivate, event)
    }

    fn into_state(
        mut self,
        state: MembershipState,
        command: MembershipCommand,
        event: MembershipEvent,
    ) -> MembershipTransition {
        if self.role == Role::Owner {
            return Err(Refusal { state: self.role, command });
        }
        if self.state == state {
            return Ok(Transition::AlreadySo(self));
        }
        self.state = state;
        Ok(Transition::Changed(self.updated(event)))
    }

    /// Notes that both sides were told of the end of the access; once for each end.
    ///
    /// # Errors
    /// Refused when the access has no end.
    pub fn tell_ending(mut self) -> MembershipTransition {
        let Some(until) = self.until else {
            return Err(Refusal { state: self.role, command: MembershipCommand::TellEnding });
        };
        if self.ending_told == Some(until) {
            return Ok(Transition::AlreadySo(self));
        }
        self.ending_told = Some(until);
        let event = MembershipEvent::MemberEndingTold { user_id: self.user_id, until };
        Ok(Transition::Changed(self.updated(event)))
    }

    /// Ends the membership, by the member's own will or another's.
    ///
    /// # Errors
    /// Refused for the owner: an account is never without one.
    pub fn remove(self) -> Result<MembershipChange, MembershipRefusal> {
        if self.role == Role::Owner {
            return Err(Refusal { state: self.role, command: MembershipCommand::Remove });
        }
        let event = MembershipEvent::MemberRemoved { user_id: self.user_id };
        Ok(Change::delete(self.version, self, event))
    }

    /// Makes the owner an administrator: one half of a transfer.
    ///
    /// # Errors
    /// Refused for anyone who is not the owner.
    pub fn hand_over(self) -> Result<MembershipChange, MembershipRefusal> {
        if self.role != Role::Owner {
            return Err(Refusal { state: self.role, command: MembershipCommand::HandOver });
        }
        Ok(self.into_role(Role::Administrator))
    }

    /// Makes a member the owner: the other half of a transfer. Grants and the end of the access
    /// go; an owner has neither.
    ///
    /// # Errors
    /// Refused for the owner, and for a suspended member (named by their role).
    pub fn take_over(self) -> Result<MembershipChange, MembershipRefusal> {
        if self.role == Role::Owner || self.state == MembershipState::Suspended {
            return Err(Refusal { state: self.role, command: MembershipCommand::TakeOver });
        }
        Ok(self.into_role(Role::Owner))
    }

    fn into_role(mut self, role: Role) -> MembershipChange {
        self.role = role;
        self.grants = PermissionSet::EMPTY;
        self.notifications = NotificationRules::of(role).at_first;
        self.until = None;
        self.ending_told = None;
        self.into_amended()
    }

    fn into_amended(self) -> MembershipChange {
        let event = MembershipEvent::MemberAmended {
            user_id: self.user_id,
            role: self.role,
            grants: self.grants,
        };
        self.updated(event)
    }

    fn updated(mut self, event: MembershipEvent) -> MembershipChange {
        let from = self.version;
        self.version = from.next();
        Change::update(from, self, event)
    }
}
