//! Letters on the way in: invitations, registrations, passwords, and the access of a contact.

use chrono::{DateTime, Utc};
use portero_domain::policy::Role;

use super::{action, greeting, in_words, notice, valid_until};
use crate::text::Body;

const NOTHING_TO_DO: &str = "If it was not you, there is nothing you need to do.";

pub(super) fn invitation(
    account_name: &str,
    invited_by: &str,
    terms: String,
    expires_at: DateTime<Utc>,
) -> Body {
    Body {
        heading: format!("Invitation to {account_name}"),
        before: vec![
            format!("{invited_by} invites you to join {account_name} in its client area."),
            terms,
        ],
        quotation: None,
        written: None,
        action: Some(action("Accept invitation")),
        after: vec![
            format!("The invitation is valid until {}.", in_words(expires_at)),
            "If you have no user yet, you can register with this same address.".to_owned(),
            "If you did not expect this invitation, there is nothing you need to do.".to_owned(),
        ],
        why: format!(
            "You get this message because, when inviting to {account_name}, {invited_by} gave \
             this address."
        ),
        refusal: None,
    }
}

/// What the invitee will be, and what that means: the same words as in the invitation form (N08).
pub(super) fn role_in_words(role: Role, granted: usize) -> String {
    match role {
        Role::Owner => "Your role will be owner: the account will be yours.",
        Role::Administrator => {
            "Your role will be administrator: you can do everything except manage the owner."
        }
        Role::Finance => {
            "Your role will be finance manager: you can make payments, update the account's \
             details and generate reports. You can see the rest without changing it, except \
             service administration."
        }
        Role::User => return user_in_words(granted),
        Role::TechnicalContact => {
            "Your role will be technical contact: you can see services and domains, and open \
             support tickets."
        }
        Role::BillingContact => {
            "Your role will be billing contact: you can see invoices and quotes."
        }
    }
    .to_owned()
}

fn user_in_words(granted: usize) -> String {
    match granted {
        0 => "Your role will be user: you do not enter the sections of the panel, but you can \
              receive notifications."
            .to_owned(),
        1 => "Your role will be user, with 1 permission chosen for you.".to_owned(),
        several => format!("Your role will be user, with {several} permissions chosen for you."),
    }
}

pub(super) fn confirmation(first_name: &str, expires_at: DateTime<Utc>) -> Body {
    Body {
        heading: "Confirm your address".to_owned(),
        before: vec![
            greeting(first_name),
            "To finish your registration, please confirm that this address is yours. We will ask \
             for the password that you chose when you registered."
                .to_owned(),
        ],
        quotation: None,
        written: None,
        action: Some(action("Confirm address")),
        after: vec![
            valid_until(expires_at),
            "If you did not register, there is nothing you need to do: without the password of \
             the person who did, this link makes no user."
                .to_owned(),
        ],
        why: "You get this message because someone registered with this address.".to_owned(),
        refusal: None,
    }
}

pub(super) fn already_registered(first_name: &str) -> Body {
    notice(
        "You already have a user",
        vec![
            greeting(first_name),
            "Someone, perhaps you, tried to register with this address, which already has a user. \
             Nothing was changed."
                .to_owned(),
            "If it was you, sign in with your usual password. If you do not remember it, ask for a \
             new one on the sign-in page."
                .to_owned(),
            NOTHING_TO_DO.to_owned(),
        ],
        "You get this message because someone registered with this address.".to_owned(),
    )
}

pub(super) fn password_reset(first_name: &str, expires_at: DateTime<Utc>) -> Body {
    Body {
        heading: "Choose a new password".to_owned(),
        before: vec![
            greeting(first_name),
            "Someone, perhaps you, asked for a new password for your user. Choosing it ends all \
             your sessions."
                .to_owned(),
        ],
        quotation: None,
        written: None,
        action: Some(action("Choose password")),
        after: vec![
            valid_until(expires_at),
            "If it was not you, there is nothing you need to do: your password is still the same."
                .to_owned(),
        ],
        why: "You get this message because someone asked for a new password for this address."
            .to_owned(),
        refusal: None,
    }
}

pub(super) fn no_user_to_reset() -> Body {
    notice(
        "There is no user with this address",
        vec![
            "Someone, perhaps you, asked for a new password for this address, but there is no user \
             with it."
                .to_owned(),
            "If you have a user, try another of your addresses.".to_owned(),
            NOTHING_TO_DO.to_owned(),
        ],
        "You get this message because someone asked for a new password for this address."
            .to_owned(),
    )
}

pub(super) fn password_changed(first_name: &str) -> Body {
    notice(
        "Your password was changed",
        vec![
            greeting(first_name),
            "The password of your user has just been changed.".to_owned(),
            "If it was not you, ask for a new one on the sign-in page as soon as possible."
                .to_owned(),
        ],
        "You get this message because you have a user with this address.".to_owned(),
    )
}

pub(super) fn contact_access_given(account_name: &str, given_by: &str) -> Body {
    notice(
        &format!("Access to {account_name}"),
        vec![
            format!("{given_by} has given you access to {account_name} in its client area."),
            format!(
                "Sign in with this address and the password that {given_by} tells you. The first \
                 time, you will be asked for another one, which only you know."
            ),
            "You can also ask for a new password on the sign-in page, without waiting for anyone."
                .to_owned(),
            "If you did not expect this access, there is nothing you need to do.".to_owned(),
        ],
        format!(
            "You get this message because, when giving access to {account_name}, {given_by} gave \
             this address."
        ),
    )
}
