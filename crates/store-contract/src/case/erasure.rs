//! Users who are forgotten for good.

use portero_domain::model::{Account, User};
use portero_domain::policy::{Actor, Offer, Role, Scope};
use portero_domain::port::{Credential, KeptAnswer, RequestKey, StoreError};

use crate::Faces;
use crate::given::{ALLOWED, Given, after, attempt, hash_of, noon, save, trail};

/// A user who was erased is gone from wherever they could be found, and their address is free.
pub async fn a_user_who_was_erased_is_gone(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = made(&given, &account, "carla@d.example").await;
    let session = given.session(&user, noon()).await;
    let mut unit = faces.begin().await;
    save(&mut *unit, session.clone().end()).await;
    save(&mut *unit, user.clone().erase()).await;
    assert_eq!(unit.users().find(user.id).await, Ok(None));
    unit.commit(trail(&[Scope::Installation])).await.expect("committed");

    let mut unit = faces.begin().await;
    assert_eq!(unit.users().find(user.id).await, Ok(None));
    assert_eq!(unit.users().lock(user.id).await, Ok(None));
    assert_eq!(unit.users().find_by_email(&user.email).await, Ok(None));
    drop(unit);
    assert_eq!(faces.directory.has_user(&user.email).await, Ok(false));
    assert_eq!(faces.access.identify(Credential::Session(session.token)).await, Ok(None));
    assert_eq!(attempt(faces, user.erase()).await, Err(StoreError::Conflict));
    given.user("carla@d.example").await;
}

/// What is a user's alone goes with them: resets, open and used, support codes and kept answers.
/// What is others' stays.
pub async fn what_is_a_user_s_alone_goes_with_them(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (second, _) = given.account().await;
    let user = made(&given, &account, "carla@d.example").await;
    let mut links = Vec::new();
    for person in [&user, &owner] {
        let open = given.saved(given.new_reset(person, after(60))).await;
        let second_reset = given.saved(given.new_reset(person, after(60))).await;
        let consumed = given.saved(second_reset.consume(noon()).expect("open")).await;
        links.push([open.link, consumed.link]);
        for account in [&account, &second] {
            given.support_code(account, person).await;
        }
        for operation in ["POST /a", "POST /b"] {
            keep(faces, &given, person, operation).await;
        }
    }
    given.saved(user.clone().erase()).await;

    for (person, links, is_there) in [(&user, links[0], false), (&owner, links[1], true)] {
        let mut unit = faces.begin().await;
        for link in links {
            let found = unit.password_resets().find_by_link(&link).await.expect("an answer");
            assert_eq!(found.is_some(), is_there);
        }
        for account in [&account, &second] {
            let found = unit.support_codes().find(account.id, person.id).await.expect("an answer");
            assert_eq!(found.is_some(), is_there);
        }
        for operation in ["POST /a", "POST /b"] {
            let found = unit.answers().find(&request(person, operation), noon()).await;
            assert_eq!(found.expect("an answer").is_some(), is_there, "{operation}");
        }
    }
}

/// As long as something refers to a user, they cannot be erased: a session, a membership, a client
/// or a contact's access.
pub async fn a_user_to_whom_something_refers_cannot_be_erased(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = made(&given, &account, "carla@d.example").await;
    let erase = async || attempt(faces, user.clone().erase()).await;
    let session = given.session(&user, noon()).await;
    assert_eq!(erase().await, Err(StoreError::Conflict), "a session");
    given.saved(session.end()).await;
    let over = Offer { until: Some(after(-1)), ..Offer::of(Role::User) };
    let membership = given.member(&account, &user, over).await;
    assert_eq!(erase().await, Err(StoreError::Conflict), "a membership");
    given.saved(membership.remove().expect("no owner")).await;
    let contact = given.contact(&account, "carla@d.example").await;
    let contact = given.granted(contact, &user).await;
    assert_eq!(erase().await, Err(StoreError::Conflict), "a contact's access");
    given.saved(contact.withdraw().changed().expect("a change")).await;

    let site = given.site(&account, "Hotel Sol").await;
    let client = given.client(&account, "eva@d.example").await;
    let (client, assignment) = given.assigned(client, &site, ALLOWED).await;
    let invited = given.saved(client.grant_access(given.setup_link()).expect("a site")).await;
    let bound = invited.sign_in(user.id).expect("invited").changed().expect("a change");
    let client = given.saved(bound).await;
    assert_eq!(erase().await, Err(StoreError::Conflict), "a client");
    let client = given.unassigned(client, assignment).await;
    given.saved(client.delete()).await;
    assert_eq!(erase().await, Ok(()));
}

/// Erasing another version than the one stored is a conflict, and nothing of theirs goes.
pub async fn erasing_a_stale_user_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = made(&given, &account, "carla@d.example").await;
    let reset = given.saved(given.new_reset(&user, after(60))).await;
    let changed = given.saved(user.clone().change_password(hash_of("second"))).await;
    assert_eq!(attempt(faces, user.erase()).await, Err(StoreError::Conflict));
    let mut unit = faces.begin().await;
    assert_eq!(unit.users().find(changed.id).await, Ok(Some(changed)));
    assert_eq!(unit.password_resets().find_by_link(&reset.link).await, Ok(Some(reset)));
}

/// The user who was made for a client that is gone meanwhile.
async fn made(given: &Given<'_>, account: &Account, email: &str) -> User {
    let client = given.client(account, email).await;
    let user = given.saved(given.new_user_of_client(&client)).await;
    given.saved(client.delete()).await;
    user
}

fn request(user: &User, operation: &str) -> RequestKey {
    let (actor, operation) = (Actor::User(user.id), operation.to_owned());
    RequestKey { actor, operation, key: "key".to_owned() }
}

/// Keeps an answer beside a change that leaves nothing of the user's.
async fn keep(faces: &Faces, given: &Given<'_>, user: &User, operation: &str) {
    let answer = KeptAnswer { request: [7; 32], answer: "one".to_owned(), at: noon() };
    let mut unit = faces.begin().await;
    save(&mut *unit, given.registration("other@d.example").attempt()).await;
    unit.answers().keep(request(user, operation), answer, noon()).await.expect("kept");
    unit.commit(trail(&[Scope::Installation])).await.expect("committed");
}
