//! The words of a mail before someone has edited them.

use crate::model::{Language, Letter};

/// Subject and text of a mail as they are drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The subject.
    pub subject: String,
    /// The text, with the placeholders of [`MailPlaceholder`](crate::model::MailPlaceholder).
    pub text: String,
}

/// Knows how mails are worded, and what they look like.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait LetterDrafts: Send + Sync {
    /// The mail that invites a client, as it is when nobody edits it (D13, D14). Its text has both
    /// placeholders, and its subject neither.
    fn client_invitation(
        &self,
        language: Language,
        account_name: &str,
        client_name: &str,
        days: u32,
    ) -> Draft;

    /// What a letter looks like as HTML; placeholders stay as they are.
    fn html(&self, language: Language, letter: &Letter) -> String;
}
