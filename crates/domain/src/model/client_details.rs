//! What an account knows of a client, and the link with which one comes in.

use chrono::{DateTime, Utc};

use super::{Line, Name, Notes, TokenHash, search_words};

/// What an account knows of a client, but for the e-mail, which never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientDetails {
    /// Given name (D04).
    pub first_name: Name,
    /// Family name (D04).
    pub last_name: Name,
    /// The company that they belong to (D05).
    pub company: Option<Line>,
    /// The postal address (D05).
    pub address: Option<Line>,
    /// The telephone number, as typed (D05).
    pub phone: Option<Line>,
    /// What the account notes about them, for itself (D05).
    pub notes: Option<Notes>,
}

/// What is to change on a client; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientAmendment {
    /// Another given name.
    pub first_name: Option<Name>,
    /// Another family name.
    pub last_name: Option<Name>,
    /// Another company, or none any more.
    pub company: Option<Option<Line>>,
    /// Another postal address, or none any more.
    pub address: Option<Option<Line>>,
    /// Another telephone number, or none any more.
    pub phone: Option<Option<Line>>,
    /// Other notes, or none any more.
    pub notes: Option<Option<Notes>>,
}

/// The link with which a client sets up their access (D13, D16).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetupLink {
    /// The hash of its token.
    pub link: TokenHash,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// Whether it was mailed: only then does using it prove that the address is theirs.
    pub mailed: bool,
}

impl SetupLink {
    /// Whether its time is over.
    #[must_use]
    pub fn has_expired(&self, now: DateTime<Utc>) -> bool {
        now >= self.expires_at
    }
}

impl ClientDetails {
    /// Given and family name together.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name.as_str(), self.last_name.as_str())
    }

    /// The name as lists are ordered by it: family name first, folded for case and accents.
    #[must_use]
    pub fn sort_name(&self) -> String {
        search_words(&format!("{} {}", self.last_name.as_str(), self.first_name.as_str())).join(" ")
    }

    /// The same after an amendment.
    #[must_use]
    pub fn amended(&self, amendment: ClientAmendment) -> Self {
        Self {
            first_name: amendment.first_name.unwrap_or_else(|| self.first_name.clone()),
            last_name: amendment.last_name.unwrap_or_else(|| self.last_name.clone()),
            company: amendment.company.unwrap_or_else(|| self.company.clone()),
            address: amendment.address.unwrap_or_else(|| self.address.clone()),
            phone: amendment.phone.unwrap_or_else(|| self.phone.clone()),
            notes: amendment.notes.unwrap_or_else(|| self.notes.clone()),
        }
    }

    /// The amendment that makes any details into these.
    #[must_use]
    pub fn as_amendment(self) -> ClientAmendment {
        ClientAmendment {
            first_name: Some(self.first_name),
            last_name: Some(self.last_name),
            company: Some(self.company),
            address: Some(self.address),
            phone: Some(self.phone),
            notes: Some(self.notes),
        }
    }
}
