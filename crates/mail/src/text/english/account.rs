//! Letters about an account: who owns it, who may enter it, and what may use it.

use chrono::{DateTime, Utc};

use super::{in_words, notice};
use crate::text::Body;

const TELL_SUPPORT: &str =
    "If you did not expect this change, please contact support as soon as possible.";

pub(super) fn ownership_received(account_name: &str, previous_owner: &str) -> Body {
    notice(
        &format!("The account {account_name} is now yours"),
        vec![
            format!("The ownership of {account_name} has passed from {previous_owner} to you."),
            "From now on you have every permission, and only you can transfer or close the account."
                .to_owned(),
            TELL_SUPPORT.to_owned(),
        ],
        format!("You get this message because the account {account_name} is yours."),
    )
}

pub(super) fn ownership_given_up(account_name: &str, new_owner: &str) -> Body {
    notice(
        &format!("{account_name} has a new owner"),
        vec![
            format!("From now on, {new_owner} owns {account_name} in your place."),
            "You keep your access, with the role of administrator.".to_owned(),
            TELL_SUPPORT.to_owned(),
        ],
        format!("You get this message because the account {account_name} was yours."),
    )
}

pub(super) fn ownership_offered(
    account_name: &str,
    owner: &str,
    expires_at: DateTime<Utc>,
) -> Body {
    notice(
        &format!("{owner} offers you the ownership of {account_name}"),
        vec![
            format!("{owner} wants to hand the account {account_name} over to you."),
            "To accept or decline, sign in and open the account. Until then nothing changes."
                .to_owned(),
            format!("The offer stands until {}.", in_words(expires_at)),
        ],
        format!("You get this message because you have access to {account_name} as a user."),
    )
}

pub(super) fn ownership_offer_called_off(account_name: &str, called_off_by: &str) -> Body {
    notice(
        &format!("The transfer of {account_name} was called off"),
        vec![
            format!("{called_off_by} has called off the transfer of {account_name} under way."),
            "The account's owner has not changed.".to_owned(),
        ],
        format!("You get this message because the transfer of {account_name} involved you."),
    )
}

pub(super) fn access_ending(account_name: &str, until: DateTime<Utc>) -> Body {
    notice(
        &format!("Your access to {account_name} ends soon"),
        vec![
            format!("Your access to {account_name} ends on {}.", in_words(until)),
            "If you need it for longer, ask whoever manages the users of the account.".to_owned(),
        ],
        format!(
            "You get this message because your access to {account_name} is for a limited time."
        ),
    )
}

pub(super) fn member_access_ending(account_name: &str, member: &str, until: DateTime<Utc>) -> Body {
    notice(
        &format!("The access of {member} to {account_name} ends soon"),
        vec![
            format!("The access of {member} to {account_name} ends on {}.", in_words(until)),
            "If it should go on, change the date under the account's users.".to_owned(),
        ],
        format!("You get this message because the account {account_name} is yours."),
    )
}

pub(super) fn access_removed(account_name: &str) -> Body {
    notice(
        &format!("You no longer have access to {account_name}"),
        vec![
            format!("Your access to the client area of {account_name} has ended."),
            "Your user and your other access stay as they are.".to_owned(),
        ],
        format!("You get this message because you had access to {account_name} with this address."),
    )
}

pub(super) fn account_closed(account_name: &str) -> Body {
    notice(
        &format!("The account {account_name} was closed"),
        vec![
            format!("The account {account_name} was closed, and nobody can enter it any more."),
            "Its record of activity is kept.".to_owned(),
            TELL_SUPPORT.to_owned(),
        ],
        format!("You get this message because the account {account_name} was yours."),
    )
}

pub(super) fn service_key_created(
    account_name: &str,
    key_name: &str,
    created_by: Option<&str>,
) -> Body {
    let creator = created_by.unwrap_or("The operator of this service");
    notice(
        &format!("New service key in {account_name}"),
        vec![
            format!(
                "{creator} has created the service key “{key_name}” in {account_name}: with it, \
                 another program can use the account."
            ),
            "If you did not expect it, revoke it as soon as possible.".to_owned(),
        ],
        format!("You get this message because the account {account_name} is yours."),
    )
}
