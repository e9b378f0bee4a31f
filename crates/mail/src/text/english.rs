//! The letters in English.

use chrono::{DateTime, Datelike, Timelike, Utc};
use portero_domain::model::Letter;
use portero_domain::policy::Role;

use super::{Action, Body, Quotation};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const NOTHING_TO_DO: &str = "If it was not you, there is nothing you need to do.";
const TELL_SUPPORT: &str =
    "If you did not expect this change, please contact support as soon as possible.";

/// The subject; that of an invitation names who invites (N13).
pub(crate) fn subject(letter: &Letter) -> String {
    match letter {
        Letter::Invitation { account_name, invited_by, .. } => {
            format!("{invited_by} invites you to {account_name}")
        }
        Letter::Confirmation { .. } => "Confirm your e-mail address".to_owned(),
        Letter::AlreadyRegistered { .. } => "You already have a user with this address".to_owned(),
        Letter::PasswordReset { .. } => "Choose a new password".to_owned(),
        Letter::NoUserToReset => "There is no user with this address".to_owned(),
        Letter::OwnershipReceived { account_name, .. } => {
            format!("The account {account_name} is now yours")
        }
        Letter::OwnershipGivenUp { account_name, .. } => {
            format!("The account {account_name} has a new owner")
        }
        Letter::OwnershipOffered { account_name, owner, .. } => {
            format!("{owner} offers you the ownership of {account_name}")
        }
        Letter::OwnershipOfferCalledOff { account_name, .. } => {
            format!("The transfer of {account_name} was called off")
        }
        Letter::AccessEnding { account_name, .. } => {
            format!("Your access to {account_name} ends soon")
        }
        Letter::MemberAccessEnding { account_name, member, .. } => {
            format!("The access of {member} to {account_name} ends soon")
        }
        Letter::PasswordChanged { .. } => "Your password was changed".to_owned(),
        Letter::AccessRemoved { account_name } => {
            format!("You no longer have access to {account_name}")
        }
        Letter::AccountClosed { account_name } => {
            format!("The account {account_name} was closed")
        }
        Letter::ServiceKeyCreated { account_name, .. } => {
            format!("New service key in {account_name}")
        }
    }
}

/// Everything below the subject.
pub(crate) fn body(letter: &Letter) -> Body {
    match letter {
        Letter::Invitation { account_name, invited_by, role, granted, message, expires_at } => {
            let quotation = message.as_ref().map(|text| Quotation {
                introduction: format!("{invited_by} writes:"),
                text: text.clone(),
            });
            let terms = role_in_words(*role, *granted);
            Body { quotation, ..invitation(account_name, invited_by, terms, *expires_at) }
        }
        Letter::Confirmation { first_name, expires_at } => confirmation(first_name, *expires_at),
        Letter::AlreadyRegistered { first_name } => already_registered(first_name),
        Letter::PasswordReset { first_name, expires_at } => password_reset(first_name, *expires_at),
        Letter::NoUserToReset => no_user_to_reset(),
        Letter::OwnershipReceived { account_name, previous_owner } => {
            ownership_received(account_name, previous_owner)
        }
        Letter::OwnershipGivenUp { account_name, new_owner } => {
            ownership_given_up(account_name, new_owner)
        }
        Letter::OwnershipOffered { account_name, owner, expires_at } => {
            ownership_offered(account_name, owner, *expires_at)
        }
        Letter::OwnershipOfferCalledOff { account_name, called_off_by } => {
            ownership_offer_called_off(account_name, called_off_by)
        }
        Letter::AccessEnding { account_name, until } => access_ending(account_name, *until),
        Letter::MemberAccessEnding { account_name, member, until } => {
            member_access_ending(account_name, member, *until)
        }
        Letter::PasswordChanged { first_name } => password_changed(first_name),
        Letter::AccessRemoved { account_name } => access_removed(account_name),
        Letter::AccountClosed { account_name } => account_closed(account_name),
        Letter::ServiceKeyCreated { account_name, key_name, created_by } => {
            service_key_created(account_name, key_name, created_by.as_deref())
        }
    }
}

fn invitation(
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
    }
}

/// What the invitee will be, and what that means: the same words as in the invitation form (N08).
fn role_in_words(role: Role, granted: usize) -> String {
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

fn confirmation(first_name: &str, expires_at: DateTime<Utc>) -> Body {
    Body {
        heading: "Confirm your address".to_owned(),
        before: vec![
            greeting(first_name),
            "To finish your registration, please confirm that this address is yours. We will ask \
             for the password that you chose when you registered."
                .to_owned(),
        ],
        quotation: None,
        action: Some(action("Confirm address")),
        after: vec![
            valid_until(expires_at),
            "If you did not register, there is nothing you need to do: without the password of \
             the person who did, this link makes no user."
                .to_owned(),
        ],
        why: "You get this message because someone registered with this address.".to_owned(),
    }
}

fn already_registered(first_name: &str) -> Body {
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

fn password_reset(first_name: &str, expires_at: DateTime<Utc>) -> Body {
    Body {
        heading: "Choose a new password".to_owned(),
        before: vec![
            greeting(first_name),
            "Someone, perhaps you, asked for a new password for your user. Choosing it ends all \
             your sessions."
                .to_owned(),
        ],
        quotation: None,
        action: Some(action("Choose password")),
        after: vec![
            valid_until(expires_at),
            "If it was not you, there is nothing you need to do: your password is still the same."
                .to_owned(),
        ],
        why: "You get this message because someone asked for a new password for this address."
            .to_owned(),
    }
}

fn no_user_to_reset() -> Body {
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

fn ownership_received(account_name: &str, previous_owner: &str) -> Body {
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

fn ownership_given_up(account_name: &str, new_owner: &str) -> Body {
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

fn ownership_offered(account_name: &str, owner: &str, expires_at: DateTime<Utc>) -> Body {
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

fn ownership_offer_called_off(account_name: &str, called_off_by: &str) -> Body {
    notice(
        &format!("The transfer of {account_name} was called off"),
        vec![
            format!("{called_off_by} has called off the transfer of {account_name} under way."),
            "The account's owner has not changed.".to_owned(),
        ],
        format!("You get this message because the transfer of {account_name} involved you."),
    )
}

fn access_ending(account_name: &str, until: DateTime<Utc>) -> Body {
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

fn member_access_ending(account_name: &str, member: &str, until: DateTime<Utc>) -> Body {
    notice(
        &format!("The access of {member} to {account_name} ends soon"),
        vec![
            format!("The access of {member} to {account_name} ends on {}.", in_words(until)),
            "If it should go on, change the date under the account's users.".to_owned(),
        ],
        format!("You get this message because the account {account_name} is yours."),
    )
}

fn password_changed(first_name: &str) -> Body {
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

fn access_removed(account_name: &str) -> Body {
    notice(
        &format!("You no longer have access to {account_name}"),
        vec![
            format!("Your access to the client area of {account_name} has ended."),
            "Your user and your other access stay as they are.".to_owned(),
        ],
        format!("You get this message because you had access to {account_name} with this address."),
    )
}

fn account_closed(account_name: &str) -> Body {
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

fn service_key_created(account_name: &str, key_name: &str, created_by: Option<&str>) -> Body {
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

/// A letter that asks for nothing.
fn notice(heading: &str, before: Vec<String>, why: String) -> Body {
    let heading = heading.to_owned();
    Body { heading, before, quotation: None, action: None, after: Vec::new(), why }
}

const fn action(button: &'static str) -> Action {
    Action { button, without_button: "If the button does not work, open this link:" }
}

fn greeting(first_name: &str) -> String {
    format!("Hello {first_name},")
}

fn valid_until(instant: DateTime<Utc>) -> String {
    format!("The link is valid until {}.", in_words(instant))
}

fn in_words(instant: DateTime<Utc>) -> String {
    let (day, year) = (instant.day(), instant.year());
    let month = MONTHS[instant.month0() as usize];
    format!("{day} {month} {year}, {:02}:{:02} (UTC)", instant.hour(), instant.minute())
}
