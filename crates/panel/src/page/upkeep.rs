//! Resending and revoking an invitation from the list.

use portero_domain::id::InvitationId;
use portero_domain::use_case::Once;

use crate::call::{Answer, Call, go};

/// Mails a new link; every earlier one is superseded.
pub(crate) async fn resend(call: Call) -> Answer {
    let area = call.area().await?;
    let id = InvitationId::from_uuid(call.id("invitation")?);
    let (caller, once) = (call.person()?, Once::each_time());
    let sent = call.portero().resend_invitation(caller, area.id, id, None, once).await;
    call.tell(sent, call.words.resent)?;
    go(&format!("{}/users", area.path))
}

/// Takes it back.
pub(crate) async fn revoke(call: Call) -> Answer {
    let area = call.area().await?;
    let id = InvitationId::from_uuid(call.id("invitation")?);
    let revoked = call.portero().revoke_invitation(call.person()?, area.id, id, None).await;
    call.tell(revoked, call.words.revoked)?;
    go(&format!("{}/users", area.path))
}
