//! What clients see, and the ways there: setup links and viewings.

use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{AccountState, Client, Session, TokenHash, UserState};
use portero_domain::port::{FoundArea, FoundSetupLink, FoundViewing, Page};

use super::account_list;
use crate::repository::client::{linked, of_user};
use crate::row::{ClientPlace, ViewingPlace};
use crate::state::State;

/// What a client finds.
pub fn of_client(state: &State, client: &Client) -> Option<FoundArea> {
    let account = state.accounts.get(&client.account_id)?;
    Some(FoundArea {
        account_id: account.id,
        account_name: account.name.clone(),
        admission: account.admission(account_list::owner_state(state, account.id)?),
        client: client.clone(),
    })
}

/// Whether the client may enter: the account is active, its owner is not suspended, and they are
/// not either.
pub fn is_open(area: &FoundArea) -> bool {
    area.admission.suspension_of_client(UserState::Active).is_none() && !area.client.is_suspended()
}

/// Whether the client is suspended, and the account is not closed.
pub fn is_suspended(area: &FoundArea) -> bool {
    area.client.is_suspended() && area.admission.account == AccountState::Active
}

/// The area of an account whose client a user is.
pub fn find(state: &State, account: AccountId, user: UserId) -> Option<FoundArea> {
    of_client(state, of_user(state, account, user)?)
}

/// The areas that a user may enter, by account id.
pub fn enterable(state: &State, user: UserId, page: Page<AccountId>) -> Vec<FoundArea> {
    state
        .clients
        .placed(ClientPlace::all_of_user(user))
        .map(|row| &row.client)
        .filter(|client| page.after.is_none_or(|after| client.account_id > after))
        .filter_map(|client| of_client(state, client))
        .filter(is_open)
        .take(page.limit as usize)
        .collect()
}

/// A client by their setup link or an earlier one, with what its holder may know.
pub fn find_setup_link(state: &State, link: &TokenHash) -> Option<FoundSetupLink> {
    let linked = linked(state, link)?;
    let account = state.accounts.get(&linked.client.account_id)?;
    Some(FoundSetupLink {
        account_name: account.name.clone(),
        account_language: account.language,
        admission: account.admission(account_list::owner_state(state, account.id)?),
        user: state.users.at(&linked.client.email.canonical().to_owned()).cloned(),
        linked,
    })
}

/// A viewing by the token of its session, with what its holder must still be.
pub fn find_viewing(state: &State, token: &TokenHash) -> Option<FoundViewing> {
    let viewing = state.viewings.at(&ViewingPlace::of_token(token))?.clone();
    let client = &state.clients.get(&viewing.client_id)?.client;
    Some(FoundViewing {
        user: state.users.get(&viewing.user_id)?.clone(),
        session: state.sessions.get(&viewing.session_id).map(Session::presence),
        membership: state.memberships.get(&(viewing.account_id, viewing.user_id)).cloned(),
        area: of_client(state, client)?,
        viewing,
    })
}
