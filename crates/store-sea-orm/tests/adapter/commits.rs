//! Commits: many at once, interrupted ones, and what they leave behind.

use std::time::Duration;

use portero_domain::model::{AccountAmendment, AuditHash, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{Digest, Directory, Page, Store, StoreError};
use tokio::time::timeout;

use crate::database::{Sha256, on_each_database};
use crate::given;

const ALL: Page<i64> = Page { after: None, limit: 1_000 };

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_writers_of_one_account_wait_for_each_other_and_none_is_turned_away() {
    on_each_database(async |opened| {
        let owner = given::user(&opened.store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(&opened.store, &owner).await;
        let writers: Vec<_> = (0..64)
            .map(|number| {
                let (store, id) = (opened.store.clone(), account.id);
                tokio::spawn(async move {
                    let mut unit = store.begin().await?;
                    let account = unit.accounts().lock(id).await?.expect("it is there");
                    let name = Some(given::name(&format!("Hotel {number}")));
                    let amendment = AccountAmendment { name, ..AccountAmendment::default() };
                    let amended = account.amend(amendment).expect("it is open").changed();
                    unit.accounts().save(amended.expect("the name is new")).await?;
                    unit.commit(given::trail(Scope::Account(id))).await
                })
            })
            .collect();
        for writer in writers {
            assert_eq!(writer.await.unwrap(), Ok(()));
        }
        let scope = account.id.as_uuid();
        let events = opened.store.events(scope, ALL).await.unwrap();
        let numbers: Vec<i64> = events.iter().map(|event| event.number).collect();
        assert_eq!(numbers, (1..=66).collect::<Vec<i64>>());
        let mut previous = AuditHash::ZERO;
        for (number, record) in (1..).zip(opened.store.audit_chain(scope, ALL).await.unwrap()) {
            record.verify(number, previous, |bytes| Sha256.sha256(bytes)).unwrap();
            previous = record.hash;
        }
        let heads = opened.store.audit_heads(Page { after: None, limit: 10 }).await.unwrap();
        let head = heads.iter().find(|head| head.scope == scope).unwrap();
        assert_eq!((head.number, head.hash), (65, previous));
    })
    .await;
}

// On one thread, so that the commit cannot be over before its caller has gone.
#[tokio::test]
async fn a_commit_that_was_begun_is_finished_though_its_caller_goes_away() {
    on_each_database(async |opened| {
        let owner = given::user(&opened.store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(&opened.store, &owner).await;
        let mut unit = opened.store.begin().await.unwrap();
        let change = given::invitation(&account, &owner, "new@sol.example");
        let id = change.aggregate().id;
        unit.invitations().save_all(vec![change]).await.unwrap();
        let commit = unit.commit(given::trail(Scope::Account(account.id)));
        assert!(timeout(Duration::ZERO, commit).await.is_err());
        let is_finished = async || {
            while opened.store.find_invitation(account.id, id).await.unwrap().is_none() {
                tokio::task::yield_now().await;
            }
        };
        assert!(timeout(Duration::from_secs(10), is_finished()).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_a_unit_of_work_rolls_back_and_lets_the_next_begin() {
    on_each_database(async |opened| {
        let owner = given::user(&opened.store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(&opened.store, &owner).await;
        for _ in 0..20 {
            let mut unit = opened.store.begin().await.unwrap();
            let change = given::invitation(&account, &owner, "new@sol.example");
            unit.invitations().save_all(vec![change]).await.unwrap();
        }
        let unit = timeout(Duration::from_secs(5), opened.store.begin()).await.unwrap().unwrap();
        drop(unit);
        given::invited(&opened.store, &account, &owner, "new@sol.example").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_invitations_are_one_commit_and_their_old_links_are_kept() {
    on_each_database(async |opened| {
        let owner = given::user(&opened.store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(&opened.store, &owner).await;
        let scope = Scope::Account(account.id);
        let changes: Vec<_> = (0..1_000)
            .map(|number| given::invitation(&account, &owner, &format!("n{number}@sol.example")))
            .collect();
        let sent: Vec<_> = changes.iter().map(|change| change.aggregate().clone()).collect();
        let mut unit = opened.store.begin().await.unwrap();
        unit.invitations().save_all(changes).await.unwrap();
        unit.commit(given::trail(scope)).await.unwrap();

        let resent: Vec<_> = sent
            .iter()
            .map(|sent| {
                let sent = sent.clone();
                let resent = sent.resend(owner.id, given::hash(), given::after(99), given::noon());
                resent.unwrap().changed().unwrap()
            })
            .collect();
        assert!(resent.iter().all(|change| matches!(change.write(), Write::Update(_))));
        let new_links: Vec<_> = resent.iter().map(|change| change.aggregate().link).collect();
        let mut unit = opened.store.begin().await.unwrap();
        unit.invitations().save_all(resent).await.unwrap();
        let by_old_link = unit.invitations().find_by_link(&sent[7].link).await.unwrap().unwrap();
        assert!(by_old_link.superseded);
        assert_eq!(by_old_link.invitation.link, new_links[7]);
        let addresses: Vec<_> = sent.iter().map(|sent| sent.email.clone()).collect();
        let open = unit.invitations().find_open(account.id, &addresses).await.unwrap();
        assert_eq!(open.len(), 1_000);
        unit.commit(given::trail(scope)).await.unwrap();
        let (linked, received) =
            opened.store.find_invitation_by_link(&new_links[7]).await.unwrap().unwrap();
        assert!(!linked.superseded);
        assert_eq!(received.invited_by, "Ana López");
        let scope = account.id.as_uuid();
        let events = opened.store.events(scope, Page { after: Some(2), limit: 5_000 }).await;
        assert_eq!(events.unwrap().len(), 2_000);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_collision_the_unit_of_work_is_dead() {
    on_each_database(async |opened| {
        let owner = given::user(&opened.store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(&opened.store, &owner).await;
        given::invited(&opened.store, &account, &owner, "new@sol.example").await;
        let mut unit = opened.store.begin().await.unwrap();
        let again = given::invitation(&account, &owner, "NEW@sol.example");
        assert_eq!(unit.invitations().save_all(vec![again]).await, Err(StoreError::Conflict));
        assert_eq!(unit.users().find(owner.id).await, Err(StoreError::Dead));
        let commit = unit.commit(given::trail(Scope::Account(account.id))).await;
        assert_eq!(commit, Err(StoreError::Dead));
    })
    .await;
}
