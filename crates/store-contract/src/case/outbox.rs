//! The outbox and its leases.

use portero_domain::id::MailId;
use portero_domain::model::{Mail, QueuedMail};
use portero_domain::policy::Scope;
use portero_domain::port::{OutboxStatus, SendOutcome};
use uuid::Uuid;

use crate::Faces;
use crate::given::{Given, address, after, noon, trail};

const ONE: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

/// A mail is leased as it was written, the oldest first, and no more than asked for.
pub async fn mails_are_leased_oldest_first(faces: &Faces) {
    let given = Given::new(faces);
    let second = given.mail("B@a.example", after(2)).await;
    let third = given.mail("c@a.example", after(3)).await;
    let first = given.mail("a@a.example", after(1)).await;
    let queued = |mail| QueuedMail { mail, attempts: 0 };

    let leased = faces.outbox.lease(ONE, after(10), after(15), 2).await;
    assert_eq!(leased, Ok(vec![queued(first), queued(second)]));
    let leased = faces.outbox.lease(ONE, after(10), after(15), 2).await;
    assert_eq!(leased, Ok(vec![queued(third)]));
}

/// A mail under a live lease is nobody else's, nor the holder's a second time.
pub async fn a_mail_under_a_live_lease_is_not_leased_again(faces: &Faces) {
    let given = Given::new(faces);
    given.mail("a@a.example", noon()).await;
    assert_eq!(lease(faces, ONE, 1).await.len(), 1);
    assert_eq!(lease(faces, OTHER, 1).await, []);
    assert_eq!(lease(faces, ONE, 1).await, []);
    let status = OutboxStatus { queued: 1, undeliverable: 0 };
    assert_eq!(faces.outbox.status().await, Ok(status));
}

/// A lease that has run out is taken over.
pub async fn a_lease_that_has_run_out_is_taken_over(faces: &Faces) {
    let given = Given::new(faces);
    let mail = given.mail("a@a.example", noon()).await;
    lease(faces, ONE, 1).await;
    assert_eq!(lease(faces, OTHER, 5).await, []);
    assert_eq!(lease(faces, OTHER, 6).await, [mail.id]);
}

/// A lease that was lengthened lasts longer.
pub async fn a_lease_can_be_lengthened(faces: &Faces) {
    let given = Given::new(faces);
    let mail = given.mail("a@a.example", noon()).await;
    lease(faces, ONE, 1).await;
    assert_eq!(faces.outbox.renew(mail.id, ONE, after(60)).await, Ok(true));
    assert_eq!(lease(faces, OTHER, 59).await, []);
    assert_eq!(lease(faces, OTHER, 60).await, [mail.id]);
}

/// Whoever has lost a lease, or never had it, is told so when they ask to lengthen it.
pub async fn a_lost_lease_cannot_be_lengthened(faces: &Faces) {
    let given = Given::new(faces);
    let mail = given.mail("a@a.example", noon()).await;
    assert_eq!(faces.outbox.renew(mail.id, ONE, after(60)).await, Ok(false));
    lease(faces, ONE, 1).await;
    lease(faces, OTHER, 10).await;
    assert_eq!(faces.outbox.renew(mail.id, ONE, after(60)).await, Ok(false));
    assert_eq!(faces.outbox.renew(mail.id, OTHER, after(16)).await, Ok(true));
    faces
        .outbox
        .settle(mail.id, OTHER, SendOutcome::Sent { at: after(11) })
        .await
        .expect("settled");
    assert_eq!(faces.outbox.renew(mail.id, OTHER, after(60)).await, Ok(false));
    let unknown = MailId::from_uuid(given.id());
    assert_eq!(faces.outbox.renew(unknown, ONE, after(60)).await, Ok(false));
}

/// What someone says who has lost the lease changes nothing.
pub async fn what_a_loser_settles_changes_nothing(faces: &Faces) {
    let given = Given::new(faces);
    let mail = given.mail("a@a.example", noon()).await;
    lease(faces, ONE, 1).await;
    lease(faces, OTHER, 10).await;
    for outcome in [
        SendOutcome::Sent { at: after(11) },
        SendOutcome::Kept { at: after(11) },
        SendOutcome::Failed { retry_at: after(11), problem: "no".to_owned() },
        SendOutcome::Undeliverable { at: after(11), problem: "no".to_owned() },
    ] {
        assert_eq!(faces.outbox.settle(mail.id, ONE, outcome).await, Ok(()));
    }
    let status = OutboxStatus { queued: 1, undeliverable: 0 };
    assert_eq!(faces.outbox.status().await, Ok(status));
    assert_eq!(faces.outbox.kept(None, 10).await, Ok(vec![]));
    assert_eq!(faces.outbox.renew(mail.id, OTHER, after(20)).await, Ok(true));
    let found = faces.outbox.lease(ONE, after(30), after(40), 10).await;
    assert_eq!(found, Ok(vec![QueuedMail { mail, attempts: 0 }]));
}

/// A mail that was sent waits no more, is not shown by the development mailbox, and is not
/// leased again.
pub async fn a_mail_that_was_sent_is_over(faces: &Faces) {
    let given = Given::new(faces);
    let mail = given.mail("a@a.example", noon()).await;
    settled(faces, &mail, SendOutcome::Sent { at: after(2) }).await;
    assert_eq!(faces.outbox.status().await, Ok(OutboxStatus::default()));
    assert_eq!(faces.outbox.kept(None, 10).await, Ok(vec![]));
    assert_eq!(lease(faces, OTHER, 1_000).await, []);
}

/// A mail that failed comes again when it says, as one more attempt, to anyone.
pub async fn a_mail_that_failed_comes_again_when_it_is_due(faces: &Faces) {
    let given = Given::new(faces);
    let mail = given.mail("a@a.example", noon()).await;
    let failed = |minutes| SendOutcome::Failed {
        retry_at: after(minutes),
        problem: "the server is busy".to_owned(),
    };
    settled(faces, &mail, failed(30)).await;
    let status = OutboxStatus { queued: 1, undeliverable: 0 };
    assert_eq!(faces.outbox.status().await, Ok(status));
    assert_eq!(lease(faces, OTHER, 29).await, []);
    let again = faces.outbox.lease(OTHER, after(30), after(35), 10).await;
    assert_eq!(again, Ok(vec![QueuedMail { mail: mail.clone(), attempts: 1 }]));

    faces.outbox.settle(mail.id, OTHER, failed(40)).await.expect("settled");
    let again = faces.outbox.lease(ONE, after(40), after(45), 10).await;
    assert_eq!(again, Ok(vec![QueuedMail { mail, attempts: 2 }]), "the secret is still there");
}

/// A mail that will never be delivered is counted as such, and never leased again.
pub async fn an_undeliverable_mail_is_counted(faces: &Faces) {
    let given = Given::new(faces);
    let mail = given.mail("a@a.example", noon()).await;
    given.mail("b@a.example", noon()).await;
    let outcome = SendOutcome::Undeliverable { at: after(2), problem: "no such box".to_owned() };
    settled(faces, &mail, outcome).await;
    let status = OutboxStatus { queued: 1, undeliverable: 1 };
    assert_eq!(faces.outbox.status().await, Ok(status));
    assert!(!lease(faces, OTHER, 1_000).await.contains(&mail.id));
    assert_eq!(faces.outbox.kept(None, 10).await, Ok(vec![]));
}

/// The development mailbox keeps mails with their secrets, newest first, and finds them by the
/// canonical address.
pub async fn kept_mails_come_newest_first_and_by_address(faces: &Faces) {
    let given = Given::new(faces);
    let first = given.mail("Ana@A.example", noon()).await;
    let second = given.mail("eva@a.example", noon()).await;
    let third = given.mail("ana@a.example", noon()).await;
    settled(faces, &first, SendOutcome::Kept { at: after(2) }).await;
    settled(faces, &second, SendOutcome::Kept { at: after(3) }).await;
    faces.outbox.settle(third.id, ONE, SendOutcome::Kept { at: after(4) }).await.expect("settled");

    let (first, second) = ((first, after(2)), (second, after(3)));
    let third = (third, after(4));
    let all = vec![third.clone(), second, first.clone()];
    assert_eq!(faces.outbox.kept(None, 10).await, Ok(all.clone()));
    assert_eq!(faces.outbox.kept(None, 2).await, Ok(all[..2].to_vec()));
    let ana = faces.outbox.kept(Some("ana@a.example"), 10).await;
    assert_eq!(ana, Ok(vec![third, first]));
    assert_eq!(faces.outbox.kept(Some("nobody@a.example"), 10).await, Ok(vec![]));
    assert_eq!(faces.outbox.status().await, Ok(OutboxStatus::default()));
    assert_eq!(lease(faces, OTHER, 1_000).await, []);
}

/// Mails of an account to an address are taken back, whatever has come of them; those to others,
/// and of others to the same address, stay. Of one that is being sent, nothing is settled any more.
pub async fn mails_to_an_address_are_taken_back(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let of_account = async |to: &str| {
        let mail = Mail { account_id: Some(account.id), ..given.new_mail(to, noon()) };
        let mut unit = faces.begin().await;
        unit.outbox().enqueue(vec![mail.clone()]).await.expect("enqueued");
        unit.commit(trail(&[Scope::Account(account.id)])).await.expect("committed");
        mail
    };
    let undeliverable = of_account("Carla@d.example").await;
    let outcome = SendOutcome::Undeliverable { at: after(2), problem: "no such box".to_owned() };
    settled(faces, &undeliverable, outcome).await;
    let kept = of_account("carla@d.example").await;
    settled(faces, &kept, SendOutcome::Kept { at: after(2) }).await;
    let queued = of_account("carla@d.example").await;
    let to_another = of_account("eva@d.example").await;
    let of_another = given.mail("carla@d.example", noon()).await;
    assert!(lease(faces, ONE, 3).await.contains(&queued.id));

    let mut unit = faces.begin().await;
    unit.outbox().recall(account.id, &address("carla@D.example")).await.expect("taken back");
    unit.commit(trail(&[Scope::Account(account.id)])).await.expect("committed");

    assert_eq!(faces.outbox.kept(None, 10).await, Ok(vec![]));
    let outcome = SendOutcome::Failed { retry_at: after(4), problem: "later".to_owned() };
    assert_eq!(faces.outbox.settle(queued.id, ONE, outcome).await, Ok(()));
    let mut left = lease(faces, OTHER, 1_000).await;
    left.sort();
    let mut others = vec![to_another.id, of_another.id];
    others.sort();
    assert_eq!(left, others);
    assert_eq!(faces.outbox.status().await, Ok(OutboxStatus { queued: 2, undeliverable: 0 }));
}

/// No mail appears before its unit of work is committed, and none of one that never is.
pub async fn a_mail_appears_with_its_commit_and_never_before(faces: &Faces) {
    let given = Given::new(faces);
    let mut unit = faces.begin().await;
    unit.outbox().enqueue(vec![given.new_mail("a@a.example", noon())]).await.expect("enqueued");
    assert_eq!(faces.outbox.status().await, Ok(OutboxStatus::default()));
    drop(unit);
    assert_eq!(lease(faces, ONE, 1).await, []);

    let batch: Vec<Mail> =
        (0..300).map(|count| given.new_mail(&format!("a{count}@a.example"), noon())).collect();
    let mut unit = faces.begin().await;
    unit.outbox().enqueue(batch.clone()).await.expect("enqueued");
    unit.commit(trail(&[Scope::Installation])).await.expect("committed");
    let leased = faces.outbox.lease(ONE, after(1), after(6), 1_000).await.expect("an answer");
    assert_eq!(leased.len(), batch.len());
}

/// Leases what is due so many minutes after noon, for five minutes.
async fn lease(faces: &Faces, holder: Uuid, minutes: i64) -> Vec<MailId> {
    let leased = faces.outbox.lease(holder, after(minutes), after(minutes + 5), 10).await;
    leased.expect("an answer").into_iter().map(|queued| queued.mail.id).collect()
}

/// Leases whatever is due and settles this mail.
async fn settled(faces: &Faces, mail: &Mail, outcome: SendOutcome) {
    faces.outbox.lease(ONE, after(1), after(6), 10).await.expect("an answer");
    faces.outbox.settle(mail.id, ONE, outcome).await.expect("settled");
}
