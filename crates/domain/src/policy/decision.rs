//! The decision: a value that says yes or no, and why.

use super::{Permission, Role, RoleSet, Standing, Suspension};

/// What allows a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantSource {
    /// The role's own set has the permission.
    Role(Role),
    /// The permission was granted to this member beside the role.
    Grant(Permission),
}

/// Why a thing is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DenialReason {
    /// The person has no access to the account, or it has run out.
    NotAMember,
    /// Neither role nor grants have the permission.
    NotHeld,
    /// The person holds it, or would, but is suspended.
    Suspended(Suspension),
}

/// A no, with what would have been needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denial {
    /// The permission that was asked for.
    pub missing: Permission,
    /// Why it was denied.
    pub reason: DenialReason,
}

impl Denial {
    /// The denial for someone who has no standing on the account.
    #[must_use]
    pub const fn not_a_member(missing: Permission) -> Self {
        Self { missing, reason: DenialReason::NotAMember }
    }

    /// The roles whose own set has what is missing.
    #[must_use]
    pub fn held_by_roles(&self) -> RoleSet {
        RoleSet::holding(self.missing)
    }
}

/// The answer to "may this member do that?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Yes, and what allows it.
    Allowed(GrantSource),
    /// No, and why.
    Denied(Denial),
}

impl Decision {
    /// Whether the answer is yes.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// Decides whether a member may do a thing. This is the one place that says yes.
///
/// It neither allocates nor reads a clock: two bit tests lead to a yes.
#[must_use]
#[inline]
pub fn decide(standing: &Standing, permission: Permission) -> Decision {
    if let Some(suspension) = standing.suspension {
        return denied(permission, DenialReason::Suspended(suspension));
    }
    if standing.role.permissions().contains(permission) {
        return Decision::Allowed(GrantSource::Role(standing.role));
    }
    if standing.held().contains(permission) {
        return Decision::Allowed(GrantSource::Grant(permission));
    }
    denied(permission, DenialReason::NotHeld)
}

const fn denied(missing: Permission, reason: DenialReason) -> Decision {
    Decision::Denied(Denial { missing, reason })
}
