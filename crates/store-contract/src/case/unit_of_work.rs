//! The unit of work as a transaction.

use std::future::poll_fn;
use std::slice::from_ref;
use std::task::Poll;

use portero_domain::id::{CommunicationId, PasswordResetId, ServiceKeyId, SessionId};
use portero_domain::model::{
    Account, AccountAmendment, Invitation, Limits, Membership, PasswordReset, ServiceKey, Session,
    UserState,
};
use portero_domain::policy::{Offer, Role, Scope};
use portero_domain::port::{FoundAccount, MemberFilter, Page, StoreError};

use crate::Faces;
use crate::given::{Given, Write, after, attempt, name, noon, save, trail};

/// A store that can be reached says so.
pub async fn a_store_answers(faces: &Faces) {
    assert_eq!(faces.store.ping().await, Ok(()));
}

/// Dropping a unit of work rolls everything back: rows, events, mails.
pub async fn what_is_not_committed_is_rolled_back(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let newcomer = given.new_user("new@a.example");
    let sent = Invitation::send(given.new_invitation(&account, &owner, "x@a.example"), noon());
    let (invitation, user) = (sent.aggregate().clone(), newcomer.aggregate().clone());
    let events_before = events(faces, &account).await;

    let mut unit = faces.begin().await;
    save(&mut *unit, newcomer).await;
    save(&mut *unit, sent).await;
    unit.outbox().enqueue(vec![given.new_mail("x@a.example", noon())]).await.expect("enqueued");
    drop(unit);

    let mut unit = faces.begin().await;
    assert_eq!(unit.users().find(user.id).await, Ok(None));
    assert_eq!(unit.invitations().find(account.id, invitation.id).await, Ok(None));
    drop(unit);
    assert_eq!(events(faces, &account).await, events_before);
    assert_eq!(faces.outbox.status().await.map(|status| status.queued), Ok(0));
}

/// A commit makes everything visible that was written, in every face of the store.
pub async fn a_commit_makes_everything_visible(faces: &Faces) {
    let given = Given::new(faces);
    let owner = given.user("owner@a.example").await;
    let founded = given.new_account(&owner);
    let account = founded.aggregate().clone();
    let newcomer = given.new_user("new@a.example");
    let user = newcomer.aggregate().clone();
    let joined =
        Membership::join(account.id, user.id, &Offer::of(Role::Finance), None, None, noon());
    let membership = joined.aggregate().clone();

    let mut unit = faces.begin().await;
    save(&mut *unit, newcomer).await;
    save(&mut *unit, founded).await;
    save(&mut *unit, Membership::found(account.id, owner.id, noon())).await;
    save(&mut *unit, joined).await;
    unit.outbox().enqueue(vec![given.new_mail("new@a.example", noon())]).await.expect("enqueued");
    let scopes = [Scope::Installation, Scope::Account(account.id)];
    assert_eq!(unit.commit(trail(&scopes)).await, Ok(()));

    let found = faces.directory.find_account(account.id, user.id).await;
    let membership = Some(membership);
    let owner = UserState::Active;
    let expected = FoundAccount { account: account.clone(), owner, membership };
    assert_eq!(found, Ok(Some(expected)));
    assert_eq!(faces.directory.has_user(&user.email).await, Ok(true));
    assert_eq!(events(faces, &account).await, 3);
    assert_eq!(faces.outbox.status().await.map(|status| status.queued), Ok(1));
}

/// A unit of work sees its own writes, and nobody else does before the commit.
pub async fn a_unit_of_work_alone_sees_what_it_has_yet_to_commit(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let newcomer = given.new_user("new@a.example");
    let user = newcomer.aggregate().clone();
    let joined = Membership::join(account.id, user.id, &Offer::of(Role::User), None, None, noon());
    let membership = joined.aggregate().clone();

    let mut unit = faces.begin().await;
    save(&mut *unit, newcomer).await;
    save(&mut *unit, joined).await;

    assert_eq!(unit.users().find_by_email(&user.email).await, Ok(Some(user.clone())));
    assert_eq!(unit.memberships().find(account.id, user.id).await, Ok(Some(membership)));
    assert_eq!(unit.memberships().count(account.id).await, Ok(2));
    assert_eq!(faces.directory.has_user(&user.email).await, Ok(false));
    let page = Page { after: None, limit: 10 };
    let members = faces.directory.members(account.id, &MemberFilter::default(), page, noon()).await;
    assert_eq!(members.map(|members| members.len()), Ok(1));
}

/// After any error, whatever is asked of a unit of work is an error.
pub async fn after_an_error_a_unit_of_work_answers_nothing(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let mut unit = faces.begin().await;
    let taken = given.new_user(owner.email.as_shown());
    assert_eq!(taken.write(&mut *unit).await, Err(StoreError::Conflict));

    assert!(unit.accounts().lock(account.id).await.is_err());
    assert!(unit.users().find(owner.id).await.is_err());
    assert!(unit.memberships().count(account.id).await.is_err());
    assert!(unit.invitations().find_open(account.id, from_ref(&owner.email)).await.is_err());
    assert!(unit.registrations().find_open(&owner.email).await.is_err());
    assert!(unit.password_resets().find_open(owner.id).await.is_err());
    assert!(unit.sessions().find_of_user(owner.id).await.is_err());
    assert!(unit.service_keys().count_live(Scope::Account(account.id)).await.is_err());
    assert!(unit.contacts().count(account.id).await.is_err());
    assert!(unit.contacts().find_candidates(account.id).await.is_err());
    assert!(unit.memberships().find_candidates(account.id).await.is_err());
    let unknown = CommunicationId::from_uuid(given.id());
    assert!(unit.communications().find(account.id, unknown).await.is_err());
    assert!(unit.support_codes().find(account.id, owner.id).await.is_err());
    let mail = given.new_mail("x@a.example", noon());
    assert!(unit.outbox().enqueue(vec![mail]).await.is_err());
    assert!(given.new_user("other@a.example").write(&mut *unit).await.is_err());
}

/// After any error a unit of work cannot be committed, and nothing of it stays.
pub async fn after_an_error_a_commit_fails_and_leaves_nothing(faces: &Faces) {
    let given = Given::new(faces);
    let (_, owner) = given.account().await;
    let newcomer = given.new_user("new@a.example");
    let email = newcomer.aggregate().email.clone();

    let mut unit = faces.begin().await;
    save(&mut *unit, newcomer).await;
    let taken = given.new_user(owner.email.as_shown());
    assert_eq!(taken.write(&mut *unit).await, Err(StoreError::Conflict));
    assert!(unit.commit(trail(&[Scope::Installation])).await.is_err());

    assert_eq!(faces.directory.has_user(&email).await, Ok(false));
}

/// A commit that was begun is finished even if the caller goes away.
pub async fn a_commit_that_was_begun_is_finished_even_if_the_caller_goes_away(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let amendment = AccountAmendment { name: Some(name("Hotel Luna")), ..Default::default() };

    let mut unit = faces.begin().await;
    let locked = unit.accounts().lock(account.id).await.expect("locked").expect("an account");
    let change = locked.amend(amendment).expect("an open account").changed().expect("a change");
    save(&mut *unit, change).await;
    let mut commit = unit.commit(trail(&[Scope::Account(account.id)]));
    poll_fn(|context| {
        let _begun = commit.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
    drop(commit);

    // Whoever locks the account waits for the one who has it.
    let mut unit = faces.begin().await;
    let found = unit.accounts().lock(account.id).await.expect("locked").expect("an account");
    assert_eq!(found.name, name("Hotel Luna"));
}

/// An insert whose id is taken is a conflict.
pub async fn an_id_that_is_taken_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let again = given.new_account(&owner);
    given.saved(again.clone()).await;
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));

    let session = given.new_session(&owner, noon());
    given.saved(session.clone()).await;
    assert_eq!(attempt(faces, session).await, Err(StoreError::Conflict));

    let key = given.new_service_key(&account);
    given.saved(key.clone()).await;
    assert_eq!(attempt(faces, key).await, Err(StoreError::Conflict));

    let invitation = given.new_invitation(&account, &owner, "x@a.example");
    let mut elsewhere = given.new_invitation(&account, &owner, "y@a.example");
    elsewhere.id = invitation.id;
    given.saved(Invitation::send(invitation, noon())).await;
    let elsewhere = Invitation::send(elsewhere, noon());
    assert_eq!(attempt(faces, elsewhere).await, Err(StoreError::Conflict));
}

/// No two invitations, registration attempts or password resets have the same link.
pub async fn a_link_that_is_taken_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let first = given.invitation(&account, &owner, "x@a.example").await;
    let mut second = given.new_invitation(&account, &owner, "y@a.example");
    second.link = first.link;
    let second = Invitation::send(second, noon());
    assert_eq!(attempt(faces, second).await, Err(StoreError::Conflict));

    let first = given.saved(given.registration("x@a.example").attempt()).await;
    let mut second = given.registration("y@a.example");
    second.link = first.link;
    assert_eq!(attempt(faces, second.attempt()).await, Err(StoreError::Conflict));

    let first = given.saved(given.new_reset(&owner, after(60))).await;
    let id = PasswordResetId::from_uuid(given.id());
    let second = PasswordReset::request(id, owner.id, first.link, after(60), noon());
    assert_eq!(attempt(faces, second).await, Err(StoreError::Conflict));
}

/// No two sessions or service keys have the same token.
pub async fn a_token_that_is_taken_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let first = given.session(&owner, noon()).await;
    let (id, limits) = (SessionId::from_uuid(given.id()), Limits::default());
    let second = Session::start(id, owner.id, first.token, None, &limits, noon());
    assert_eq!(attempt(faces, second).await, Err(StoreError::Conflict));

    let first = given.saved(given.new_service_key(&account)).await;
    let id = ServiceKeyId::from_uuid(given.id());
    let second = ServiceKey::create(
        id,
        Scope::Account(account.id),
        name("Another"),
        first.scopes,
        first.token,
        None,
        noon(),
    );
    assert_eq!(attempt(faces, second).await, Err(StoreError::Conflict));
}

/// An instant comes back with its microseconds.
pub async fn an_instant_keeps_its_microseconds(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let at = after(1) + chrono::TimeDelta::microseconds(1);
    let session = given.session(&user, at).await;
    let found = faces.directory.sessions(user.id).await.expect("an answer");
    assert_eq!(found, [session]);
}

async fn events(faces: &Faces, account: &Account) -> usize {
    let page = Page { after: None, limit: 100 };
    faces.directory.events(account.id.as_uuid(), page).await.expect("an answer").len()
}
