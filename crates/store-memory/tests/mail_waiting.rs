//! The store in memory tells when mail waits.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use chrono::DateTime;
use portero_domain::id::MailId;
use portero_domain::model::{
    Action, AuditEntry, AuditObject, EmailAddress, Language, Letter, Mail, Origin,
};
use portero_domain::policy::Permit;
use portero_domain::port::{Digest, Store};
use portero_store_memory::MemoryStore;
use uuid::Uuid;

struct NoDigest;

impl Digest for NoDigest {
    fn sha256(&self, _bytes: &[u8]) -> [u8; 32] {
        [0; 32]
    }
}

#[tokio::test]
async fn a_commit_with_mail_is_told_even_to_one_who_listens_later() {
    let store = MemoryStore::new(Arc::new(NoDigest));
    let mut unit = store.begin().await.unwrap();
    unit.outbox().enqueue(vec![mail()]).await.unwrap();
    unit.commit(entry().into()).await.unwrap();
    store.mail_waiting().notified().await;
}

#[tokio::test]
async fn mail_that_was_rolled_back_is_not_told() {
    let store = MemoryStore::new(Arc::new(NoDigest));
    let mut unit = store.begin().await.unwrap();
    unit.outbox().enqueue(vec![mail()]).await.unwrap();
    drop(unit);

    let waiting = store.mail_waiting();
    let mut told = pin!(waiting.notified());
    let told = poll_fn(|context| Poll::Ready(told.as_mut().poll(context))).await;
    assert!(told.is_pending());
}

fn mail() -> Mail {
    Mail {
        id: MailId::from_uuid(Uuid::from_u128(1)),
        account_id: None,
        to: EmailAddress::parse("ana@a.example", |_| None).expect("a plain address"),
        language: Language::English,
        letter: Letter::NoUserToReset,
        secret: None,
        created_at: DateTime::UNIX_EPOCH,
    }
}

fn entry() -> AuditEntry {
    let (permit, action) = (Permit::for_anyone(), Action::PasswordResetRequest);
    let origin = Origin::default();
    AuditEntry::new(permit, action, AuditObject::Nothing, origin, DateTime::UNIX_EPOCH)
}
