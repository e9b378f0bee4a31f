//! Accounts as rows.

use portero_domain::id::AccountId;
use portero_domain::model::{Account, Version};

use crate::table::{Nowhere, Row, Versioned};

impl Row for Account {
    type Key = AccountId;
    type Place = Nowhere;

    fn key(&self) -> AccountId {
        self.id
    }

    fn places(&self) -> Vec<Nowhere> {
        Vec::new()
    }
}

impl Versioned for Account {
    fn version(&self) -> Version {
        self.version
    }
}
