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
        "Recibe este mensaje porque {account_name} le da acceso a sus sitios con esta dirección."
    );
    let after = vec![valid_until(expires_at)];
    Body { written: Some(written), after, ..notice(account_name, Vec::new(), why) }
}

/// What an invitation says when nobody edits it (D14): how to come in, and the user name.
pub(crate) fn client_invitation(account_name: &str, client_name: &str, days: u32) -> Draft {
    let period = if days == 1 { "1 día".to_owned() } else { format!("{days} días") };
    Draft {
        subject: format!("Su acceso a los sitios de {account_name}"),
        text: format!(
            "Hola, {client_name}:\n\n\
             Ya puede entrar en el área de cliente de {account_name} para ver y gestionar sus \
             sitios.\n\n\
             Abra este enlace para entrar por primera vez. Si todavía no tiene una contraseña, podrá \
             elegirla allí:\n\
             {{setup_url}}\n\n\
             Su nombre de usuario es:\n\
             {{user_name}}\n\n\
             El enlace funciona durante {period} y una sola vez."
        ),
    }
}
