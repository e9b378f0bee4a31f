//! The audit trail as a list.

use portero_domain::model::{Account, Action, AuditEntry, AuditObject, Origin, User};
use portero_domain::policy::Permit;
use portero_domain::port::{AuditFilter, Page};

use crate::Faces;
use crate::given::{Given, after, save};

/// Records come newest first, a page at a time.
pub async fn records_come_newest_first_a_page_at_a_time(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    for minute in 1..=4 {
        write_at(faces, &given, (&account, &owner), minute, Action::AccountUpdate).await;
    }
    assert_eq!(page(faces, &account, None, 2).await, [5, 4]);
    assert_eq!(page(faces, &account, Some(4), 2).await, [3, 2]);
    assert_eq!(page(faces, &account, Some(2), 2).await, [1]);
    assert_eq!(page(faces, &account, Some(1), 2).await, [0; 0]);
}

/// The chain comes in the order in which it was written, behind a number.
pub async fn the_chain_comes_in_order_behind_a_number(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    for minute in 1..=4 {
        write_at(faces, &given, (&account, &owner), minute, Action::AccountUpdate).await;
    }
    let scope = account.id.as_uuid();
    let page = Page { after: Some(2), limit: 2 };
    let records = faces.directory.audit_chain(scope, page).await.expect("an answer");
    assert_eq!(records.iter().map(|record| record.number).collect::<Vec<_>>(), [3, 4]);
}

/// A filter finds records by actor, action and time, the end of which is not counted in.
pub async fn records_are_found_by_actor_action_and_time(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let people = (&account, &owner);
    write_at(faces, &given, people, 10, Action::AccountUpdate).await;
    write_at(faces, &given, people, 20, Action::MemberUpdate).await;
    write_at(faces, &given, people, 30, Action::MemberUpdate).await;

    let of_owner = AuditFilter { actor: Some(owner.id.as_uuid()), ..AuditFilter::default() };
    assert_eq!(found(faces, &account, of_owner).await, [4, 3, 2]);
    let of_action =
        AuditFilter { action: Some("member.update".to_owned()), ..AuditFilter::default() };
    assert_eq!(found(faces, &account, of_action).await, [4, 3]);
    let in_time =
        AuditFilter { from: Some(after(10)), to: Some(after(30)), ..AuditFilter::default() };
    assert_eq!(found(faces, &account, in_time).await, [3, 2]);
    let of_nobody = AuditFilter { actor: Some(given.id()), ..AuditFilter::default() };
    assert_eq!(found(faces, &account, of_nobody).await, [0; 0]);
}

async fn write_at(
    faces: &Faces,
    given: &Given<'_>,
    (account, owner): (&Account, &User),
    minute: i64,
    action: Action,
) {
    let permit = Permit::for_founder(owner.id, account.id);
    let object = AuditObject::Account(account.id);
    let entry = AuditEntry::new(permit, action, object, Origin::default(), after(minute));
    let mut unit = faces.begin().await;
    save(&mut *unit, given.new_service_key(account)).await;
    unit.commit(entry.into()).await.expect("committed");
}

async fn page(faces: &Faces, account: &Account, after: Option<i64>, limit: u32) -> Vec<i64> {
    let scope = account.id.as_uuid();
    let page = Page { after, limit };
    let records = faces.directory.audit_records(scope, &AuditFilter::default(), page).await;
    records.expect("an answer").iter().map(|record| record.number).collect()
}

async fn found(faces: &Faces, account: &Account, filter: AuditFilter) -> Vec<i64> {
    let page = Page { after: None, limit: 10 };
    let records = faces.directory.audit_records(account.id.as_uuid(), &filter, page).await;
    records.expect("an answer").iter().map(|record| record.number).collect()
}
