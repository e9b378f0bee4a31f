//! Users as rows.

use portero_domain::id::UserId;
use portero_domain::model::{User, Version};

use crate::table::{Row, Versioned};

impl Row for User {
    type Key = UserId;
    /// The canonical form of the address.
    type Place = String;

    fn key(&self) -> UserId {
        self.id
    }

    fn places(&self) -> Vec<String> {
        vec![self.email.canonical().to_owned()]
    }
}

impl Versioned for User {
    fn version(&self) -> Version {
        self.version
    }
}
