//! Resending and revoking an invitation from the list, each with what it changes before it is done.

use portero_domain::id::InvitationId;
use portero_domain::use_case::Once;

use super::confirm::{self, Asked};
use crate::call::{Answer, Area, Call, go};

/// Mails a new link, once confirmed; every earlier one is superseded.
pub(crate) async fn resend(call: Call) -> Answer {
    let (area, id) = named(&call).await?;
    let words = call.words;
    if !confirm::is_confirmed(&call) {
        return ask(&call, &area, id, ("resend", words.resend, words.resend_why, false)).await;
    }
    let (caller, once) = (call.person()?, Once::each_time());
    let sent = call.portero().resend_invitation(caller, area.id, id, None, once).await;
    call.tell(sent, words.resent)?;
    go(&format!("{}/users", area.path))
}

/// Takes it back, once confirmed.
pub(crate) async fn revoke(call: Call) -> Answer {
    let (area, id) = named(&call).await?;
    let words = call.words;
    if !confirm::is_confirmed(&call) {
        return ask(&call, &area, id, ("revoke", words.revoke, words.revoke_why, true)).await;
    }
    let revoked = call.portero().revoke_invitation(call.person()?, area.id, id, None).await;
    call.tell(revoked, words.revoked)?;
    go(&format!("{}/users", area.path))
}

async fn named(call: &Call) -> Result<(Area, InvitationId), crate::call::Stop> {
    Ok((call.area().await?, InvitationId::from_uuid(call.id("invitation")?)))
}

/// Says what it changes.
async fn ask(
    call: &Call,
    area: &Area,
    id: InvitationId,
    (verb, heading, why, danger): (&str, &'static str, &str, bool),
) -> Answer {
    let view = call.portero().invitation(call.person()?, area.id, id).await?;
    let email = view.invitation.email.as_shown();
    let asked = Asked {
        heading,
        about: email.to_owned(),
        lines: vec![why.replace("{}", email)],
        action: format!("{}/invitations/{id}/{verb}", area.path),
        carried: Vec::new(),
        danger,
        back: format!("{}/users", area.path),
    };
    confirm::ask(call, area, asked).await
}
