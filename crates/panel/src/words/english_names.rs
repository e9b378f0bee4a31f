//! What the entries of closed sets are called in English.

use portero_domain::model::{Action, ContactProfile, LeftOutReason, RecipientReason, ServiceScope};
use portero_domain::policy::{Category, Permission, Role};

/// What a permission allows.
pub(super) const fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::AccountRead => "See the area's details",
        Permission::AccountUpdate => "Change the area's details",
        Permission::AccountTransferOwnership => "Transfer ownership",
        Permission::AccountClose => "Close the area",
        Permission::UsersRead => "See the users",
        Permission::UsersInvite => "Invite users",
        Permission::UsersManage => "Manage users",
        Permission::ContactsRead => "See the contacts",
        Permission::ContactsManage => "Manage contacts",
        Permission::InvoicesRead => "See the invoices",
        Permission::InvoicesPay => "Pay invoices",
        Permission::QuotesRead => "See the quotes",
        Permission::QuotesAccept => "Accept quotes",
        Permission::ReportsGenerate => "Generate reports",
        Permission::ServicesRead => "See the services",
        Permission::ServicesManage => "Administer services",
        Permission::ServicesSignIn => "Sign in to a service's panel",
        Permission::DomainsRead => "See the domains",
        Permission::DomainsManage => "Administer domains",
        Permission::TicketsRead => "See support tickets",
        Permission::TicketsOpen => "Open support tickets",
        Permission::OrdersPlace => "Place orders",
        Permission::CommunicationsRead => "See the communications",
        Permission::CommunicationsSend => "Send communications",
        Permission::AffiliatesRead => "See the affiliate programme",
        Permission::AffiliatesManage => "Manage the affiliate programme",
        Permission::ClientsRead => "See the clients",
        Permission::ClientsManage => "Manage clients",
        Permission::ClientsGrantAccess => "Grant access to clients",
        Permission::ClientsViewAs => "View as client",
        Permission::SitesRead => "See the sites",
        Permission::SitesManage => "Administer sites",
        Permission::AuditRead => "Read the activity log",
        Permission::ServiceKeysManage => "Manage service keys",
    }
}

/// What a role is called.
pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Administrator => "Administrator",
        Role::Finance => "Finance",
        Role::User => "User",
        Role::TechnicalContact => "Technical contact",
        Role::BillingContact => "Billing contact",
    }
}

/// What a role may do, in one sentence.
pub(super) const fn role_may(role: Role) -> &'static str {
    match role {
        Role::Owner => "Every operation, ownership included.",
        Role::Administrator => "Every operation, except managing the owner.",
        Role::Finance => {
            "Pays, changes the details and makes reports; sees the rest, except service administration."
        }
        Role::User => "Nothing by itself: only the permissions granted.",
        Role::TechnicalContact => "Sees services and domains, and opens support tickets.",
        Role::BillingContact => "Sees invoices and quotes.",
    }
}

/// A kind of notification.
pub(super) const fn category(category: Category) -> &'static str {
    match category {
        Category::General => "General",
        Category::Billing => "Billing",
        Category::Orders => "Orders",
        Category::Technical => "Technical",
        Category::Support => "Support",
        Category::Domains => "Domains",
        Category::Affiliates => "Affiliates",
    }
}

/// What a contact is for.
pub(super) const fn contact_profile(profile: ContactProfile) -> &'static str {
    match profile {
        ContactProfile::Technical => "Technical",
        ContactProfile::Billing => "Billing",
    }
}

/// What a service key may be used for.
pub(super) const fn scope(scope: ServiceScope) -> &'static str {
    match scope {
        ServiceScope::AccessCheck => "Check access",
        ServiceScope::EventsRead => "Read events",
        ServiceScope::CommunicationsSend => "Send communications",
        ServiceScope::ContactsVerify => "Verify contacts",
    }
}

/// What was done.
pub(super) const fn action(action: Action) -> &'static str {
    match action {
        Action::AccountCreate => "Area created",
        Action::AccountUpdate => "Details changed",
        Action::AccountTransferOwnership => "Ownership transferred",
        Action::AccountOfferOwnership => "Ownership offered",
        Action::AccountCallOffOwnership => "Offer called off",
        Action::AccountClose => "Area closed",
        Action::InvitationSend => "Invitations sent",
        Action::InvitationResend => "Invitation resent",
        Action::InvitationRevoke => "Invitation revoked",
        Action::InvitationClaim => "Invitee registered",
        Action::InvitationAccept => "Invitation accepted",
        Action::InvitationDecline => "Invitation declined",
        Action::MemberUpdate => "Access changed",
        Action::MemberSuspend => "Access suspended",
        Action::MemberReactivate => "Access reactivated",
        Action::MemberRemove => "Access removed",
        Action::MemberLeave => "Left the area",
        Action::MemberTellEnding => "Told of ending access",
        Action::MemberChooseNotifications => "Notifications chosen",
        Action::ServiceKeyCreate => "Key created",
        Action::ServiceKeyRevoke => "Key revoked",
        Action::RegistrationAttempt => "Registration begun",
        Action::RegistrationConfirm => "Registration confirmed",
        Action::SessionStart => "Session started",
        Action::SessionReauthenticate => "Identity confirmed with the password",
        Action::SessionEnd => "Session ended",
        Action::PasswordResetRequest => "Password link asked for",
        Action::PasswordResetUse => "Password reset",
        Action::PasswordChange => "Password changed",
        Action::ProfileUpdate => "Profile changed",
        Action::UserSuspend => "User suspended",
        Action::UserReactivate => "User reactivated",
        Action::ContactCreate => "Contact created",
        Action::ContactUpdate => "Contact changed",
        Action::ContactDelete => "Contact deleted",
        Action::ContactGiveAccess => "Access given to a contact",
        Action::ContactWithdrawAccess => "Access taken from a contact",
        Action::ContactVerify => "Contact verified by support",
        Action::SupportCodeIssue => "Support code issued",
        Action::SupportCodeCheck => "Support code checked",
        Action::CommunicationSend => "Communication sent",
        Action::CommunicationRetry => "Communication tried again",
        Action::CommunicationUnsubscribe => "Category refused",
        Action::UserMake => "User made",
        Action::ClientCreate => "Client created",
        Action::ClientUpdate => "Client changed",
        Action::ClientDelete => "Client deleted",
        Action::ClientSuspend => "Client suspended",
        Action::ClientReactivate => "Client reactivated",
        Action::ClientGrantAccess => "Setup URL generated",
        Action::ClientInvite => "Client invited by mail",
        Action::ClientRedeem => "Client's access set up",
        Action::ClientAssignSite => "Site assigned",
        Action::ClientUnassignSite => "Assignment cancelled",
        Action::ClientImport => "Clients imported",
        Action::ClientExport => "Clients exported",
        Action::ViewingOffer => "View as client prepared",
        Action::ViewingBegin => "View as client begun",
        Action::ViewingRead => "Page viewed as client",
        Action::ViewingEnd => "View as client ended",
        Action::SiteCreate => "Site created",
        Action::SiteUpdate => "Site changed",
        Action::SiteDelete => "Site deleted",
        Action::SiteImport => "Sites imported",
        Action::SiteExport => "Sites exported",
        Action::UserErase => "User deleted",
        Action::SessionRevoke => "Sessions ended",
        Action::AttemptRefused => "Refused attempt",
    }
}

/// What permissions are about, by the first part of their name.
pub(super) fn group(name: &str) -> &'static str {
    match name {
        "account" => "Area",
        "users" => "Users",
        "contacts" => "Contacts",
        "invoices" => "Invoices",
        "quotes" => "Quotes",
        "reports" => "Reports",
        "services" => "Services",
        "domains" => "Domains",
        "tickets" => "Support",
        "orders" => "Orders",
        "communications" => "Communications",
        "affiliates" => "Affiliates",
        "clients" => "Clients",
        "sites" => "Sites",
        "audit" => "Activity log",
        _ => "Service keys",
    }
}

/// Who acted, where no name is known.
pub(super) fn actor(name: &str) -> &'static str {
    match name {
        "user" => "Another person",
        "service_key" => "A service key",
        "operator" => "The operator",
        "visitor" => "A visitor",
        _ => "The system",
    }
}

/// Why someone receives a communication.
pub(super) const fn recipient_reason(reason: RecipientReason) -> &'static str {
    match reason {
        RecipientReason::Chosen => "The category is among their notifications",
        RecipientReason::SomeoneMust => "It would reach nobody else: it goes to the owner",
    }
}

/// Why someone does not receive it.
pub(super) const fn left_out_reason(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::NotForRole => "Their role or profile does not receive it",
        LeftOutReason::NotChosen => "It is not among their notifications",
        LeftOutReason::Suspended => "Their access is suspended",
        LeftOutReason::SameAddress => "Someone else of the same address receives it",
    }
}

/// What something was done to, where no name of it is known.
pub(super) fn audit_object(kind: &str) -> &'static str {
    match kind {
        "account" => "The area",
        "user" => "A user",
        "invitation" => "An invitation",
        "registration" => "A registration",
        "password_reset" => "A password",
        "session" => "A session",
        "service_key" => "A service key",
        "contact" => "A contact",
        "communication" => "A communication",
        "client" => "A client",
        "site" => "A site",
        "viewing" => "A view as client",
        _ => "—",
    }
}
