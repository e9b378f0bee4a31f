//! English, for an account's people about clients and sites.

use portero_domain::model::ClientStatus;
use portero_domain::port::ClientSort;

use super::client_pages::ClientPages;
use crate::page::site_permissions::SitePermissionGroup;

pub(super) static CLIENT_PAGES: ClientPages = ClientPages {
    clients: "Clients",
    clients_lead: "The people whose sites you run, what they see and how they come in.",
    client: "Client",
    new_client: "Create client",
    search_clients: "Search by name, company or contact",
    all_states: "All states",
    order: "Order",
    last_activity: "Last activity",
    no_clients: "There are no clients yet. Create the first one and assign a site.",
    no_clients_yet: "There are no clients yet.",
    no_client_found: "No client matches. Try other words, or another state.",
    more_sites: "and {} more",
    sees_only: "see it only",
    back_to_clients: "Back to Clients",
    email_for_ever: "The client signs in with this address. Once saved, it cannot be changed.",
    email_fixed: "The client signs in with this address. It cannot be changed.",
    notes: "Notes",
    notes_hint: "Only your team sees them; the client never does.",
    save_and_close: "Save and close",
    assign_site: "Assign site",
    client_created: "Client created.",
    client_exists: "There is a client with this address already.",
    personal: "Personal information",
    sites_and_permissions: "Sites and permissions",
    access: "Access",
    delete: "Delete",
    delete_client: "Delete client",
    delete_client_why: "Their data is erased and their access ends. It cannot be undone: to keep their information, suspend them.",
    type_client_name: "Type the client's full name to confirm",
    name_differs: "It is not the client's name.",
    client_deleted: "Client deleted.",
    // A client's sites, and what they may do on each.
    assigned_sites: "Assigned sites",
    none_assigned: "They have no site. Assign one, so that you can grant access.",
    no_sites: "No sites",
    all_sites: "All sites",
    no_sites_left: "No site is left",
    suspension_advised: "They can come in, but their dashboard is empty. We recommend suspending access while they have no sites.",
    assign_another: "Assign another site",
    assign_how: "Type the name, alias, URL or domain, and choose the site from the list.",
    assigned: "Assigned",
    found_sites: "Sites to choose from",
    no_site_found: "No site matches. Try other words, or create a new site.",
    no_sites_at_all: "There are no sites yet. Create the first one.",
    permitted: "Permissions on this site",
    permitted_hint: "They count for this client and this site only. With none, the client just sees it.",
    needs: "Needs: {}",
    lacking: "What you chose also needs: {}. It is ticked now: check it and save.",
    is_assigned: "Site assigned.",
    unassign: "Unassign",
    unassign_why: "They no longer see the site, and lose their permissions on it.",
    unassign_only: "It is their only site: their dashboard will be empty.",
    is_unassigned: "Site unassigned.",
    grant_access: "Grant access",
    // How a client comes in, and is kept out.
    what_it_means: "What it means",
    user_name: "User name",
    suspended_since: "Suspended since",
    url_until: "The URL works until",
    site_first: "Assign a site first: without one there is nothing to see.",
    setup_url: "Setup URL",
    setup_url_why: "Generate it, copy it and pass it on. The client chooses a password with it. A new URL replaces the earlier one.",
    generate: "Generate",
    copy_url: "Copy the URL now: it is not shown again.",
    works_until: "It works until {}, once.",
    invitation_mail: "Invitation mail",
    invitation_mail_why: "It carries the setup URL and the client's user name. It replaces an earlier URL.",
    preview_and_edit: "See and edit the mail",
    mail_lead: "This is what {} will get. It has not been sent yet.",
    preview: "Preview",
    mail_to: "To",
    url_goes_here: "[the setup URL goes here]",
    edit_mail: "Edit the mail",
    keep_both: "Keep {}: they are filled in when the mail is sent.",
    keep: "The text must keep {}.",
    mail_sent: "The invitation is on its way.",
    suspend: "Suspend access",
    suspend_why: "They cannot come in until you reactivate access. Their data and sites are kept.",
    reactivate: "Reactivate access",
    reactivate_why: "They are again as they were before the suspension.",
    view_as: "View as client",
    view_as_why: "You see exactly what the client sees, and can change nothing. Who looks, when and why is kept in the activity log.",
    reason: "Reason",
    reason_hint: "For example: \"Says that the store is missing\".",
    view_ready: "The view is ready.",
    view_ready_why: "It opens once, in another tab and within a minute.",
    open_view: "Open the view",
    // The sites themselves.
    sites: "Sites",
    sites_lead: "The sites of this area. Each client sees only those assigned to them.",
    site: "Site",
    new_site: "Create new site",
    search_sites: "Search by name, alias, URL or domain",
    alias: "Alias",
    alias_hint: "A short name that no other site has.",
    alias_taken: "Another site has this alias already.",
    url: "URL",
    domain: "Domain",
    site_created: "Site created. Assign it from the list of clients.",
    site_created_for: "Site created. Choose the client's permissions and assign it.",
    clients_of_site: "Clients with this site",
    no_clients_of_site: "No client has it. Assign it from a client's page.",
    site_assigned: "Some clients have this site. Unassign it from them first.",
    delete_site: "Delete site",
    delete_site_why: "Only a site that no client has can be deleted. It cannot be undone.",
    site_deleted: "Site deleted.",
    back_to_sites: "Back to Sites",
    status,
    status_means,
    sort,
    permission_group,
};

/// What a client is called at each point (D03).
const fn status(status: ClientStatus) -> &'static str {
    match status {
        ClientStatus::Prospect => "Prospect",
        ClientStatus::SiteAssigned => "Site assigned",
        ClientStatus::Invited => "Invited",
        ClientStatus::Active => "Active",
        ClientStatus::Suspended => "Suspended",
    }
}

/// What it means to be there.
const fn status_means(status: ClientStatus) -> &'static str {
    match status {
        ClientStatus::Prospect => "Created, with no site yet.",
        ClientStatus::SiteAssigned => "Has a site; access is yet to be granted.",
        ClientStatus::Invited => "Has a link to come in by, and has not used it yet.",
        ClientStatus::Active => "Has signed in to their dashboard.",
        ClientStatus::Suspended => "Cannot come in until reactivated.",
    }
}

/// What a list is ordered by.
const fn sort(sort: ClientSort) -> &'static str {
    match sort {
        ClientSort::Name => "By name",
        ClientSort::Newest => "Newest first",
        ClientSort::LastActivity => "Last activity",
    }
}

/// What site permissions are about.
const fn permission_group(group: SitePermissionGroup) -> &'static str {
    match group {
        SitePermissionGroup::Content => "Content",
        SitePermissionGroup::Publishing => "Publishing and backups",
        SitePermissionGroup::Visitors => "Visitors and search engines",
        SitePermissionGroup::Domain => "Domain",
        SitePermissionGroup::StoreAndBookings => "Store and bookings",
        SitePermissionGroup::DataAndApps => "Data and apps",
    }
}
