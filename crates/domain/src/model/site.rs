//! The site: a web site of an account, and what a client is allowed on it (D08, D10).

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Change, Line, Name, Transition, Version, search_words};
use crate::id::{AccountId, ClientId, SiteId};
use crate::policy::SitePermissionSet;

/// How a site is called and found: by any word of these (D08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteDetails {
    /// What people call it.
    pub name: Name,
    /// A short name for it; no two sites of an account share one, letter by letter.
    pub alias: Option<Name>,
    /// Where it is, as typed.
    pub url: Option<Line>,
    /// Its domain, as typed.
    pub domain: Option<Line>,
}

impl SiteDetails {
    /// The words that it is found by, folded for case and accents, each once.
    #[must_use]
    pub fn search_words(&self) -> Vec<String> {
        let texts = [
            Some(self.name.as_str()),
            self.alias.as_ref().map(Name::as_str),
            self.url.as_ref().map(Line::as_str),
            self.domain.as_ref().map(Line::as_str),
        ];
        let mut words: Vec<String> = texts.into_iter().flatten().flat_map(search_words).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// A web site of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its identity.
    pub id: SiteId,
    /// The account whose site it is.
    pub account_id: AccountId,
    /// How it is called and found.
    pub details: SiteDetails,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// What is to change on a site; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteAmendment {
    /// Another name.
    pub name: Option<Name>,
    /// Another alias, or none any more.
    pub alias: Option<Option<Name>>,
    /// Another place, or none any more.
    pub url: Option<Option<Line>>,
    /// Another domain, or none any more.
    pub domain: Option<Option<Line>>,
}

/// What happened to a site, or to its assignment to a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "name", content = "data", rename_all = "snake_case")]
pub enum SiteEvent {
    /// It was created.
    SiteCreated {
        /// The site.
        site_id: SiteId,
    },
    /// Name, alias, URL or domain changed.
    SiteAmended {
        /// The site.
        site_id: SiteId,
    },
    /// It is gone.
    SiteDeleted {
        /// The site.
        site_id: SiteId,
    },
    /// It was assigned to a client.
    SiteAssigned {
        /// The site.
        site_id: SiteId,
        /// The client.
        client_id: ClientId,
        /// What they are allowed on it.
        permissions: SitePermissionSet,
    },
    /// The client is allowed something else on it.
    SitePermissionsReplaced {
        /// The site.
        site_id: SiteId,
        /// The client.
        client_id: ClientId,
        /// What they are allowed on it from now on.
        permissions: SitePermissionSet,
    },
    /// It is no longer assigned to a client.
    SiteUnassigned {
        /// The site.
        site_id: SiteId,
        /// The client.
        client_id: ClientId,
    },
}

/// A change to a site.
pub type SiteChange = Change<Site, SiteEvent>;

impl Site {
    /// Creates a site (D09).
    #[must_use]
    pub fn create(
        id: SiteId,
        account_id: AccountId,
        details: SiteDetails,
        now: DateTime<Utc>,
    ) -> SiteChange {
        let site = Self { id, account_id, details, created_at: now, version: Version::FIRST };
        Change::insert(site, SiteEvent::SiteCreated { site_id: id })
    }

    /// Changes name, alias, URL or domain.
    #[must_use]
    pub fn amend(mut self, amendment: SiteAmendment) -> Transition<Self, SiteEvent> {
        let details = SiteDetails {
            name: amendment.name.unwrap_or_else(|| self.details.name.clone()),
            alias: amendment.alias.unwrap_or_else(|| self.details.alias.clone()),
            url: amendment.url.unwrap_or_else(|| self.details.url.clone()),
            domain: amendment.domain.unwrap_or_else(|| self.details.domain.clone()),
        };
        if details == self.details {
            return Transition::AlreadySo(self);
        }
        self.details = details;
        let from = self.version;
        self.version = from.next();
        let event = SiteEvent::SiteAmended { site_id: self.id };
        Transition::Changed(Change::update(from, self, event))
    }

    /// Deletes it, which only a site that is assigned to nobody can be.
    #[must_use]
    pub fn delete(self) -> SiteChange {
        let event = SiteEvent::SiteDeleted { site_id: self.id };
        Change::delete(self.version, self, event)
    }
}

/// That a site is assigned to a client, and what they are allowed on it. There is at most one for
/// each client and site, and both are of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAssignment {
    /// The account of both.
    pub account_id: AccountId,
    /// The client.
    pub client_id: ClientId,
    /// The site.
    pub site_id: SiteId,
    /// What the client is allowed on it; nothing means that they see it, and no more.
    pub permissions: SitePermissionSet,
    /// When it was assigned.
    pub since: DateTime<Utc>,
    /// How often it has been written.
    pub version: Version,
}

/// A change to an assignment.
pub type SiteAssignmentChange = Change<SiteAssignment, SiteEvent>;

/// Permissions that cannot stand by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these site permissions need others beside them")]
pub struct LackingPermissions {
    /// Everything that they need and lack.
    pub lacking: SitePermissionSet,
}

impl SiteAssignment {
    /// Assigns a site to a client.
    ///
    /// # Errors
    /// Names every permission that the chosen ones need and lack.
    pub fn assign(
        client: (AccountId, ClientId),
        site_id: SiteId,
        permissions: SitePermissionSet,
        now: DateTime<Utc>,
    ) -> Result<SiteAssignmentChange, LackingPermissions> {
        refuse_lacking(permissions)?;
        let (account_id, client_id) = client;
        let version = Version::FIRST;
        let assignment = Self { account_id, client_id, site_id, permissions, since: now, version };
        Ok(Change::insert(assignment, SiteEvent::SiteAssigned { site_id, client_id, permissions }))
    }

    /// Replaces what the client is allowed, all of it.
    ///
    /// # Errors
    /// Names every permission that the chosen ones need and lack.
    pub fn replace(
        mut self,
        permissions: SitePermissionSet,
    ) -> Result<Transition<Self, SiteEvent>, LackingPermissions> {
        refuse_lacking(permissions)?;
        if permissions == self.permissions {
            return Ok(Transition::AlreadySo(self));
        }
        self.permissions = permissions;
        let from = self.version;
        self.version = from.next();
        let (site_id, client_id) = (self.site_id, self.client_id);
        let event = SiteEvent::SitePermissionsReplaced { site_id, client_id, permissions };
        Ok(Transition::Changed(Change::update(from, self, event)))
    }

    /// Ends the assignment (D18).
    #[must_use]
    pub fn unassign(self) -> SiteAssignmentChange {
        let event = SiteEvent::SiteUnassigned { site_id: self.site_id, client_id: self.client_id };
        Change::delete(self.version, self, event)
    }
}

/// A set that needs what it lacks is refused, naming all of that (D10).
fn refuse_lacking(permissions: SitePermissionSet) -> Result<(), LackingPermissions> {
    let lacking = permissions.lacking();
    if lacking.is_empty() { Ok(()) } else { Err(LackingPermissions { lacking }) }
}
