//! Kinds of communication, and who may receive which.

use super::Role;
use super::names::{bit_set, named_enum};

named_enum! {
    /// A kind of communication that an account's people receive or refuse.
    Category, "category" {
        /// About the account itself.
        General = "general",
        /// Invoices, payments and other financial topics (N12, L11).
        Billing = "billing",
        /// New orders (L11).
        Orders = "orders",
        /// Service status (L12).
        Technical = "technical",
        /// Support tickets (L12).
        Support = "support",
        /// Domain names.
        Domains = "domains",
        /// The affiliate programme.
        Affiliates = "affiliates",
    }
}

bit_set! {
    /// A set of [`Category`]s: the complete list of what someone receives.
    CategorySet of Category in u8
}

/// What a role receives at first, what it may have, and what it cannot refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotificationRules {
    /// What someone with the role receives from the start.
    pub at_first: CategorySet,
    /// All that they may ever receive.
    pub may_have: CategorySet,
    /// What they always receive.
    pub cannot_refuse: CategorySet,
}

impl NotificationRules {
    /// The rules for a role (N12, L10).
    #[must_use]
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Owner => Self {
                at_first: CategorySet::all(),
                may_have: CategorySet::all(),
                cannot_refuse: CategorySet::of(&[Category::General, Category::Billing]),
            },
            Role::Administrator => Self::refusable(CategorySet::all(), &[]),
            Role::Finance => Self::refusable(BILLING_AND_ORDERS, &[Category::General]),
            Role::User => Self {
                at_first: CategorySet::EMPTY,
                may_have: BILLING_AND_ORDERS,
                cannot_refuse: CategorySet::EMPTY,
            },
            Role::BillingContact => {
                Self::refusable(BILLING_AND_ORDERS, &[Category::General, Category::Affiliates])
            }
            Role::TechnicalContact => Self::refusable(
                CategorySet::of(&[Category::Technical, Category::Support]),
                &[Category::General, Category::Domains],
            ),
        }
    }

    const fn refusable(at_first: CategorySet, beside: &[Category]) -> Self {
        Self {
            at_first,
            may_have: at_first.union(CategorySet::of(beside)),
            cannot_refuse: CategorySet::EMPTY,
        }
    }

    /// What of a choice someone with these rules may not have.
    #[must_use]
    pub const fn beyond(&self, choice: CategorySet) -> CategorySet {
        choice.difference(self.may_have)
    }

    /// What a choice leaves out although it cannot be refused.
    #[must_use]
    pub const fn refused_in_vain(&self, choice: CategorySet) -> CategorySet {
        self.cannot_refuse.difference(choice)
    }
}

const BILLING_AND_ORDERS: CategorySet = CategorySet::of(&[Category::Billing, Category::Orders]);
