//! Registrations as rows.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use portero_domain::id::RegistrationId;
use portero_domain::model::{EmailAddress, Registration, RegistrationState, TokenHash, Version};
use uuid::Uuid;

use super::ALL_TIME;
use crate::table::{Row, Versioned};

/// Where an attempt is found beside its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegistrationPlace {
    /// By its link.
    Link([u8; 32]),
    /// The open attempts for an address, in canonical form, by age.
    Open(String, DateTime<Utc>, RegistrationId),
}

impl RegistrationPlace {
    /// The place of the attempt that bears this link.
    pub fn of_link(link: &TokenHash) -> Self {
        Self::Link(*link.as_bytes())
    }

    /// All open attempts for an address.
    pub fn all_open(email: &EmailAddress) -> RangeInclusive<Self> {
        let place =
            |at, id| Self::Open(email.canonical().to_owned(), at, RegistrationId::from_uuid(id));
        place(ALL_TIME.0, Uuid::nil())..=place(ALL_TIME.1, Uuid::max())
    }
}

impl Row for Registration {
    type Key = RegistrationId;
    type Place = RegistrationPlace;

    fn key(&self) -> RegistrationId {
        self.id
    }

    fn places(&self) -> Vec<RegistrationPlace> {
        let mut places = vec![RegistrationPlace::of_link(&self.link)];
        if self.state == RegistrationState::Open {
            let email = self.email.canonical().to_owned();
            places.push(RegistrationPlace::Open(email, self.created_at, self.id));
        }
        places
    }
}

impl Versioned for Registration {
    fn version(&self) -> Version {
        self.version
    }
}
