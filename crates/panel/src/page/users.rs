//! Everyone with access, each with their role (N05, S02), and the invitations that are open.

use portero_domain::id::{InvitationId, UserId};
use portero_domain::model::InvitationStatus;
use portero_domain::policy::Permission;
use portero_domain::port::{InvitationFilter, MemberFilter};
use portero_domain::use_case::{InvitationView, Listed, MemberView, PageRequest};

use super::part;
use crate::call::{self, Answer, Area, Call, Stop};
use crate::form::query;
use crate::problem::Problems;
use crate::view::{Block, Cell, Page, Row, RowAction, Table};
use crate::words::Words;

/// How many invitations stand below the people; the others have pages of their own.
const FIRST: u32 = 5;

/// Whether it is one of the pages that go on with the invitations, without the people.
fn is_of_invitations(call: &Call) -> bool {
    call.query.has("invited_after")
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    if is_of_invitations(&call) {
        let page = Page::new(call.frame_in(&area).await?, call.words.users);
        let back = vec![(format!("{}/users", area.path), call.words.back_to_users)];
        let page = page.with(Block::Table(invitations(&call, &area).await?));
        return call::show(&page.with(Block::Links(back)));
    }
    let words = call.words;
    let sought = call.query.get("q");
    let (members, problems) = listed(&call, &area, sought).await?;
    let next = members.next.map(|next| {
        let sought = query("q", sought);
        format!("{}/users?{sought}&after={next}", area.path)
    });
    let people = Table {
        heading: words.people.to_owned(),
        columns: vec![words.name, words.role_label, words.state, words.last_seen],
        rows: members.items.iter().map(|one| person(one, &area, words)).collect(),
        empty: if sought.is_empty() { words.no_people } else { words.nobody_found },
        next,
    };
    let mut search = part::search(format!("{}/users", area.path), sought, words);
    problems.put_into(&mut search);
    let mut page = Page::new(call.frame_in(&area).await?, words.users).lead(words.users_lead);
    if area.may(Permission::UsersInvite) {
        page.main_action = Some((format!("{}/users/invite", area.path), words.invite));
    }
    page = page.with(Block::Form(search)).with(Block::Table(people));
    call::show(&page.with(Block::Table(invitations(&call, &area).await?)))
}

/// Who is found, or what is wrong with what is sought.
async fn listed(
    call: &Call,
    area: &Area,
    sought: &str,
) -> Result<(Listed<MemberView, UserId>, Problems), Stop> {
    let words = match part::words_sought(call, sought) {
        Ok(words) => words,
        Err(problems) => return Ok((part::nothing(), problems)),
    };
    let filter = MemberFilter { words, ..MemberFilter::default() };
    let after = call.query.get("after").parse().ok().map(UserId::from_uuid);
    let page = PageRequest { after, limit: part::ROWS };
    let members = call.portero().members(call.person()?, area.id, &filter, page).await?;
    Ok((members, Problems::default()))
}

fn person(one: &MemberView, area: &Area, words: &Words) -> Row {
    let membership = &one.membership;
    let until = membership.until.map(|until| words.until_the.replace("{}", &part::end(until)));
    Row {
        cells: vec![
            Cell {
                under: one.user.email.as_shown().to_owned(),
                link: format!("{}/users/{}", area.path, one.user.id),
                ..Cell::text(one.user.full_name())
            },
            Cell { under: until.unwrap_or_default(), ..Cell::text((words.role)(membership.role)) },
            part::state(membership.state, words),
            Cell::text(one.last_seen_at.map_or_else(|| words.never.to_owned(), part::minute)),
        ],
        actions: Vec::new(),
    }
}

/// What nobody has answered yet; who may invite may resend and revoke.
async fn invitations(call: &Call, area: &Area) -> Result<Table, call::Stop> {
    let words = call.words;
    let after = call.query.get("invited_after").parse().ok().map(InvitationId::from_uuid);
    let page =
        PageRequest { after, limit: if is_of_invitations(call) { part::ROWS } else { FIRST } };
    let filter = InvitationFilter { unsettled: true, ..InvitationFilter::default() };
    let listed = call.portero().invitations(call.person()?, area.id, &filter, page).await?;
    let may_invite = area.may(Permission::UsersInvite);
    Ok(Table {
        heading: words.open_invitations.to_owned(),
        columns: vec![words.email, words.role_label, words.state, words.invited_by],
        rows: listed.items.iter().map(|view| invitation(view, area, words)).collect(),
        empty: if may_invite { words.no_invitations } else { words.no_invitations_yet },
        next: listed.next.map(|next| format!("{}/users?invited_after={next}", area.path)),
    })
}

fn invitation(view: &InvitationView, area: &Area, words: &Words) -> Row {
    let invitation = &view.invitation;
    let action = |verb: &str, label, danger| RowAction {
        action: format!("{}/invitations/{}/{verb}", area.path, invitation.id),
        label,
        about: invitation.email.as_shown().to_owned(),
        danger,
    };
    let may = area.may(Permission::UsersInvite);
    let actions = [action("resend", words.resend, false), action("revoke", words.revoke, true)];
    Row {
        cells: vec![
            Cell::text(invitation.email.as_shown()),
            Cell::text((words.role)(invitation.terms.offer.role)),
            Cell { under: part::minute(invitation.expires_at), ..status(view.status, words) },
            Cell::text(view.invited_by.clone()),
        ],
        actions: if may { actions.into() } else { Vec::new() },
    }
}

/// What an invitation is, as a badge.
fn status(status: InvitationStatus, words: &Words) -> Cell {
    match status {
        InvitationStatus::Pending => Cell::badge("waiting", words.pending),
        InvitationStatus::Claimed => Cell::badge("waiting", words.claimed),
        InvitationStatus::Expired => Cell::badge("off", words.expired),
        // These are not listed.
        InvitationStatus::Accepted | InvitationStatus::Declined | InvitationStatus::Revoked => {
            Cell::default()
        }
    }
}
