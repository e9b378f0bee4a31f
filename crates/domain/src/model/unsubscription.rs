//! The one-click link of a communication (RFC 8058): who refuses what, in a text that is signed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{RecipientId, Token};
use crate::id::{AccountId, ContactId, UserId};
use crate::policy::Category;

/// That someone no longer wants one category of an account's communications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsubscription {
    /// The account.
    pub account_id: AccountId,
    /// Who.
    pub person: RecipientId,
    /// What.
    pub category: Category,
}

impl Unsubscription {
    /// What is signed: the whole of it, and what it is for.
    #[must_use]
    pub fn signed_text(&self) -> String {
        format!("unsubscribe {}", self.reference())
    }

    /// It as the end of a link, before its signature.
    #[must_use]
    pub fn reference(&self) -> String {
        let (kind, id) = match self.person {
            RecipientId::User(id) => ('u', id.as_uuid()),
            RecipientId::Contact(id) => ('c', id.as_uuid()),
        };
        let account = self.account_id.as_uuid();
        format!("{}.{kind}{}.{}", account.simple(), id.simple(), self.category)
    }

    /// The end of a link, with its signature.
    #[must_use]
    pub fn signed_reference(&self, signature: &Token) -> String {
        format!("{}.{}", self.reference(), signature.expose())
    }

    /// Reads the end of a link; whether its signature is right is not looked at.
    #[must_use]
    pub fn parse(signed_reference: &str) -> Option<(Self, Token)> {
        let mut parts = signed_reference.split('.');
        let account: Uuid = parts.next()?.parse().ok()?;
        let person = parts.next()?;
        let category = parts.next()?.parse().ok()?;
        let signature = Token::parse(parts.next()?).ok()?;
        let (kind, id) = person.split_at_checked(1)?;
        let id: Uuid = id.parse().ok()?;
        let person = match kind {
            "u" => RecipientId::User(UserId::from_uuid(id)),
            "c" => RecipientId::Contact(ContactId::from_uuid(id)),
            _ => return None,
        };
        let account_id = AccountId::from_uuid(account);
        let unsubscription = Self { account_id, person, category };
        // Only the one spelling that was signed: no upper case, no hyphens, nothing behind.
        let spelled = unsubscription.signed_reference(&signature);
        (spelled == signed_reference).then_some((unsubscription, signature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsubscription() -> Unsubscription {
        Unsubscription {
            account_id: AccountId::from_uuid(Uuid::from_u128(1)),
            person: RecipientId::Contact(ContactId::from_uuid(Uuid::from_u128(2))),
            category: Category::Billing,
        }
    }

    #[test]
    fn a_link_is_read_as_it_was_written() {
        let signature = Token::parse("A".repeat(43)).expect("a token");
        let written = unsubscription().signed_reference(&signature);
        assert_eq!(Unsubscription::parse(&written), Some((unsubscription(), signature)));
    }

    #[test]
    fn any_other_spelling_is_no_link() {
        let signature = Token::parse("A".repeat(43)).expect("a token");
        let written = unsubscription().signed_reference(&signature);
        let others = [
            String::new(),
            written.replace("billing", "everything"),
            written.replace(".c", ".x"),
            written.replace(".c", ".ñ"),
            format!("{written}."),
            written.replacen('0', "-", 1),
        ];
        for other in others {
            assert_eq!(Unsubscription::parse(&other), None, "{other}");
        }
    }
}
