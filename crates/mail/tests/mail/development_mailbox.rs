//! The development mailbox.

use std::sync::Arc;

use portero_domain::model::DeliveredMail;
use portero_domain::port::{Mailbox, Outbox, SendOutcome};
use portero_mail::{Composer, DevelopmentMailbox};
use uuid::Uuid;

use crate::given::{LostKey, composer, composer_with, invitation, numbered_mail, start, token};
use crate::in_memory_outbox::InMemoryOutbox;

async fn outbox_with_two_kept() -> Arc<InMemoryOutbox> {
    let outbox = InMemoryOutbox::with([1, 2, 3].map(|number| numbered_mail(number, invitation())));
    let holder = Uuid::nil();
    let leased = outbox.lease(holder, start(), start(), 2).await.expect("two mails");
    for queued in leased {
        let kept = SendOutcome::Kept { at: start() };
        outbox.settle(queued.mail.id, holder, kept).await.expect("settled");
    }
    outbox
}

async fn read(composer: Composer, to: Option<&str>) -> Vec<DeliveredMail> {
    let mailbox = DevelopmentMailbox::new(outbox_with_two_kept().await, composer);
    mailbox.read(to).await.expect("mails")
}

#[tokio::test]
async fn kept_mails_are_shown_as_they_would_have_been_sent() {
    let mails = read(composer(), None).await;
    assert_eq!(mails.len(), 2);
    let mail = &mails[0];
    assert_eq!(mail.id.as_uuid(), Uuid::from_u128(2), "newest first");
    assert_eq!(mail.to, "Ana.Lopez@españa.es");
    assert_eq!(mail.from, "Portero <no-reply@panel.example.com>");
    assert_eq!(mail.subject, "Luis Pérez le invita a Acme S.L.");
    let link = format!("https://panel.example.com/invitation#{}", token().expose());
    assert_eq!(mail.links, [link]);
    assert_eq!(mail.sent_at, start());
}

#[tokio::test]
async fn they_can_be_looked_for_by_address() {
    assert_eq!(read(composer(), Some("Ana.Lopez@xn--espaa-rta.es")).await.len(), 2);
    assert_eq!(read(composer(), Some("luis@b.es")).await.len(), 0);
}

#[tokio::test]
async fn what_no_longer_opens_is_left_out() {
    assert_eq!(read(composer_with(Arc::new(LostKey)), None).await.len(), 0);
}
