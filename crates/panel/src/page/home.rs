//! The start, and the first page of an area: what one is there, may do and receives.

use portero_domain::policy::Role;
use portero_domain::use_case::PageRequest;

use super::{ownership, part};
use crate::call::{self, Answer, Call, go};
use crate::note::Note;
use crate::switcher;
use crate::view::{Block, FormBlock, Page};

/// Leads to the one area, or to the choice of several (S11).
pub(crate) async fn show(call: Call) -> Answer {
    let caller = call.person()?;
    let page = PageRequest { after: None, limit: 2 };
    let areas = call.portero().my_accounts(caller, page).await?.items;
    let as_client = call.portero().client_areas(caller, page).await?.items;
    let received = call.portero().received_invitations(caller).await?;
    match (areas.as_slice(), as_client.as_slice(), received.as_slice()) {
        ([only], [], []) => go(&format!("/areas/{}", only.id)),
        ([], [only], []) => go(&switcher::path(only.account_id)),
        _ => go("/areas"),
    }
}

/// An area's first page.
pub(crate) async fn area(call: Call) -> Answer {
    let area = call.area().await?;
    let words = call.words;
    let (membership, standing) = (&area.entrance.membership, &area.entrance.standing);
    let mut facts = vec![
        (words.role_label, (words.role)(membership.role).to_owned()),
        (words.may_do, (words.role_may)(membership.role).to_owned()),
    ];
    if membership.role.carries_grants() {
        facts.push((words.grants, part::listed(standing.effective(), words)));
    }
    if let Some(until) = membership.until {
        facts.push((words.until, part::end(until)));
    }
    let notifications = FormBlock {
        action: format!("{}/notifications", area.path),
        fields: vec![part::notifications(membership.role, membership.notifications, words)],
        submit: words.save,
        ..FormBlock::default()
    };
    let name = area.entrance.account.name.as_str();
    let mut page = Page::new(call.frame_in(&area).await?, name);
    page = page.with(Block::Facts(words.your_access, facts));
    if standing.suspension().is_some() {
        page = page.with(Block::Text("", vec![words.denied_suspended.to_owned()]));
    }
    page = page.with(Block::Form(notifications));
    page = page.with(Block::Form(FormBlock {
        heading: words.support_code,
        lines: vec![words.support_code_why.to_owned()],
        action: format!("{}/support-code", area.path),
        submit: words.get_code,
        ..FormBlock::default()
    }));
    let offer = ownership::standing_offer(&call, &area).await?;
    if offer.is_some_and(|offer| offer.to == membership.user_id) {
        let path = format!("{}/ownership", area.path);
        page = page.with(Block::Links(vec![(path, words.offered_to_you)]));
    }
    if membership.role != Role::Owner {
        let path = format!("{}/leave", area.path);
        page = page.with(Block::Links(vec![(path, words.leave)]));
    }
    call::show(&page)
}

/// Saves what one receives oneself.
pub(crate) async fn notifications(call: Call) -> Answer {
    let area = call.area().await?;
    let choice = part::ticked_categories(&call.form);
    let saved = call.portero().choose_notifications(call.person()?, area.id, choice).await;
    call.tell(saved, call.words.saved)?;
    go(&area.path)
}

/// Issues a code to say to support, which the next page shows once.
pub(crate) async fn support_code(call: Call) -> Answer {
    let area = call.area().await?;
    match call.portero().issue_support_code(call.person()?, area.id).await {
        Ok(issued) => call.note(Note::SupportCode(issued.code)),
        Err(error) => call.tell(Err::<(), _>(error), call.words.saved)?,
    }
    go(&area.path)
}

/// Asks whether one wants to leave.
pub(crate) async fn leave(call: Call) -> Answer {
    let area = call.area().await?;
    let words = call.words;
    let form = FormBlock {
        lines: vec![words.leave_why.to_owned()],
        action: format!("{}/leave", area.path),
        submit: words.leave,
        danger: true,
        ..FormBlock::default()
    };
    let page = Page::new(call.frame_in(&area).await?, words.leave).narrow();
    let back = vec![(area.path.clone(), words.cancel)];
    call::show(&page.with(Block::Form(form)).with(Block::Links(back)))
}

/// Leaves.
pub(crate) async fn left(call: Call) -> Answer {
    let area = call.area().await?;
    let caller = call.person()?;
    let own = caller.person()?.user.id;
    call.portero().remove_member(caller, area.id, own, None).await?;
    call.note(Note::Done(call.words.have_left));
    go("/areas")
}
