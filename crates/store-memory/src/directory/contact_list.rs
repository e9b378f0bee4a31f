//! The contacts of an account, with what their access to the panel gives.

use portero_domain::id::{AccountId, ContactId};
use portero_domain::model::{
    Candidate, Contact, ContactCandidate, ContactDetails, EmailAddress, Line, PanelAccess,
};
use portero_domain::port::{AddressHolders, ContactFilter, Page};

use super::has_words;
use crate::row::ContactPlace;
use crate::state::State;

/// One contact.
pub fn find(state: &State, account: AccountId, id: ContactId) -> Option<ContactCandidate> {
    let contact = state.contacts.get(&id)?;
    (contact.account_id == account).then(|| candidate(state, contact))
}

/// The contacts of an account, by id.
pub fn page(
    state: &State,
    account: AccountId,
    filter: &ContactFilter,
    page: Page<ContactId>,
) -> Vec<ContactCandidate> {
    state
        .contacts
        .placed(ContactPlace::behind(account, page.after))
        .filter(|contact| is_meant(filter, &contact.details))
        .take(page.limit as usize)
        .map(|contact| candidate(state, contact))
        .collect()
}

/// Everyone of them, by id.
pub fn candidates(state: &State, account: AccountId) -> Vec<ContactCandidate> {
    let contacts = state.contacts.placed(ContactPlace::behind(account, None));
    contacts.map(|contact| candidate(state, contact)).collect()
}

/// Who has an address on an account.
pub fn address_holders(
    state: &State,
    account: AccountId,
    address: &EmailAddress,
) -> AddressHolders {
    let contact = state.contacts.at(&ContactPlace::at(account, address));
    AddressHolders {
        member: member(state, account, address),
        contact: contact.map(|contact| candidate(state, contact)),
    }
}

fn member(state: &State, account: AccountId, address: &EmailAddress) -> Option<Candidate> {
    let user = state.users.at(&address.canonical().to_owned())?.clone();
    let membership = state.memberships.get(&(account, user.id))?.clone();
    Some(Candidate { membership, user })
}

fn candidate(state: &State, contact: &Contact) -> ContactCandidate {
    let holder = match contact.access {
        PanelAccess::Granted(user) => Some(user),
        PanelAccess::None | PanelAccess::Invited(_) | PanelAccess::Removed => None,
    };
    let access = holder.and_then(|user| {
        let membership = state.memberships.get(&(contact.account_id, user))?;
        Some((membership.access(), state.users.get(&user)?.state))
    });
    ContactCandidate { contact: contact.clone(), access }
}

fn is_meant(filter: &ContactFilter, details: &ContactDetails) -> bool {
    filter.profile.is_none_or(|profile| profile == details.profile)
        && has_words(&searched(details), &filter.words)
}

/// What a contact is found by.
fn searched(details: &ContactDetails) -> String {
    let text = |line: &Option<Line>| line.as_ref().map_or("", Line::as_str).to_owned();
    let (company, phone) = (text(&details.company), text(&details.phone));
    format!("{} {} {company} {phone}", details.full_name(), details.email)
}
