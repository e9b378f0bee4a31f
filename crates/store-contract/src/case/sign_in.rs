//! What signing in with an address looks at.

use portero_domain::port::SignInFacts;

use crate::Faces;
use crate::given::{Given, address, after};

/// Signing in sees the user of the address and its newest open attempt, expired or not.
pub async fn signing_in_sees_the_user_and_the_newest_open_attempt(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("Ana@a.example").await;
    given.user("other@a.example").await;
    let attempted = |minutes: i64| {
        let mut registration = given.registration("ana@A.example");
        registration.created_at = after(minutes);
        registration.expires_at = after(minutes + 10);
        registration.attempt()
    };
    let seen = async || faces.directory.find_sign_in(&address("ANA@a.example")).await;
    let known = SignInFacts { user: Some(user), newest_attempt: None };
    assert_eq!(seen().await, Ok(known.clone()));

    let newest = given.saved(attempted(-500)).await;
    given.saved(attempted(-1_000)).await;
    let ended = given.saved(attempted(-100)).await;
    given.saved(ended.supersede().expect("open").changed().expect("a change")).await;
    given.saved(given.registration("other@a.example").attempt()).await;
    assert_eq!(seen().await, Ok(SignInFacts { newest_attempt: Some(newest), ..known }));
}

/// Of an address that nobody registered, signing in sees nothing.
pub async fn signing_in_with_an_unknown_address_sees_nothing(faces: &Faces) {
    let given = Given::new(faces);
    given.user("ana@a.example").await;
    let found = faces.directory.find_sign_in(&address("nobody@a.example")).await;
    assert_eq!(found, Ok(SignInFacts::default()));
    let attempted = given.saved(given.registration("new@a.example").attempt()).await;
    let found = faces.directory.find_sign_in(&address("new@a.example")).await;
    assert_eq!(found, Ok(SignInFacts { user: None, newest_attempt: Some(attempted) }));
    assert_eq!(faces.directory.find_registration_by_link(&given.link()).await, Ok(None));
}
