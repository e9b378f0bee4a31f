//! What clients may do on a site, in English.

use portero_domain::policy::SitePermission;

/// What a site permission allows.
pub(super) const fn site_permission(permission: SitePermission) -> &'static str {
    match permission {
        SitePermission::ViewStats => "See the statistics",
        SitePermission::EditLimited => "Edit the content",
        SitePermission::Edit => "Edit the whole site",
        SitePermission::AddFlexSections => "Add flexible sections",
        SitePermission::ManageStore => "Manage the store",
        SitePermission::Publish => "Publish",
        SitePermission::Republish => "Publish again",
        SitePermission::DeveloperMode => "Edit the code",
        SitePermission::Personalize => "Personalise for visitors",
        SitePermission::Seo => "Set how search engines find it",
        SitePermission::SeoOverview => "See the search engine overview",
        SitePermission::Backups => "Make and restore backups",
        SitePermission::CustomDomain => "Connect a custom domain",
        SitePermission::ManageDomain => "Manage the domain",
        SitePermission::Reset => "Reset the site",
        SitePermission::Blog => "Write the blog",
        SitePermission::PushNotifications => "Send push notifications",
        SitePermission::Comments => "Comment on the site",
        SitePermission::ContentLibrary => "Use the content library",
        SitePermission::EditConnectedData => "Edit connected data",
        SitePermission::ManageConnectedData => "Manage connected data",
        SitePermission::SyncExternalContent => "Synchronise external content",
        SitePermission::UseApp => "Use an installed app",
        SitePermission::ManageFreeApps => "Manage free apps",
        SitePermission::AiAssistant => "Use the assistant",
        SitePermission::BookingAdmin => "Administer bookings",
        SitePermission::BookingUser => "Use bookings",
    }
}
