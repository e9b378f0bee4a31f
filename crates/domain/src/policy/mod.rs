//! Roles, permissions and decisions: pure, total, and the only place that says yes.
//!
//! Nothing said yes means no (default deny). A [`Permit`] is the policy's signature under a
//! change: only this module can make one, and no change can be committed without one.

mod category;
mod decision;
mod foreign_name;
mod law;
mod names;
mod permission;
mod permission_set;
mod permit;
mod role;
mod scope;
mod site_decision;
mod site_permission;
mod standing;

pub use category::{Category, CategorySet, NotificationRules};
pub use decision::{Decision, Denial, DenialReason, GrantSource, decide};
pub use foreign_name::{
    DUDA_SITE_PERMISSIONS, WHMCS_CATEGORIES, WHMCS_PERMISSIONS, site_permission_named,
};
pub use law::{
    Excess, GrantChoice, Offer, OfferRefusal, TargetRefusal, may_give, may_give_on_site,
    may_give_with_contact, may_manage,
};
pub use names::UnknownName;
pub(crate) use names::{bit_set, named_enum};
pub use permission::Permission;
pub use permission_set::PermissionSet;
pub use permit::{Actor, Ground, Permit, RefusedAttempt};
pub use role::{Role, RoleSet};
pub use scope::Scope;
pub use site_decision::{
    AreaStanding, SiteDecision, SiteDenial, SiteDenialReason, SiteGrantSource, decide_on_site,
};
pub use site_permission::{SitePermission, SitePermissionSet};
pub use standing::{Standing, Suspension};
