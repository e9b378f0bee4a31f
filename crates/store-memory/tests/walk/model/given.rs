//! What a role or a grant comes to.

use chrono::{DateTime, Utc};
use portero_domain::policy::{Permission, PermissionSet, Role};

/// What someone was given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    pub role: Role,
    pub grants: PermissionSet,
    pub until: Option<DateTime<Utc>>,
}

impl Given {
    pub(super) const OWNER: Self =
        Self { role: Role::Owner, grants: PermissionSet::EMPTY, until: None };
    pub(super) const FORMER_OWNER: Self = Self { role: Role::Administrator, ..Self::OWNER };

    /// A role's own set, and the grants that only a user carries.
    pub(super) fn holds(&self) -> PermissionSet {
        match self.role {
            Role::Owner => PermissionSet::all(),
            Role::Administrator => all_but_reserved(),
            Role::Finance => FINANCE.iter().map(|name| name.parse().expect("a name")).collect(),
            Role::User => self.grants,
            Role::TechnicalContact | Role::BillingContact => {
                unreachable!("no contacts in these walks")
            }
        }
    }
}

const FINANCE: [&str; 15] = [
    "account.read",
    "account.update",
    "users.read",
    "contacts.read",
    "invoices.read",
    "invoices.pay",
    "quotes.read",
    "reports.generate",
    "domains.read",
    "tickets.read",
    "communications.read",
    "affiliates.read",
    "clients.read",
    "sites.read",
    "audit.read",
];

/// Two permissions are the owner's alone.
pub(super) fn all_but_reserved() -> PermissionSet {
    let reserved = [Permission::AccountTransferOwnership, Permission::AccountClose];
    PermissionSet::all().difference(PermissionSet::of(&reserved))
}
