//! The development mailbox: mails that were kept because no mail server is set.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::model::{DeliveredMail, Mail};
use portero_domain::port::{Mailbox, Outbox, StoreError};
use tracing::error;

use crate::Composer;

/// How many mails are shown.
const SHOWN: u32 = 200;

/// Shows the kept mails as they would have been sent. They stay sealed where they are, and are
/// opened and rendered for each look.
pub struct DevelopmentMailbox {
    outbox: Arc<dyn Outbox>,
    composer: Composer,
}

impl DevelopmentMailbox {
    /// Shows the mails that this outbox keeps.
    #[must_use]
    pub fn new(outbox: Arc<dyn Outbox>, composer: Composer) -> Self {
        Self { outbox, composer }
    }

    /// A mail that cannot be opened any more is left out: it must not hide the others.
    fn show(&self, mail: &Mail, sent_at: DateTime<Utc>) -> Option<DeliveredMail> {
        let message = self
            .composer
            .compose(mail)
            .inspect_err(|problem| error!(mail = %mail.id, %problem, "a kept mail is not shown"))
            .ok()?;
        Some(DeliveredMail {
            id: message.id,
            to: message.to.as_shown().to_owned(),
            from: message.from.to_string(),
            subject: message.content.subject,
            text: message.content.text,
            html: message.content.html,
            links: message.content.links,
            sent_at,
        })
    }
}

#[async_trait]
impl Mailbox for DevelopmentMailbox {
    async fn read<'a>(&self, to: Option<&'a str>) -> Result<Vec<DeliveredMail>, StoreError> {
        let canonical = to.map(|to| to.trim().to_ascii_lowercase());
        let kept = self.outbox.kept(canonical.as_deref(), SHOWN).await?;
        Ok(kept.iter().filter_map(|(mail, sent_at)| self.show(mail, *sent_at)).collect())
    }
}
