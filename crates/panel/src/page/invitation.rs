//! Answering an invitation by its link (N14, S09): who invites, to what, in which role.

use portero_domain::model::InvitationStatus;
use portero_domain::use_case::{Error, InvitationPreview, LinkRefusal};

use super::{link, part};
use crate::call::{self, Answer, Call, see_other, with_cookie};
use crate::cookie::Cookie;
use crate::note::Note;
use crate::view::{Block, FormBlock, Page};
use crate::words::Words;

/// Takes the mailed link.
pub(crate) async fn link(call: Call) -> Answer {
    link::take(&call, "invitation")
}

/// Follows it.
pub(crate) async fn follow(call: Call) -> Answer {
    link::follow(&call, "invitation", "/invitation/answer")
}

/// What is offered.
fn facts(preview: &InvitationPreview, words: &'static Words) -> Vec<(&'static str, String)> {
    let invitation = &preview.received.invitation;
    let offer = &invitation.terms.offer;
    let mut facts = vec![
        (words.invited_by, preview.received.invited_by.clone()),
        (words.area, preview.received.account_name.clone()),
        (words.email, invitation.email.as_shown().to_owned()),
        (words.role_label, (words.role)(offer.role).to_owned()),
        (words.may_do, (words.role_may)(offer.role).to_owned()),
    ];
    if !offer.grants.is_empty() {
        facts.push((words.grants, part::listed(offer.grants, words)));
    }
    if let Some(until) = offer.until {
        facts.push((words.until, part::day(until)));
    }
    if let Some(message) = &invitation.terms.message {
        facts.push((words.message, message.as_str().to_owned()));
    }
    facts.push((words.answer_before, part::minute(invitation.expires_at)));
    facts
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let token = call.link("invitation")?;
    let preview = call.portero().preview_invitation(&token).await?;
    if let Some(over) = over(preview.status) {
        return Err(Error::Link(over).into());
    }
    let words = call.words;
    let received = &preview.received;
    let lead = words.invited_lead.replacen("{}", &received.invited_by, 1);
    let lead = lead.replacen("{}", &received.account_name, 1);
    let page = Page::new(call.frame(), words.invitation).narrow().lead(lead);
    let page = page.with(Block::Facts("", facts(&preview, words)));
    call::show(&match &call.caller {
        Some(caller) => {
            let own = &caller.person()?.user.email;
            if *own == received.invitation.email {
                page.with(Block::Form(button("/invitation/accept", words.accept, false)))
                    .with(Block::Form(button("/invitation/decline", words.decline, true)))
            } else {
                page.with(Block::Text("", vec![words.other_address.to_owned()]))
            }
        }
        None => page.with(Block::Ways(ways_in(&preview, words))),
    })
}

fn ways_in(preview: &InvitationPreview, words: &'static Words) -> Vec<(String, &'static str)> {
    let sign_in = ("/sign-in?next=%2Finvitation%2Fanswer".to_owned(), words.sign_in_to_answer);
    let register = ("/register".to_owned(), words.register_to_accept);
    if preview.registration_required { vec![register, sign_in] } else { vec![sign_in] }
}

fn button(path: &str, submit: &'static str, danger: bool) -> FormBlock {
    FormBlock { action: path.to_owned(), submit, danger, ..FormBlock::default() }
}

/// Why it can no longer be answered, if so.
const fn over(status: InvitationStatus) -> Option<LinkRefusal> {
    match status {
        InvitationStatus::Pending | InvitationStatus::Claimed => None,
        InvitationStatus::Accepted | InvitationStatus::Declined => Some(LinkRefusal::Used),
        InvitationStatus::Revoked => Some(LinkRefusal::Revoked),
        InvitationStatus::Expired => Some(LinkRefusal::Expired),
    }
}

/// Accepts it.
pub(crate) async fn accept(call: Call) -> Answer {
    let token = call.link("invitation")?;
    let accepted = call.portero().accept_by_link(call.person()?, &token).await?;
    call.note(Note::Done(call.words.accepted));
    let path = format!("/areas/{}", accepted.account_id);
    Ok(with_cookie(see_other(&path), &call.panel.jar.unset(Cookie::Link)))
}

/// Declines it.
pub(crate) async fn decline(call: Call) -> Answer {
    let token = call.link("invitation")?;
    call.portero().decline_by_link(call.person()?, &token).await?;
    call.note(Note::Done(call.words.declined));
    link::done(&call, "/areas")
}
