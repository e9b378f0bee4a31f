//! Where a person stands on an account at one instant: all that a decision looks at.

use chrono::{DateTime, Utc};

use super::{PermissionSet, Role};

/// Why a member has, for now, nothing of what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suspension {
    /// The account is closed, which is final.
    AccountClosed,
    /// The operator has suspended the person everywhere.
    UserSuspended,
    /// The operator has suspended the account's owner: whoever is associated waits with them (S07).
    OwnerSuspended,
    /// The account has suspended this membership.
    MembershipSuspended,
}

/// A member's role and grants as they are at one instant.
///
/// Someone whose access has run out is no member and has no standing at all: the clock is read
/// where a standing is made, so that deciding needs no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The role held on this account.
    pub role: Role,
    /// What was granted beside the role; only [`Role::User`] carries any.
    pub grants: PermissionSet,
    /// What takes it all away for now, if anything does.
    pub suspension: Option<Suspension>,
    /// The instant at which the access ends, if it does.
    pub until: Option<DateTime<Utc>>,
}

impl Standing {
    /// An active member with this role and nothing else.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        Self { role, grants: PermissionSet::EMPTY, suspension: None, until: None }
    }

    /// The same member, with these grants.
    #[must_use]
    pub const fn with_grants(mut self, grants: PermissionSet) -> Self {
        self.grants = grants;
        self
    }

    /// The same member, suspended.
    #[must_use]
    pub const fn suspended(mut self, suspension: Suspension) -> Self {
        self.suspension = Some(suspension);
        self
    }

    /// What the member holds, counted as if they were active. What is reserved is never granted,
    /// whatever a store may say.
    #[must_use]
    #[inline]
    pub const fn held(&self) -> PermissionSet {
        let role = self.role.permissions();
        if self.role.carries_grants() {
            role.union(self.grants.intersection(PermissionSet::GRANTABLE))
        } else {
            role
        }
    }

    /// What the member may do now: what they hold, or nothing while suspended.
    #[must_use]
    #[inline]
    pub const fn effective(&self) -> PermissionSet {
        if self.suspension.is_none() { self.held() } else { PermissionSet::EMPTY }
    }
}
