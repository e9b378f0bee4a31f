//! What a client may do on one site, and what each of those needs beside it.

use super::names::{bit_set, named_enum};

named_enum! {
    /// One thing that a client can be allowed on a site (D10).
    SitePermission, "site permission" {
        /// See the site's statistics.
        ViewStats = "view_stats",
        /// Edit the content, not the layout.
        EditLimited = "edit_limited",
        /// Edit everything.
        Edit = "edit",
        /// Add flexible sections.
        AddFlexSections = "add_flex_sections",
        /// Manage the store.
        ManageStore = "manage_store",
        /// Publish for the first time.
        Publish = "publish",
        /// Publish again.
        Republish = "republish",
        /// Edit the code.
        DeveloperMode = "developer_mode",
        /// Personalise for visitors.
        Personalize = "personalize",
        /// Edit search engine settings.
        Seo = "seo",
        /// See the search engine overview.
        SeoOverview = "seo_overview",
        /// Make and restore backups.
        Backups = "backups",
        /// Attach a custom domain.
        CustomDomain = "custom_domain",
        /// Manage the domain.
        ManageDomain = "manage_domain",
        /// Reset the site.
        Reset = "reset",
        /// Write the blog.
        Blog = "blog",
        /// Send push notifications.
        PushNotifications = "push_notifications",
        /// Comment on the site.
        Comments = "comments",
        /// Use the content library.
        ContentLibrary = "content_library",
        /// Edit connected data.
        EditConnectedData = "edit_connected_data",
        /// Manage connected data.
        ManageConnectedData = "manage_connected_data",
        /// Synchronise external content.
        SyncExternalContent = "sync_external_content",
        /// Use an installed app.
        UseApp = "use_app",
        /// Manage free apps.
        ManageFreeApps = "manage_free_apps",
        /// Use the assistant.
        AiAssistant = "ai_assistant",
        /// Administer bookings.
        BookingAdmin = "booking_admin",
        /// Use bookings.
        BookingUser = "booking_user",
    }
}

bit_set! {
    /// A set of [`SitePermission`]s.
    SitePermissionSet of SitePermission in u32
}

impl SitePermission {
    /// What this one needs directly.
    #[must_use]
    pub const fn needs(self) -> SitePermissionSet {
        match self {
            Self::Edit => SitePermissionSet::of(&[Self::Blog, Self::EditLimited]),
            Self::DeveloperMode
            | Self::Personalize
            | Self::Seo
            | Self::CustomDomain
            | Self::Republish
            | Self::AddFlexSections => SitePermissionSet::of(&[Self::Edit]),
            Self::Backups | Self::Reset | Self::ContentLibrary | Self::UseApp => {
                SitePermissionSet::of(&[Self::EditLimited])
            }
            Self::ManageConnectedData => {
                SitePermissionSet::of(&[Self::Edit, Self::EditConnectedData, Self::ContentLibrary])
            }
            Self::ViewStats
            | Self::EditLimited
            | Self::ManageStore
            | Self::Publish
            | Self::SeoOverview
            | Self::ManageDomain
            | Self::Blog
            | Self::PushNotifications
            | Self::Comments
            | Self::EditConnectedData
            | Self::SyncExternalContent
            | Self::ManageFreeApps
            | Self::AiAssistant
            | Self::BookingAdmin
            | Self::BookingUser => SitePermissionSet::EMPTY,
        }
    }
}

impl SitePermissionSet {
    /// The set with everything that its elements need, and what those need in turn.
    #[must_use]
    pub fn closed(self) -> Self {
        let next = self.iter().fold(self, |set, permission| set.union(permission.needs()));
        if next == self { self } else { next.closed() }
    }

    /// Everything that the set needs and lacks; empty when it can stand as it is.
    #[must_use]
    pub fn lacking(self) -> Self {
        self.closed().difference(self)
    }
}
