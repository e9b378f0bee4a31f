//! Contacts as rows.

use std::ops::{Bound, RangeInclusive};

use portero_domain::id::{AccountId, ContactId, UserId};
use portero_domain::model::{Contact, EmailAddress, PanelAccess, Version};
use uuid::Uuid;

use super::every_id;
use crate::table::{Row, Versioned};

/// Where a contact is found beside its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContactPlace {
    /// The one contact of an account at an address, in canonical form.
    Address(AccountId, String),
    /// The one contact whose access to the panel of an account a user has.
    OfUser(UserId, AccountId),
    /// The contacts of an account, by id.
    OfAccount(AccountId, ContactId),
}

impl ContactPlace {
    /// The place of the contact at an address.
    pub fn at(account: AccountId, email: &EmailAddress) -> Self {
        Self::Address(account, email.canonical().to_owned())
    }

    /// All contacts whose access a user has, by account.
    pub fn all_of_user(user: UserId) -> RangeInclusive<Self> {
        every_id(AccountId::from_uuid, |account| Self::OfUser(user, account))
    }

    /// The contacts of an account behind the one before.
    pub fn behind(account: AccountId, after: Option<ContactId>) -> (Bound<Self>, Bound<Self>) {
        let first = Bound::Included(Self::OfAccount(account, ContactId::from_uuid(Uuid::nil())));
        let last = Bound::Included(Self::OfAccount(account, ContactId::from_uuid(Uuid::max())));
        (after.map_or(first, |after| Bound::Excluded(Self::OfAccount(account, after))), last)
    }
}

impl Row for Contact {
    type Key = ContactId;
    type Place = ContactPlace;

    fn key(&self) -> ContactId {
        self.id
    }

    fn places(&self) -> Vec<ContactPlace> {
        let mut places = vec![
            ContactPlace::at(self.account_id, &self.details.email),
            ContactPlace::OfAccount(self.account_id, self.id),
        ];
        match self.access {
            PanelAccess::Granted(user) => places.push(ContactPlace::OfUser(user, self.account_id)),
            PanelAccess::None | PanelAccess::Invited(_) | PanelAccess::Removed => {}
        }
        places
    }

    fn counted_for(&self) -> Option<AccountId> {
        Some(self.account_id)
    }
}

impl Versioned for Contact {
    fn version(&self) -> Version {
        self.version
    }
}
