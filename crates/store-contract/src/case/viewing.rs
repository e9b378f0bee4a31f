//! Viewings of what clients see.

use portero_domain::id::ViewingId;
use portero_domain::model::{
    Account, AccountState, Admission, Client, Limits, Presence, Session, TokenHash, User,
    UserState, Viewing, ViewingState,
};
use portero_domain::policy::{Offer, Role};
use portero_domain::port::{FoundArea, FoundViewing, Page, StoreError};

use crate::Faces;
use crate::given::{Given, after, attempt, noon, pages};

/// Someone of an account with a session, and a client whose eyes they may borrow.
struct Looking {
    account: Account,
    user: User,
    session: Session,
    client: Client,
}

async fn looking(given: &Given<'_>) -> Looking {
    let (account, user) = given.account().await;
    let session = given.session(&user, noon()).await;
    let client = given.client(&account, "carla@d.example").await;
    Looking { account, user, session, client }
}

/// A viewing is found as it was saved, however far it has come, on its own account only; and by its
/// address, opened or not.
pub async fn a_viewing_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let Looking { account, user, session, client } = looking(&given).await;
    let (other, _) = given.account().await;
    let offered = given.viewing(&client, &user, &session).await;
    let ViewingState::Offered { link, .. } = offered.state else { panic!("it waits") };
    assert_found(faces, &offered, &link).await;
    let (opened, _) = given.opened(offered).await;
    assert_found(faces, &opened, &link).await;
    let ended = given.ended(opened).await;
    assert_eq!(ended.state, ViewingState::Ended { link, at: after(1) });
    assert_found(faces, &ended, &link).await;

    let mut unit = faces.begin().await;
    assert_eq!(unit.viewings().find(other.id, ended.id).await, Ok(None));
    let unknown = ViewingId::from_uuid(given.id());
    assert_eq!(unit.viewings().find(account.id, unknown).await, Ok(None));
    assert_eq!(unit.viewings().find_by_link(&given.link()).await, Ok(None));
}

/// The token of an open viewing's session tells who looks, from where, and what the client finds.
/// Nothing else does: not its address, and no token of one that was ended.
pub async fn a_token_tells_what_its_holder_must_still_be(faces: &Faces) {
    let given = Given::new(faces);
    let Looking { account, user: owner, client, .. } = looking(&given).await;
    let user = given.user("ana@a.example").await;
    let over = Offer { until: Some(after(-1)), ..Offer::of(Role::Administrator) };
    let membership = given.member(&account, &user, over).await;
    let session = given.session(&user, after(-100_000)).await;
    let user = given.saved(user.suspend().changed().expect("a change")).await;
    given.saved(owner.suspend().changed().expect("a change")).await;
    let client = given.suspended(client).await;
    let offered = given.viewing(&client, &user, &session).await;
    let ViewingState::Offered { link, .. } = offered.state else { panic!("it waits") };
    let (viewing, token) = given.opened(offered).await;

    let admission = Admission { account: AccountState::Active, owner: UserState::Suspended };
    let area = FoundArea { account_id: account.id, account_name: account.name, admission, client };
    let (presence, membership) = (Some(session.presence()), Some(membership));
    let viewing_then = viewing.clone();
    let expected =
        FoundViewing { viewing: viewing_then, user, session: presence, membership, area };
    assert_eq!(find_viewing(faces, &token).await, Some(expected));
    assert_eq!(find_viewing(faces, &link).await, None);
    assert_eq!(find_viewing(faces, &session.token).await, None);
    given.ended(viewing).await;
    assert_eq!(find_viewing(faces, &token).await, None);
}

/// A viewing does not keep the session that it was begun from, nor the membership: it tells that
/// they are gone.
pub async fn a_viewing_tells_when_session_and_membership_are_gone(faces: &Faces) {
    let given = Given::new(faces);
    let Looking { account, client, .. } = looking(&given).await;
    let user = given.user("ana@a.example").await;
    let membership = given.member(&account, &user, Offer::of(Role::Administrator)).await;
    let forgotten = given.session(&user, after(-100_000)).await;
    let session = given.session(&user, noon()).await;
    let (_, first) = given.opened(given.viewing(&client, &user, &forgotten).await).await;
    let (_, second) = given.opened(given.viewing(&client, &user, &session).await).await;
    let seen = async |token: &TokenHash| {
        let found = find_viewing(faces, token).await.expect("a viewing");
        (found.session, found.membership.is_some())
    };
    let presence = |session: &Session| -> Option<Presence> { Some(session.presence()) };
    assert_eq!(seen(&first).await, (presence(&forgotten), true));
    faces.store.forget(noon()).await.expect("forgotten");
    assert_eq!(seen(&first).await, (None, true));
    assert_eq!(seen(&second).await, (presence(&session), true));
    given.saved(session.end()).await;
    given.saved(membership.remove().expect("no owner")).await;
    assert_eq!(seen(&second).await, (None, false));
}

/// Viewings of an account come newest first, whatever became of them, and pages neither skip nor
/// repeat one while others are added.
pub async fn pages_of_viewings_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let Looking { account, user, session, client } = looking(&given).await;
    let elsewhere = looking(&given).await;
    given.viewing(&elsewhere.client, &elsewhere.user, &elsewhere.session).await;
    let mut viewings = Vec::new();
    for count in 0..7 {
        let mut viewing = given.viewing(&client, &user, &session).await;
        if count > 2 {
            viewing = given.opened(viewing).await.0;
        }
        if count > 4 {
            viewing = given.ended(viewing).await;
        }
        viewings.insert(0, viewing);
    }
    let list = async |after, limit| {
        let page = Page { after, limit };
        faces.clients.viewings(account.id, page).await.expect("an answer")
    };
    let ids = |found: &[Viewing]| found.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(list(None, 9).await, viewings);
    let first = ids(&list(None, 3).await);
    given.viewing(&client, &user, &session).await;
    let rest = pages(first.last().copied(), 3, async |after| ids(&list(after, 3).await)).await;
    assert_eq!([first, rest].concat(), ids(&viewings));
}

/// A change of another version than the one stored is a conflict: an address works once.
pub async fn a_change_of_a_stale_viewing_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let Looking { user, session, client, .. } = looking(&given).await;
    let offered = given.viewing(&client, &user, &session).await;
    let (opened, token) = given.opened(offered.clone()).await;
    let again = offered.redeem(given.link(), &Limits::default(), noon()).expect("in time");
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
    given.ended(opened.clone()).await;
    let stale = opened.end(after(2)).expect("it was open");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
    assert_eq!(find_viewing(faces, &token).await, None);
}

async fn assert_found(faces: &Faces, viewing: &Viewing, link: &TokenHash) {
    let mut unit = faces.begin().await;
    let found = unit.viewings().find(viewing.account_id, viewing.id).await;
    assert_eq!(found, Ok(Some(viewing.clone())));
    assert_eq!(unit.viewings().find_by_link(link).await, Ok(Some(viewing.clone())));
}

async fn find_viewing(faces: &Faces, token: &TokenHash) -> Option<FoundViewing> {
    faces.clients.find_viewing(token).await.expect("an answer")
}
