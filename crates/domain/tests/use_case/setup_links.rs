//! Using a setup link: who becomes the client, and whose password is set (D17).

use chrono::TimeDelta;
use portero_domain::id::AccountId;
use portero_domain::model::{
    Client, ClientAccess, Origin, Password, PasswordHash, Token, User, UserChange, Write,
};
use portero_domain::port::{LinkedClient, MockUnitOfWork};
use portero_domain::use_case::{Caller, Error, LinkRefusal, Portero, Redeemed, SetupPassword};
use uuid::Uuid;

use crate::client_given::{
    actions, active, area, carla, client, committed, found_link, invited, link, written,
};
use crate::stage::{Stage, account, caller, now, user};

fn token() -> Token {
    Token::parse("s".repeat(Token::LENGTH)).expect("a token")
}

/// Someone whom another account made, and who has not shown that the address is theirs.
fn made_elsewhere() -> User {
    let elsewhere = AccountId::from_uuid(Uuid::from_u128(99));
    User { address_confirmed: false, made_by: Some(elsewhere), ..carla() }
}

/// A stage on which the link leads to this client, and its address to this user.
fn looked_up(client: Client, user: Option<User>) -> Stage {
    let mut stage = Stage::new().without_rates();
    stage.clients.expect_find_setup_link().return_once(|_| Ok(Some(found_link(client, user))));
    stage.clients.expect_find_area().returning(|_, _| Ok(Some(area(active()))));
    stage.clients.expect_sites_of_clients().returning(|_, _| Ok(Vec::new()));
    stage.clients.expect_note_activity().returning(|_, _, _| Ok(()));
    stage.clients.expect_enterable_areas().returning(|_, _| Ok(vec![area(active())]));
    stage.directory.expect_enterable_accounts().returning(|_, _, _| Ok(Vec::new()));
    stage
}

/// What was written by using a link.
struct Used {
    users: Vec<UserChange>,
    client: Client,
    actions: Vec<String>,
    redeemed: Redeemed,
}

async fn use_link(client: Client, existing: Option<User>, by: Option<Caller>) -> Used {
    let mut unit = MockUnitOfWork::default();
    unit.accounts.expect_lock().returning(|_| Ok(Some(account())));
    let linked = LinkedClient { client: client.clone(), superseded: false };
    unit.clients.expect_find_by_link().returning(move |_| Ok(Some(linked.clone())));
    unit.clients.expect_find_by_user().returning(|_, _| Ok(None));
    let (stored, by_email) = (existing.clone(), existing.clone());
    unit.users.expect_lock().returning(move |_| Ok(stored.clone()));
    unit.users.expect_find_by_email().returning(move |_| Ok(by_email.clone()));
    let (sender, users) = std::sync::mpsc::channel();
    unit.users.expect_save().returning(move |change| {
        sender.send(change).expect("the test listens");
        Ok(())
    });
    unit.sessions.expect_find_of_user().returning(|_| Ok(Vec::new()));
    unit.sessions.expect_save().returning(|_| Ok(()));
    let clients = written(&mut unit);
    let records = committed(&mut unit);
    let mut stage = looked_up(client, existing).beginning(unit);
    stage.passwords.expect_hash().returning(|_| Ok(PasswordHash::from_phc("a new hash")));
    stage.passwords.expect_verify().returning(|_, _| Ok(true));
    let password = by.is_none().then(|| Password::new("correct horse battery"));

    let portero = stage.portero();
    let redeemed = portero
        .redeem_setup_link(&token(), password.as_ref(), by.as_ref(), Origin::default())
        .await
        .expect("redeemed");

    let client = clients.try_recv().expect("written").remove(0).aggregate().clone();
    Used { users: users.try_iter().collect(), client, actions: actions(&records), redeemed }
}

#[tokio::test]
async fn d17_someone_without_a_user_sets_a_password_and_is_the_client() {
    let used = use_link(invited(false), None, None).await;

    let made = &used.users[0];
    assert_eq!(made.write(), Write::Insert);
    assert_eq!(made.aggregate().email, invited(false).email);
    assert_eq!(made.aggregate().password, Some(PasswordHash::from_phc("a new hash")));
    assert_eq!(used.client.user(), Some(made.aggregate().id));
    assert_eq!(used.actions, ["session.start", "client.redeem"]);
    assert!(used.redeemed.session.is_some());
}

#[tokio::test]
async fn a_copied_link_proves_no_address_and_a_mailed_one_does() {
    let copied = use_link(invited(false), None, None).await;
    let mailed = use_link(invited(true), None, None).await;

    let made = copied.users[0].aggregate();
    assert_eq!(made.confirmed_address(), None);
    assert_eq!(made.confined_to(), Some(account().id));
    assert!(mailed.users[0].aggregate().confirmed_address().is_some());
}

#[tokio::test]
async fn someone_with_a_password_keeps_it() {
    let used = use_link(invited(false), Some(carla()), None).await;

    assert!(used.users.is_empty(), "nothing of the user changes");
    assert_eq!(used.client.user(), Some(carla().id));
    assert!(used.redeemed.session.is_some());
}

#[tokio::test]
async fn someone_who_is_signed_in_keeps_their_session() {
    let used = use_link(invited(true), Some(carla()), Some(caller(&carla()))).await;

    assert_eq!(used.redeemed.session, None);
    assert_eq!(used.client.user(), Some(carla().id));
    assert_eq!(used.actions, ["client.redeem"]);
}

/// How a link is refused to someone, before any unit of work begins.
async fn refused(stage: Stage, password: Option<&str>, by: Option<&User>, right: bool) -> Error {
    let mut stage = stage;
    stage.passwords.expect_verify().returning(move |_, _| Ok(right));
    let (password, by) = (password.map(Password::new), by.map(caller));
    let portero: Portero = stage.portero();
    let token = token();
    let redeemed =
        portero.redeem_setup_link(&token, password.as_ref(), by.as_ref(), Origin::default()).await;
    redeemed.expect_err("refused")
}

#[tokio::test]
async fn nobody_becomes_the_client_without_being_the_user_of_its_address() {
    let known = || looked_up(invited(true), Some(carla()));
    let password = Some("correct horse battery");

    let eva = user(7, "eva@c.es");
    assert_eq!(refused(known(), None, Some(&eva), true).await, Error::AddressMismatch);
    assert_eq!(refused(known(), None, None, true).await, Error::SignInRequired);
    assert_eq!(refused(known(), password, None, false).await, Error::BadCredentials);
    let short = refused(looked_up(invited(true), None), Some("short"), None, true).await;
    assert!(matches!(short, Error::Invalid(_)), "{short:?}");
}

#[tokio::test]
async fn a_user_whom_another_account_made_is_nobody_here_until_the_address_is_confirmed() {
    let elsewhere = || looked_up(invited(true), Some(made_elsewhere()));
    let password = Some("correct horse battery");

    let by_password = refused(elsewhere(), password, None, true).await;
    let signed_in = refused(elsewhere(), None, Some(&made_elsewhere()), true).await;

    assert_eq!(by_password, Error::EmailNotConfirmed);
    assert_eq!(signed_in, Error::EmailNotConfirmed);
}

#[tokio::test]
async fn a_link_that_does_not_work_says_why_and_looking_changes_nothing() {
    let mut run_out = link(true);
    run_out.expires_at = now();
    let expired = client(ClientAccess::Invited(run_out));
    let suspended = Client { suspended_at: Some(now() - TimeDelta::days(1)), ..invited(true) };
    let cases = [
        (active(), Error::Link(LinkRefusal::Used)),
        (expired, Error::Link(LinkRefusal::Expired)),
        (suspended, Error::ClientSuspended),
    ];
    for (client, expected) in cases {
        let portero = looked_up(client, None).portero();
        let refused = portero.preview_setup_link(&token()).await;
        assert_eq!(refused.expect_err("it does not work"), expected);
    }
}

#[tokio::test]
async fn an_earlier_link_is_superseded_and_one_that_never_was_not_found() {
    let mut earlier = found_link(invited(true), None);
    earlier.linked.superseded = true;
    for (found, expected) in
        [(Some(earlier), Error::Link(LinkRefusal::Superseded)), (None, Error::NotFound)]
    {
        let mut stage = Stage::new();
        stage.clients.expect_find_setup_link().return_once(|_| Ok(found));
        let refused = stage.portero().preview_setup_link(&token()).await;
        assert_eq!(refused.expect_err("it does not work"), expected);
    }
}

#[tokio::test]
async fn a_link_tells_which_password_it_asks_for() {
    for (known, expected) in [(None, SetupPassword::New), (Some(carla()), SetupPassword::Own)] {
        let portero = looked_up(invited(true), known).portero();
        let view = portero.preview_setup_link(&token()).await.expect("it works");
        assert_eq!(view.password, expected);
        assert_eq!(view.email, carla().email);
    }
}
