//! Contacts.

use portero_domain::id::{ContactId, UserId};
use portero_domain::model::{
    Account, Contact, ContactChange, ContactDetails, ContactProfile, Language, Line, User,
    UserChange,
};
use portero_domain::policy::{Category, CategorySet};

use super::{Given, address, hash_of, name, noon};

/// A line of text.
pub(crate) fn line(text: &str) -> Line {
    Line::parse(text).expect("a plain line")
}

/// All that an account can know of a contact at this address.
pub(crate) fn details(email: &str) -> ContactDetails {
    ContactDetails {
        first_name: name("Pablo"),
        last_name: name("Ruiz"),
        email: address(email),
        profile: ContactProfile::Billing,
        phone: Some(line("+34 600 111 222")),
        company: Some(line("Gestoría Mar")),
        address: Some(line("Calle Mayor 1, Cádiz")),
        notifications: CategorySet::of(&[Category::Billing, Category::General]),
    }
}

impl Given<'_> {
    /// A contact to be, not yet written.
    pub(crate) fn new_contact(&self, account: &Account, details: ContactDetails) -> ContactChange {
        Contact::create(ContactId::from_uuid(self.id()), account.id, details, noon())
    }

    /// A contact without access.
    pub(crate) async fn contact(&self, account: &Account, email: &str) -> Contact {
        self.saved(self.new_contact(account, details(email))).await
    }

    /// The user of a contact to be, not yet written, with a first password.
    pub(crate) fn new_user_of(&self, contact: &Contact) -> UserChange {
        let id = UserId::from_uuid(self.id());
        User::made_for_contact(id, contact, Language::Spanish, hash_of("first"), noon())
    }

    /// The same contact, whose access to the panel this user has from now on.
    pub(crate) async fn granted(&self, contact: Contact, user: &User) -> Contact {
        let granted = contact.grant(user.id).expect("nobody else has it");
        self.saved(granted.changed().expect("a change")).await
    }
}
