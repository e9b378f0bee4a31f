//! Answers that were given before.

use chrono::{DateTime, Utc};
use portero_domain::model::User;
use portero_domain::policy::{Actor, Scope};
use portero_domain::port::{KeptAnswer, RequestKey, StoreError};

use crate::Faces;
use crate::given::{Given, after, noon, save, trail};

/// An answer is found as it was kept, if it was given at or after the instant asked for.
pub async fn an_answer_is_found_since_it_was_given(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    keep(faces, &given, &user, answer("one", after(10))).await;
    let kept = answer("one", after(10));
    assert_eq!(find(faces, &request(&user), after(9)).await, Some(kept.clone()));
    assert_eq!(find(faces, &request(&user), after(10)).await, Some(kept));
    assert_eq!(find(faces, &request(&user), after(11)).await, None);
}

/// The same key means nothing from another actor, for another operation, or spelled otherwise.
pub async fn an_answer_belongs_to_one_request(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let other = given.user("eva@a.example").await;
    keep(faces, &given, &user, answer("one", after(10))).await;
    let asked = request(&user);
    let others = [
        RequestKey { actor: Actor::User(other.id), ..asked.clone() },
        RequestKey { actor: Actor::Visitor, ..asked.clone() },
        RequestKey { actor: Actor::Operator, ..asked.clone() },
        RequestKey { operation: "POST /v1/accounts/other".to_owned(), ..asked.clone() },
        RequestKey { key: "KEY".to_owned(), ..asked.clone() },
    ];
    for another in others {
        assert_eq!(find(faces, &another, noon()).await, None, "{another:?}");
    }
}

/// An answer that is older than asked for gives way to another.
pub async fn an_older_answer_gives_way(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    keep(faces, &given, &user, answer("one", after(-100))).await;
    keep(faces, &given, &user, answer("two", after(10))).await;
    let found = find(faces, &request(&user), after(-1_000)).await;
    assert_eq!(found, Some(answer("two", after(10))));
}

/// A second answer to the same request is a conflict.
pub async fn a_second_answer_to_a_request_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    keep(faces, &given, &user, answer("one", noon())).await;
    let mut unit = faces.begin().await;
    let again = unit.answers().keep(request(&user), answer("two", after(1)), noon()).await;
    assert_eq!(again, Err(StoreError::Conflict));
    drop(unit);
    assert_eq!(find(faces, &request(&user), noon()).await, Some(answer("one", noon())));
}

/// An answer is kept with the change that it tells of, or not at all.
pub async fn an_answer_that_was_rolled_back_is_not_kept(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let mut unit = faces.begin().await;
    let kept = unit.answers().keep(request(&user), answer("one", noon()), noon()).await;
    assert_eq!(kept, Ok(()));
    drop(unit);
    assert_eq!(find(faces, &request(&user), after(-100)).await, None);
}

fn request(user: &User) -> RequestKey {
    RequestKey {
        actor: Actor::User(user.id),
        operation: "POST /v1/accounts".to_owned(),
        key: "key".to_owned(),
    }
}

fn answer(text: &str, at: DateTime<Utc>) -> KeptAnswer {
    KeptAnswer { request: [7; 32], answer: text.to_owned(), at }
}

/// Keeps an answer beside a change; what is from before noon gives way.
async fn keep(faces: &Faces, given: &Given<'_>, user: &User, answer: KeptAnswer) {
    let mut unit = faces.begin().await;
    save(&mut *unit, given.new_session(user, noon())).await;
    unit.answers().keep(request(user), answer, noon()).await.expect("kept");
    unit.commit(trail(&[Scope::Installation])).await.expect("committed");
}

async fn find(faces: &Faces, key: &RequestKey, since: DateTime<Utc>) -> Option<KeptAnswer> {
    faces.begin().await.answers().find(key, since).await.expect("an answer")
}
