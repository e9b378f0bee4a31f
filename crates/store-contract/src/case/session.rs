//! Sessions in a unit of work.

use portero_domain::id::SessionId;
use portero_domain::model::{Session, Version};
use portero_domain::policy::Scope;
use portero_domain::port::{Page, StoreError};

use crate::Faces;
use crate::given::{Given, after, attempt, noon};

/// The sessions of a user come oldest first, as they were saved, those that have run out included.
pub async fn sessions_of_a_user_come_oldest_first(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let other = given.user("eva@a.example").await;
    let run_out = given.session(&user, after(-100_000)).await;
    let newer = given.session(&user, after(20)).await;
    given.session(&other, after(5)).await;
    let older = given.session(&user, after(10)).await;

    let expected = vec![run_out, older.clone(), newer];
    let mut unit = faces.begin().await;
    assert_eq!(unit.sessions().find_of_user(user.id).await, Ok(expected.clone()));
    assert_eq!(unit.sessions().find(older.id).await, Ok(Some(older)));
    assert_eq!(unit.sessions().find(SessionId::from_uuid(given.id())).await, Ok(None));
    drop(unit);
    assert_eq!(faces.directory.sessions(user.id).await, Ok(expected));
}

/// An update keeps the stored `last_seen_at` when it is later.
pub async fn an_update_keeps_the_later_presence(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let session = given.session(&user, noon()).await;
    faces.access.note_presence(session.id, after(9)).await.expect("noted");
    let changed = given.saved(session.reauthenticate(after(5))).await;

    let found = find(faces, &changed).await.expect("a session");
    assert_eq!(found, Session { last_seen_at: after(9), ..changed });
}

/// Presence is noted without another version, an event or an audit record.
pub async fn presence_is_no_change(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let session = given.session(&user, noon()).await;
    let scope = Scope::Installation.key();
    let page = Page { after: None, limit: 100 };
    let events = faces.directory.events(scope, page).await;
    let records = faces.directory.audit_chain(scope, page).await;

    assert_eq!(faces.access.note_presence(session.id, after(3)).await, Ok(()));

    let found = find(faces, &session).await.expect("a session");
    assert_eq!((found.last_seen_at, found.version), (after(3), Version::FIRST));
    assert_eq!(faces.directory.events(scope, page).await, events);
    assert_eq!(faces.directory.audit_chain(scope, page).await, records);
    let unknown = SessionId::from_uuid(given.id());
    assert_eq!(faces.access.note_presence(unknown, after(3)).await, Ok(()));
}

/// A session that ended is gone.
pub async fn a_session_that_ended_is_gone(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let ended = given.session(&user, noon()).await;
    let other = given.session(&user, after(1)).await;
    given.saved(ended.clone().end()).await;
    assert_eq!(find(faces, &ended).await, None);
    assert_eq!(faces.directory.sessions(user.id).await, Ok(vec![other]));
    assert_eq!(attempt(faces, ended.end()).await, Err(StoreError::Conflict));
}

/// An update of another version than the one stored is a conflict.
pub async fn an_update_of_a_stale_session_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let session = given.session(&user, noon()).await;
    given.saved(session.clone().reauthenticate(after(1))).await;
    let stale = session.reauthenticate(after(2));
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
}

/// Ending another version than the one stored is a conflict.
pub async fn an_end_of_a_stale_session_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let session = given.session(&user, noon()).await;
    let changed = given.saved(session.clone().reauthenticate(after(1))).await;
    assert_eq!(attempt(faces, session.end()).await, Err(StoreError::Conflict));
    assert!(find(faces, &changed).await.is_some());
}

async fn find(faces: &Faces, session: &Session) -> Option<Session> {
    faces.begin().await.sessions().find(session.id).await.expect("an answer")
}
