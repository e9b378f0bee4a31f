//! The outbox.

use std::time::Duration;

use portero_domain::id::MailId;
use portero_domain::model::{Language, Letter, Mail, SealedSecret};
use portero_domain::policy::Scope;
use portero_domain::port::{Outbox, OutboxStatus, SendOutcome, Store};
use portero_store_sea_orm::SeaOrmStore;
use tokio::time::timeout;

use crate::database::on_each_database;
use crate::given;

async fn enqueue(store: &SeaOrmStore, count: usize) -> Vec<Mail> {
    let mail = |_| Mail {
        id: MailId::from_uuid(given::id()),
        account_id: None,
        to: given::address("Ana@sol.example"),
        language: Language::Spanish,
        letter: Letter::NoUserToReset,
        secret: Some(SealedSecret::from_bytes(vec![1, 2, 3])),
        created_at: given::noon(),
    };
    let mails: Vec<Mail> = (0..count).map(mail).collect();
    let mut unit = store.begin().await.unwrap();
    unit.outbox().enqueue(mails.clone()).await.unwrap();
    unit.commit(given::trail(Scope::Installation)).await.unwrap();
    mails
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_with_mail_wakes_who_waits_for_it() {
    on_each_database(async |opened| {
        let waiting = opened.store.mail_waiting();
        enqueue(&opened.store, 1).await;
        assert!(timeout(Duration::from_secs(5), waiting.notified()).await.is_ok());
        given::user(&opened.store, "ana@sol.example", "Ana", "López").await;
        assert!(timeout(Duration::from_millis(50), waiting.notified()).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_mail_is_leased_to_two_workers() {
    on_each_database(async |opened| {
        let mails = enqueue(&opened.store, 1_000).await;
        let workers: Vec<_> = (0..8)
            .map(|_| {
                let store = opened.store.clone();
                tokio::spawn(async move {
                    let mut leased = Vec::new();
                    loop {
                        let (now, until) = (given::after(1), given::after(2));
                        let more = store.lease(given::id(), now, until, 10).await.unwrap();
                        if more.is_empty() {
                            return leased;
                        }
                        leased.extend(more.into_iter().map(|queued| queued.mail.id));
                    }
                })
            })
            .collect();
        let mut leased = Vec::new();
        for worker in workers {
            leased.extend(worker.await.unwrap());
        }
        leased.sort();
        assert_eq!(leased, mails.iter().map(|mail| mail.id).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_goes_its_way() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let mails = enqueue(store, 4).await;
        let holder = given::id();
        let leased = store.lease(holder, given::noon(), given::after(1), 9).await.unwrap();
        assert_eq!(leased.iter().map(|one| one.mail.clone()).collect::<Vec<_>>(), mails);
        assert!(
            store.lease(given::id(), given::noon(), given::after(1), 9).await.unwrap().is_empty()
        );
        assert!(store.renew(mails[0].id, holder, given::after(5)).await.unwrap());
        assert!(!store.renew(mails[0].id, given::id(), given::after(5)).await.unwrap());

        let at = given::after(3);
        let problem = "no route".to_owned();
        let outcomes = [
            SendOutcome::Sent { at },
            SendOutcome::Kept { at },
            SendOutcome::Failed { retry_at: given::after(9), problem: problem.clone() },
            SendOutcome::Undeliverable { at, problem },
        ];
        for (mail, outcome) in mails.iter().zip(outcomes) {
            store.settle(mail.id, given::id(), SendOutcome::Sent { at }).await.unwrap();
            store.settle(mail.id, holder, outcome).await.unwrap();
        }
        let status = store.status().await.unwrap();
        assert_eq!(status, OutboxStatus { queued: 1, undeliverable: 1 });
        let kept = vec![(mails[1].clone(), at)];
        assert_eq!(store.kept(None, 9).await.unwrap(), kept);
        assert_eq!(store.kept(Some("ana@sol.example"), 9).await.unwrap(), kept);
        assert!(store.kept(Some("eva@sol.example"), 9).await.unwrap().is_empty());
        assert!(store.lease(holder, given::after(8), given::after(9), 9).await.unwrap().is_empty());
        let again = store.lease(holder, given::after(9), given::after(10), 9).await.unwrap();
        assert_eq!((again[0].mail.id, again[0].attempts), (mails[2].id, 1));

        store.forget(given::after(4)).await.unwrap();
        assert!(store.kept(None, 9).await.unwrap().is_empty());
        assert_eq!(store.status().await.unwrap(), status);
    })
    .await;
}
