//! The communications of an account, with those to whom they were sent.

use portero_domain::id::{AccountId, CommunicationId};
use portero_domain::model::Communication;
use portero_domain::port::Page;

use crate::row::{CommunicationPlace, StoredAddressee};
use crate::state::State;

/// One communication.
pub fn find(state: &State, account: AccountId, id: CommunicationId) -> Option<Communication> {
    let communication = state.communications.get(&id)?;
    (communication.account_id == account).then(|| with_addressees(state, communication))
}

/// The communications of an account, newest first.
pub fn page(state: &State, account: AccountId, page: Page<CommunicationId>) -> Vec<Communication> {
    let places = CommunicationPlace::of_account(account, page.after);
    let newest_first = state.communications.placed(places).rev();
    let page = newest_first.take(page.limit as usize);
    page.map(|communication| with_addressees(state, communication)).collect()
}

fn with_addressees(state: &State, communication: &Communication) -> Communication {
    let rows = state.addressees.range(StoredAddressee::all_of(communication.id));
    let addressees = rows.map(|row| row.addressee.clone()).collect();
    Communication { addressees, ..communication.clone() }
}
