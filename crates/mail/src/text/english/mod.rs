//! The letters in English.

mod account;
mod client;
mod communication;
mod getting_in;

use chrono::{DateTime, Datelike, Timelike, Utc};
use portero_domain::model::Letter;

use super::{Action, Body, Quotation, Written};
use account::{
    access_ending, access_removed, account_closed, member_access_ending, ownership_given_up,
    ownership_offer_called_off, ownership_offered, ownership_received, service_key_created,
};
use client::invited_client;
use communication::communication;
use getting_in::{
    already_registered, confirmation, contact_access_given, invitation, no_user_to_reset,
    password_changed, password_reset, role_in_words,
};

pub(crate) use client::client_invitation;

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
        Letter::ContactAccessGiven { account_name, given_by } => {
            format!("{given_by} gives you access to {account_name}")
        }
        Letter::ClientInvitation { subject, .. } | Letter::Communication { subject, .. } => {
            subject.clone()
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
        Letter::ContactAccessGiven { account_name, given_by } => {
            contact_access_given(account_name, given_by)
        }
        Letter::ClientInvitation { account_name, text, expires_at, .. } => {
            let written = Written { text: text.clone(), html: None, link: None };
            invited_client(account_name, written, *expires_at)
        }
        Letter::Communication { account_name, category, text, html, .. } => {
            let written = Written { text: text.clone(), html: html.clone(), link: None };
            communication(account_name, *category, written)
        }
        Letter::ServiceKeyCreated { account_name, key_name, created_by } => {
            service_key_created(account_name, key_name, created_by.as_deref())
        }
    }
}

/// A letter that asks for nothing.
fn notice(heading: &str, before: Vec<String>, why: String) -> Body {
    let heading = heading.to_owned();
    Body {
        heading,
        before,
        quotation: None,
        written: None,
        action: None,
        after: Vec::new(),
        why,
        refusal: None,
    }
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
