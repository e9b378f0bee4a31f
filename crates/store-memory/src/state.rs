//! Everything that is stored.

use portero_domain::model::{
    Account, AuditRecord, Communication, Contact, Membership, PasswordReset, Registration,
    ServiceKey, Session, SiteAssignment, SupportCode, User, Viewing,
};

use crate::row::{
    StoredAddressee, StoredAnswer, StoredClient, StoredEvent, StoredInvitation, StoredMail,
    StoredSite,
};
use crate::table::{Row, Table};

/// A row that has a table in the state.
pub trait Stored: Row {
    /// The table of such rows.
    fn table(state: &State) -> &Table<Self>;

    /// The same, to be changed.
    fn table_mut(state: &mut State) -> &mut Table<Self>;
}

macro_rules! tables {
    ( $( $(#[$meta:meta])* $table:ident: $row:ty ),+ $(,)? ) => {
        /// Every table there is.
        #[derive(Default)]
        pub struct State {
            $( $(#[$meta])* pub $table: Table<$row> ),+
        }

        $( impl Stored for $row {
            fn table(state: &State) -> &Table<Self> {
                &state.$table
            }

            fn table_mut(state: &mut State) -> &mut Table<Self> {
                &mut state.$table
            }
        } )+
    };
}

tables! {
    /// The accounts.
    accounts: Account,
    /// The users.
    users: User,
    /// The memberships.
    memberships: Membership,
    /// The invitations, with their earlier links.
    invitations: StoredInvitation,
    /// The registration attempts.
    registrations: Registration,
    /// The password resets.
    password_resets: PasswordReset,
    /// The sessions.
    sessions: Session,
    /// The service keys.
    service_keys: ServiceKey,
    /// The contacts.
    contacts: Contact,
    /// The communications, without those to whom they were sent.
    communications: Communication,
    /// Those to whom communications were sent.
    addressees: StoredAddressee,
    /// The support codes.
    support_codes: SupportCode,
    /// The clients, with their earlier setup links.
    clients: StoredClient,
    /// The sites.
    sites: StoredSite,
    /// The assignments of sites to clients.
    assignments: SiteAssignment,
    /// The viewings of what clients see.
    viewings: Viewing,
    /// The mails, with how far they have come.
    mails: StoredMail,
    /// The kept answers.
    answers: StoredAnswer,
    /// The events of every scope.
    events: StoredEvent,
    /// The audit records of every scope.
    audit: AuditRecord,
}
