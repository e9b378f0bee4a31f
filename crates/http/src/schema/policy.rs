//! The policy as data: the same tables that the documentation shows.

use poem_openapi::Object;
use portero_domain::policy::{
    Category, CategorySet, NotificationRules, Permission, Role, SitePermission,
};

use super::Named;

/// The policy.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Policy", example)]
pub struct PolicyBody {
    /// The roles, and what each may do and receive.
    pub roles: Vec<RoleBody>,
    /// The permissions.
    pub permissions: Vec<PermissionBody>,
    /// The permissions on a site, and what each needs beside it.
    pub site_permissions: Vec<SitePermissionBody>,
    /// The kinds of communication.
    pub categories: Vec<Named<Category>>,
}

/// A role.
#[derive(Debug, Clone, Object)]
#[oai(rename = "RolePolicy", example)]
pub struct RoleBody {
    /// Its name.
    pub name: Named<Role>,
    /// What it may do.
    pub permissions: Vec<Named<Permission>>,
    /// Whether an invitation may offer it.
    pub invitable: bool,
    /// Whether it may carry grants.
    pub carries_grants: bool,
    /// What someone with it receives.
    pub notifications: NotificationRulesBody,
}

/// What someone with a role receives.
#[derive(Debug, Clone, Object)]
#[oai(rename = "NotificationRules", example)]
pub struct NotificationRulesBody {
    /// From the start.
    pub at_first: Vec<Named<Category>>,
    /// At most.
    pub may_have: Vec<Named<Category>>,
    /// In any case.
    pub cannot_refuse: Vec<Named<Category>>,
}

/// A permission.
#[derive(Debug, Clone, Object)]
#[oai(rename = "PermissionPolicy", example)]
pub struct PermissionBody {
    /// Its name.
    pub name: Named<Permission>,
    /// Whether only the owner can ever hold it.
    pub reserved: bool,
}

/// A permission on a site.
#[derive(Debug, Clone, Object)]
#[oai(rename = "SitePermissionPolicy", example)]
pub struct SitePermissionBody {
    /// Its name.
    pub name: Named<SitePermission>,
    /// What it needs directly; needs are transitive.
    pub needs: Vec<Named<SitePermission>>,
}

impl PolicyBody {
    /// The policy in force.
    #[must_use]
    pub fn in_force() -> Self {
        let permission = |name: &Permission| PermissionBody {
            name: (*name).into(),
            reserved: name.is_reserved(),
        };
        let site_permission = |name: &SitePermission| SitePermissionBody {
            name: (*name).into(),
            needs: name.needs().iter().map(Named::from).collect(),
        };
        Self {
            roles: Role::ALL.iter().copied().map(RoleBody::from).collect(),
            permissions: Permission::ALL.iter().map(permission).collect(),
            site_permissions: SitePermission::ALL.iter().map(site_permission).collect(),
            categories: Category::ALL.iter().copied().map(Named::from).collect(),
        }
    }
}

impl From<Role> for RoleBody {
    fn from(role: Role) -> Self {
        let rules = NotificationRules::of(role);
        let names = |set: CategorySet| set.iter().map(Named::from).collect();
        Self {
            name: role.into(),
            permissions: role.permissions().iter().map(Named::from).collect(),
            invitable: role.is_invitable(),
            carries_grants: role.carries_grants(),
            notifications: NotificationRulesBody {
                at_first: names(rules.at_first),
                may_have: names(rules.may_have),
                cannot_refuse: names(rules.cannot_refuse),
            },
        }
    }
}
