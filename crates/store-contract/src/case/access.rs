//! Who calls, and where they stand.

use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{Account, AccountState, Admission, UserState};
use portero_domain::policy::{Offer, Role, Scope};
use portero_domain::port::{
    AccessFacts, AccessQuestion, Asked, AskedFacts, AskerFacts, Credential, Holder, PersonFacts,
    Subject,
};

use crate::Faces;
use crate::given::{Given, address, after, hash_of, noon};

/// A session's token tells the session and its user; nothing is checked yet.
pub async fn a_session_is_identified_even_when_it_has_run_out(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let session = given.session(&user, after(-100_000)).await;
    let user = given.saved(user.suspend().changed().expect("a change")).await;
    let found = faces.access.identify(Credential::Session(session.token)).await;
    assert_eq!(found, Ok(Some(Holder::User(Box::new((session, user))))));
}

/// A service key's token tells the key, even when it is revoked.
pub async fn a_service_key_is_identified_even_when_it_is_revoked(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let key = given.saved(given.new_service_key(&account)).await;
    let key = given.saved(key.revoke(after(1)).changed().expect("a change")).await;
    let found = faces.access.identify(Credential::ServiceKey(key.token)).await;
    assert_eq!(found, Ok(Some(Holder::ServiceKey(Box::new(key)))));
}

/// A token that nobody has identifies nobody, and neither does one of the other kind.
pub async fn an_unknown_credential_identifies_nobody(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let session = given.session(&owner, noon()).await;
    let key = given.saved(given.new_service_key(&account)).await;
    let ended = given.session(&owner, noon()).await;
    given.saved(ended.clone().end()).await;
    for credential in [
        Credential::Session(given.link()),
        Credential::ServiceKey(given.link()),
        Credential::Session(key.token),
        Credential::ServiceKey(session.token),
        Credential::Session(ended.token),
    ] {
        assert_eq!(faces.access.identify(credential).await, Ok(None));
        let question =
            AccessQuestion { credential, account: account.id, subject: None, site: None };
        assert_eq!(faces.access.look_up(&question).await, Ok(None));
    }
}

/// A caller is looked up with their membership of the account, if they have one.
pub async fn a_caller_is_looked_up_with_and_without_a_membership(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("ana@a.example").await;
    let over = Offer { until: Some(after(-1)), ..Offer::of(Role::User) };
    let membership = given.member(&account, &user, over).await;
    let session = given.session(&user, noon()).await;
    let credential = Credential::Session(session.token);
    let closed = other.close(after(2)).expect("allowed").changed().expect("open");
    let other = given.saved(closed).await;

    let ask = async |account| {
        let question = AccessQuestion { credential, account, subject: None, site: None };
        faces.access.look_up(&question).await.expect("an answer").expect("a holder")
    };
    let seen = |account, access| AccessFacts {
        asker: AskerFacts::User {
            session: session.id,
            presence: session.presence(),
            must_change_password: false,
            person: PersonFacts { user_id: user.id, user_state: user.state, access, client: None },
        },
        account,
        site_is_there: false,
        subject: None,
    };
    let owner = UserState::Active;
    let open = Admission { account: AccountState::Active, owner };
    let closed = Admission { account: AccountState::Closed { at: after(2) }, owner };
    assert_eq!(ask(account.id).await, seen(Some(open), Some(membership.access())));
    assert_eq!(ask(other.id).await, seen(Some(closed), None));
    assert_eq!(ask(AccountId::from_uuid(given.id())).await, seen(None, None));
}

/// The one whom a question is about is found by id and by address, with their membership.
pub async fn a_subject_is_found_by_id_and_by_address(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let member = given.user("ana@a.example").await;
    let stranger = given.user("eva@a.example").await;
    let membership = given.member(&account, &member, Offer::of(Role::Finance)).await;
    let key = given.saved(given.new_service_key(&account)).await;
    let session = given.session(&owner, noon()).await;

    let person = |user_id, access| {
        let user_state = UserState::Active;
        PersonFacts { user_id, user_state, access, client: None }
    };
    let known = Some(person(member.id, Some(membership.access())));
    for credential in [Credential::ServiceKey(key.token), Credential::Session(session.token)] {
        let about = async |subject| {
            let question = AccessQuestion {
                credential,
                account: account.id,
                subject: Some(subject),
                site: None,
            };
            faces.access.look_up(&question).await.expect("an answer").expect("a holder").subject
        };
        assert_eq!(about(Subject::User(member.id)).await, known);
        assert_eq!(about(Subject::Email(address("ANA@a.example"))).await, known);
        assert_eq!(about(Subject::User(stranger.id)).await, Some(person(stranger.id, None)));
        assert_eq!(about(Subject::User(UserId::from_uuid(given.id()))).await, None);
        assert_eq!(about(Subject::Email(address("no@a.example"))).await, None);
    }
}

/// Whether someone has yet to set a password of their own is told with them.
pub async fn someone_who_must_change_their_password_is_told(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let contact = given.contact(&account, "pablo@d.example").await;
    let user = given.saved(given.new_user_of(&contact)).await;
    let session = given.session(&user, noon()).await;
    let credential = Credential::Session(session.token);
    let must = async || {
        let question =
            AccessQuestion { credential, account: account.id, subject: None, site: None };
        let found = faces.access.look_up(&question).await.expect("an answer").expect("a holder");
        match found.asker {
            AskerFacts::User { must_change_password, .. } => must_change_password,
            AskerFacts::ServiceKey(_) => panic!("a user asks"),
        }
    };
    assert!(must().await);
    given.saved(user.change_password(hash_of("second"))).await;
    assert!(!must().await);
}

/// A key that opens the installation is looked up on any account.
pub async fn a_key_of_the_installation_is_looked_up_on_any_account(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, stranger) = given.account().await;
    let key = given.saved(given.new_key(Scope::Installation)).await;
    let credential = Credential::ServiceKey(key.token);
    let holder = Holder::ServiceKey(Box::new(key.clone()));
    assert_eq!(faces.access.identify(credential).await, Ok(Some(holder)));
    for (account, owner) in [(account, owner), (other, stranger)] {
        let subject = Some(Subject::User(owner.id));
        let question = AccessQuestion { credential, account: account.id, subject, site: None };
        let found = faces.access.look_up(&question).await.expect("an answer").expect("a holder");
        assert_eq!(found.asker, AskerFacts::ServiceKey(Box::new(key.clone())));
        let role = found.subject.and_then(|owner| owner.access).map(|access| access.role);
        assert_eq!(role, Some(Role::Owner));
    }
}

/// A machine has no membership, whatever it asks about.
pub async fn a_service_key_has_no_membership(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let key = given.saved(given.new_service_key(&account)).await;
    let question = AccessQuestion {
        credential: Credential::ServiceKey(key.token),
        account: account.id,
        subject: Some(Subject::User(owner.id)),
        site: None,
    };
    let found = faces.access.look_up(&question).await.expect("an answer").expect("a holder");
    assert_eq!(found.asker, AskerFacts::ServiceKey(Box::new(key)));
    let open = Admission { account: AccountState::Active, owner: UserState::Active };
    assert_eq!(found.account, Some(open));
    let role = found.subject.and_then(|owner| owner.access).map(|access| access.role);
    assert_eq!(role, Some(Role::Owner));
}

/// Many are looked up in the order in which they are asked about, with nothing for the unknown.
pub async fn many_are_looked_up_in_their_order(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let ana = given.user("ana@a.example").await;
    let eva =
        given.saved(given.user("eva@a.example").await.suspend().changed().expect("new")).await;
    let membership = given.member(&account, &ana, Offer::of(Role::User)).await;

    let unknown = Subject::User(UserId::from_uuid(given.id()));
    let asked = [
        Subject::Email(eva.email.clone()),
        unknown.clone(),
        Subject::User(ana.id),
        Subject::Email(address("no@a.example")),
        Subject::User(owner.id),
        Subject::Email(address("Ana@a.example")),
    ];
    let found = people(faces, &account, &asked).await;
    let ids: Vec<_> = found.iter().map(|one| one.as_ref().map(|one| one.user_id)).collect();
    let expected = [Some(eva.id), None, Some(ana.id), None, Some(owner.id), Some(ana.id)];
    assert_eq!(ids, expected);
    let [Some(first), _, Some(third), ..] = &found[..] else { panic!("two people: {found:?}") };
    assert_eq!((first.user_state, first.access), (UserState::Suspended, None));
    assert_eq!(third.access, Some(membership.access()));
    assert_eq!(faces.access.look_up_all(account.id, &[]).await, Ok(vec![]));
}

/// A thousand are looked up at once.
pub async fn a_thousand_are_looked_up_at_once(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let asked: Vec<Subject> = (0..1_000)
        .map(|count| match count % 3 {
            0 => Subject::User(owner.id),
            1 => Subject::Email(address(&format!("no{count}@a.example"))),
            _ => Subject::User(UserId::from_uuid(given.id())),
        })
        .collect();
    let found = people(faces, &account, &asked).await;
    let known: Vec<bool> = found.iter().map(Option::is_some).collect();
    let expected: Vec<bool> = (0..1_000).map(|count| count % 3 == 0).collect();
    assert_eq!(known, expected);
}

/// Those who are asked about in a batch, none of them on a site.
async fn people(
    faces: &Faces,
    account: &Account,
    subjects: &[Subject],
) -> Vec<Option<PersonFacts>> {
    let asked = |subject: &Subject| Asked { subject: subject.clone(), site: None };
    let asked: Vec<Asked> = subjects.iter().map(asked).collect();
    let found = faces.access.look_up_all(account.id, &asked).await.expect("an answer");
    let person = |AskedFacts { person, site_is_there }| {
        assert!(!site_is_there, "none is asked about");
        person
    };
    found.into_iter().map(person).collect()
}
