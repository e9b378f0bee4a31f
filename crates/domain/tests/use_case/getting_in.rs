//! Signing in, registering and resetting do the same work whatever is known of an address.

use chrono::TimeDelta;
use portero_domain::id::RegistrationId;
use portero_domain::model::{
    Language, Letter, Mail, NewPassword, Origin, Password, PasswordHash, Registration,
    RegistrationState, RetryAfter, TokenHash, Version,
};
use portero_domain::port::{MockUnitOfWork, SignInFacts};
use portero_domain::use_case::{Error, Register};
use uuid::Uuid;

use crate::stage::{Stage, address, name, now, user};

fn attempt() -> Registration {
    Registration {
        id: RegistrationId::from_uuid(Uuid::from_u128(5)),
        email: address("ana@a.es"),
        password: PasswordHash::from_phc("the attempt's hash"),
        first_name: name("Ana"),
        last_name: name("López"),
        language: Language::Spanish,
        invitation: None,
        link: TokenHash::from_bytes([5; 32]),
        expires_at: now() + TimeDelta::hours(1),
        state: RegistrationState::Open,
        created_at: now(),
        version: Version::FIRST,
    }
}

/// Signs in, with a stage that allows exactly one verification, of the hash expected.
async fn sign_in(facts: SignInFacts, expected: Option<&str>, right: bool) -> Error {
    let expected = expected.map(PasswordHash::from_phc);
    let mut stage = Stage::new().without_rates();
    stage.directory.expect_find_sign_in().times(1).return_once(|_| Ok(facts));
    stage
        .passwords
        .expect_verify()
        .times(1)
        .withf(move |_, hash| *hash == expected.as_ref())
        .returning(move |_, _| Ok(right));
    let password = Password::new("correct horse battery");
    let signed_in =
        stage.portero().sign_in(&address("ana@a.es"), &password, Origin::default()).await;
    signed_in.expect_err("nobody gets in here")
}

#[tokio::test]
async fn signing_in_computes_exactly_one_hash_whatever_was_found() {
    let known = SignInFacts { user: Some(user(1, "ana@a.es")), newest_attempt: Some(attempt()) };
    let open = SignInFacts { user: None, newest_attempt: Some(attempt()) };
    let nobody = SignInFacts::default();
    assert_eq!(sign_in(known, Some("the user's hash"), false).await, Error::BadCredentials);
    assert_eq!(
        sign_in(open.clone(), Some("the attempt's hash"), false).await,
        Error::BadCredentials
    );
    assert_eq!(sign_in(open, Some("the attempt's hash"), true).await, Error::EmailNotConfirmed);
    assert_eq!(sign_in(nobody.clone(), None, false).await, Error::BadCredentials);
    assert_eq!(sign_in(nobody, None, true).await, Error::BadCredentials);
}

#[tokio::test]
async fn an_attempt_that_ran_out_does_not_count() {
    let mut expired = attempt();
    expired.expires_at = now();
    let facts = SignInFacts { user: None, newest_attempt: Some(expired) };
    assert_eq!(sign_in(facts, None, true).await, Error::BadCredentials);
}

#[tokio::test]
async fn too_many_tries_are_refused_before_any_hash() {
    let mut stage = Stage::new();
    let wait = RetryAfter(TimeDelta::seconds(90));
    stage.rates.expect_take().times(1).returning(move |_, _, _, _| Err(wait));
    let password = Password::new("correct horse battery");
    let refused = stage.portero().sign_in(&address("ana@a.es"), &password, Origin::default()).await;
    assert_eq!(refused.expect_err("too often"), Error::TooOften(wait));
}

/// Registers, and tells which letter was written; one hash, one attempt and one mail each time.
async fn register(existing: Option<portero_domain::model::User>) -> Letter {
    let (sender, receiver) = std::sync::mpsc::channel::<Vec<Mail>>();
    let mut unit = MockUnitOfWork::default();
    unit.users.expect_find_by_email().times(1).return_once(|_| Ok(existing));
    unit.registrations.expect_save().times(1).returning(|_| Ok(()));
    unit.outbox.expect_enqueue().times(1).returning(move |mails| {
        sender.send(mails).expect("the test listens");
        Ok(())
    });
    unit.on_commit = Some(Box::new(|_| Ok(())));
    let mut stage = Stage::new().without_rates().beginning(unit);
    stage.passwords.expect_hash().times(1).returning(|_| Ok(PasswordHash::from_phc("a new hash")));
    let email = address("ana@a.es");
    let password = Password::new("correct horse battery");
    let register = Register {
        password: NewPassword::parse(password, &email).expect("a good password"),
        email,
        first_name: name("Ana"),
        last_name: name("López"),
        language: None,
        invitation: None,
    };
    stage.portero().register(register, Origin::default()).await.expect("taken on");
    let mut mails = receiver.recv().expect("a mail");
    mails.remove(0).letter
}

#[tokio::test]
async fn registering_does_the_same_whether_or_not_the_address_has_a_user() {
    assert!(matches!(register(None).await, Letter::Confirmation { .. }));
    let existing = Some(user(1, "ana@a.es"));
    assert!(matches!(register(existing).await, Letter::AlreadyRegistered { .. }));
}

#[tokio::test]
async fn a_reset_of_an_address_without_a_user_mails_too() {
    let mut unit = MockUnitOfWork::default();
    unit.users.expect_find_by_email().times(1).return_once(|_| Ok(None));
    unit.outbox
        .expect_enqueue()
        .times(1)
        .withf(|mails| mails[0].letter == Letter::NoUserToReset && mails[0].secret.is_none())
        .returning(|_| Ok(()));
    unit.on_commit = Some(Box::new(|_| Ok(())));
    let stage = Stage::new().without_rates().beginning(unit);
    let address = address("nobody@a.es");
    let language = Language::English;
    let requested =
        stage.portero().request_password_reset(&address, language, Origin::default()).await;
    assert_eq!(requested, Ok(()));
}
