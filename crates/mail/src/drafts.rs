//! The words of mails before someone has edited them.

use portero_domain::model::{Language, Letter};
use portero_domain::port::{Draft, LetterDrafts};

use crate::rendering::preview;
use crate::text::{english, spanish};

/// Drafts mails in the words of [`render`](crate::render), and shows what they look like.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailDrafts;

impl LetterDrafts for MailDrafts {
    fn client_invitation(
        &self,
        language: Language,
        account_name: &str,
        client_name: &str,
        days: u32,
    ) -> Draft {
        let (account, client) = (without_braces(account_name), without_braces(client_name));
        match language {
            Language::Spanish => spanish::client_invitation(&account, &client, days),
            Language::English => english::client_invitation(&account, &client, days),
        }
    }

    fn html(&self, language: Language, letter: &Letter) -> String {
        preview(language, letter).unwrap_or_default()
    }
}

/// A name that cannot be taken for a placeholder: one in a subject would be refused.
fn without_braces(name: &str) -> String {
    name.replace('{', "(").replace('}', ")")
}
