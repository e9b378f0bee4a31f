//! Contacts in a unit of work.

use portero_domain::id::{ContactId, InvitationId};
use portero_domain::model::{
    Account, Contact, ContactAmendment, ContactDetails, ContactProfile, Invitation, PanelAccess,
};
use portero_domain::policy::{Offer, Role};
use portero_domain::port::StoreError;

use crate::Faces;
use crate::given::{Given, address, attempt, details, name, noon};

/// A contact is found as it was saved, with everything or with nothing but what it must have.
pub async fn a_contact_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let full = given.contact(&account, "Pablo@d.example").await;
    let details = ContactDetails {
        profile: ContactProfile::Technical,
        phone: None,
        company: None,
        address: None,
        notifications: [].into_iter().collect(),
        ..details("tec@d.example")
    };
    let bare = given.saved(given.new_contact(&account, details)).await;
    for contact in [full, bare] {
        assert_eq!(find(faces, &contact).await, Some(contact));
    }
}

/// A contact is found on its own account only, by id, by address and by user.
pub async fn a_contact_is_found_on_its_own_account_only(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("pablo@d.example").await;
    let contact = given.contact(&account, "pablo@d.example").await;
    let contact = given.granted(contact, &user).await;

    let mut unit = faces.begin().await;
    let contacts = unit.contacts();
    assert_eq!(contacts.find(account.id, contact.id).await, Ok(Some(contact.clone())));
    assert_eq!(contacts.find(other.id, contact.id).await, Ok(None));
    let unknown = ContactId::from_uuid(given.id());
    assert_eq!(contacts.find(account.id, unknown).await, Ok(None));
    let shouted = address("PABLO@d.example");
    assert_eq!(contacts.find_by_email(account.id, &shouted).await, Ok(Some(contact.clone())));
    assert_eq!(contacts.find_by_email(other.id, &shouted).await, Ok(None));
    let nobody = address("nobody@d.example");
    assert_eq!(contacts.find_by_email(account.id, &nobody).await, Ok(None));
    assert_eq!(contacts.find_by_user(account.id, user.id).await, Ok(Some(contact)));
    assert_eq!(contacts.find_by_user(other.id, user.id).await, Ok(None));
}

/// Every way that the access of a contact can be is found as it was saved; by its user only as
/// long as they have it.
pub async fn the_access_of_a_contact_is_found_as_it_was_saved(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let user = given.user("pablo@d.example").await;
    let invitation = given.invitation(&account, &owner, "pablo@d.example").await;
    let contact = given.contact(&account, "pablo@d.example").await;
    let by_user = async || faces.begin().await.contacts().find_by_user(account.id, user.id).await;

    let invited = contact.invite(invitation.id).expect("no access yet").changed();
    let invited = given.saved(invited.expect("a change")).await;
    assert_eq!(invited.access, PanelAccess::Invited(invitation.id));
    assert_eq!(find(faces, &invited).await, Some(invited.clone()));
    assert_eq!(by_user().await, Ok(None));
    let granted = given.granted(invited, &user).await;
    assert_eq!(find(faces, &granted).await, Some(granted.clone()));
    assert_eq!(by_user().await, Ok(Some(granted.clone())));
    let removed = given.saved(granted.withdraw().changed().expect("a change")).await;
    assert_eq!(find(faces, &removed).await, Some(removed));
    assert_eq!(by_user().await, Ok(None));
}

/// A second contact at an address is a conflict, however it is written and however it comes there;
/// on another account it is none.
pub async fn a_second_contact_at_an_address_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    given.contact(&account, "pablo@d.example").await;
    let again = given.new_contact(&account, details("Pablo@D.example"));
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
    let second = given.contact(&account, "eva@d.example").await;
    let email = Some(address("PABLO@d.example"));
    let moved = second.amend(ContactAmendment { email, ..ContactAmendment::default() }).changed();
    assert_eq!(attempt(faces, moved.expect("a change")).await, Err(StoreError::Conflict));
    given.contact(&other, "pablo@d.example").await;
}

/// A user has the access of one contact of an account; of another account's it may be one more.
pub async fn a_second_contact_of_a_user_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("pablo@d.example").await;
    let first = given.contact(&account, "pablo@d.example").await;
    let second = given.contact(&account, "pablo.two@d.example").await;
    let elsewhere = given.contact(&other, "pablo@d.example").await;
    let first = given.granted(first, &user).await;
    given.granted(elsewhere, &user).await;
    let again = second.clone().grant(user.id).expect("no access").changed().expect("a change");
    assert_eq!(attempt(faces, again).await, Err(StoreError::Conflict));
    given.saved(first.withdraw().changed().expect("a change")).await;
    given.granted(second, &user).await;
}

/// A contact that was deleted is gone, and its address is free again.
pub async fn a_contact_that_was_deleted_is_gone(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let contact = given.contact(&account, "pablo@d.example").await;
    given.saved(contact.clone().delete()).await;
    assert_eq!(find(faces, &contact).await, None);
    assert_eq!(attempt(faces, contact.delete()).await, Err(StoreError::Conflict));
    given.contact(&account, "pablo@d.example").await;
}

/// An update or deletion of another version than the one stored is a conflict.
pub async fn a_change_of_a_stale_contact_is_a_conflict(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let contact = given.contact(&account, "pablo@d.example").await;
    let renamed = |contact: Contact, to: &str| {
        let first_name = Some(name(to));
        let renamed = ContactAmendment { first_name, ..ContactAmendment::default() };
        contact.amend(renamed).changed().expect("a change")
    };
    let changed = given.saved(renamed(contact.clone(), "Paco")).await;
    let stale = renamed(contact.clone(), "Pepe");
    assert_eq!(attempt(faces, stale).await, Err(StoreError::Conflict));
    assert_eq!(attempt(faces, contact.delete()).await, Err(StoreError::Conflict));
    assert_eq!(find(faces, &changed).await, Some(changed));
}

/// Contacts are counted as they come and go, each for their own account, and beside its members.
pub async fn contacts_are_counted_as_they_come_and_go(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let count = async || faces.begin().await.contacts().count(account.id).await;
    assert_eq!(count().await, Ok(0));
    given.contact(&account, "pablo@d.example").await;
    given.contact(&other, "pablo@d.example").await;
    let second = given.contact(&account, "eva@d.example").await;
    assert_eq!(count().await, Ok(2));
    let user = given.user("eva@d.example").await;
    let second = given.granted(second, &user).await;
    assert_eq!(count().await, Ok(2));
    given.saved(second.delete()).await;
    assert_eq!(count().await, Ok(1));
    assert_eq!(faces.begin().await.memberships().count(account.id).await, Ok(1));
}

/// In a unit of work, everyone who might receive a communication comes by id, with what their
/// access gives, and with what was just written.
pub async fn candidates_come_by_id_with_what_was_just_written(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("eva@d.example").await;
    let first = given.contact(&account, "z@d.example").await;
    given.contact(&other, "x@d.example").await;
    let second = given.granted(given.contact(&account, "eva@d.example").await, &user).await;
    let membership = given.member(&account, &user, Offer::of(Role::BillingContact)).await;

    let mut unit = faces.begin().await;
    let third = given.new_contact(&account, details("a@d.example"));
    let third_id = third.aggregate().id;
    unit.contacts().save(third).await.expect("saved");
    let found = unit.contacts().find_candidates(account.id).await.expect("an answer");
    let ids: Vec<ContactId> = found.iter().map(|one| one.contact.id).collect();
    assert_eq!(ids, [first.id, second.id, third_id]);
    let accesses: Vec<_> = found.iter().map(|one| one.access).collect();
    assert_eq!(accesses, [None, Some((membership.access(), user.state)), None]);
}

/// An invitation keeps whose panel access it is, beyond the end of the contact.
pub async fn an_invitation_keeps_its_contact(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let contact = given.contact(&account, "pablo@d.example").await;
    let mut new = given.new_invitation(&account, &owner, "pablo@d.example");
    new.terms.offer = Offer::of(Role::BillingContact);
    new.terms.contact = Some(contact.id);
    let sent = Invitation::send(new, noon());
    let invitation = given.saved(sent).await;
    given.saved(contact.delete()).await;
    let found = found_invitation(faces, &account, invitation.id).await;
    assert_eq!(found, Some(invitation));
}

async fn found_invitation(
    faces: &Faces,
    account: &Account,
    id: InvitationId,
) -> Option<Invitation> {
    faces.begin().await.invitations().find(account.id, id).await.expect("an answer")
}

async fn find(faces: &Faces, contact: &Contact) -> Option<Contact> {
    let mut unit = faces.begin().await;
    unit.contacts().find(contact.account_id, contact.id).await.expect("an answer")
}
