//! Invitations in a unit of work.

use std::collections::BTreeSet;

use portero_domain::id::InvitationId;
use portero_domain::model::{EmailAddress, Invitation, InvitationState};
use portero_domain::policy::Scope;
use portero_domain::port::{LinkedInvitation, Page, StoreError};

use crate::Faces;
use crate::given::{Given, address, after, attempt, noon, trail};

/// An invitation is found as it was saved, in every field and every state.
pub async fn an_invitation_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("x@a.example").await;
    let sent = given.invitation(&account, &owner, "X@a.example").await;
    is_found(faces, &sent).await;
    let claimed = sent.claim(after(1)).expect("open").changed().expect("a change");
    let claimed = given.saved(claimed).await;
    is_found(faces, &claimed).await;
    let accepted = claimed.accept(user.id, after(2)).expect("open").changed().expect("a change");
    let accepted = given.saved(accepted).await;
    is_found(faces, &accepted).await;

    let sent = given.invitation(&account, &owner, "y@a.example").await;
    let declined = sent.decline(after(3)).expect("open").changed().expect("a change");
    let declined = given.saved(declined).await;
    assert_eq!(declined.state, InvitationState::Declined { at: after(3) });
    is_found(faces, &declined).await;
}

/// An invitation is found on its own account only, but by its invitee whatever the account.
pub async fn an_invitation_is_found_on_its_own_account_only(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let sent = given.invitation(&account, &owner, "x@a.example").await;
    let mut unit = faces.begin().await;
    assert_eq!(unit.invitations().find(other.id, sent.id).await, Ok(None));
    assert_eq!(unit.invitations().find_for_invitee(sent.id).await, Ok(Some(sent)));
    let unknown = InvitationId::from_uuid(given.id());
    assert_eq!(unit.invitations().find_for_invitee(unknown).await, Ok(None));
}

/// A second open invitation of one account to one address is a conflict.
pub async fn a_second_open_invitation_to_an_address_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let first = given.invitation(&account, &owner, "x@a.example").await;
    let again = || Invitation::send(given.new_invitation(&account, &owner, "X@A.example"), noon());
    assert_eq!(attempt(faces, again()).await, Err(StoreError::Conflict));

    let claimed = first.claim(after(1)).expect("open").changed().expect("a change");
    given.saved(claimed).await;
    assert_eq!(attempt(faces, again()).await, Err(StoreError::Conflict));
}

/// Two open invitations to one address in one batch are a conflict, and neither stays.
pub async fn a_batch_that_names_an_address_twice_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let send = |to| Invitation::send(given.new_invitation(&account, &owner, to), noon());
    let batch = vec![send("x@a.example"), send("y@a.example"), send("X@a.example")];
    let mut unit = faces.begin().await;
    assert_eq!(unit.invitations().save_all(batch).await, Err(StoreError::Conflict));
    drop(unit);
    let mut unit = faces.begin().await;
    let asked = [address("x@a.example"), address("y@a.example")];
    assert_eq!(unit.invitations().find_open(account.id, &asked).await, Ok(vec![]));
}

/// Once an invitation is final, its address can be invited again; other accounts always can.
pub async fn an_address_is_free_again_once_its_invitation_is_final(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("x@a.example").await;
    given.invitation(&other, &owner, "x@a.example").await;

    let first = given.invitation(&account, &owner, "x@a.example").await;
    given.saved(first.revoke(after(1)).expect("open").changed().expect("a change")).await;
    let second = given.invitation(&account, &owner, "x@a.example").await;
    given.saved(second.decline(after(2)).expect("open").changed().expect("a change")).await;
    let third = given.invitation(&account, &owner, "x@a.example").await;
    given.saved(third.accept(user.id, after(3)).expect("open").changed().expect("new")).await;
    given.invitation(&account, &owner, "x@a.example").await;
}

/// An update of another version than the one stored is a conflict.
pub async fn an_update_of_a_stale_invitation_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("x@a.example").await;
    let sent = given.invitation(&account, &owner, "x@a.example").await;
    let revoked = sent.clone().revoke(after(1)).expect("open").changed().expect("a change");
    given.saved(revoked).await;
    let stale = sent.accept(user.id, after(1)).expect("open").changed().expect("a change");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
}

/// One stale invitation in a batch is a conflict of the whole.
pub async fn one_stale_invitation_is_a_conflict_of_the_whole_batch(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let fresh = given.invitation(&account, &owner, "x@a.example").await;
    let stale = given.invitation(&account, &owner, "y@a.example").await;
    given.saved(stale.clone().claim(after(1)).expect("open").changed().expect("new")).await;
    let revoked = |one: &Invitation| one.clone().revoke(after(2)).expect("open").changed();
    let batch = vec![revoked(&fresh).expect("a change"), revoked(&stale).expect("a change")];
    let mut unit = faces.begin().await;
    assert_eq!(unit.invitations().save_all(batch).await, Err(StoreError::Conflict));
    drop(unit);
    is_found(faces, &fresh).await;
}

/// A thousand invitations go out at once, each with its event, and all are found again.
pub async fn a_thousand_invitations_are_sent_and_found_at_once(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let asked: Vec<EmailAddress> =
        (0..1_000).map(|count| address(&format!("guest{count}@a.example"))).collect();
    let invite = |to: &EmailAddress| {
        Invitation::send(given.new_invitation(&account, &owner, to.as_shown()), noon())
    };
    let batch: Vec<_> = asked.iter().map(invite).collect();
    let sent: BTreeSet<_> = batch.iter().map(|change| change.aggregate().id).collect();

    let mut unit = faces.begin().await;
    assert_eq!(unit.invitations().save_all(batch).await, Ok(()));
    assert_eq!(unit.commit(trail(&[Scope::Account(account.id)])).await, Ok(()));

    let mut unit = faces.begin().await;
    let found = unit.invitations().find_open(account.id, &asked).await.expect("an answer");
    assert_eq!(found.len(), 1_000);
    assert_eq!(found.iter().map(|one| one.id).collect::<BTreeSet<_>>(), sent);
    drop(unit);
    let page = Page { after: Some(1_000), limit: 10 };
    let last = faces.directory.events(account.id.as_uuid(), page).await.expect("an answer");
    assert_eq!(last.iter().map(|event| event.number).collect::<Vec<_>>(), [1_001, 1_002]);
}

/// The link of an invitation finds it; an earlier one finds it as superseded, however long ago it
/// was; one that never was finds nothing.
pub async fn an_earlier_link_is_told_apart_from_one_that_never_was(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let first = given.invitation(&account, &owner, "x@a.example").await;
    let resend = |one: Invitation| one.resend(owner.id, given.link(), after(120), after(61));
    let second =
        given.saved(resend(first.clone()).expect("open").changed().expect("a change")).await;
    let third =
        given.saved(resend(second.clone()).expect("open").changed().expect("a change")).await;

    let mut unit = faces.begin().await;
    for (link, superseded) in [(first.link, true), (second.link, true), (third.link, false)] {
        let expected = LinkedInvitation { invitation: third.clone(), superseded };
        assert_eq!(unit.invitations().find_by_link(&link).await, Ok(Some(expected)));
    }
    assert_eq!(unit.invitations().find_by_link(&given.link()).await, Ok(None));
}

/// A link stays with a change that gives no other.
pub async fn a_link_outlives_a_change_of_state(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let sent = given.invitation(&account, &owner, "x@a.example").await;
    let revoked = sent.revoke(after(1)).expect("open").changed().expect("a change");
    let revoked = given.saved(revoked).await;
    let expected = LinkedInvitation { invitation: revoked.clone(), superseded: false };
    let mut unit = faces.begin().await;
    assert_eq!(unit.invitations().find_by_link(&revoked.link).await, Ok(Some(expected)));
}

/// Open invitations are those pending or claimed, expired ones included, of this account and to
/// these addresses.
pub async fn open_invitations_include_expired_ones(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let mut long_over = given.new_invitation(&account, &owner, "expired@a.example");
    long_over.expires_at = after(-10_000);
    given.saved(Invitation::send(long_over, after(-20_000))).await;
    let claimed = given.invitation(&account, &owner, "claimed@a.example").await;
    given.saved(claimed.claim(after(1)).expect("open").changed().expect("a change")).await;
    let revoked = given.invitation(&account, &owner, "revoked@a.example").await;
    given.saved(revoked.revoke(after(1)).expect("open").changed().expect("a change")).await;
    given.invitation(&account, &owner, "unasked@a.example").await;
    given.invitation(&other, &owner, "elsewhere@a.example").await;

    let asked = ["expired", "claimed", "revoked", "elsewhere", "nobody"];
    let asked = asked.map(|local| address(&format!("{local}@a.example")));
    let mut unit = faces.begin().await;
    let found = unit.invitations().find_open(account.id, &asked).await.expect("an answer");
    let found: BTreeSet<_> = found.iter().map(|one| one.email.canonical()).collect();
    assert_eq!(found, BTreeSet::from(["claimed@a.example", "expired@a.example"]));
    assert_eq!(unit.invitations().find_open(account.id, &[]).await, Ok(vec![]));
}

async fn is_found(faces: &Faces, invitation: &Invitation) {
    let mut unit = faces.begin().await;
    let found = unit.invitations().find(invitation.account_id, invitation.id).await;
    assert_eq!(found, Ok(Some(invitation.clone())));
    let shown = found.ok().flatten().map(|found| found.email.to_string());
    assert_eq!(shown, Some(invitation.email.to_string()), "shown as it was typed");
}
