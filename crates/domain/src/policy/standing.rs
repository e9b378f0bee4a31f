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

/// A member's role and grants as they are at one instant, joined to what they hold.
///
/// Someone whose access has run out is no member and has no standing at all: the clock is read
/// where a standing is made, so that deciding needs no time. Role and grants are joined there too,
/// so that deciding is a bit test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    effective: PermissionSet,
    held: PermissionSet,
    role: Role,
    suspension: Option<Suspension>,
    until: Option<DateTime<Utc>>,
}

impl Standing {
    /// An active member with this role and nothing else.
    #[must_use]
    #[inline]
    pub const fn of(role: Role) -> Self {
        let held = role.permissions();
        Self { effective: held, held, role, suspension: None, until: None }
    }

    /// The same member, with these grants. They count for a role that carries grants only, and
    /// what is reserved is never granted, whatever a store may say.
    #[must_use]
    #[inline]
    pub const fn with_grants(mut self, grants: PermissionSet) -> Self {
        self.held = self.role.permissions();
        if self.role.carries_grants() {
            self.held = self.held.union(grants.intersection(PermissionSet::GRANTABLE));
        }
        self.suspended(self.suspension)
    }

    /// The same member, suspended for this reason, or for none.
    #[must_use]
    #[inline]
    pub const fn suspended(mut self, suspension: Option<Suspension>) -> Self {
        self.suspension = suspension;
        self.effective = if suspension.is_none() { self.held } else { PermissionSet::EMPTY };
        self
    }

    /// The same member, whose access ends at this instant, or never.
    #[must_use]
    #[inline]
    pub const fn ending(mut self, until: Option<DateTime<Utc>>) -> Self {
        self.until = until;
        self
    }

    /// The role held on this account.
    #[must_use]
    #[inline]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// What takes it all away for now, if anything does.
    #[must_use]
    #[inline]
    pub const fn suspension(&self) -> Option<Suspension> {
        self.suspension
    }

    /// The instant at which the access ends, if it does.
    #[must_use]
    pub const fn until(&self) -> Option<DateTime<Utc>> {
        self.until
    }

    /// What the member holds by role and grants, counted as if they were active.
    #[must_use]
    #[inline]
    pub const fn held(&self) -> PermissionSet {
        self.held
    }

    /// What the member may do now: what they hold, or nothing while suspended.
    #[must_use]
    #[inline]
    pub const fn effective(&self) -> PermissionSet {
        self.effective
    }
}
