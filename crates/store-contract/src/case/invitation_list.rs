//! Invitations, as the account and the invitee see them.

use portero_domain::id::InvitationId;
use portero_domain::model::{Account, Invitation, InvitationStatus, Membership};
use portero_domain::policy::Scope;
use portero_domain::port::{InvitationFilter, Page, ReceivedInvitation};

use crate::Faces;
use crate::given::{Given, address, after, noon, save, trail};

/// One invitation is shown on its own account only, with the names of account and inviter.
pub async fn an_invitation_is_shown_with_the_names_of_who_invites(faces: &Faces) {
    let given = Given::new(faces);
    let owner = given.user_named("José", "Núñez", "jose@a.example").await;
    let account = given.account_of(&owner).await;
    let (other, _) = given.account().await;
    let invitation = given.invitation(&account, &owner, "x@a.example").await;
    let shown = ReceivedInvitation {
        invitation: invitation.clone(),
        account_name: "Hotel Sol".to_owned(),
        invited_by: "José Núñez".to_owned(),
    };
    let directory = &faces.directory;
    let found = directory.find_invitation(account.id, invitation.id).await;
    assert_eq!(found, Ok(Some(shown.clone())));
    assert_eq!(directory.find_invitation(other.id, invitation.id).await, Ok(None));
    let received = directory.received_invitations(&invitation.email, noon()).await;
    assert_eq!(received, Ok(vec![shown]));
}

/// Pages go newest first, and neither skip nor repeat an invitation while others are sent.
pub async fn pages_of_invitations_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let mut sent = Vec::new();
    for count in 0..5 {
        let to = format!("guest{count}@a.example");
        sent.push(given.invitation(&account, &owner, &to).await.id);
    }
    sent.reverse();
    let mut found = page(faces, &account, None, 2).await;
    given.invitation(&account, &owner, "late@a.example").await;
    found.extend(page(faces, &account, found.last().copied(), 2).await);
    found.extend(page(faces, &account, found.last().copied(), 2).await);
    assert_eq!(found, sent);
    assert_eq!(page(faces, &account, found.last().copied(), 2).await, []);
}

/// A filter by status finds those in it, expiry counted by the clock.
pub async fn invitations_are_found_by_status_at_an_instant(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("accepted@a.example").await;
    let pending = given.invitation(&account, &owner, "pending@a.example").await;
    let claimed = given.invitation(&account, &owner, "claimed@a.example").await;
    given.saved(claimed.clone().claim(noon()).expect("open").changed().expect("new")).await;
    let accepted = given.invitation(&account, &owner, "accepted@a.example").await;
    let accept = accepted.clone().accept(user.id, noon()).expect("open");
    given.saved(accept.changed().expect("new")).await;
    let declined = given.invitation(&account, &owner, "declined@a.example").await;
    given.saved(declined.clone().decline(noon()).expect("open").changed().expect("new")).await;
    let revoked = given.invitation(&account, &owner, "revoked@a.example").await;
    given.saved(revoked.clone().revoke(noon()).expect("open").changed().expect("new")).await;

    let by = async |status, minutes| {
        let filter = InvitationFilter { status: Some(status), ..InvitationFilter::default() };
        found(faces, &account, &filter, minutes).await
    };
    assert_eq!(by(InvitationStatus::Pending, 59).await, [pending.id]);
    assert_eq!(by(InvitationStatus::Claimed, 59).await, [claimed.id]);
    assert_eq!(by(InvitationStatus::Expired, 59).await, []);
    assert_eq!(by(InvitationStatus::Pending, 60).await, []);
    assert_eq!(by(InvitationStatus::Claimed, 60).await, []);
    assert_eq!(by(InvitationStatus::Expired, 60).await, [claimed.id, pending.id]);
    assert_eq!(by(InvitationStatus::Accepted, 60).await, [accepted.id]);
    assert_eq!(by(InvitationStatus::Declined, 60).await, [declined.id]);
    assert_eq!(by(InvitationStatus::Revoked, 60).await, [revoked.id]);

    let unsettled = InvitationFilter { unsettled: true, ..InvitationFilter::default() };
    for minutes in [59, 60] {
        assert_eq!(found(faces, &account, &unsettled, minutes).await, [claimed.id, pending.id]);
    }
}

/// However many were answered since, what nobody has answered is on the first page of what waits.
pub async fn an_unsettled_invitation_is_found_behind_any_number_of_others(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let open = given.invitation(&account, &owner, "open@a.example").await;
    for number in 0..5 {
        let email = format!("revoked{number}@a.example");
        let revoked = given.invitation(&account, &owner, &email).await;
        given.saved(revoked.revoke(noon()).expect("open").changed().expect("a change")).await;
    }
    let filter = InvitationFilter { unsettled: true, ..InvitationFilter::default() };
    let page = Page { after: None, limit: 2 };
    let found = faces.directory.invitations(account.id, &filter, page, noon()).await;
    let found = found.expect("an answer").into_iter().map(|one| one.invitation.id);
    assert_eq!(found.collect::<Vec<_>>(), [open.id]);
}

/// A part of the address finds invitations, and no character of it means another.
pub async fn invitations_are_found_by_a_part_of_the_address(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let ana = given.invitation(&account, &owner, "Ana_Maria@sol.example").await;
    let eva = given.invitation(&account, &owner, "eva@mar.example").await;
    given.invitation(&other, &owner, "ana_maria@sol.example").await;

    let by = async |part: &str| {
        let address_part = Some(part.to_owned());
        let filter = InvitationFilter { address_part, ..InvitationFilter::default() };
        found(faces, &account, &filter, 1).await
    };
    assert_eq!(by("maria").await, [ana.id]);
    assert_eq!(by("@mar").await, [eva.id]);
    assert_eq!(by("example").await, [eva.id, ana.id]);
    assert_eq!(by("a_m").await, [ana.id]);
    assert_eq!(by("v_@").await, [], "an underscore is itself");
    assert_eq!(by("a%a").await, [], "so is a per cent sign");
}

/// A link shows its invitation, an earlier one shows it as superseded, and any other nothing.
pub async fn a_link_shows_its_invitation_or_that_it_is_superseded(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let first = given.invitation(&account, &owner, "x@a.example").await;
    let resent = first.clone().resend(owner.id, given.link(), after(120), after(61));
    let second = given.saved(resent.expect("open").changed().expect("a change")).await;

    for (link, superseded) in [(first.link, true), (second.link, false)] {
        let shown = faces.directory.find_invitation_by_link(&link).await;
        let (linked, received) = shown.expect("an answer").expect("an invitation");
        assert_eq!((linked.invitation, linked.superseded), (second.clone(), superseded));
        assert_eq!(received.invitation, second);
        assert_eq!(received.account_name, "Hotel Sol");
    }
    assert_eq!(faces.directory.find_invitation_by_link(&given.link()).await, Ok(None));
}

/// An invitee sees what is open, has not expired, and comes from an active account.
pub async fn an_invitee_sees_what_can_be_answered_now(faces: &Faces) {
    let given = Given::new(faces);
    let (first, owner) = given.account().await;
    let second = given.account_of(&owner).await;
    let closed = given.account_of(&owner).await;
    let withdrawn = given.account_of(&owner).await;
    let brief = given.account_of(&owner).await;
    let older = given.invitation(&first, &owner, "X@a.example").await;
    let newer = given.invitation(&second, &owner, "x@a.example").await;
    let newer = newer.claim(noon()).expect("open").changed().expect("a change");
    let newer = given.saved(newer).await;
    given.invitation(&closed, &owner, "x@a.example").await;
    given.saved(closed.close(noon()).expect("allowed").changed().expect("open")).await;
    let revoked = given.invitation(&withdrawn, &owner, "x@a.example").await;
    given.saved(revoked.revoke(noon()).expect("open").changed().expect("a change")).await;
    let mut expiring = given.new_invitation(&brief, &owner, "x@a.example");
    expiring.expires_at = after(10);
    given.saved(Invitation::send(expiring, noon())).await;
    given.invitation(&first, &owner, "other@a.example").await;

    let found = faces.directory.received_invitations(&address("x@a.example"), after(10)).await;
    let found = found.expect("an answer").into_iter().map(|one| one.invitation);
    assert_eq!(found.collect::<Vec<_>>(), [newer, older]);
}

/// An invitee sees no more than the 200 newest.
pub async fn an_invitee_sees_the_200_newest(faces: &Faces) {
    let given = Given::new(faces);
    let owner = given.user("owner@a.example").await;
    let mut unit = faces.begin().await;
    let mut scopes = Vec::new();
    let mut sent = Vec::new();
    for _ in 0..201 {
        let created = given.new_account(&owner);
        let account = created.aggregate().clone();
        scopes.push(Scope::Account(account.id));
        save(&mut *unit, created).await;
        save(&mut *unit, Membership::found(account.id, owner.id, noon())).await;
        let invitation = given.new_invitation(&account, &owner, "x@a.example");
        sent.push(invitation.id);
        save(&mut *unit, Invitation::send(invitation, noon())).await;
    }
    unit.commit(trail(&scopes)).await.expect("committed");
    sent.reverse();

    let found = faces.directory.received_invitations(&address("x@a.example"), noon()).await;
    let found = found.expect("an answer").into_iter().map(|one| one.invitation.id);
    assert_eq!(found.collect::<Vec<_>>(), sent[..200]);
}

async fn page(
    faces: &Faces,
    account: &Account,
    after: Option<InvitationId>,
    limit: u32,
) -> Vec<InvitationId> {
    let page = Page { after, limit };
    let filter = InvitationFilter::default();
    let found = faces.directory.invitations(account.id, &filter, page, noon()).await;
    found.expect("an answer").iter().map(|one| one.invitation.id).collect()
}

async fn found(
    faces: &Faces,
    account: &Account,
    filter: &InvitationFilter,
    minutes: i64,
) -> Vec<InvitationId> {
    let page = Page { after: None, limit: 100 };
    let found = faces.directory.invitations(account.id, filter, page, after(minutes)).await;
    found.expect("an answer").iter().map(|one| one.invitation.id).collect()
}
