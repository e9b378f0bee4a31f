//! The members of an account, as a list.

use chrono::{DateTime, Utc};
use portero_domain::id::UserId;
use portero_domain::model::{Account, MembershipState, User};
use portero_domain::policy::{Offer, Permission, PermissionSet, Role};
use portero_domain::port::{MemberFilter, MemberRow, Page};

use crate::Faces;
use crate::given::{Given, after, noon, pages};

/// A member is found with their user, and when they were last seen.
pub async fn a_member_is_found_with_their_user_and_presence(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("ana@a.example").await;
    let membership = given.member(&account, &user, Offer::of(Role::Finance)).await;
    let unseen = MemberRow { membership, user: user.clone(), last_seen_at: None };
    assert_eq!(faces.directory.find_member(account.id, user.id).await, Ok(Some(unseen.clone())));

    given.session(&user, after(5)).await;
    given.session(&user, after(3)).await;
    given.session(&owner, after(9)).await;
    let seen = MemberRow { last_seen_at: Some(after(5)), ..unseen };
    assert_eq!(faces.directory.find_member(account.id, user.id).await, Ok(Some(seen.clone())));
    assert_eq!(list(faces, &account, &MemberFilter::default(), noon()).await[1], seen);
    let stranger = UserId::from_uuid(given.id());
    assert_eq!(faces.directory.find_member(account.id, stranger).await, Ok(None));
}

/// Pages go by user id, and neither skip nor repeat a member while others join and leave.
pub async fn pages_of_members_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let late = given.user("late@a.example").await;
    let mut there = vec![owner.id];
    let mut leaving = Vec::new();
    for count in 0..6 {
        let user = given.user(&format!("member{count}@a.example")).await;
        let membership = given.member(&account, &user, Offer::of(Role::User)).await;
        if count == 1 { leaving.push(membership) } else { there.push(user.id) }
    }
    let after_all = given.user("later@a.example").await;

    let first = page(faces, &account, None, 3).await;
    assert_eq!(first.len(), 3);
    // One whom the first page had leaves; one joins before it, another behind.
    for membership in leaving.drain(..) {
        assert!(first.contains(&membership.user_id));
        given.saved(membership.remove().expect("no owner")).await;
    }
    given.member(&account, &late, Offer::of(Role::User)).await;
    given.member(&account, &after_all, Offer::of(Role::User)).await;
    let last = first.last().copied();
    let rest = pages(last, 3, async |after| page(faces, &account, after, 3).await).await;
    let found = [first, rest].concat();

    assert!(found.is_sorted(), "by user id");
    let mut once = found.clone();
    once.dedup();
    assert_eq!(once, found, "nobody twice");
    assert!(there.iter().all(|id| found.contains(id)), "nobody left out who was there throughout");
}

/// A list has the members of its account whose access has not run out, suspended or not.
pub async fn a_list_leaves_out_members_whose_access_has_run_out(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let suspended = given.user("suspended@a.example").await;
    let over = given.user("over@a.example").await;
    let stranger = given.user("stranger@a.example").await;
    let member = given.member(&account, &suspended, Offer::of(Role::User)).await;
    given.saved(member.suspend().expect("no owner").changed().expect("a change")).await;
    let until = Offer { until: Some(after(60)), ..Offer::of(Role::User) };
    given.member(&account, &over, until).await;
    given.member(&other, &stranger, Offer::of(Role::User)).await;

    let ids = async |now| ids(&list(faces, &account, &MemberFilter::default(), now).await);
    assert_eq!(ids(after(59)).await, [owner.id, suspended.id, over.id]);
    assert_eq!(ids(after(60)).await, [owner.id, suspended.id]);
}

/// Words find those of whose name or address a word begins so, case and accents apart.
pub async fn words_begin_words_of_the_name_or_the_address(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let nunez = given.user_named("José", "Núñez Ávila", "jefe@mar.example").await;
    let ortega = given.user_named("Luz", "Ortega", "Luz.Ortega@sol.example").await;
    for user in [&nunez, &ortega] {
        given.member(&account, user, Offer::of(Role::User)).await;
    }
    let found = async |words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        ids(&list(faces, &account, &MemberFilter { words, ..MemberFilter::default() }, noon())
            .await)
    };
    assert_eq!(found(&["nun"]).await, [nunez.id]);
    assert_eq!(found(&["jos", "avi"]).await, [nunez.id]);
    assert_eq!(found(&["mar"]).await, [nunez.id]);
    assert_eq!(found(&["ort"]).await, [ortega.id]);
    assert_eq!(found(&["ort", "jos"]).await, [], "every word counts");
    assert_eq!(found(&["rtega"]).await, [], "a word is sought from its beginning");
}

/// A filter by role or by state finds those in it.
pub async fn members_are_found_by_role_and_by_state(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let finance = joined(&given, &account, "finance", Offer::of(Role::Finance)).await;
    let user = joined(&given, &account, "user", Offer::of(Role::User)).await;
    let suspended = joined(&given, &account, "suspended", Offer::of(Role::User)).await;
    let member = faces.directory.find_member(account.id, suspended.id).await;
    let member = member.expect("an answer").expect("a member").membership;
    given.saved(member.suspend().expect("no owner").changed().expect("a change")).await;

    let by = async |role, state| {
        let filter = MemberFilter { role, state, ..MemberFilter::default() };
        ids(&list(faces, &account, &filter, noon()).await)
    };
    assert_eq!(by(Some(Role::Owner), None).await, [owner.id]);
    assert_eq!(by(Some(Role::User), None).await, [user.id, suspended.id]);
    assert_eq!(by(None, Some(MembershipState::Suspended)).await, [suspended.id]);
    let active = by(None, Some(MembershipState::Active)).await;
    assert_eq!(active, [owner.id, finance.id, user.id]);
    assert_eq!(by(Some(Role::User), Some(MembershipState::Active)).await, [user.id]);
}

/// A filter by permission finds those whose role has it, and those to whom it was granted.
pub async fn members_are_found_by_what_they_hold(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let granted = |permissions: &[Permission]| Offer {
        grants: PermissionSet::of(permissions),
        ..Offer::of(Role::User)
    };
    let finance = joined(&given, &account, "finance", Offer::of(Role::Finance)).await;
    let payer = joined(&given, &account, "payer", granted(&[Permission::InvoicesPay])).await;
    joined(&given, &account, "reader", granted(&[Permission::InvoicesRead])).await;
    // The last permission of the table: no bit of the set may be lost.
    let last = joined(&given, &account, "last", granted(&[Permission::ServiceKeysManage])).await;

    let holding = async |permission| {
        let filter = MemberFilter { holding: Some(permission), ..MemberFilter::default() };
        ids(&list(faces, &account, &filter, noon()).await)
    };
    assert_eq!(holding(Permission::InvoicesPay).await, [owner.id, finance.id, payer.id]);
    assert_eq!(holding(Permission::ServiceKeysManage).await, [owner.id, last.id]);
    assert_eq!(holding(Permission::AccountClose).await, [owner.id]);
}

/// A page of a filtered list is full as long as there are members who are meant.
pub async fn a_filter_leaves_no_page_short(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let mut meant = Vec::new();
    for count in 0..4 {
        joined(&given, &account, &format!("user{count}"), Offer::of(Role::User)).await;
        let finance = format!("finance{count}");
        meant.push(joined(&given, &account, &finance, Offer::of(Role::Finance)).await.id);
    }
    let filter = MemberFilter { role: Some(Role::Finance), ..MemberFilter::default() };
    let first = Page { after: None, limit: 3 };
    let found = faces.directory.members(account.id, &filter, first, noon()).await;
    assert_eq!(ids(&found.expect("an answer")), meant[..3]);
}

/// Everyone on an account might receive a communication, the owner included.
pub async fn candidates_are_everyone_on_the_account(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let ana = joined(&given, &account, "ana", Offer::of(Role::Finance)).await;
    joined(&given, &other, "eva", Offer::of(Role::Finance)).await;
    let mut found = faces.directory.candidates(account.id).await.expect("an answer");
    found.sort_by_key(|candidate| candidate.user.id);
    assert_eq!(found.iter().map(|one| one.user.clone()).collect::<Vec<_>>(), [owner, ana]);
    let roles: Vec<Role> = found.iter().map(|one| one.membership.role).collect();
    assert_eq!(roles, [Role::Owner, Role::Finance]);
}

async fn joined(given: &Given<'_>, account: &Account, local: &str, offer: Offer) -> User {
    let user = given.user(&format!("{local}@a.example")).await;
    given.member(account, &user, offer).await;
    user
}

async fn list(
    faces: &Faces,
    account: &Account,
    filter: &MemberFilter,
    now: DateTime<Utc>,
) -> Vec<MemberRow> {
    let page = Page { after: None, limit: 100 };
    faces.directory.members(account.id, filter, page, now).await.expect("an answer")
}

async fn page(faces: &Faces, account: &Account, after: Option<UserId>, limit: u32) -> Vec<UserId> {
    let filter = MemberFilter::default();
    let page = Page { after, limit };
    ids(&faces.directory.members(account.id, &filter, page, noon()).await.expect("an answer"))
}

fn ids(rows: &[MemberRow]) -> Vec<UserId> {
    rows.iter().map(|row| row.user.id).collect()
}
