//! The way in for a client: the frame of the mail, and the draft of its words.

use chrono::{DateTime, Utc};
use portero_domain::port::Draft;

use super::{notice, valid_until};
use crate::text::{Body, Written};

/// The account's own words, under its name, and until when the link in them works.
pub(super) fn invited_client(
    account_name: &str,
    written: Written,
    expires_at: DateTime<Utc>,
) -> Body {
    let why = format!(
        "You get this message because {account_name} gives you access to your sites with this \
         address."
    );
    let after = vec![valid_until(expires_at)];
    Body { written: Some(written), after, ..notice(account_name, Vec::new(), why) }
}

/// What an invitation says when nobody edits it (D14): how to come in, and the user name.
pub(crate) fn client_invitation(account_name: &str, client_name: &str, days: u32) -> Draft {
    let period = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    Draft {
        subject: format!("Your access to the sites of {account_name}"),
        text: format!(
            "Hello {client_name},\n\n\
             You can now enter the client area of {account_name} to see and manage your sites.\n\n\
             Open this link to enter for the first time. If you do not have a password yet, you can \
             choose one there:\n\
             {{setup_url}}\n\n\
             Your user name is:\n\
             {{user_name}}\n\n\
             The link works for {period}, and once."
        ),
    }
}
