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
    // First, so that it has the bits of "no suspension" and nothing is left to choose.
    /// Neither role nor grants have the permission.
    NotHeld,
    /// The person has no access to the account, or it has run out.
    NotAMember,
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

/// The answer to "may this member do that?". Aligned so that it is written in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(4))]
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
/// It neither allocates nor reads a clock: one bit test leads to a yes.
#[must_use]
#[inline]
pub fn decide(standing: &Standing, permission: Permission) -> Decision {
    if standing.effective().contains(permission) {
        return Decision::Allowed(source(standing.role(), permission));
    }
    let reason = standing.suspension().map_or(DenialReason::NotHeld, DenialReason::Suspended);
    Decision::Denied(Denial { missing: permission, reason })
}

/// What allows a thing that is allowed: a role either carries grants or has a set of its own.
#[inline]
const fn source(role: Role, permission: Permission) -> GrantSource {
    if role.carries_grants() { GrantSource::Grant(permission) } else { GrantSource::Role(role) }
}
