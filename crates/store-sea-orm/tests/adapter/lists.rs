//! Lists and look-ups.

use portero_domain::id::UserId;
use portero_domain::model::{InvitationStatus, Membership};
use portero_domain::policy::{Offer, Permission, PermissionSet, Role, Scope};
use portero_domain::port::{
    AccessDirectory, AccessQuestion, Asked, AskerFacts, Credential, Directory, Holder,
    InvitationFilter, MemberFilter, Page, Store, Subject,
};

use crate::database::on_each_database;
use crate::given;

#[tokio::test(flavor = "multi_thread")]
async fn members_are_found_by_words_and_by_what_they_hold() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(store, &owner).await;
        let eva = given::user(store, "eva_q@luna.example", "Eva", "Núñez-Ávila").await;
        let session = given::session(store, &eva).await;
        let grants = PermissionSet::of(&[Permission::QuotesRead, Permission::ReportsGenerate]);
        let offer = Offer { grants, ..Offer::of(Role::User) };
        let mut unit = store.begin().await.unwrap();
        let joined = Membership::join(account.id, eva.id, &offer, None, None, given::noon());
        let membership = joined.aggregate().clone();
        unit.memberships().save(joined).await.unwrap();
        assert_eq!(unit.memberships().count(account.id).await, Ok(2));
        let owner_of = unit.memberships().find_owner(account.id).await.unwrap().unwrap();
        assert_eq!(owner_of.user_id, owner.id);
        let members = [eva.email.clone(), given::address("nobody@sol.example")];
        let found = unit.memberships().find_member_addresses(account.id, &members, given::noon());
        assert_eq!(found.await.unwrap(), std::slice::from_ref(&eva.email));
        let languages = unit.users().find_languages(&members).await.unwrap();
        assert_eq!(languages, [(eva.email.clone(), eva.language)]);
        unit.commit(given::trail(Scope::Account(account.id))).await.unwrap();

        let find = async |filter: MemberFilter| {
            let page = Page { after: None, limit: 10 };
            let rows = store.members(account.id, &filter, page, given::noon()).await.unwrap();
            rows.into_iter().map(|row| row.user.id).collect::<Vec<UserId>>()
        };
        let words = |words: &[&str]| MemberFilter {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            ..MemberFilter::default()
        };
        assert_eq!(find(MemberFilter::default()).await, [owner.id, eva.id]);
        assert_eq!(find(words(&["nun", "EVA"])).await, [eva.id]);
        assert_eq!(find(words(&["avila"])).await, [eva.id]);
        assert_eq!(find(words(&["unez"])).await, []);
        assert_eq!(find(words(&["eva_q@luna"])).await, [eva.id]);
        assert_eq!(find(words(&["%"])).await, [owner.id, eva.id]);
        let holding = |permission| MemberFilter { holding: Some(permission), ..words(&[]) };
        assert_eq!(find(holding(Permission::QuotesRead)).await, [owner.id, eva.id]);
        assert_eq!(find(holding(Permission::QuotesAccept)).await, [owner.id]);

        let row = store.find_member(account.id, eva.id).await.unwrap().unwrap();
        assert_eq!((row.membership, row.user), (membership.clone(), eva.clone()));
        assert_eq!(row.last_seen_at, Some(given::noon()));
        store.note_presence(session.id, given::after(2)).await.unwrap();
        store.note_presence(session.id, given::after(1)).await.unwrap();
        let row = store.find_member(account.id, eva.id).await.unwrap().unwrap();
        assert_eq!(row.last_seen_at, Some(given::after(2)));
        assert_eq!(store.candidates(account.id).await.unwrap().len(), 2);
        let page = Page { after: None, limit: 10 };
        let enterable = store.enterable_accounts(eva.id, page, given::noon()).await.unwrap();
        assert_eq!(enterable[0].membership, membership);
        let found = store.find_account(account.id, eva.id).await.unwrap().unwrap();
        assert_eq!((found.account, found.membership), (account.clone(), Some(membership)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_statement_tells_who_asks_and_where_all_stand() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let other = given::user(store, "eva@luna.example", "Eva", "Ruiz").await;
        let account = given::account(store, &owner).await;
        let session = given::session(store, &owner).await;
        let credential = Credential::Session(session.token);
        let holder = Holder::User(Box::new((session.clone(), owner.clone())));
        assert_eq!(store.identify(credential).await.unwrap(), Some(holder));
        assert_eq!(store.identify(Credential::ServiceKey(session.token)).await.unwrap(), None);
        let subjects = [
            None,
            Some(Subject::User(owner.id)),
            Some(Subject::Email(owner.email.clone())),
            Some(Subject::User(other.id)),
            Some(Subject::Email(given::address("nobody@sol.example"))),
        ];
        for subject in subjects {
            let question = AccessQuestion { credential, account: account.id, subject, site: None };
            let facts = store.look_up(&question).await.unwrap().unwrap();
            let AskerFacts::User { session: asking, presence, person, .. } = facts.asker else {
                panic!("a user asks")
            };
            assert_eq!((asking, presence), (session.id, session.presence()));
            assert_eq!(person.user_id, owner.id);
            assert_eq!(person.access.unwrap().role, Role::Owner);
            assert_eq!(facts.account.map(|admission| admission.account), Some(account.state));
            let found = facts.subject.map(|person| (person.user_id, person.access.is_some()));
            let expected = match question.subject {
                Some(Subject::User(id)) if id == other.id => Some((id, false)),
                Some(Subject::User(id)) => Some((id, true)),
                Some(Subject::Email(address)) if address == owner.email => Some((owner.id, true)),
                None | Some(Subject::Email(_)) => None,
            };
            assert_eq!(found, expected);
        }
        let asked: Vec<Asked> = (0..1_000)
            .map(|number| Subject::Email(given::address(&format!("n{number}@sol.example"))))
            .chain([Subject::User(other.id), Subject::Email(owner.email.clone())])
            .map(|subject| Asked { subject, site: None })
            .collect();
        let found = store.look_up_all(account.id, &asked).await.unwrap();
        assert_eq!(found.iter().filter(|facts| facts.person.is_some()).count(), 2);
        assert_eq!(found[1_001].person.as_ref().unwrap().user_id, owner.id);
        assert!(store.look_up_all(account.id, &[]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_are_found_by_what_the_clock_makes_of_them() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let owner = given::user(store, "ana@sol.example", "Ana", "López").await;
        let account = given::account(store, &owner).await;
        let first = given::invited(store, &account, &owner, "a_b@luna.example").await;
        let second = given::invited(store, &account, &owner, "acb@luna.example").await;
        let count = async |filter: InvitationFilter, minutes| {
            let page = Page { after: None, limit: 10 };
            let now = given::after(minutes);
            store.invitations(account.id, &filter, page, now).await.unwrap().len()
        };
        let none = InvitationFilter::default;
        let by_status = |status| InvitationFilter { status: Some(status), ..none() };
        assert_eq!(count(by_status(InvitationStatus::Pending), 59).await, 2);
        assert_eq!(count(by_status(InvitationStatus::Expired), 59).await, 0);
        assert_eq!(count(by_status(InvitationStatus::Pending), 60).await, 0);
        assert_eq!(count(by_status(InvitationStatus::Expired), 60).await, 2);
        assert_eq!(count(by_status(InvitationStatus::Accepted), 0).await, 0);
        let part = InvitationFilter { address_part: Some("a_b@".to_owned()), ..none() };
        assert_eq!(count(part, 0).await, 1);
        let page = Page { after: Some(second.id), limit: 10 };
        let all = InvitationFilter::default();
        let behind = store.invitations(account.id, &all, page, given::noon()).await.unwrap();
        assert_eq!(behind[0].invitation, first);
        let received = store.received_invitations(&first.email, given::noon()).await.unwrap();
        assert_eq!(received[0].account_name, "Hotel Sol");
        assert!(
            store.received_invitations(&first.email, given::after(60)).await.unwrap().is_empty()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_looks_at_the_user_and_the_newest_attempt() {
    on_each_database(async |opened| {
        let store = &opened.store;
        let ana = given::user(store, "ana@sol.example", "Ana", "López").await;
        let mut unit = store.begin().await.unwrap();
        let attempts = ["Eva", "Eve"].map(|first| given::attempt("eva@sol.example", first, "Ruiz"));
        for attempt in attempts.clone() {
            unit.registrations().save(attempt.attempt()).await.unwrap();
        }
        unit.commit(given::trail(Scope::Installation)).await.unwrap();
        let facts = store.find_sign_in(&ana.email).await.unwrap();
        assert_eq!((facts.user, facts.newest_attempt), (Some(ana), None));
        let facts = store.find_sign_in(&given::address("eva@sol.example")).await.unwrap();
        assert_eq!((facts.user, facts.newest_attempt), (None, Some(attempts[1].clone())));
        let facts = store.find_sign_in(&given::address("nobody@sol.example")).await.unwrap();
        assert_eq!((facts.user, facts.newest_attempt), (None, None));
        let by_link = store.find_registration_by_link(&attempts[0].link).await.unwrap();
        assert_eq!(by_link.as_ref(), Some(&attempts[0]));
        assert!(!store.has_user(&attempts[0].email).await.unwrap());
    })
    .await;
}
