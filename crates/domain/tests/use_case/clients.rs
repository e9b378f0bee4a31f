//! Granting access, keeping out, deleting: what is written, and what never is.

use chrono::TimeDelta;
use portero_domain::model::{
    ClientAccess, ClientStatus, Letter, Mail, Message, Origin, SessionChange, User, UserChange,
    Write,
};
use portero_domain::policy::{Role, SitePermission, SitePermissionSet};
use portero_domain::port::{Draft, MockUnitOfWork};
use portero_domain::use_case::{
    Caller, EditedInvitation, Error, FieldProblem, InvalidField, NewClient, Once,
};

use crate::client_given::{
    CLIENT, SITE, actions, active, assignment, carla, client, committed, details, entrances,
    invited, row, site, unit_of, written,
};
use crate::stage::{Stage, account, address, caller, now, session, user};

const SEO: SitePermissionSet = SitePermissionSet::of(&[SitePermission::Seo]);
const BLOG: SitePermissionSet = SitePermissionSet::of(&[SitePermission::Blog]);

fn ana() -> Caller {
    caller(&user(1, "ana@a.es"))
}

#[tokio::test]
async fn an_address_that_another_client_of_the_account_has_is_refused() {
    let mut unit = unit_of(Role::Administrator);
    unit.clients.expect_count().returning(|_| Ok(1));
    unit.clients.expect_find_by_emails().returning(|_, _| Ok(vec![invited(false)]));
    let portero = Stage::new().beginning(unit).portero();
    let new = NewClient { email: address("carla@garcia.es"), details: details() };

    let refused = portero.create_client(&ana(), account().id, new, Once::each_time()).await;

    assert_eq!(refused.expect_err("taken"), Error::ClientExists);
}

#[tokio::test]
async fn d10_what_a_permission_needs_is_named_and_nothing_is_written() {
    let mut unit = unit_of(Role::Administrator);
    unit.clients.expect_find().returning(|_, _| Ok(Some(client(ClientAccess::None))));
    unit.sites.expect_find().returning(|_, _| Ok(Some(site())));
    unit.assignments.expect_find().returning(|_, _, _| Ok(None));
    let portero = Stage::new().beginning(unit).portero();

    let refused = portero.assign_site(&ana(), account().id, CLIENT, SITE, SEO).await;

    let problem = FieldProblem::SitePermissionsLacking(SEO.lacking());
    let field = InvalidField { field: "permissions".to_owned(), problem };
    assert_eq!(refused.expect_err("it needs others"), Error::Invalid(vec![field]));
}

#[tokio::test]
async fn a_site_of_another_account_is_not_found() {
    let mut unit = unit_of(Role::Administrator);
    unit.clients.expect_find().returning(|_, _| Ok(Some(client(ClientAccess::None))));
    unit.sites.expect_find().returning(|_, _| Ok(None));
    let portero = Stage::new().beginning(unit).portero();

    let refused = portero.assign_site(&ana(), account().id, CLIENT, SITE, BLOG).await;

    assert_eq!(refused.expect_err("not there"), Error::NotFound);
}

#[tokio::test]
async fn d12_a_new_site_is_assigned_and_counted() {
    let mut unit = unit_of(Role::Administrator);
    unit.clients.expect_find().returning(|_, _| Ok(Some(active())));
    unit.sites.expect_find().returning(|_, _| Ok(Some(site())));
    unit.assignments.expect_find().returning(|_, _, _| Ok(None));
    unit.assignments
        .expect_save_all()
        .times(1)
        .withf(|changes| changes[0].aggregate().permissions == BLOG)
        .returning(|_| Ok(()));
    let clients = written(&mut unit);
    let records = committed(&mut unit);
    let mut stage = Stage::new().beginning(unit);
    stage.clients.expect_find_client().returning(|_, _| Ok(Some(row(active()))));

    let assigned = stage.portero().assign_site(&ana(), account().id, CLIENT, SITE, BLOG).await;

    assert!(assigned.is_ok(), "{assigned:?}");
    assert_eq!(clients.try_recv().expect("counted")[0].aggregate().site_count, 2);
    assert_eq!(actions(&records), ["client.assign_site"]);
}

fn granting(role: Role) -> MockUnitOfWork {
    let mut unit = unit_of(role);
    unit.clients.expect_find().returning(|_, _| Ok(Some(client(ClientAccess::None))));
    unit.assignments.expect_find_of_clients().returning(|_, _| Ok(vec![assignment(BLOG)]));
    unit
}

#[tokio::test]
async fn d13_a_setup_link_is_shown_once_and_kept_as_a_hash() {
    let mut unit = granting(Role::Administrator);
    let clients = written(&mut unit);
    let records = committed(&mut unit);
    let portero = Stage::new().beginning(unit).portero();

    let made = portero.make_setup_link(&ana(), account().id, CLIENT).await.expect("a link");

    assert_eq!(made.expires_at, now() + TimeDelta::days(30));
    let change = clients.try_recv().expect("written").remove(0);
    assert_eq!(change.aggregate().status(), ClientStatus::Invited);
    assert!(!change.aggregate().setup_link().expect("a link").mailed);
    assert_eq!(actions(&records), ["client.grant_access"]);
}

fn edited(text: &str) -> EditedInvitation {
    EditedInvitation { subject: None, text: Some(text.to_owned()) }
}

fn with_drafts(mut stage: Stage) -> Stage {
    stage.letters.expect_client_invitation().returning(|_, _, _, _| Draft {
        subject: "Sus sitios".to_owned(),
        text: "Entre en {setup_url} como {user_name}.".to_owned(),
    });
    stage
}

#[tokio::test]
async fn d15_an_edited_mail_without_its_placeholders_is_not_sent() {
    let mut unit = granting(Role::Administrator);
    unit.users.expect_find_by_email().returning(|_| Ok(None));
    let portero = with_drafts(Stage::new().beginning(unit)).portero();
    let text = edited("Entre como {user_name}.");

    let once = Once::each_time();
    let refused = portero.send_client_invitation(&ana(), account().id, CLIENT, &text, once).await;

    let refused = refused.expect_err("the link is missing");
    assert!(matches!(&refused, Error::Invalid(fields) if fields[0].field == "text"), "{refused:?}");
}

#[tokio::test]
async fn d14_the_mail_carries_link_and_user_name_and_proves_the_address() {
    let mut unit = granting(Role::Administrator);
    unit.users.expect_find_by_email().returning(|_| Ok(None));
    let (sender, mails) = std::sync::mpsc::channel::<Vec<Mail>>();
    unit.outbox.expect_enqueue().times(1).returning(move |mails| {
        sender.send(mails).expect("the test listens");
        Ok(())
    });
    let clients = written(&mut unit);
    let records = committed(&mut unit);
    let stage = with_drafts(Stage::new().without_rates().beginning(unit));
    let text = edited("Hola: {setup_url}, {user_name}");

    let once = Once::each_time();
    let portero = stage.portero();
    let sent = portero.send_client_invitation(&ana(), account().id, CLIENT, &text, once).await;

    assert!(sent.is_ok(), "{sent:?}");
    let mail = mails.try_recv().expect("a mail").remove(0);
    assert_eq!(mail.to, address("carla@garcia.es"));
    assert!(mail.secret.is_some());
    let Letter::ClientInvitation { subject, text, user_name, .. } = mail.letter else {
        panic!("another letter")
    };
    assert_eq!(subject, "Sus sitios");
    assert_eq!(text, "Hola: {setup_url}, {user_name}");
    assert_eq!(user_name, "carla@garcia.es");
    let change = clients.try_recv().expect("written").remove(0);
    assert!(change.aggregate().setup_link().expect("a link").mailed);
    assert_eq!(actions(&records), ["client.invite"]);
}

/// Suspends Carla, who may or may not enter something else, and tells what was recorded.
async fn suspend(may_enter_else: bool) -> (Vec<SessionChange>, Vec<String>) {
    let mut unit = unit_of(Role::Administrator);
    unit.clients.expect_find().returning(|_, _| Ok(Some(active())));
    unit.users.expect_lock().returning(|_| Ok(Some(carla())));
    entrances(&mut unit, may_enter_else);
    unit.sessions.expect_find_of_user().returning(|_| Ok(vec![session(&carla())]));
    let (sender, sessions) = std::sync::mpsc::channel();
    unit.sessions.expect_save().returning(move |change| {
        sender.send(change).expect("the test listens");
        Ok(())
    });
    let clients = written(&mut unit);
    let records = committed(&mut unit);
    let portero = Stage::new().beginning(unit).portero();

    portero.suspend_client(&ana(), account().id, CLIENT).await.expect("suspended");

    let status = clients.try_recv().expect("written")[0].aggregate().status();
    assert_eq!(status, ClientStatus::Suspended);
    (sessions.try_iter().collect(), actions(&records))
}

#[tokio::test]
async fn d22_suspending_ends_the_sessions_of_someone_with_nothing_else_to_enter() {
    let (sessions, actions) = suspend(false).await;

    assert_eq!(sessions.len(), 1);
    assert_eq!(actions, ["session.revoke", "client.suspend"]);
}

#[tokio::test]
async fn no_agency_locks_out_someone_who_has_something_else_to_enter() {
    let (sessions, actions) = suspend(true).await;

    assert!(sessions.is_empty());
    assert_eq!(actions, ["client.suspend"]);
}

/// Deletes Carla, and tells what became of her user and what was recorded.
async fn delete(carla: User, has_ties: bool) -> (Vec<UserChange>, Vec<String>) {
    let mut unit = unit_of(Role::Administrator);
    unit.clients.expect_find().returning(|_, _| Ok(Some(active())));
    unit.assignments.expect_find_of_clients().returning(|_, _| Ok(vec![assignment(BLOG)]));
    unit.assignments
        .expect_save_all()
        .times(1)
        .withf(|changes| matches!(changes[0].write(), Write::Delete(_)))
        .returning(|_| Ok(()));
    let is_made_here = carla.made_by.is_some();
    unit.users.expect_lock().returning(move |_| Ok(Some(carla.clone())));
    unit.users.expect_has_ties().returning(move |_| Ok(has_ties));
    entrances(&mut unit, true);
    unit.contacts.expect_find_by_email().returning(|_, _| Ok(None));
    let is_erased = is_made_here && !has_ties;
    let known = (!is_erased).then(self::carla);
    unit.users.expect_find_by_email().returning(move |_| Ok(known.clone()));
    unit.outbox.expect_recall().times(usize::from(is_erased)).returning(|_, _| Ok(()));
    unit.sessions.expect_find_of_user().returning(|_| Ok(Vec::new()));
    let (sender, users) = std::sync::mpsc::channel();
    unit.users.expect_save().returning(move |change| {
        sender.send(change).expect("the test listens");
        Ok(())
    });
    let clients = written(&mut unit);
    let records = committed(&mut unit);
    let portero = Stage::new().beginning(unit).portero();

    portero.delete_client(&ana(), account().id, CLIENT, None).await.expect("deleted");

    let write = clients.try_recv().expect("written")[0].write();
    assert!(matches!(write, Write::Delete(_)), "{write:?}");
    (users.try_iter().collect(), actions(&records))
}

#[tokio::test]
async fn d21_deleting_forgets_the_user_who_was_made_for_nothing_else() {
    let made_here = User { made_by: Some(account().id), ..carla() };

    let (users, actions) = delete(made_here, false).await;

    assert!(matches!(users[0].write(), Write::Delete(_)));
    assert_eq!(actions, ["user.erase", "client.delete"]);
}

#[tokio::test]
async fn d21_deleting_leaves_alone_whoever_made_themselves_or_has_other_ties() {
    let made_here = User { made_by: Some(account().id), ..carla() };

    for (person, has_ties) in [(carla(), false), (made_here, true)] {
        let (users, actions) = delete(person, has_ties).await;
        assert!(users.is_empty());
        assert_eq!(actions, ["client.delete"]);
    }
}

#[tokio::test]
async fn deleting_and_viewing_need_a_password_given_lately() {
    let stale = |mut caller: Caller| {
        if let Caller::User { signed_in, .. } = &mut caller {
            signed_in.session.authenticated_at = now() - TimeDelta::minutes(10);
        }
        caller
    };
    let portero = || {
        let mut unit = unit_of(Role::Administrator);
        unit.clients.expect_find().returning(|_, _| Ok(Some(active())));
        Stage::new().beginning(unit).portero()
    };
    let reason = Message::parse("No ve su tienda").expect("a reason");

    let deleted = portero().delete_client(&stale(ana()), account().id, CLIENT, None).await;
    let viewed = portero().view_as_client(&stale(ana()), account().id, CLIENT, reason).await;

    assert_eq!(deleted.expect_err("too long ago"), Error::ReauthenticationRequired);
    assert_eq!(viewed.expect_err("too long ago"), Error::ReauthenticationRequired);
}

#[tokio::test]
async fn signing_in_is_refused_to_a_suspended_client_with_nothing_else_to_enter() {
    let made = || User { made_by: Some(account().id), ..carla() };
    // Whoever registered themselves has a place of their own.
    let cases = [(made(), false, false), (made(), true, true), (carla(), false, true)];
    for (user, an_account, may_enter) in cases {
        let mut unit = MockUnitOfWork::default();
        let locked = user.clone();
        unit.users.expect_lock().returning(move |_| Ok(Some(locked.clone())));
        entrances(&mut unit, an_account);
        unit.sessions.expect_find_of_user().returning(|_| Ok(Vec::new()));
        unit.sessions.expect_save().returning(|_| Ok(()));
        let _records = committed(&mut unit);
        let mut stage = Stage::new().without_rates().beginning(unit);
        let facts = portero_domain::port::SignInFacts { user: Some(user), newest_attempt: None };
        stage.directory.expect_find_sign_in().return_once(|_| Ok(facts));
        stage.directory.expect_enterable_accounts().returning(|_, _, _| Ok(Vec::new()));
        stage.clients.expect_enterable_areas().returning(|_, _| Ok(Vec::new()));
        stage.passwords.expect_verify().returning(|_, _| Ok(true));
        let password = portero_domain::model::Password::new("correct horse battery");

        let signed_in = stage.portero().sign_in(&carla().email, &password, Origin::default()).await;

        match signed_in {
            Ok(_) => assert!(may_enter),
            Err(refused) => {
                assert_eq!(refused, Error::ClientSuspended);
                assert!(!may_enter);
            }
        }
    }
}
