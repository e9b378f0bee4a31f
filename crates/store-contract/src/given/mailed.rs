//! Mails.

use chrono::{DateTime, Utc};
use portero_domain::id::MailId;
use portero_domain::model::{Language, Letter, Mail, SealedSecret};
use portero_domain::policy::Scope;

use super::{Given, address, after, trail};

impl Given<'_> {
    /// A mail to be, with a secret, written at this instant.
    pub(crate) fn new_mail(&self, to: &str, created_at: DateTime<Utc>) -> Mail {
        Mail {
            id: MailId::from_uuid(self.id()),
            account_id: None,
            to: address(to),
            language: Language::English,
            letter: Letter::Confirmation { first_name: "Ana".to_owned(), expires_at: after(60) },
            secret: Some(SealedSecret::from_bytes(vec![1, 2, 3])),
            created_at,
        }
    }

    /// A mail that waits, written at this instant.
    pub(crate) async fn mail(&self, to: &str, created_at: DateTime<Utc>) -> Mail {
        let mail = self.new_mail(to, created_at);
        let mut unit = self.faces.begin().await;
        unit.outbox().enqueue(vec![mail.clone()]).await.expect("a mail can be enqueued");
        unit.commit(trail(&[Scope::Installation])).await.expect("a mail can be committed");
        mail
    }
}
