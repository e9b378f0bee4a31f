//! The numbered events.

use portero_domain::id::UserId;
use portero_domain::model::{
    Action, AuditEntry, AuditObject, Membership, NumberedEvent, Origin, Registration, User,
};
use portero_domain::policy::{Offer, Permit, Role, Scope};
use portero_domain::port::Page;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Faces;
use crate::given::{ALLOWED, Given, after, hash_of, noon, pages, save, trail};

/// Events are numbered 1, 2, 3, … and a rollback leaves no gap.
pub async fn events_are_numbered_without_gaps(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    given.saved(given.new_service_key(&account)).await;
    let mut unit = faces.begin().await;
    save(&mut *unit, given.new_service_key(&account)).await;
    drop(unit);
    let mut unit = faces.begin().await;
    save(&mut *unit, given.new_service_key(&account)).await;
    assert!(unit.commit(trail(&[Scope::Installation])).await.is_err());
    given.saved(given.new_service_key(&account)).await;

    assert_eq!(numbers(&events(faces, account.id.as_uuid()).await), [1, 2, 3, 4]);
}

/// Each account has numbers of its own, and so has the installation.
pub async fn each_scope_has_numbers_of_its_own(faces: &Faces) {
    let given = Given::new(faces);
    let owner = given.user("owner@a.example").await;
    let first = given.account_of(&owner).await;
    let second = given.account_of(&owner).await;
    given.saved(given.new_service_key(&first)).await;
    given.saved(given.new_service_key(&second)).await;
    given.saved(given.new_service_key(&first)).await;

    assert_eq!(numbers(&events(faces, first.id.as_uuid()).await), [1, 2, 3, 4]);
    assert_eq!(numbers(&events(faces, second.id.as_uuid()).await), [1, 2, 3]);
    assert_eq!(numbers(&events(faces, Scope::Installation.key()).await), [1]);
}

/// An event has the name and the data of its change.
pub async fn an_event_has_the_name_and_data_of_its_change(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let member = given.user("ana@a.example").await;
    let membership = given.member(&account, &member, Offer::of(Role::Finance)).await;
    given.saved(membership.remove().expect("no owner")).await;
    given.saved(account.clone().close(noon()).expect("allowed").changed().expect("open")).await;

    let told: Vec<(String, Value)> =
        events(faces, account.id.as_uuid()).await.into_iter().map(told).collect();
    let member_id = member.id.to_string();
    let joined = json!({"user_id": member_id, "role": "finance", "grants": []});
    assert_eq!(told[0], ("account_created".to_owned(), json!({"owner_id": owner.id.to_string()})));
    assert_eq!(told[1].0, "member_joined");
    assert_eq!(told[2], ("member_joined".to_owned(), joined));
    assert_eq!(told[3], ("member_removed".to_owned(), json!({"user_id": member_id})));
    assert_eq!(told[4], ("account_closed".to_owned(), json!({})));
}

/// Every kind of change has its event: of what belongs to an account in the account's scope, of
/// all else in the installation's.
pub async fn every_kind_of_change_has_its_event_in_its_scope(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    given.invitation(&account, &owner, "x@a.example").await;
    given.saved(given.new_service_key(&account)).await;
    let contact = given.contact(&account, "pablo@d.example").await;
    given.saved(contact.delete()).await;
    given.communication(&account, &owner, &["pablo@d.example"]).await;
    given.support_code(&account, &owner).await;
    assert_eq!(
        names(events(faces, account.id.as_uuid()).await),
        [
            "account_created",
            "member_joined",
            "invitation_sent",
            "service_key_created",
            "contact_created",
            "contact_deleted",
            "communication_sent",
            "support_code_issued",
        ]
    );

    given.saved(given.registration("new@a.example").attempt()).await;
    given.saved(given.new_reset(&owner, after(60))).await;
    let session = given.session(&owner, noon()).await;
    given.saved(session.end()).await;
    given.saved(owner.change_password(hash_of("second"))).await;
    given.saved(given.new_key(Scope::Installation)).await;
    assert_eq!(
        names(events(faces, Scope::Installation.key()).await),
        [
            "user_confirmed",
            "registration_attempted",
            "password_reset_requested",
            "session_started",
            "session_ended",
            "password_changed",
            "service_key_created",
        ]
    );
}

/// Every kind of change to a client, a site, an assignment or a viewing has its event in the
/// account's scope; erasing a user has it in the installation's.
pub async fn every_change_around_a_client_has_its_event_in_its_scope(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let session = given.session(&owner, noon()).await;
    let site = given.site(&account, "Hotel Sol").await;
    let client = given.client(&account, "carla@d.example").await;
    let (client, assignment) = given.assigned(client, &site, ALLOWED).await;
    let (viewing, _) = given.opened(given.viewing(&client, &owner, &session).await).await;
    given.ended(viewing).await;
    let client = given.unassigned(client, assignment).await;
    let user = given.saved(given.new_user_of_client(&client)).await;
    given.saved(client.delete()).await;
    given.saved(site.delete()).await;
    given.saved(user.erase()).await;
    assert_eq!(
        names(events(faces, account.id.as_uuid()).await)[2..],
        [
            "site_created",
            "client_created",
            "client_gained_site",
            "site_assigned",
            "viewing_offered",
            "viewing_begun",
            "viewing_ended",
            "site_unassigned",
            "client_lost_site",
            "client_deleted",
            "site_deleted",
        ]
    );
    assert_eq!(
        names(events(faces, Scope::Installation.key()).await),
        ["user_confirmed", "session_started", "user_made", "user_erased"]
    );
}

/// The events of one unit of work come in the order in which it wrote, and happened when its
/// audit entry says.
pub async fn events_of_one_unit_of_work_come_in_its_order_and_at_its_instant(faces: &Faces) {
    let given = Given::new(faces);
    let attempted = given.saved(given.registration("new@a.example").attempt()).await;
    let user = User::from_registration(UserId::from_uuid(given.id()), &attempted, after(7));
    let confirmed = Registration::confirm(attempted, after(7)).expect("in time");

    let mut unit = faces.begin().await;
    save(&mut *unit, confirmed).await;
    save(&mut *unit, user).await;
    unit.commit(confirmation_at(7).into()).await.expect("committed");

    let events = events(faces, Scope::Installation.key()).await;
    assert_eq!(events[0].at, noon());
    assert_eq!((events[1].at, events[2].at), (after(7), after(7)));
    assert_eq!(
        names(events),
        ["registration_attempted", "registration_confirmed", "user_confirmed"]
    );
}

/// Events come behind a number, in order, a page at a time.
pub async fn events_come_a_page_at_a_time(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    for count in 0..5 {
        let member = given.user(&format!("member{count}@a.example")).await;
        let offer = Offer::of(Role::User);
        given.saved(Membership::join(account.id, member.id, &offer, None, None, noon())).await;
    }
    let scope = account.id.as_uuid();
    let found = pages(None, 3, async |after| {
        let page = Page { after, limit: 3 };
        numbers(&faces.directory.events(scope, page).await.expect("an answer"))
    })
    .await;
    assert_eq!(found, [1, 2, 3, 4, 5, 6, 7]);
}

fn confirmation_at(minutes: i64) -> AuditEntry {
    let (permit, action) = (Permit::for_anyone(), Action::RegistrationConfirm);
    AuditEntry::new(permit, action, AuditObject::Nothing, Origin::default(), after(minutes))
}

async fn events(faces: &Faces, scope: Uuid) -> Vec<NumberedEvent> {
    let page = Page { after: None, limit: 100 };
    faces.directory.events(scope, page).await.expect("an answer")
}

fn numbers(events: &[NumberedEvent]) -> Vec<i64> {
    events.iter().map(|event| event.number).collect()
}

fn names(events: Vec<NumberedEvent>) -> Vec<String> {
    events.into_iter().map(|event| event.name).collect()
}

fn told(event: NumberedEvent) -> (String, Value) {
    (event.name, serde_json::from_str(&event.data).expect("data is JSON"))
}
