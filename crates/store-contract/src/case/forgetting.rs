//! Forgetting what has long been over.

use portero_domain::model::{Delivery, SupportCode};
use portero_domain::policy::{Actor, Scope};
use portero_domain::port::{KeptAnswer, OutboxStatus, Page, RequestKey, SendOutcome};
use uuid::Uuid;

use crate::Faces;
use crate::given::{Given, after, noon, save, trail};

const HOLDER: Uuid = Uuid::from_u128(1);

/// Sessions that ran out are forgotten, others not.
pub async fn sessions_that_ran_out_are_forgotten(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let over = given.session(&user, after(-100_000)).await;
    let live = given.session(&user, noon()).await;
    assert!(over.expires_at < noon() && live.expires_at > noon());
    assert_eq!(faces.store.forget(noon()).await, Ok(()));
    assert_eq!(faces.directory.sessions(user.id).await, Ok(vec![live]));
}

/// Attempts and resets that ran out are forgotten, whether or not they ended first; others not.
pub async fn attempts_and_resets_that_ran_out_are_forgotten(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let attempted = |expires| {
        let mut registration = given.registration("new@a.example");
        registration.created_at = after(-100);
        registration.expires_at = after(expires);
        registration.attempt()
    };
    let over = given.saved(attempted(-50)).await;
    let ended = given.saved(attempted(-50)).await;
    let ended = given.saved(ended.supersede().expect("open").changed().expect("new")).await;
    let open = given.saved(attempted(50)).await;
    let reset_over = given.saved(given.new_reset(&user, after(-50))).await;
    let reset_open = given.saved(given.new_reset(&user, after(50))).await;

    assert_eq!(faces.store.forget(noon()).await, Ok(()));

    let mut unit = faces.begin().await;
    for gone in [over.link, ended.link] {
        assert_eq!(unit.registrations().find_by_link(&gone).await, Ok(None));
    }
    assert_eq!(unit.registrations().find_by_link(&open.link).await, Ok(Some(open)));
    assert_eq!(unit.password_resets().find_by_link(&reset_over.link).await, Ok(None));
    let found = unit.password_resets().find_by_link(&reset_open.link).await;
    assert_eq!(found, Ok(Some(reset_open)));
}

/// Answers that were kept for long enough are forgotten, others not.
pub async fn old_answers_are_forgotten(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let request = |key: &str| RequestKey {
        actor: Actor::User(user.id),
        operation: "POST /v1/accounts".to_owned(),
        key: key.to_owned(),
    };
    let mut unit = faces.begin().await;
    save(&mut *unit, given.new_session(&user, noon())).await;
    for (key, at) in [("old", after(-1)), ("new", after(1))] {
        let answer = KeptAnswer { request: [7; 32], answer: "done".to_owned(), at };
        unit.answers().keep(request(key), answer, after(-10_000)).await.expect("kept");
    }
    unit.commit(trail(&[Scope::Installation])).await.expect("committed");

    assert_eq!(faces.store.forget(noon()).await, Ok(()));

    let mut unit = faces.begin().await;
    let long_ago = after(-10_000);
    assert_eq!(unit.answers().find(&request("old"), long_ago).await, Ok(None));
    assert!(unit.answers().find(&request("new"), long_ago).await.expect("an answer").is_some());
}

/// Mails that were sent or kept long ago are forgotten; none that was not delivered ever is.
pub async fn only_delivered_mails_are_forgotten(faces: &Faces) {
    let given = Given::new(faces);
    let mut mails = Vec::new();
    for count in 0..4 {
        mails.push(given.mail(&format!("a{count}@a.example"), after(-100)).await.id);
    }
    faces.outbox.lease(HOLDER, after(-50), after(-40), 10).await.expect("an answer");
    let problem = "no such box".to_owned();
    let outcomes = [
        SendOutcome::Kept { at: after(-45) },
        SendOutcome::Kept { at: after(45) },
        SendOutcome::Undeliverable { at: after(-45), problem },
    ];
    for (mail, outcome) in mails.iter().zip(outcomes) {
        faces.outbox.settle(*mail, HOLDER, outcome).await.expect("settled");
    }

    assert_eq!(faces.store.forget(noon()).await, Ok(()));

    let kept = faces.outbox.kept(None, 10).await.expect("an answer");
    assert_eq!(kept.iter().map(|(mail, _)| mail.id).collect::<Vec<_>>(), [mails[1]]);
    let status = OutboxStatus { queued: 1, undeliverable: 1 };
    assert_eq!(faces.outbox.status().await, Ok(status));
}

/// Support codes that ran out are forgotten, whatever became of them; others not.
pub async fn support_codes_that_ran_out_are_forgotten(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, stranger) = given.account().await;
    let live = given.support_code(&account, &owner).await;
    let right = live.code;
    let used = given.saved(live.check(&right, noon()).expect("open")).await;
    let over = given.new_code(&other, &stranger, after(-1));
    given.saved(SupportCode::issue(over, None)).await;

    assert_eq!(faces.store.forget(noon()).await, Ok(()));

    let mut unit = faces.begin().await;
    assert_eq!(unit.support_codes().find(account.id, owner.id).await, Ok(Some(used)));
    assert_eq!(unit.support_codes().find(other.id, stranger.id).await, Ok(None));
}

/// A communication outlives its mails: what became of each is told still.
pub async fn a_communication_outlives_its_mails(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let sent = given.communication(&account, &owner, &["a@d.example"]).await;
    faces.outbox.lease(HOLDER, after(1), after(6), 10).await.expect("an answer");
    let outcome = SendOutcome::Kept { at: after(2) };
    faces.outbox.settle(sent.addressees[0].mail_id, HOLDER, outcome).await.expect("settled");
    assert_eq!(faces.outbox.kept(None, 10).await.map(|kept| kept.len()), Ok(1));

    assert_eq!(faces.store.forget(after(100)).await, Ok(()));

    assert_eq!(faces.outbox.kept(None, 10).await, Ok(vec![]));
    let found = faces.directory.find_communication(account.id, sent.id).await;
    let found = found.expect("an answer").expect("a communication");
    assert_eq!(found.addressees[0].delivery, Delivery::Sent { at: after(2) });
}

/// Nothing of the audit trail, the events, the users or the invitations is ever forgotten.
pub async fn nothing_on_record_is_forgotten(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let invitation = given.invitation(&account, &owner, "x@a.example").await;
    let all = Page { after: None, limit: 100 };
    let scopes = [Scope::Account(account.id).key(), Scope::Installation.key()];
    let record = async || {
        let mut found = Vec::new();
        for scope in scopes {
            found.push((
                faces.directory.audit_chain(scope, all).await.expect("an answer"),
                faces.directory.events(scope, all).await.expect("an answer"),
            ));
        }
        found
    };
    let before = record().await;

    assert_eq!(faces.store.forget(after(10_000_000)).await, Ok(()));

    assert_eq!(record().await, before);
    assert_eq!(faces.directory.has_user(&owner.email).await, Ok(true));
    let found = faces.begin().await.invitations().find(account.id, invitation.id).await;
    assert_eq!(found, Ok(Some(invitation)));
}
