//! What signing in and mailed links look at.

use portero_domain::model::{EmailAddress, PasswordReset, TokenHash, User};
use portero_domain::port::SignInFacts;

use crate::row::{PasswordResetPlace, RegistrationPlace};
use crate::state::State;

/// What signing in with an address has to look at.
pub fn facts(state: &State, address: &EmailAddress) -> SignInFacts {
    let mut attempts = state.registrations.placed(RegistrationPlace::all_open(address));
    SignInFacts {
        user: state.users.at(&address.canonical().to_owned()).cloned(),
        newest_attempt: attempts.next_back().cloned(),
    }
}

/// A reset by its link, and its user.
pub fn reset_by_link(state: &State, link: &TokenHash) -> Option<(PasswordReset, User)> {
    let reset = state.password_resets.at(&PasswordResetPlace::of_link(link))?.clone();
    let user = state.users.get(&reset.user_id)?.clone();
    Some((reset, user))
}
