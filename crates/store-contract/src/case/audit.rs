//! The audit trail: what a commit asks for, and what it leaves.

use portero_domain::model::{
    Account, Action, AuditEntry, AuditHash, AuditObject, AuditRecord, AuditTrail, Origin, User,
};
use portero_domain::policy::{
    Actor, Denial, Permission, Permit, RefusedAttempt, Role, Scope, Standing,
};
use portero_domain::port::{Page, StoreError};
use uuid::Uuid;

use crate::Faces;
use crate::given::{Given, after, attempt, entry, noon, pages, save, trail};

const ALL: Page<i64> = Page { after: None, limit: 100 };

/// Committing appends an entry to its scope's chain, with all that it tells.
pub async fn an_entry_is_appended_to_the_chain_of_its_scope(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let key = given.new_service_key(&account);
    let id = key.aggregate().id;
    let standing = Standing::of(Role::Owner);
    let permit = Permit::on_account(
        Actor::User(owner.id),
        account.id,
        &standing,
        Permission::ServiceKeysManage,
    );
    let origin = Origin { network: Some("192.0.2.7".to_owned()) };
    let entry = AuditEntry::new(
        permit.expect("the owner may"),
        Action::ServiceKeyCreate,
        AuditObject::ServiceKey(id),
        origin,
        after(5),
    );

    let mut unit = faces.begin().await;
    save(&mut *unit, key).await;
    assert_eq!(unit.commit(entry.with("scopes", &"access.check").into()).await, Ok(()));

    let records = chain(faces, account.id.as_uuid()).await;
    let [first, last] = &records[..] else { panic!("two records: {records:?}") };
    assert_eq!(last.scope, account.id.as_uuid());
    assert_eq!((last.number, last.at), (2, after(5)));
    assert_eq!((last.actor_kind.as_str(), last.actor_id), ("user", Some(owner.id.as_uuid())));
    assert_eq!(last.action, "service_key.create");
    assert_eq!((last.object_kind.as_str(), last.object_id), ("service_key", Some(id.as_uuid())));
    assert_eq!(last.ground, "permission:service_keys.manage");
    assert_eq!(last.network.as_deref(), Some("192.0.2.7"));
    assert_eq!(last.details.get("scopes").map(String::as_str), Some("access.check"));
    assert_eq!(last.previous, first.hash);
}

/// A chain can be verified from its first record to its head.
pub async fn a_chain_can_be_verified(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    for _ in 0..3 {
        given.saved(given.new_service_key(&account)).await;
    }

    for scope in [Scope::Account(account.id).key(), Scope::Installation.key()] {
        let records = chain(faces, scope).await;
        let end = verify(faces, &records);
        let heads = faces.directory.audit_heads(Page { after: None, limit: 10 }).await;
        let heads = heads.expect("an answer");
        let head = heads.iter().find(|head| head.scope == scope).expect("a head");
        assert_eq!(Some(head.number), records.last().map(|record| record.number));
        assert_eq!(head.hash, end);
    }
}

/// Heads come by scope key, a page at a time, one for each scope that has a chain.
pub async fn heads_come_by_scope_a_page_at_a_time(faces: &Faces) {
    let given = Given::new(faces);
    let mut scopes = vec![Scope::Installation.key()];
    for _ in 0..4 {
        scopes.push(given.account().await.0.id.as_uuid());
    }
    scopes.sort_unstable();

    let found = pages(None, 2, async |after| {
        let heads = faces.directory.audit_heads(Page { after, limit: 2 }).await;
        heads.expect("an answer").iter().map(|head| head.scope).collect()
    })
    .await;
    assert_eq!(found, scopes);
}

/// A unit of work that writes to several scopes leaves an entry on each one's chain.
pub async fn each_scope_that_was_written_to_gets_its_entry(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let before = chain(faces, Scope::Installation.key()).await.len();

    let mut unit = faces.begin().await;
    save(&mut *unit, given.new_service_key(&account)).await;
    save(&mut *unit, given.new_session(&owner, noon())).await;
    save(&mut *unit, given.new_session(&owner, noon())).await;
    let scopes = [Scope::Account(account.id), Scope::Installation];
    assert_eq!(unit.commit(trail(&scopes)).await, Ok(()));

    assert_eq!(chain(faces, account.id.as_uuid()).await.len(), 2);
    assert_eq!(chain(faces, Scope::Installation.key()).await.len(), before + 1);
}

/// A change whose scope has no entry is refused, and nothing stays.
pub async fn a_change_without_an_entry_is_unaudited(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let is_refused = async |trail| unaudited(faces, &given, &account, &owner, trail).await;
    is_refused(trail(&[Scope::Account(account.id)])).await;
    is_refused(trail(&[Scope::Installation])).await;
}

/// An entry for a scope that was not written to is refused, and nothing stays.
pub async fn an_entry_without_a_change_is_unaudited(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let scopes = [Scope::Installation, Scope::Account(account.id), Scope::Account(other.id)];
    unaudited(faces, &given, &account, &owner, trail(&scopes)).await;
    assert_eq!(chain(faces, other.id.as_uuid()).await.len(), 1);
}

/// An entry of another account's, instead of one's own, is refused, and nothing stays.
pub async fn an_entry_of_a_foreign_scope_is_unaudited(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let scopes = [Scope::Installation, Scope::Account(other.id)];
    unaudited(faces, &given, &account, &owner, trail(&scopes)).await;
    assert_eq!(chain(faces, other.id.as_uuid()).await.len(), 1);
}

/// Two entries for one scope are refused, and nothing stays.
pub async fn two_entries_for_one_scope_are_unaudited(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let own = Scope::Account(account.id);
    unaudited(faces, &given, &account, &owner, trail(&[Scope::Installation, own, own])).await;
}

/// With nothing written, any trail is refused.
pub async fn nothing_written_is_unaudited(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    for scope in [Scope::Account(account.id), Scope::Installation] {
        let before = chain(faces, scope.key()).await;
        let mut unit = faces.begin().await;
        unit.accounts().lock(account.id).await.expect("locked").expect("an account");
        assert_eq!(unit.commit(entry(scope).into()).await, Err(StoreError::Unaudited));
        assert_eq!(chain(faces, scope.key()).await, before);
    }
}

/// A mail about an account counts as a write to its scope.
pub async fn a_mail_counts_as_a_write_to_its_account(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let mut mail = given.new_mail("x@a.example", noon());
    mail.account_id = Some(account.id);

    let mut unit = faces.begin().await;
    unit.outbox().enqueue(vec![mail.clone()]).await.expect("enqueued");
    let foreign = unit.commit(trail(&[Scope::Installation])).await;
    assert_eq!(foreign, Err(StoreError::Unaudited));
    assert_eq!(faces.outbox.status().await.map(|status| status.queued), Ok(0));

    let mut unit = faces.begin().await;
    unit.outbox().enqueue(vec![mail]).await.expect("enqueued");
    assert_eq!(unit.commit(trail(&[Scope::Account(account.id)])).await, Ok(()));
    assert_eq!(faces.outbox.status().await.map(|status| status.queued), Ok(1));
}

/// A mail about no account counts as a write to the installation.
pub async fn a_mail_about_no_account_counts_as_a_write_to_the_installation(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let mut unit = faces.begin().await;
    save(&mut *unit, given.new_service_key(&account)).await;
    unit.outbox().enqueue(vec![given.new_mail("x@a.example", noon())]).await.expect("enqueued");
    let incomplete = unit.commit(trail(&[Scope::Account(account.id)])).await;
    assert_eq!(incomplete, Err(StoreError::Unaudited));
    assert_eq!(faces.outbox.status().await.map(|status| status.queued), Ok(0));
}

/// A refused attempt is put on the account's chain, and makes no event.
pub async fn a_refusal_is_put_on_the_chain_and_makes_no_event(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let scope = account.id.as_uuid();
    let events = faces.directory.events(scope, ALL).await;
    let denial = Denial::not_a_member(Permission::UsersInvite);
    let refused = RefusedAttempt::new(account.id, Actor::User(owner.id), denial);
    let origin = Origin { network: Some("192.0.2.9".to_owned()) };

    assert_eq!(faces.store.record_refusal(refused, origin, after(3)).await, Ok(()));

    let records = chain(faces, scope).await;
    verify(faces, &records);
    let last = records.last().expect("a record");
    assert_eq!((last.number, last.at), (2, after(3)));
    assert_eq!(
        (last.action.as_str(), last.actor_id),
        ("attempt.refused", Some(owner.id.as_uuid()))
    );
    assert_eq!(last.ground, "permission:users.invite");
    assert_eq!(last.network.as_deref(), Some("192.0.2.9"));
    assert_eq!(faces.directory.events(scope, ALL).await, events);
    given.saved(given.new_service_key(&account)).await;
    verify(faces, &chain(faces, scope).await);
}

/// A question that was answered is put on the chain of its scope, and makes no event.
pub async fn a_question_is_put_on_the_chain_and_makes_no_event(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    for scope in [Scope::Account(account.id), Scope::Installation] {
        let events = faces.directory.events(scope.key(), ALL).await;
        let before = chain(faces, scope.key()).await.len();
        let permit = Permit::for_operator(scope);
        let origin = Origin { network: Some("192.0.2.9".to_owned()) };
        let object = AuditObject::Account(account.id);
        let asked = AuditEntry::new(permit, Action::ContactVerify, object, origin, after(3));

        assert_eq!(faces.store.record(asked.with("answer", &"no")).await, Ok(()));

        let records = chain(faces, scope.key()).await;
        verify(faces, &records);
        assert_eq!(records.len(), before + 1);
        let last = records.last().expect("a record");
        assert_eq!((last.action.as_str(), last.at), ("contact.verify", after(3)));
        assert_eq!((last.object_kind.as_str(), last.object_id), ("account", object.id()));
        assert_eq!(last.network.as_deref(), Some("192.0.2.9"));
        assert_eq!(last.details.get("answer").map(String::as_str), Some("no"));
        assert_eq!(faces.directory.events(scope.key(), ALL).await, events);
    }
    given.saved(given.new_service_key(&account)).await;
    verify(faces, &chain(faces, account.id.as_uuid()).await);
}

/// What was refused as unaudited can be tried again from the start.
pub async fn what_was_unaudited_can_be_tried_again(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let change = given.new_service_key(&account);
    let mut unit = faces.begin().await;
    save(&mut *unit, change.clone()).await;
    let refused = unit.commit(trail(&[Scope::Installation])).await;
    assert_eq!(refused, Err(StoreError::Unaudited));
    assert_eq!(attempt(faces, change).await, Ok(()));
}

/// Writes to an account and the installation, and sees the commit refused and nothing left.
async fn unaudited(
    faces: &Faces,
    given: &Given<'_>,
    account: &Account,
    owner: &User,
    trail: AuditTrail,
) {
    let scopes = [Scope::Account(account.id).key(), Scope::Installation.key()];
    let before = journals(faces, scopes).await;
    let mut unit = faces.begin().await;
    save(&mut *unit, given.new_service_key(account)).await;
    save(&mut *unit, given.new_session(owner, noon())).await;
    assert_eq!(unit.commit(trail).await, Err(StoreError::Unaudited));

    assert_eq!(journals(faces, scopes).await, before, "no record and no event stays");
    assert_eq!(faces.directory.service_keys(Scope::Account(account.id)).await, Ok(vec![]));
    assert_eq!(faces.directory.sessions(owner.id).await, Ok(vec![]));
}

async fn journals(faces: &Faces, scopes: [Uuid; 2]) -> Vec<(usize, usize)> {
    let mut counts = Vec::new();
    for scope in scopes {
        let events = faces.directory.events(scope, ALL).await.expect("an answer");
        counts.push((chain(faces, scope).await.len(), events.len()));
    }
    counts
}

async fn chain(faces: &Faces, scope: Uuid) -> Vec<AuditRecord> {
    faces.directory.audit_chain(scope, ALL).await.expect("an answer")
}

/// Verifies a whole chain, and gives the hash that it ends with.
fn verify(faces: &Faces, records: &[AuditRecord]) -> AuditHash {
    let follow = |(number, previous), record: &AuditRecord| {
        let verified = record.verify(number, previous, |bytes| faces.digest.sha256(bytes));
        assert_eq!(verified, Ok(()), "{record:?}");
        (number + 1, record.hash)
    };
    records.iter().fold((1, AuditHash::ZERO), follow).1
}
