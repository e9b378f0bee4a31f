//! Many at once.

use std::collections::BTreeSet;

use portero_domain::id::{AccountId, InvitationId, UserId};
use portero_domain::model::{
    AccountAmendment, Action, AuditEntry, AuditObject, Membership, Origin, User, UserAmendment,
    Version,
};
use portero_domain::policy::{Offer, Permit, Role, Scope};
use portero_domain::port::{AuditFilter, MemberFilter, Page};
use uuid::Uuid;

use crate::Faces;
use crate::given::{Given, after, name, noon, save, together, trail};

/// Those who lock the same account wait for each other: each reads what the one before wrote, and
/// none meets a conflict.
pub async fn those_who_lock_one_account_wait_for_each_other(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let rename = |count| rename(faces.clone(), account.id, format!("Hotel {count}"));
    let written = together((0..16).map(rename).collect()).await;

    let versions: BTreeSet<Version> = written.into_iter().collect();
    let expected: BTreeSet<Version> = (2..=17).map(Version::from_i64).collect();
    assert_eq!(versions, expected);
    let mut numbers = Vec::new();
    let page = Page { after: None, limit: 100 };
    for event in faces.directory.events(account.id.as_uuid(), page).await.expect("an answer") {
        numbers.push(event.number);
    }
    assert_eq!(numbers, (1..=18).collect::<Vec<_>>());
}

/// Those who lock the same user wait for each other too.
pub async fn those_who_lock_one_user_wait_for_each_other(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let call = |count| call_them(faces.clone(), user.id, format!("Ana {count}"));
    let written = together((0..16).map(call).collect()).await;

    let versions: BTreeSet<Version> = written.into_iter().collect();
    let expected: BTreeSet<Version> = (2..=17).map(Version::from_i64).collect();
    assert_eq!(versions, expected);
}

/// 64 simultaneous accepts give one membership, one event of each kind and one audit entry.
pub async fn sixty_four_simultaneous_accepts_are_one(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("x@a.example").await;
    let invitation = given.invitation(&account, &owner, "x@a.example").await;

    let accept = |_| accept(faces.clone(), account.id, invitation.id, user.clone());
    let accepted = together((0..64).map(accept).collect()).await;

    assert_eq!(accepted.into_iter().filter(|accepted| *accepted).count(), 1);
    assert_eq!(faces.begin().await.memberships().count(account.id).await, Ok(2));
    let names = event_names(faces, account.id.as_uuid()).await;
    let count = |sought: &str| names.iter().filter(|name| *name == sought).count();
    assert_eq!(count("invitation_accepted"), 1);
    assert_eq!(count("member_joined"), 2, "the owner's and the new member's");
    let accepts =
        AuditFilter { action: Some("invitation.accept".to_owned()), ..AuditFilter::default() };
    let page = Page { after: None, limit: 100 };
    let records = faces.directory.audit_records(account.id.as_uuid(), &accepts, page).await;
    assert_eq!(records.map(|records| records.len()), Ok(1));
}

/// Two simultaneous transfers leave one owner, and only one of them takes place.
pub async fn two_simultaneous_transfers_leave_one_owner(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let heirs = [given.user("ana@a.example").await, given.user("eva@a.example").await];
    for heir in &heirs {
        given.member(&account, heir, Offer::of(Role::Administrator)).await;
    }

    let transfer = |heir: &User| transfer(faces.clone(), account.id, owner.id, heir.id);
    let transferred = together(heirs.iter().map(transfer).collect()).await;

    let winners: Vec<UserId> =
        heirs.iter().zip(&transferred).filter(|(_, won)| **won).map(|(heir, _)| heir.id).collect();
    assert_eq!(winners.len(), 1, "{transferred:?}");
    let owners = MemberFilter { role: Some(Role::Owner), ..MemberFilter::default() };
    let page = Page { after: None, limit: 10 };
    let found = faces.directory.members(account.id, &owners, page, noon()).await;
    let found: Vec<UserId> = found.expect("an answer").iter().map(|row| row.user.id).collect();
    assert_eq!(found, winners);
}

/// Those who work on different accounts all succeed.
pub async fn those_who_work_on_different_accounts_all_succeed(faces: &Faces) {
    let given = Given::new(faces);
    let mut accounts = Vec::new();
    for _ in 0..16 {
        accounts.push(given.account().await.0);
    }
    let rename = |account: AccountId| rename(faces.clone(), account, "Hotel Luna".to_owned());
    let written = together(accounts.iter().map(|account| rename(account.id)).collect()).await;
    assert!(written.iter().all(|version| *version == Version::from_i64(2)));
}

/// Those who write to the installation at once leave no gap in its numbers, nor in its chain.
pub async fn those_who_write_to_the_installation_at_once_leave_no_gap(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let sign_in = |minute| {
        let (faces, session) = (faces.clone(), given.new_session(&user, after(minute)));
        async move {
            let mut unit = faces.begin().await;
            save(&mut *unit, session).await;
            unit.commit(trail(&[Scope::Installation])).await
        }
    };
    let signed_in = together((0..16).map(sign_in).collect()).await;
    assert!(signed_in.iter().all(Result::is_ok), "{signed_in:?}");

    let scope = Scope::Installation.key();
    let page = Page { after: None, limit: 100 };
    let events = faces.directory.events(scope, page).await.expect("an answer");
    let records = faces.directory.audit_chain(scope, page).await.expect("an answer");
    let expected: Vec<i64> = (1..=17).collect();
    assert_eq!(events.iter().map(|event| event.number).collect::<Vec<_>>(), expected);
    assert_eq!(records.iter().map(|record| record.number).collect::<Vec<_>>(), expected);
    assert!(records.windows(2).all(|pair| pair[1].previous == pair[0].hash));
}

/// No mail is leased by two workers at once.
pub async fn no_mail_is_leased_by_two_at_once(faces: &Faces) {
    let given = Given::new(faces);
    for count in 0..20 {
        given.mail(&format!("a{count}@a.example"), noon()).await;
    }
    let lease = |holder| {
        let faces = faces.clone();
        async move { faces.outbox.lease(Uuid::from_u128(holder), after(1), after(6), 5).await }
    };
    let leased = together((1..=8).map(lease).collect()).await;
    let leased = leased.into_iter().flat_map(|mails| mails.expect("an answer"));
    let leased: Vec<_> = leased.map(|queued| queued.mail.id).collect();
    let distinct: BTreeSet<_> = leased.iter().collect();
    assert_eq!(distinct.len(), leased.len(), "no mail twice");
}

/// Renames an account after reading it anew, and gives the version that this made.
async fn call_them(faces: Faces, id: UserId, first_name: String) -> Version {
    let mut unit = faces.begin().await;
    let user = unit.users().lock(id).await.expect("locked").expect("a user");
    let amendment =
        UserAmendment { first_name: Some(name(&first_name)), ..UserAmendment::default() };
    let change = user.amend(amendment).changed().expect("a change");
    let version = change.aggregate().version;
    unit.users().save(change).await.expect("nobody is faster");
    let object = AuditObject::User(id);
    let permit = Permit::for_oneself(id);
    let entry = AuditEntry::new(permit, Action::ProfileUpdate, object, Origin::default(), noon());
    unit.commit(entry.into()).await.expect("committed");
    version
}

async fn rename(faces: Faces, account: AccountId, to: String) -> Version {
    let mut unit = faces.begin().await;
    let found = unit.accounts().lock(account).await.expect("locked").expect("an account");
    let amendment = AccountAmendment { name: Some(name(&to)), ..AccountAmendment::default() };
    let change = found.amend(amendment).expect("open").changed().expect("another name");
    let version = change.aggregate().version;
    save(&mut *unit, change).await;
    unit.commit(trail(&[Scope::Account(account)])).await.expect("nobody was faster");
    version
}

/// Accepts an invitation as a use case does, and tells whether it was this call that did it.
async fn accept(faces: Faces, account: AccountId, id: InvitationId, user: User) -> bool {
    let mut unit = faces.begin().await;
    unit.accounts().lock(account).await.expect("locked").expect("an account");
    let found = unit.invitations().find(account, id).await.expect("an answer");
    let invitation = found.expect("an invitation");
    let offer = invitation.terms.offer;
    let confirmed = user.confirmed_address();
    let permit = Permit::for_invitee(user.id, account, id, &invitation.email, confirmed);
    let Some(change) = invitation.accept(user.id, after(1)).expect("open or mine").changed() else {
        return false;
    };
    save(&mut *unit, change).await;
    save(&mut *unit, Membership::join(account, user.id, &offer, None, None, after(1))).await;
    let permit = permit.expect("the address is theirs");
    let object = AuditObject::Invitation(id);
    let entry =
        AuditEntry::new(permit, Action::InvitationAccept, object, Origin::default(), after(1));
    unit.commit(entry.into()).await.expect("nobody was faster");
    true
}

/// Hands an account over, if it is still this owner's, and tells whether it was.
async fn transfer(faces: Faces, account: AccountId, from: UserId, to: UserId) -> bool {
    let mut unit = faces.begin().await;
    let locked = unit.accounts().lock(account).await.expect("locked").expect("an account");
    let owner = unit.memberships().find_owner(account).await.expect("an answer");
    let owner = owner.expect("an owner");
    if owner.user_id != from {
        return false;
    }
    let heir = unit.memberships().find(account, to).await.expect("an answer").expect("a member");
    save(&mut *unit, locked.transfer_ownership(from, to).expect("open")).await;
    save(&mut *unit, owner.hand_over().expect("the owner")).await;
    save(&mut *unit, heir.take_over().expect("an active member")).await;
    unit.commit(trail(&[Scope::Account(account)])).await.expect("nobody was faster");
    true
}

async fn event_names(faces: &Faces, scope: Uuid) -> Vec<String> {
    let page = Page { after: None, limit: 100 };
    let events = faces.directory.events(scope, page).await.expect("an answer");
    events.into_iter().map(|event| event.name).collect()
}
