//! What a user may enter, and what leads to them.

use portero_domain::model::{User, UserState};
use portero_domain::policy::{Offer, Role, Scope};
use portero_domain::port::{Entrances, StoreError};

use crate::Faces;
use crate::given::{Given, after, attempt, noon, save};

const NONE: Entrances =
    Entrances { an_account: false, an_area: false, a_suspended_area: false, an_invitation: false };

/// A user may enter an account as a member: active, not run out, of an active account whose owner
/// is not suspended.
pub async fn a_membership_that_admits_is_an_entrance(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("ana@a.example").await;
    let (account, owner) = given.account().await;
    assert_eq!(entrances(faces, &user).await, NONE);
    let over = Offer { until: Some(noon()), ..Offer::of(Role::User) };
    let membership = given.member(&account, &user, over).await;
    assert_eq!(entrances(faces, &user).await, NONE, "run out");
    given.saved(membership.remove().expect("no owner")).await;
    let timed = Offer { until: Some(after(1)), ..Offer::of(Role::User) };
    let membership = given.member(&account, &user, timed).await;
    let open = Entrances { an_account: true, ..NONE };
    assert_eq!(entrances(faces, &user).await, open);

    let suspended = membership.suspend().expect("no owner").changed().expect("a change");
    let suspended = given.saved(suspended).await;
    assert_eq!(entrances(faces, &user).await, NONE, "suspended");
    let again = suspended.reactivate().expect("no owner").changed().expect("a change");
    given.saved(again).await;
    let owner = given.saved(owner.suspend().changed().expect("a change")).await;
    assert_eq!(entrances(faces, &user).await, NONE, "of a suspended owner");
    given.saved(owner.reactivate().changed().expect("a change")).await;
    assert_eq!(entrances(faces, &user).await, open);
    given.saved(account.close(noon()).expect("allowed").changed().expect("open")).await;
    assert_eq!(entrances(faces, &user).await, NONE, "closed");
}

/// A user may enter an area as a client who is not suspended, of an active account whose owner is
/// not suspended; being a suspended client is told of an account that is not closed.
pub async fn an_area_that_admits_is_an_entrance(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("carla@d.example").await;
    let (account, owner) = given.account().await;
    let invited = given.invited_client(&account, "carla@d.example").await;
    assert_eq!(entrances(faces, &user).await, NONE, "the link was not used");
    let bound = invited.sign_in(user.id).expect("invited").changed().expect("a change");
    let client = given.saved(bound).await;
    let open = Entrances { an_area: true, ..NONE };
    assert_eq!(entrances(faces, &user).await, open);
    let owner = given.saved(owner.suspend().changed().expect("a change")).await;
    assert_eq!(entrances(faces, &user).await, NONE, "of a suspended owner");
    given.suspended(client).await;
    let shut = Entrances { a_suspended_area: true, ..NONE };
    assert_eq!(entrances(faces, &user).await, shut, "whatever the owner is");
    given.saved(owner.reactivate().changed().expect("a change")).await;
    assert_eq!(entrances(faces, &user).await, shut);

    let (second, _) = given.account().await;
    given.active_client(&second, "carla@d.example", &user).await;
    let both = Entrances { an_area: true, ..shut };
    assert_eq!(entrances(faces, &user).await, both, "another area admits");
    given.saved(account.close(noon()).expect("allowed").changed().expect("open")).await;
    assert_eq!(entrances(faces, &user).await, open, "a closed account shuts everyone out");
    given.saved(second.close(noon()).expect("allowed").changed().expect("open")).await;
    assert_eq!(entrances(faces, &user).await, NONE);
}

/// An open invitation to a confirmed address is told as long as it is open.
pub async fn an_open_invitation_waits_for_a_confirmed_address(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("carla@d.example").await;
    let (account, owner) = given.account().await;
    let invitation = given.invitation(&account, &owner, "carla@d.example").await;
    let open = Entrances { an_invitation: true, ..NONE };
    assert_eq!(entrances(faces, &user).await, open);
    let mut unit = faces.begin().await;
    let later = unit.users().find_entrances(user.id, after(60)).await;
    assert_eq!(later, Ok(NONE), "run out");
    drop(unit);
    given.saved(invitation.decline(after(1)).expect("open").changed().expect("a change")).await;
    assert_eq!(entrances(faces, &user).await, NONE, "declined");
    let client = given.client(&account, "eva@d.example").await;
    let made = given.saved(given.new_user_of_client(&client)).await;
    given.invitation(&account, &owner, "eva@d.example").await;
    assert_eq!(entrances(faces, &made).await, NONE, "an address that is not confirmed");
}

/// What a user may enter is told with what was just written, and of nobody else.
pub async fn entrances_are_told_with_what_was_just_written(faces: &Faces) {
    let given = Given::new(faces);
    let user = given.user("carla@d.example").await;
    let other = given.user("eva@d.example").await;
    let (account, _) = given.account().await;
    let client = given.active_client(&account, "carla@d.example", &user).await;
    given.member(&account, &other, Offer::of(Role::User)).await;
    let mut unit = faces.begin().await;
    save(&mut *unit, client.suspend(noon()).changed().expect("a change")).await;
    let found = unit.users().find_entrances(user.id, noon()).await;
    let shut = Entrances { a_suspended_area: true, ..NONE };
    assert_eq!(found, Ok(shut));
    let found = unit.users().find_entrances(other.id, noon()).await;
    assert_eq!(found, Ok(Entrances { an_account: true, ..NONE }));
    drop(unit);
    assert_eq!(entrances(faces, &user).await, Entrances { an_area: true, ..NONE });
    assert_eq!(user.state, UserState::Active);
}

/// A membership leads to a user, also when it has run out; so do a client and a contact's access.
/// A setup link, a client of the same address or a contact without access does not.
pub async fn a_membership_a_client_or_an_access_leads_to_a_user(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("carla@d.example").await;
    let has_ties = async || faces.begin().await.users().has_ties(user.id).await;
    given.session(&user, noon()).await;
    let contact = given.contact(&account, "carla@d.example").await;
    let invited = given.invited_client(&account, "carla@d.example").await;
    assert_eq!(has_ties().await, Ok(false));
    assert_eq!(faces.begin().await.users().has_ties(owner.id).await, Ok(true));

    let over = Offer { until: Some(after(-1)), ..Offer::of(Role::User) };
    let membership = given.member(&account, &user, over).await;
    assert_eq!(has_ties().await, Ok(true));
    given.saved(membership.remove().expect("no owner")).await;
    assert_eq!(has_ties().await, Ok(false));
    let contact = given.granted(contact, &user).await;
    assert_eq!(has_ties().await, Ok(true));
    given.saved(contact.withdraw().changed().expect("a change")).await;
    assert_eq!(has_ties().await, Ok(false));
    let bound = invited.sign_in(user.id).expect("invited").changed().expect("a change");
    given.suspended(given.saved(bound).await).await;
    assert_eq!(has_ties().await, Ok(true));
}

/// What a user did for others names them: an invitation sent or accepted, a service key made and a
/// viewing asked for. Whoever is named is not erased.
pub async fn what_a_user_did_names_them(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let client = given.client(&account, "eva@d.example").await;
    let told = async |user: &User| {
        let mut unit = faces.begin().await;
        let ties = unit.users().has_ties(user.id).await;
        drop(unit);
        (ties, attempt(faces, user.clone().erase()).await)
    };
    let kept = (Ok(true), Err(StoreError::Conflict));

    let inviter = given.user("ines@d.example").await;
    given.invitation(&account, &inviter, "leo@d.example").await;
    assert_eq!(told(&inviter).await, kept, "sent an invitation");
    let accepter = given.user("noa@d.example").await;
    let invitation = given.invitation(&account, &owner, "noa@d.example").await;
    let change = invitation.accept(accepter.id, after(1)).expect("open");
    given.saved(change.changed().expect("a change")).await;
    assert_eq!(told(&accepter).await, kept, "accepted an invitation");
    let maker = given.user("max@d.example").await;
    given.saved(given.new_key_by(Scope::Account(account.id), Some(maker.id))).await;
    assert_eq!(told(&maker).await, kept, "made a service key");
    let viewer = given.user("vera@d.example").await;
    let session = given.session(&viewer, noon()).await;
    given.viewing(&client, &viewer, &session).await;
    given.saved(session.end()).await;
    assert_eq!(told(&viewer).await, kept, "asked for a viewing");
    let stranger = given.user("zoe@d.example").await;
    assert_eq!(told(&stranger).await, (Ok(false), Ok(())));
}

/// What leads to a user is told with what was just written.
pub async fn ties_are_told_with_what_was_just_written(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let user = given.user("carla@d.example").await;
    let membership = given.member(&account, &user, Offer::of(Role::User)).await;
    let invited = given.invited_client(&account, "carla@d.example").await;
    let mut unit = faces.begin().await;
    save(&mut *unit, membership.remove().expect("no owner")).await;
    assert_eq!(unit.users().has_ties(user.id).await, Ok(false));
    let bound = invited.sign_in(user.id).expect("invited").changed().expect("a change");
    save(&mut *unit, bound).await;
    assert_eq!(unit.users().has_ties(user.id).await, Ok(true));
}

async fn entrances(faces: &Faces, user: &User) -> Entrances {
    let mut unit = faces.begin().await;
    unit.users().find_entrances(user.id, noon()).await.expect("an answer")
}
