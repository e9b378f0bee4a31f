//! What a client may do on a site, as people choose it: in groups, each with what it needs (D10).

use portero_domain::policy::{SitePermission, SitePermissionSet};

use crate::form::Form;
use crate::view::{Choice, Field, Kind};
use crate::words::Words;

/// What a permission is about, for whoever reads a list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SitePermissionGroup {
    Content,
    Publishing,
    Visitors,
    Domain,
    StoreAndBookings,
    DataAndApps,
}

impl SitePermissionGroup {
    const ALL: [Self; 6] = [
        Self::Content,
        Self::Publishing,
        Self::Visitors,
        Self::Domain,
        Self::StoreAndBookings,
        Self::DataAndApps,
    ];

    const fn of(permission: SitePermission) -> Self {
        match permission {
            SitePermission::EditLimited
            | SitePermission::Edit
            | SitePermission::AddFlexSections
            | SitePermission::Blog
            | SitePermission::Comments
            | SitePermission::ContentLibrary
            | SitePermission::DeveloperMode
            | SitePermission::AiAssistant => Self::Content,
            SitePermission::Publish
            | SitePermission::Republish
            | SitePermission::Backups
            | SitePermission::Reset => Self::Publishing,
            SitePermission::ViewStats
            | SitePermission::SeoOverview
            | SitePermission::Seo
            | SitePermission::Personalize
            | SitePermission::PushNotifications => Self::Visitors,
            SitePermission::CustomDomain | SitePermission::ManageDomain => Self::Domain,
            SitePermission::ManageStore
            | SitePermission::BookingAdmin
            | SitePermission::BookingUser => Self::StoreAndBookings,
            SitePermission::EditConnectedData
            | SitePermission::ManageConnectedData
            | SitePermission::SyncExternalContent
            | SitePermission::UseApp
            | SitePermission::ManageFreeApps => Self::DataAndApps,
        }
    }
}

/// The field with all of them.
pub(super) fn field(ticked: SitePermissionSet, words: &Words) -> Field {
    let own = words.client_pages;
    let groups = SitePermissionGroup::ALL.map(|group| {
        let of_group =
            SitePermission::ALL.iter().filter(|one| SitePermissionGroup::of(**one) == group);
        let choices = of_group.map(|one| choice(*one, ticked, words)).collect();
        ((own.permission_group)(group).to_owned(), choices)
    });
    Field::new("permissions", own.permitted, Kind::AnyOf(groups.into())).hint(own.permitted_hint)
}

fn choice(permission: SitePermission, ticked: SitePermissionSet, words: &Words) -> Choice {
    let needs = permission.needs();
    let hint = if needs.is_empty() {
        String::new()
    } else {
        words.client_pages.needs.replace("{}", &listed(needs, words))
    };
    let label = (words.site_permission)(permission);
    Choice { hint, ..Choice::new(permission.as_str(), label, ticked.contains(permission)) }
}

/// What was ticked; a name that is none is not one of ours.
pub(super) fn ticked(form: &Form) -> SitePermissionSet {
    form.all("permissions").iter().filter_map(|name| name.parse::<SitePermission>().ok()).collect()
}

/// Their names, one after the other.
pub(super) fn listed(permissions: SitePermissionSet, words: &Words) -> String {
    let names: Vec<_> = permissions.iter().map(words.site_permission).collect();
    names.join(", ")
}
