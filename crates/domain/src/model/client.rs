//! The client: a person for whom an account runs sites, and who signs in to see those sites alone
//! (D03).

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    Change, ClientAmendment, ClientDetails, EmailAddress, Line, Refusal, SetupLink, SiteAssignment,
    TokenHash, Transition, Version, search_words,
};
use crate::id::{AccountId, ClientId, SiteId, UserId};
use crate::policy::named_enum;

named_enum! {
    /// What a client is: told by the sites, the access and the suspension, and stored beside them
    /// only to be found by.
    ClientStatus, "client status" {
        /// Created, and no more.
        Prospect = "prospect",
        /// Has a site, and no way in yet.
        SiteAssigned = "site_assigned",
        /// Has a setup link, and has yet to use it.
        Invited = "invited",
        /// Has signed in.
        Active = "active",
        /// May not enter, until reactivated (D22).
        Suspended = "suspended",
    }
}

named_enum! {
    /// What can be asked of a client.
    ClientCommand, "client command" {
        /// Assign a site that they do not have yet.
        AssignSite = "assign_site",
        /// Take away the only site that they have, or one of several.
        UnassignSite = "unassign_site",
        /// Make a setup link, shown or mailed (D13).
        GrantAccess = "grant_access",
        /// Use the setup link: their first sign-in.
        SignIn = "sign_in",
        /// Stop them from entering.
        Suspend = "suspend",
        /// Let them enter again.
        Reactivate = "reactivate",
        /// Delete them for good, which is possible in every state and final (D21).
        Delete = "delete",
    }
}

/// How far a client's access has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientAccess {
    /// They were never given a way in.
    None,
    /// They have this setup link, which may have run out.
    Invited(SetupLink),
    /// This user is the client: they redeemed this link, and only so is a user ever bound.
    Active {
        /// Who.
        user: UserId,
        /// The link that they used.
        link: SetupLink,
    },
}

/// A client of an account. An account has at most one for each address, and a user is at most one
/// client of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its identity.
    pub id: ClientId,
    /// The account whose client it is.
    pub account_id: AccountId,
    /// The name they sign in with. It never changes (D06).
    pub email: EmailAddress,
    /// What the account knows of them.
    pub details: ClientDetails,
    /// How many sites are assigned to them.
    pub site_count: u32,
    /// How far their access has come.
    pub access: ClientAccess,
    /// Since when they are suspended, if they are.
    pub suspended_at: Option<DateTime<Utc>>,
    /// When they last looked at their area, to the minute. It is presence: no change writes it.
    pub last_active_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// How often it has been written, presence apart.
    pub version: Version,
}

/// What happened to a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum ClientEvent {
    /// It was created.
    ClientCreated {
        /// The client.
        client_id: ClientId,
    },
    /// Its details changed.
    ClientAmended {
        /// The client.
        client_id: ClientId,
    },
    /// It has one site more.
    ClientGainedSite {
        /// The client.
        client_id: ClientId,
        /// The site.
        site_id: SiteId,
    },
    /// It has one site less.
    ClientLostSite {
        /// The client.
        client_id: ClientId,
        /// The site.
        site_id: SiteId,
    },
    /// A setup link was made; an earlier one works no longer.
    ClientInvited {
        /// The client.
        client_id: ClientId,
        /// Whether it was mailed.
        mailed: bool,
    },
    /// Someone used the setup link and is the client from now on.
    ClientActivated {
        /// The client.
        client_id: ClientId,
        /// Who.
        user_id: UserId,
    },
    /// It may not enter any more.
    ClientSuspended {
        /// The client.
        client_id: ClientId,
    },
    /// It may enter again.
    ClientReactivated {
        /// The client.
        client_id: ClientId,
    },
    /// It is gone.
    ClientDeleted {
        /// The client.
        client_id: ClientId,
    },
}

/// A change to a client.
pub type ClientChange = Change<Client, ClientEvent>;

type ClientRefusal = Refusal<ClientStatus, ClientCommand>;
type ClientTransition = Result<Transition<Client, ClientEvent>, ClientRefusal>;

impl Client {
    /// Creates a client, a prospect at first (D04, D05).
    #[must_use]
    pub fn create(
        id: ClientId,
        account_id: AccountId,
        email: EmailAddress,
        details: ClientDetails,
        now: DateTime<Utc>,
    ) -> ClientChange {
        let client = Self {
            id,
            account_id,
            email,
            details,
            site_count: 0,
            access: ClientAccess::None,
            suspended_at: None,
            last_active_at: None,
            created_at: now,
            version: Version::FIRST,
        };
        Change::insert(client, ClientEvent::ClientCreated { client_id: id })
    }

    /// What it is.
    #[must_use]
    pub const fn status(&self) -> ClientStatus {
        if self.suspended_at.is_some() {
            ClientStatus::Suspended
        } else {
            self.status_behind_suspension()
        }
    }

    /// What it is, or would be if it were not suspended.
    #[must_use]
    pub const fn status_behind_suspension(&self) -> ClientStatus {
        match (self.access, self.site_count) {
            (ClientAccess::None, 0) => ClientStatus::Prospect,
            (ClientAccess::None, _) => ClientStatus::SiteAssigned,
            (ClientAccess::Invited(_), _) => ClientStatus::Invited,
            (ClientAccess::Active { .. }, _) => ClientStatus::Active,
        }
    }

    /// The words that it is found by, folded for case and accents, each once: those of name, company,
    /// e-mail, telephone number and postal address (D02). Notes are no part of them.
    #[must_use]
    pub fn search_words(&self) -> Vec<String> {
        let details = &self.details;
        let optional = [&details.company, &details.phone, &details.address];
        let lines = optional.into_iter().flatten().map(Line::as_str);
        let names = [details.first_name.as_str(), details.last_name.as_str()];
        let texts = names.into_iter().chain([self.email.as_shown()]).chain(lines);
        let mut words: Vec<String> = texts.flat_map(search_words).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Whether the account has suspended it.
    #[must_use]
    pub const fn is_suspended(&self) -> bool {
        self.suspended_at.is_some()
    }

    /// The user who is the client, if one has redeemed its setup link.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match self.access {
            ClientAccess::Active { user, .. } => Some(user),
            ClientAccess::None | ClientAccess::Invited(_) => None,
        }
    }

    /// The last setup link that was made for it, used or not.
    #[must_use]
    pub const fn setup_link(&self) -> Option<SetupLink> {
        match self.access {
            ClientAccess::None => None,
            ClientAccess::Invited(link) | ClientAccess::Active { link, .. } => Some(link),
        }
    }

    /// Changes details. The e-mail is none of them: it is fixed for ever (D06).
    #[must_use]
    pub fn amend(mut self, amendment: ClientAmendment) -> Transition<Self, ClientEvent> {
        let amended = self.details.amended(amendment);
        if amended == self.details {
            return Transition::AlreadySo(self);
        }
        self.details = amended;
        let event = ClientEvent::ClientAmended { client_id: self.id };
        Transition::Changed(self.updated(event))
    }

    /// Counts a site that was assigned to it; the assignment is written beside it (D11, D12).
    #[must_use]
    pub fn gain_site(mut self, assignment: &SiteAssignment) -> ClientChange {
        self.site_count += 1;
        let event =
            ClientEvent::ClientGainedSite { client_id: self.id, site_id: assignment.site_id };
        self.updated(event)
    }

    /// Counts a site that was unassigned; the end of the assignment is written beside it (D18, D19).
    ///
    /// # Errors
    /// Refused when it has none: then nothing can be taken away.
    pub fn lose_site(mut self, assignment: &SiteAssignment) -> Result<ClientChange, ClientRefusal> {
        self.site_count = self
            .site_count
            .checked_sub(1)
            .ok_or(Refusal { state: self.status(), command: ClientCommand::UnassignSite })?;
        let event = ClientEvent::ClientLostSite { client_id: self.id, site_id: assignment.site_id };
        Ok(self.updated(event))
    }

    /// Gives it a setup link (D13). An earlier one is superseded.
    ///
    /// # Errors
    /// Refused when it has no site and never had a link, is active, or is suspended.
    pub fn grant_access(mut self, link: SetupLink) -> Result<ClientChange, ClientRefusal> {
        match self.status() {
            ClientStatus::SiteAssigned | ClientStatus::Invited => {
                self.access = ClientAccess::Invited(link);
                let event = ClientEvent::ClientInvited { client_id: self.id, mailed: link.mailed };
                Ok(self.updated(event))
            }
            state @ (ClientStatus::Prospect | ClientStatus::Active | ClientStatus::Suspended) => {
                Err(Refusal { state, command: ClientCommand::GrantAccess })
            }
        }
    }

    /// Binds the user who used the setup link: their first sign-in.
    ///
    /// # Errors
    /// Refused unless it is invited, or active as the same user already. Whether the link has run
    /// out is the link's to say.
    pub fn sign_in(mut self, user: UserId) -> ClientTransition {
        match (self.status(), self.access) {
            (ClientStatus::Invited, ClientAccess::Invited(link)) => {
                self.access = ClientAccess::Active { user, link };
                let event = ClientEvent::ClientActivated { client_id: self.id, user_id: user };
                Ok(Transition::Changed(self.updated(event)))
            }
            (ClientStatus::Active, ClientAccess::Active { user: bound, .. }) if bound == user => {
                Ok(Transition::AlreadySo(self))
            }
            (state, _) => Err(Refusal { state, command: ClientCommand::SignIn }),
        }
    }

    /// Stops it from entering. Sites, link and user stay as they are (D22).
    #[must_use]
    pub fn suspend(mut self, now: DateTime<Utc>) -> Transition<Self, ClientEvent> {
        if self.is_suspended() {
            return Transition::AlreadySo(self);
        }
        self.suspended_at = Some(now);
        let event = ClientEvent::ClientSuspended { client_id: self.id };
        Transition::Changed(self.updated(event))
    }

    /// Lets it enter again: it is what it would be, had it not been suspended (D23).
    ///
    /// # Errors
    /// Refused unless it is suspended.
    pub fn reactivate(mut self) -> Result<ClientChange, ClientRefusal> {
        if !self.is_suspended() {
            return Err(Refusal { state: self.status(), command: ClientCommand::Reactivate });
        }
        self.suspended_at = None;
        let event = ClientEvent::ClientReactivated { client_id: self.id };
        Ok(self.updated(event))
    }

    /// Deletes it for good (D21). Its assignments and viewings end beside it.
    #[must_use]
    pub fn delete(self) -> ClientChange {
        let event = ClientEvent::ClientDeleted { client_id: self.id };
        Change::delete(self.version, self, event)
    }

    /// Whether this is the hash of the only setup link that may work.
    #[must_use]
    pub fn has_link(&self, hash: &TokenHash) -> bool {
        self.setup_link().is_some_and(|link| link.link == *hash)
    }

    fn updated(mut self, event: ClientEvent) -> ClientChange {
        let from = self.version;
        self.version = from.next();
        Change::update(from, self, event)
    }
}
