//! The contacts of an account, as a list.

use portero_domain::id::ContactId;
use portero_domain::model::{
    Account, ContactAmendment, ContactCandidate, ContactDetails, ContactProfile,
};
use portero_domain::policy::{Offer, Role};
use portero_domain::port::{AddressHolders, ContactFilter, Page};

use crate::Faces;
use crate::given::{Given, address, after, details, line, name, pages};

/// A contact is found on its account, with what their access gives: whether or not it has run out,
/// and as long as there is a membership.
pub async fn a_contact_is_found_with_what_their_access_gives(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let user = given.user("pablo@d.example").await;
    let find = async |account: &Account, id| {
        faces.directory.find_contact(account.id, id).await.expect("an answer")
    };
    let contact = given.contact(&account, "pablo@d.example").await;
    let without = ContactCandidate { contact: contact.clone(), access: None };
    assert_eq!(find(&account, contact.id).await, Some(without));
    assert_eq!(find(&other, contact.id).await, None);
    assert_eq!(find(&account, ContactId::from_uuid(given.id())).await, None);

    let contact = given.granted(contact, &user).await;
    given.member(&other, &user, Offer::of(Role::Finance)).await;
    let stranded = ContactCandidate { contact: contact.clone(), access: None };
    assert_eq!(find(&account, contact.id).await, Some(stranded), "a membership elsewhere");
    let over = Offer { until: Some(after(-1)), ..Offer::of(Role::BillingContact) };
    let membership = given.member(&account, &user, over).await;
    let user = given.saved(user.suspend().changed().expect("a change")).await;
    let access = Some((membership.access(), user.state));
    let with = ContactCandidate { contact: contact.clone(), access };
    assert_eq!(find(&account, contact.id).await, Some(with.clone()));
    assert_eq!(list(faces, &account, &ContactFilter::default()).await, [with]);

    let contact = given.saved(contact.withdraw().changed().expect("a change")).await;
    let without = ContactCandidate { contact: contact.clone(), access: None };
    assert_eq!(find(&account, contact.id).await, Some(without), "no longer by the contact");
}

/// Pages go by id, and neither skip nor repeat a contact while others come and go.
pub async fn pages_of_contacts_neither_skip_nor_repeat(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let mut contacts = Vec::new();
    for count in 0..7 {
        // Addresses go down as ids go up.
        let email = format!("{}@d.example", 9 - count);
        contacts.push(given.contact(&account, &email).await);
    }
    given.contact(&other, "x@d.example").await;
    let gone = contacts.remove(1);

    let first = page(faces, &account, None, 3).await;
    assert_eq!(first.len(), 3);
    given.saved(gone.delete()).await;
    let last = first.last().copied();
    let rest = pages(last, 3, async |after| page(faces, &account, after, 3).await).await;
    let found: Vec<ContactId> = [first, rest].concat();

    assert!(found.is_sorted(), "by id");
    assert_eq!(found.len(), 7);
    assert!(contacts.iter().all(|contact| found.contains(&contact.id)));
}

/// Words find those of whose name, address, company or telephone number a word begins so, case and
/// accents apart.
pub async fn words_begin_words_of_name_address_company_or_phone(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let pablo = given.contact(&account, "jefe@mar.example").await.id;
    let details = ContactDetails {
        first_name: name("José"),
        last_name: name("Núñez Ávila"),
        company: Some(line("Árbol & Hijos")),
        phone: Some(line("+44 20-7946")),
        address: None,
        ..details("Luz@sol.example")
    };
    let jose = given.saved(given.new_contact(&account, details)).await.id;
    let found = async |words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        ids(&list(faces, &account, &ContactFilter { words, ..ContactFilter::default() }).await)
    };
    assert_eq!(found(&["NUN"]).await, [jose]);
    assert_eq!(found(&["jos", "avi"]).await, [jose]);
    assert_eq!(found(&["luz@s"]).await, [jose]);
    assert_eq!(found(&["arb", "hij"]).await, [jose]);
    assert_eq!(found(&["7946"]).await, [jose]);
    assert_eq!(found(&["600"]).await, [pablo]);
    assert_eq!(found(&["gestoria"]).await, [pablo]);
    assert_eq!(found(&["mar", "pab"]).await, [pablo]);
    assert_eq!(found(&["mar", "jos"]).await, [], "every word counts");
    assert_eq!(found(&["unez"]).await, [], "a word is sought from its beginning");
    assert_eq!(found(&["%"]).await, [pablo, jose], "no letter or digit is no word");
}

/// A word that an amendment brings is found, and one that it takes is not.
pub async fn words_follow_an_amendment(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let contact = given.contact(&account, "pablo@d.example").await;
    let amendment = ContactAmendment {
        company: Some(Some(line("Talleres Luna"))),
        ..ContactAmendment::default()
    };
    given.saved(contact.amend(amendment).changed().expect("a change")).await;
    let found = async |word: &str| {
        let filter = ContactFilter { words: vec![word.to_owned()], ..ContactFilter::default() };
        list(faces, &account, &filter).await.len()
    };
    assert_eq!((found("luna").await, found("gestoria").await), (1, 0));
}

/// A filter by profile finds those with it, and leaves no page short.
pub async fn contacts_are_found_by_profile(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let mut technical = Vec::new();
    for count in 0..4 {
        given.contact(&account, &format!("billing{count}@d.example")).await;
        let details = ContactDetails {
            profile: ContactProfile::Technical,
            ..details(&format!("technical{count}@d.example"))
        };
        technical.push(given.saved(given.new_contact(&account, details)).await.id);
    }
    let profile = Some(ContactProfile::Technical);
    let filter = ContactFilter { profile, ..ContactFilter::default() };
    let first = Page { after: None, limit: 3 };
    let found = faces.directory.contacts(account.id, &filter, first).await.expect("an answer");
    assert_eq!(ids(&found), technical[..3]);
}

/// Every contact of the account might receive a communication: all of them, by id.
pub async fn contact_candidates_are_all_of_the_account_by_id(faces: &Faces) {
    let given = Given::new(faces);
    let (account, _) = given.account().await;
    let (other, _) = given.account().await;
    let first = given.contact(&account, "z@d.example").await;
    given.contact(&other, "y@d.example").await;
    let second = given.contact(&account, "a@d.example").await;
    let found = faces.directory.contact_candidates(account.id).await.expect("an answer");
    let expected = [first, second].map(|contact| ContactCandidate { contact, access: None });
    assert_eq!(found, expected);
}

/// Who has an address on an account: a member, a contact, both or neither, by the canonical form.
pub async fn an_address_tells_its_member_and_its_contact(faces: &Faces) {
    let given = Given::new(faces);
    let (account, owner) = given.account().await;
    let (other, _) = given.account().await;
    let holders = async |account: &Account, email: &str| {
        let found = faces.directory.find_address_holders(account.id, &address(email)).await;
        let AddressHolders { member, contact } = found.expect("an answer");
        (member.map(|one| (one.membership, one.user)), contact)
    };
    let user = given.user("Pablo@d.example").await;
    assert_eq!(holders(&account, "pablo@d.example").await, (None, None), "a user is no member");
    let over = Offer { until: Some(after(-1)), ..Offer::of(Role::BillingContact) };
    let membership = given.member(&account, &user, over).await;
    let member = Some((membership.clone(), user.clone()));
    assert_eq!(holders(&account, "PABLO@d.example").await, (member.clone(), None));

    let contact = given.granted(given.contact(&account, "pablo@d.example").await, &user).await;
    let access = Some((membership.access(), user.state));
    let contact = Some(ContactCandidate { contact, access });
    assert_eq!(holders(&account, "pablo@d.example").await, (member, contact));
    assert_eq!(holders(&other, "pablo@d.example").await, (None, None));
    let alone = given.contact(&account, "eva@d.example").await;
    let alone = Some(ContactCandidate { contact: alone, access: None });
    assert_eq!(holders(&account, "eva@d.example").await, (None, alone));
    assert_eq!(holders(&account, "nobody@d.example").await, (None, None));
    let (found, contact) = holders(&account, owner.email.canonical()).await;
    assert_eq!((found.map(|(_, user)| user), contact), (Some(owner), None));
}

async fn list(faces: &Faces, account: &Account, filter: &ContactFilter) -> Vec<ContactCandidate> {
    let page = Page { after: None, limit: 100 };
    faces.directory.contacts(account.id, filter, page).await.expect("an answer")
}

async fn page(
    faces: &Faces,
    account: &Account,
    after: Option<ContactId>,
    limit: u32,
) -> Vec<ContactId> {
    let filter = ContactFilter::default();
    let page = Page { after, limit };
    ids(&faces.directory.contacts(account.id, &filter, page).await.expect("an answer"))
}

fn ids(found: &[ContactCandidate]) -> Vec<ContactId> {
    found.iter().map(|one| one.contact.id).collect()
}
