//! Why something is denied, put so that a person can do something about it.

use crate::id::UserId;
use crate::policy::{
    Denial, DenialReason, Permission, Role, RoleSet, SiteDenial, SiteDenialReason, SitePermission,
};

/// A person, as far as an explanation names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// Who.
    pub user_id: UserId,
    /// Given and family name.
    pub name: String,
    /// Their role on the account.
    pub role: Role,
}

/// Why something is denied, and what could be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The permission that was asked for.
    pub missing: Permission,
    /// Why it was denied.
    pub reason: DenialReason,
    /// The roles that have it.
    pub held_by_roles: RoleSet,
    /// Who on the account could give it; nothing for someone who may not see its users.
    pub could_be_given_by: Option<Vec<PersonName>>,
}

impl Explanation {
    /// The explanation that names nobody.
    #[must_use]
    pub fn of(denial: Denial) -> Self {
        Self {
            missing: denial.missing,
            reason: denial.reason,
            held_by_roles: denial.held_by_roles(),
            could_be_given_by: None,
        }
    }
}

/// Why something is denied on a site, and what could be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteExplanation {
    /// The site permission that was asked for.
    pub missing: SitePermission,
    /// Why it was denied.
    pub reason: SiteDenialReason,
    /// The roles that hold every site permission.
    pub held_by_roles: RoleSet,
    /// Who on the account could assign it; nothing for someone who may not see its users.
    pub could_be_given_by: Option<Vec<PersonName>>,
}

impl SiteExplanation {
    /// The explanation that names nobody.
    #[must_use]
    pub fn of(denial: SiteDenial) -> Self {
        Self {
            missing: denial.missing,
            reason: denial.reason,
            held_by_roles: denial.held_by_roles(),
            could_be_given_by: None,
        }
    }
}
