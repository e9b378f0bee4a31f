//! Support codes as rows.

use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{SupportCode, Version};

use crate::table::{Nowhere, Row, Versioned};

/// One for each person and account, whatever its id.
impl Row for SupportCode {
    type Key = (AccountId, UserId);
    type Place = Nowhere;

    fn key(&self) -> (AccountId, UserId) {
        (self.account_id, self.user_id)
    }

    fn places(&self) -> Vec<Nowhere> {
        Vec::new()
    }
}

impl Versioned for SupportCode {
    fn version(&self) -> Version {
        self.version
    }
}
