//! Seeing what a client sees: for how long, by whom, and that both are on record (D24, D25).

use std::sync::mpsc::{Receiver, channel};

use chrono::TimeDelta;
use portero_domain::id::ViewingId;
use portero_domain::model::{
    AuditHash, AuditRecord, Client, Message, Origin, Presence, Token, TokenHash, Version, Viewing,
    ViewingState,
};
use portero_domain::policy::{Role, SitePermission, SitePermissionSet};
use portero_domain::port::{AssignedSite, ClientFacts, FoundViewing};
use portero_domain::use_case::{
    AccessAnswer, CredentialToken, Credentials, Error, LinkRefusal, PageRequest, Portero, Question,
    Wanted,
};
use uuid::Uuid;

use crate::client_given::{
    CLIENT, SITE, active, area, assignment, carla, committed, invited, site, unit_of,
};
use crate::stage::{Stage, account, caller, member, now, session, user};

const BLOG: SitePermissionSet = SitePermissionSet::of(&[SitePermission::Blog]);

fn viewing(state: ViewingState) -> Viewing {
    let ana = user(1, "ana@a.es");
    Viewing {
        id: ViewingId::from_uuid(Uuid::from_u128(0x71)),
        account_id: account().id,
        client_id: CLIENT,
        session_id: session(&ana).id,
        user_id: ana.id,
        reason: Message::parse("No ve su tienda").expect("a reason"),
        state,
        created_at: now(),
        version: Version::FIRST,
    }
}

fn open_for(minutes: i64) -> ViewingState {
    ViewingState::Open {
        link: TokenHash::from_bytes([1; 32]),
        token: TokenHash::from_bytes([2; 32]),
        expires_at: now() + TimeDelta::minutes(minutes),
    }
}

fn found(role: Role, client: Client) -> FoundViewing {
    let ana = user(1, "ana@a.es");
    FoundViewing {
        viewing: viewing(open_for(5)),
        session: Some(session(&ana).presence()),
        membership: Some(member(&ana, role)),
        user: ana,
        area: area(client),
    }
}

fn credentials() -> Credentials {
    let token = Token::parse("v".repeat(Token::LENGTH)).expect("a token");
    Credentials { token: CredentialToken::Viewing(token), origin: Origin::default() }
}

/// A stage on which the token leads to this viewing, and what is put on record without a change.
fn stage(found: Option<FoundViewing>) -> (Stage, Receiver<AuditRecord>) {
    let mut stage = Stage::new();
    stage.clients.expect_find_viewing().returning(move |_| Ok(found.clone()));
    let (sender, records) = channel();
    stage.store.expect_record().returning(move |entry| {
        sender.send(entry.into_record(1, AuditHash::ZERO)).expect("the test listens");
        Ok(())
    });
    (stage, records)
}

async fn opens(found: FoundViewing) -> bool {
    let (stage, _records) = stage(Some(found));
    let viewer = stage.portero().authenticate_viewer(&credentials()).await;
    viewer.map_err(|refused| assert_eq!(refused, Error::NotSignedIn)).is_ok()
}

#[tokio::test]
async fn a_viewing_ends_with_time_session_membership_and_permission() {
    let good = || found(Role::Administrator, active());
    assert!(opens(good()).await);

    let ended = ViewingState::Ended { link: TokenHash::from_bytes([1; 32]), at: now() };
    let idle = Presence { last_seen_at: now() - TimeDelta::minutes(30), ..good_presence() };
    let cases = [
        FoundViewing { viewing: viewing(open_for(0)), ..good() },
        FoundViewing { viewing: viewing(ended), ..good() },
        FoundViewing { session: None, ..good() },
        FoundViewing { session: Some(idle), ..good() },
        FoundViewing { membership: None, ..good() },
        found(Role::Finance, active()),
    ];
    for (place, case) in cases.into_iter().enumerate() {
        assert!(!opens(case).await, "case {place}");
    }
}

fn good_presence() -> Presence {
    session(&user(1, "ana@a.es")).presence()
}

#[tokio::test]
async fn d24_a_viewer_has_exactly_the_clients_answers() {
    let sites = || vec![AssignedSite { site: site(), assignment: assignment(BLOG) }];
    let (mut with_eyes, records) = stage(Some(found(Role::Administrator, active())));
    with_eyes.clients.expect_sites_of_clients().returning(move |_, _| Ok(sites()));
    let mut as_client = Stage::new();
    as_client.clients.expect_find_area().returning(|_, _| Ok(Some(area(active()))));
    as_client.clients.expect_sites_of_clients().returning(move |_, _| Ok(sites()));
    as_client.clients.expect_note_activity().times(1).returning(|_, _, _| Ok(()));

    let portero = with_eyes.portero();
    let viewer = portero.authenticate_viewer(&credentials()).await.expect("open");
    let seen = portero.client_area(&viewer, account().id).await;
    let own = as_client.portero().client_area(&caller(&carla()), account().id).await;

    assert_eq!(seen, own);
    assert!(seen.is_ok());
    let record = records.try_recv().expect("a read is on record");
    assert_eq!(record.actor_id, Some(user(1, "ana@a.es").id.as_uuid()));
    let named = record.details.get("on_behalf_of_client_id");
    assert_eq!(named, Some(&CLIENT.to_string()));
}

#[tokio::test]
async fn a_viewer_sees_no_other_area_and_of_a_suspended_client_what_they_see() {
    let (stage_of, _records) = stage(Some(found(Role::Administrator, active())));
    let portero = stage_of.portero();
    let viewer = portero.authenticate_viewer(&credentials()).await.expect("open");
    let elsewhere = portero_domain::id::AccountId::from_uuid(Uuid::from_u128(99));
    assert_eq!(portero.client_area(&viewer, elsewhere).await, Err(Error::NotFound));
    let areas = portero.client_areas(&viewer, PageRequest::default()).await.expect("areas");
    assert_eq!(areas.items.len(), 1);

    let suspended = Client { suspended_at: Some(now()), ..active() };
    let (stage_of, _records) = stage(Some(found(Role::Administrator, suspended)));
    let portero = stage_of.portero();
    let viewer = portero.authenticate_viewer(&credentials()).await.expect("open");
    let seen = portero.client_area(&viewer, account().id).await;
    assert_eq!(seen, Err(Error::ClientSuspended));
}

#[tokio::test]
async fn a_viewing_is_no_session_of_anyone() {
    let (stage, _records) = stage(Some(found(Role::Administrator, active())));

    let caller = stage.portero().authenticate(&credentials()).await;

    assert_eq!(caller, Err(Error::ViewOnly));
}

#[tokio::test]
async fn a_viewer_asks_as_the_client_about_the_client_alone() {
    let ask = async |question: Question| {
        let (mut stage, _records) = stage(Some(found(Role::Administrator, invited(true))));
        let facts = ClientFacts { is_suspended: false, assigned: Some(BLOG) };
        stage.clients.expect_find_client_facts().returning(move |_, _, _| Ok(Some(facts)));
        let portero: Portero = stage.portero();
        portero.check_access(&credentials(), account().id, &question).await
    };
    let on_site = |permission| Wanted::OnSite { permission, site: SITE };
    let of_client = |permission| Question { subject: None, wanted: on_site(permission) };
    let about_ana = portero_domain::port::Subject::User(user(1, "ana@a.es").id);

    let blog = ask(of_client(SitePermission::Blog)).await.expect("an answer");
    let reset = ask(of_client(SitePermission::Reset)).await.expect("an answer");
    let wanted = on_site(SitePermission::Blog);
    let other = ask(Question { subject: Some(about_ana), wanted }).await;

    assert!(matches!(blog.answer, AccessAnswer::AllowedOnSite(_)), "{blog:?}");
    assert!(matches!(reset.answer, AccessAnswer::DeniedOnSite(_)), "{reset:?}");
    assert!(matches!(other, Err(Error::Denied(_))), "{other:?}");
}

/// Opens an address in this state, by someone in this role.
async fn open(state: ViewingState, role: Role) -> Result<(), Error> {
    let mut unit = unit_of(role);
    unit.viewings.expect_find_by_link().returning(move |_| Ok(Some(viewing(state))));
    unit.viewings.expect_save().returning(|_| Ok(()));
    unit.sessions.expect_find().returning(|_| Ok(Some(session(&user(1, "ana@a.es")))));
    let records = committed(&mut unit);
    let portero = Stage::new().beginning(unit).portero();
    let token = Token::parse("a".repeat(Token::LENGTH)).expect("a token");
    let opened = portero.redeem_viewing(&token, Origin::default()).await?;
    assert_eq!(opened.expires_at, now() + TimeDelta::minutes(15));
    let record = records.try_recv().expect("committed").remove(0);
    assert!(record.details.contains_key("on_behalf_of_client_id"));
    Ok(())
}

#[tokio::test]
async fn d25_an_address_works_once_within_its_minute_for_who_may_still_look() {
    let link = TokenHash::from_bytes([1; 32]);
    let waiting =
        |seconds| ViewingState::Offered { link, expires_at: now() + TimeDelta::seconds(seconds) };

    assert_eq!(open(waiting(1), Role::Administrator).await, Ok(()));
    let expired = Err(Error::Link(LinkRefusal::Expired));
    assert_eq!(open(waiting(0), Role::Administrator).await, expired);
    let used = Err(Error::Link(LinkRefusal::Used));
    assert_eq!(open(open_for(5), Role::Administrator).await, used);
    assert_eq!(open(waiting(1), Role::Finance).await, Err(Error::NotFound));
}
