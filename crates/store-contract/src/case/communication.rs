//! Communications, and how far they have come.

use portero_domain::id::{CommunicationId, MailId};
use portero_domain::model::{
    Addressee, Communication, Delivery, Mail, RecipientId, RecipientReason,
};
use portero_domain::policy::{Actor, Scope};
use portero_domain::port::{Page, SendOutcome, StoreError};
use uuid::Uuid;

use crate::Faces;
use crate::given::{Given, address, after, attempt, noon, pages, save, trail};

const HOLDER: Uuid = Uuid::from_u128(1);

/// A communication is found as it was saved, with its addressees in their order, in a unit of work
/// and as a list of one, on its own account only.
pub async fn a_communication_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let (mut sent, content) = {
        let change = given.new_communication(&account, &owner, &["Z@d.example", "a@d.example"]);
        let sent = change.into_parts().0;
        (sent.addressees, sent.content)
    };
    let mut owning = given.addressee(RecipientId::User(owner.id), "m@d.example");
    owning.because = RecipientReason::SomeoneMust;
    owning.may_refuse = false;
    sent.insert(1, owning);
    let id = CommunicationId::from_uuid(given.id());
    let change =
        Communication::send(id, account.id, content, Actor::User(owner.id), sent, after(1));
    let communication = given.saved(change).await;

    assert_eq!(find(faces, &communication).await, communication);
    let mut unit = faces.begin().await;
    assert_eq!(unit.communications().find(other.id, communication.id).await, Ok(None));
    let unknown = CommunicationId::from_uuid(given.id());
    assert_eq!(unit.communications().find(account.id, unknown).await, Ok(None));
    drop(unit);
    let listed = faces.directory.find_communication(account.id, communication.id).await;
    assert_eq!(listed, Ok(Some(communication.clone())));
    assert_eq!(faces.directory.find_communication(other.id, communication.id).await, Ok(None));
}

/// One by the operator, without HTML and to nobody, is found as it was saved.
pub async fn a_communication_with_nothing_optional_is_found(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let change = given.new_communication(&account, &owner, &[]);
    let mut content = change.into_parts().0.content;
    content.html = None;
    let id = CommunicationId::from_uuid(given.id());
    let sent = Communication::send(id, account.id, content, Actor::Operator, Vec::new(), noon());
    let communication = given.saved(sent).await;
    assert_eq!(find(faces, &communication).await, communication);
}

/// A communication to a thousand is one write.
pub async fn a_communication_goes_to_a_thousand(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let addresses: Vec<String> = (0..1_000).map(|count| format!("n{count}@d.example")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let communication = given.communication(&account, &owner, &addresses).await;
    assert_eq!(find(faces, &communication).await, communication);
}

/// Pages have the newest first, each with its own addressees, and neither skip nor repeat.
pub async fn pages_of_communications_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let mut sent = Vec::new();
    for count in 0..5 {
        let emails = [format!("a{count}@d.example"), format!("b{count}@d.example")];
        let emails = emails.each_ref().map(String::as_str);
        sent.push(given.communication(&account, &owner, &emails).await);
    }
    given.communication(&other, &owner, &["x@d.example"]).await;
    sent.reverse();
    let all = Page { after: None, limit: 100 };
    assert_eq!(faces.directory.communications(account.id, all).await, Ok(sent.clone()));
    let found = pages(None, 2, async |after| {
        let page = Page { after, limit: 2 };
        let found = faces.directory.communications(account.id, page).await.expect("an answer");
        found.iter().map(|one| one.id).collect()
    })
    .await;
    assert_eq!(found, sent.iter().map(|one| one.id).collect::<Vec<_>>());
}

/// What becomes of a mail is kept with its addressee, and with no other.
pub async fn a_settled_mail_is_told_of_its_addressee(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let emails =
        ["sent@d.example", "kept@d.example", "bad@d.example", "late@d.example", "wait@d.example"];
    let sent = given.communication(&account, &owner, &emails).await;
    let problem = "no such box".to_owned();
    let outcomes = [
        SendOutcome::Sent { at: after(2) },
        SendOutcome::Kept { at: after(3) },
        SendOutcome::Undeliverable { at: after(4), problem: problem.clone() },
        SendOutcome::Failed { retry_at: after(9), problem: problem.clone() },
    ];
    lease(faces).await;
    for (addressee, outcome) in sent.addressees.iter().zip(outcomes) {
        settle(faces, addressee.mail_id, outcome).await;
    }
    let expected = [
        Delivery::Sent { at: after(2) },
        Delivery::Sent { at: after(3) },
        Delivery::Undeliverable { at: after(4), problem: problem.clone() },
        Delivery::Queued { problem: Some(problem) },
        Delivery::Queued { problem: None },
    ];
    let found = find(faces, &sent).await;
    assert_eq!(deliveries(&found), expected);
    assert_eq!(found.version, sent.version, "it is no change");

    // What failed for a time and then went out has no problem any more.
    let late = sent.addressees[3].mail_id;
    faces.outbox.lease(HOLDER, after(9), after(19), 10).await.expect("an answer");
    settle(faces, late, SendOutcome::Sent { at: after(10) }).await;
    assert_eq!(deliveries(&find(faces, &sent).await)[3], Delivery::Sent { at: after(10) });
}

/// What someone says of a mail who has lost the lease, or never had it, is not told.
pub async fn what_a_loser_settles_is_not_told_of_the_addressee(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let sent = given.communication(&account, &owner, &["a@d.example"]).await;
    let mail = sent.addressees[0].mail_id;
    settle(faces, mail, SendOutcome::Sent { at: after(1) }).await;
    lease(faces).await;
    let other = Uuid::from_u128(2);
    let problem = "no".to_owned();
    for outcome in [
        SendOutcome::Sent { at: after(2) },
        SendOutcome::Failed { retry_at: after(2), problem: problem.clone() },
        SendOutcome::Undeliverable { at: after(2), problem },
    ] {
        faces.outbox.settle(mail, other, outcome).await.expect("an answer");
    }
    assert_eq!(find(faces, &sent).await, sent);
    settle(faces, mail, SendOutcome::Sent { at: after(3) }).await;
    let twice = SendOutcome::Undeliverable { at: after(4), problem: "late".to_owned() };
    settle(faces, mail, twice).await;
    assert_eq!(deliveries(&find(faces, &sent).await), [Delivery::Sent { at: after(3) }]);
}

/// An update writes those whose mail is another, and leaves what was settled meanwhile.
pub async fn a_retry_leaves_what_was_settled_meanwhile(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let sent = given.communication(&account, &owner, &["bad@d.example", "slow@d.example"]).await;
    lease(faces).await;
    let [bad, slow] = [0, 1].map(|position: usize| sent.addressees[position].mail_id);
    let problem = "no such box".to_owned();
    let given_up = SendOutcome::Undeliverable { at: after(2), problem: problem.clone() };
    settle(faces, bad, given_up).await;
    let read = find(faces, &sent).await;
    settle(faces, slow, SendOutcome::Sent { at: after(3) }).await;

    let again = MailId::from_uuid(given.id());
    let retried = read.retry(|| again).changed().expect("one had failed");
    let communication = retried.aggregate().clone();
    let mut unit = faces.begin().await;
    save(&mut *unit, retried).await;
    let mails: Vec<Mail> = given.mails_of(&communication);
    let mails = mails.into_iter().filter(|mail| mail.id == again).collect();
    unit.outbox().enqueue(mails).await.expect("enqueued");
    unit.commit(trail(&[Scope::Account(account.id)])).await.expect("committed");

    let found = find(faces, &sent).await;
    let waiting = Delivery::Queued { problem: Some(problem) };
    assert_eq!(deliveries(&found), [waiting, Delivery::Sent { at: after(3) }]);
    let mails: Vec<MailId> = found.addressees.iter().map(|one| one.mail_id).collect();
    assert_eq!(mails, [again, slow]);
    lease(faces).await;
    settle(faces, again, SendOutcome::Sent { at: after(8) }).await;
    assert_eq!(deliveries(&find(faces, &sent).await)[0], Delivery::Sent { at: after(8) });
}

/// An update of another version than the one stored is a conflict, and changes no addressee.
pub async fn an_update_of_a_stale_communication_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let mut addressee = {
        let change = given.new_communication(&account, &owner, &["bad@d.example"]);
        change.into_parts().0
    };
    addressee.addressees[0].delivery =
        Delivery::Undeliverable { at: after(1), problem: "no".to_owned() };
    let Communication { id, content, sent_by, addressees, .. } = addressee;
    let sent = Communication::send(id, account.id, content, sent_by, addressees, noon());
    let sent = given.saved(sent).await;
    let retry = || {
        let mail = MailId::from_uuid(given.id());
        sent.clone().retry(|| mail).changed().expect("one had failed")
    };
    let retried = given.saved(retry()).await;
    assert_eq!(attempt(faces, retry()).await, Err(StoreError::Conflict));
    assert_eq!(find(faces, &sent).await, retried);
}

/// A mail carries a communication to one person.
pub async fn a_mail_that_carries_another_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let sent = given.communication(&account, &owner, &["a@d.example"]).await;
    let id = CommunicationId::from_uuid(given.id());
    let (content, addressees) = (sent.content, sent.addressees);
    let other = Addressee { email: address("b@d.example"), ..addressees[0].clone() };
    let again =
        Communication::send(id, account.id, content, Actor::User(owner.id), vec![other], noon());
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
}

async fn find(faces: &Faces, communication: &Communication) -> Communication {
    let mut unit = faces.begin().await;
    let found = unit.communications().find(communication.account_id, communication.id).await;
    found.expect("an answer").expect("a communication")
}

fn deliveries(communication: &Communication) -> Vec<Delivery> {
    communication.addressees.iter().map(|one| one.delivery.clone()).collect()
}

async fn lease(faces: &Faces) {
    faces.outbox.lease(HOLDER, after(1), after(6), 10).await.expect("an answer");
}

async fn settle(faces: &Faces, mail: MailId, outcome: SendOutcome) {
    faces.outbox.settle(mail, HOLDER, outcome).await.expect("an answer");
}
