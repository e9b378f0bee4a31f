//! The roles, and what each may do: the table that everything else reads.

use super::names::{bit_set, named_enum};
use super::{Permission, PermissionSet};

named_enum! {
    /// What a member is on an account (N01). Not ordered: what a role may do is its set.
    Role, "role" {
        /// Whose account it is. Exactly one at any instant; never given but by transfer.
        Owner = "owner",
        /// Everything but managing the owner (N09).
        Administrator = "administrator",
        /// Pays, edits the details, makes reports; sees all but service administration (N10, N11).
        Finance = "finance",
        /// Nothing by itself; alone may carry grants (N12, S06).
        User = "user",
        /// The panel access of a technical contact (L12).
        TechnicalContact = "technical_contact",
        /// The panel access of a billing contact (L11).
        BillingContact = "billing_contact",
    }
}

bit_set! {
    /// A set of [`Role`]s.
    RoleSet of Role in u8
}

impl Role {
    /// The roles that an invitation may offer (N08): the owner is never on offer, and the contact
    /// roles come only with a contact.
    pub const INVITABLE: &'static [Self] = &[Self::Administrator, Self::Finance, Self::User];

    /// Whether an invitation or a role change may give it (N08).
    #[must_use]
    pub const fn is_invitable(self) -> bool {
        matches!(self, Self::Administrator | Self::Finance | Self::User)
    }

    /// Whether it comes with a contact, and with nothing else.
    #[must_use]
    pub const fn is_contact(self) -> bool {
        matches!(self, Self::TechnicalContact | Self::BillingContact)
    }

    /// Whether it may carry grants; the others hold their set and nothing else.
    #[must_use]
    pub const fn carries_grants(self) -> bool {
        matches!(self, Self::User)
    }

    /// What the role may do. This is the policy's one table.
    #[must_use]
    #[inline]
    pub const fn permissions(self) -> PermissionSet {
        match self {
            Self::Owner => OWNER,
            Self::Administrator => ADMINISTRATOR,
            Self::Finance => FINANCE,
            Self::User => PermissionSet::EMPTY,
            Self::TechnicalContact => TECHNICAL_CONTACT,
            Self::BillingContact => BILLING_CONTACT,
        }
    }
}

impl RoleSet {
    /// The roles whose own set has the permission.
    #[must_use]
    pub fn holding(permission: Permission) -> Self {
        Role::ALL.iter().copied().filter(|role| role.permissions().contains(permission)).collect()
    }
}

/// A role that carries grants has nothing by itself (N12), so what allows a thing is never in doubt.
const _: () = {
    let mut index = 0;
    while index < Role::ALL.len() {
        let role = Role::ALL[index];
        assert!(!role.carries_grants() || role.permissions().is_empty());
        index += 1;
    }
};

const OWNER: PermissionSet = PermissionSet::all();

const ADMINISTRATOR: PermissionSet = PermissionSet::GRANTABLE;

const FINANCE: PermissionSet = PermissionSet::of(&[
    Permission::AccountRead,
    Permission::AccountUpdate,
    Permission::UsersRead,
    Permission::ContactsRead,
    Permission::InvoicesRead,
    Permission::InvoicesPay,
    Permission::QuotesRead,
    Permission::ReportsGenerate,
    Permission::DomainsRead,
    Permission::TicketsRead,
    Permission::CommunicationsRead,
    Permission::AffiliatesRead,
    Permission::ClientsRead,
    Permission::SitesRead,
    Permission::AuditRead,
]);

const TECHNICAL_CONTACT: PermissionSet = PermissionSet::of(&[
    Permission::ServicesRead,
    Permission::DomainsRead,
    Permission::TicketsRead,
    Permission::TicketsOpen,
]);

const BILLING_CONTACT: PermissionSet =
    PermissionSet::of(&[Permission::InvoicesRead, Permission::QuotesRead]);
