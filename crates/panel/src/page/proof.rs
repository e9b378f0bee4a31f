//! The password once more, where something sensitive asks for it because the last time is too long
//! ago.

use portero_domain::model::Password;
use portero_domain::use_case::{Caller, Error};

use crate::call::Call;
use crate::view::Field;
use crate::words::Words;

/// The field that takes it.
pub(super) fn field(words: &Words) -> Field {
    Field::password("password", words.your_password, "current-password")
}

/// Whether the form that was sent had the field.
pub(super) fn was_asked(call: &Call) -> bool {
    call.form.has("password")
}

/// Whether a refusal is for want of it.
pub(super) const fn is_missing(error: &Error) -> bool {
    matches!(error, Error::ReauthenticationRequired)
}

/// Proves that it is the person who sits there.
pub(super) async fn prove(call: &Call) -> Result<(), Error> {
    let password = Password::new(call.form.get("password"));
    let caller = call.caller.as_ref().ok_or(Error::NotSignedIn)?;
    call.portero().reauthenticate(caller, &password).await
}

/// Whoever asks, proved anew if they gave their password: the session's new instant counts.
pub(super) async fn proved(call: &Call) -> Result<Caller, Error> {
    if was_asked(call) {
        prove(call).await?;
    }
    call.caller_again().await
}
