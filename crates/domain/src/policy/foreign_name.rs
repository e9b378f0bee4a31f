//! The names that other systems have for the same permissions: for imports, and for people who know
//! those.

use super::{Category, Permission, SitePermission, UnknownName};

/// What Duda calls each site permission. Every one of ours is there exactly once.
pub const DUDA_SITE_PERMISSIONS: &[(&str, SitePermission)] = &[
    ("STATS_TAB", SitePermission::ViewStats),
    ("EDIT", SitePermission::Edit),
    ("LIMITED_EDITING", SitePermission::EditLimited),
    ("ADD_FLEX", SitePermission::AddFlexSections),
    ("E_COMMERCE", SitePermission::ManageStore),
    ("PUBLISH", SitePermission::Publish),
    ("REPUBLISH", SitePermission::Republish),
    ("DEV_MODE", SitePermission::DeveloperMode),
    ("INSITE", SitePermission::Personalize),
    ("SEO", SitePermission::Seo),
    ("SEO_OVERVIEW", SitePermission::SeoOverview),
    ("BACKUPS", SitePermission::Backups),
    ("CUSTOM_DOMAIN", SitePermission::CustomDomain),
    ("MANAGE_DOMAIN", SitePermission::ManageDomain),
    ("RESET", SitePermission::Reset),
    ("BLOG", SitePermission::Blog),
    ("PUSH_NOTIFICATIONS", SitePermission::PushNotifications),
    ("SITE_COMMENTS", SitePermission::Comments),
    ("CONTENT_LIBRARY", SitePermission::ContentLibrary),
    ("EDIT_CONNECTED_DATA", SitePermission::EditConnectedData),
    ("MANAGE_CONNECTED_DATA", SitePermission::ManageConnectedData),
    ("CONTENT_LIBRARY_EXTERNAL_DATA_SYNC", SitePermission::SyncExternalContent),
    ("USE_APP", SitePermission::UseApp),
    ("CLIENT_MANAGE_FREE_APPS", SitePermission::ManageFreeApps),
    ("AI_ASSISTANT", SitePermission::AiAssistant),
    ("BOOKING_ADMIN", SitePermission::BookingAdmin),
    ("BOOKING_USER", SitePermission::BookingUser),
];

/// What each of WHMCS's thirteen contact permissions is here.
pub const WHMCS_PERMISSIONS: &[(&str, &[Permission])] = &[
    ("profile", &[Permission::AccountRead, Permission::AccountUpdate]),
    ("contacts", &[Permission::ContactsRead, Permission::ContactsManage]),
    ("products", &[Permission::ServicesRead]),
    ("manageproducts", &[Permission::ServicesManage]),
    ("productsso", &[Permission::ServicesSignIn]),
    ("domains", &[Permission::DomainsRead]),
    ("managedomains", &[Permission::DomainsManage]),
    ("invoices", &[Permission::InvoicesRead, Permission::InvoicesPay]),
    ("quotes", &[Permission::QuotesRead, Permission::QuotesAccept]),
    ("tickets", &[Permission::TicketsRead, Permission::TicketsOpen]),
    ("affiliates", &[Permission::AffiliatesRead, Permission::AffiliatesManage]),
    ("emails", &[Permission::CommunicationsRead]),
    ("orders", &[Permission::OrdersPlace]),
];

/// What each of WHMCS's categories of mail is here.
pub const WHMCS_CATEGORIES: &[(&str, &[Category])] = &[
    ("general", &[Category::General]),
    ("invoice", &[Category::Billing]),
    ("product", &[Category::Technical, Category::Orders]),
    ("domain", &[Category::Domains]),
    ("support", &[Category::Support]),
    ("affiliate", &[Category::Affiliates]),
];

/// The site permission of a name: ours, or Duda's.
///
/// # Errors
/// [`UnknownName`] for a name that is neither.
pub fn site_permission_named(name: &str) -> Result<SitePermission, UnknownName> {
    let of_duda = DUDA_SITE_PERMISSIONS.iter().find(|(theirs, _)| *theirs == name);
    of_duda.map_or_else(|| name.parse(), |(_, ours)| Ok(*ours))
}
