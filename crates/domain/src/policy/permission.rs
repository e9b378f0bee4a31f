//! What a member can be allowed to do on an account.

use super::names::named_enum;

named_enum! {
    /// One thing that can be allowed on an account. The name is `<what>.<verb>`.
    Permission, "permission" {
        /// See the account's name, details and language.
        AccountRead = "account.read",
        /// Change the account's name, details and language (N10).
        AccountUpdate = "account.update",
        /// Hand the account to another member. Reserved: it can never be granted.
        AccountTransferOwnership = "account.transfer_ownership",
        /// Close the account for good. Reserved: it can never be granted.
        AccountClose = "account.close",
        /// See who has access, and in which role (N05).
        UsersRead = "users.read",
        /// Invite people, resend and revoke invitations (N03).
        UsersInvite = "users.invite",
        /// Change, suspend and remove members.
        UsersManage = "users.manage",
        /// See the account's contacts.
        ContactsRead = "contacts.read",
        /// Create, change and delete contacts.
        ContactsManage = "contacts.manage",
        /// See invoices (L02).
        InvoicesRead = "invoices.read",
        /// Pay invoices (N10).
        InvoicesPay = "invoices.pay",
        /// See quotes.
        QuotesRead = "quotes.read",
        /// Accept quotes.
        QuotesAccept = "quotes.accept",
        /// Generate analytics reports (N10).
        ReportsGenerate = "reports.generate",
        /// See services and their status (L03, N11).
        ServicesRead = "services.read",
        /// Administer services (N11).
        ServicesManage = "services.manage",
        /// Sign in to a service's own panel.
        ServicesSignIn = "services.sign_in",
        /// See domains (L03).
        DomainsRead = "domains.read",
        /// Administer domains.
        DomainsManage = "domains.manage",
        /// See support tickets (L12).
        TicketsRead = "tickets.read",
        /// Open support tickets (L12).
        TicketsOpen = "tickets.open",
        /// Place orders.
        OrdersPlace = "orders.place",
        /// See what was sent to whom.
        CommunicationsRead = "communications.read",
        /// Send a communication.
        CommunicationsSend = "communications.send",
        /// See the affiliate programme.
        AffiliatesRead = "affiliates.read",
        /// Administer the affiliate programme.
        AffiliatesManage = "affiliates.manage",
        /// See clients, their sites and status (D01).
        ClientsRead = "clients.read",
        /// Create, change, suspend and delete clients.
        ClientsManage = "clients.manage",
        /// Make setup links and send invitation mails to clients (D13).
        ClientsGrantAccess = "clients.grant_access",
        /// See the panel as a client sees it (D24).
        ClientsViewAs = "clients.view_as",
        /// See sites.
        SitesRead = "sites.read",
        /// Administer sites; holds every site permission on every site of the account.
        SitesManage = "sites.manage",
        /// Read the audit log and the events.
        AuditRead = "audit.read",
        /// Create and revoke service keys.
        ServiceKeysManage = "service_keys.manage",
    }
}

impl Permission {
    /// Whether only the owner can ever hold it: never granted, never given.
    #[must_use]
    pub const fn is_reserved(self) -> bool {
        matches!(self, Self::AccountTransferOwnership | Self::AccountClose)
    }
}
