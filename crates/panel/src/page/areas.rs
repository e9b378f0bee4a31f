//! The areas that one may enter (S02, S11), the invitations that wait, and a new area of one's own.

use portero_domain::id::InvitationId;
use portero_domain::model::{AccountDetails, Name};
use portero_domain::use_case::{Answered, Error, NewAccount, Once, PageRequest};

use super::confirm::{self, Asked};
use super::part;
use crate::call::{self, Answer, Call, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::switcher;
use crate::view::{Block, Cell, Field, FormBlock, Page, Row, RowAction, Table};

/// The page: the choice after sign-in, and "invitations for you" (S10).
pub(crate) async fn show(call: Call) -> Answer {
    let caller = call.person()?;
    let words = call.words;
    let page = PageRequest { after: None, limit: PageRequest::<()>::MOST };
    let areas = call.portero().my_accounts(caller, page).await?.items;
    let as_client = call.portero().client_areas(caller, page).await?.items;
    let received = call.portero().received_invitations(caller).await?;
    let own = |is_own| if is_own { words.own_area.to_owned() } else { String::new() };
    let rows = areas.iter().map(|area| Row {
        cells: vec![
            Cell {
                link: format!("/areas/{}", area.id),
                under: own(area.is_own()),
                ..Cell::text(area.name.as_str())
            },
            Cell::text((words.role)(area.role)),
        ],
        actions: Vec::new(),
    });
    let as_client = as_client.iter().map(|area| Row {
        cells: vec![
            Cell {
                link: switcher::path(area.account_id),
                ..Cell::text(area.account_name.as_str())
            },
            Cell::text(words.client_side.client),
        ],
        actions: Vec::new(),
    });
    let areas = Table {
        columns: vec![words.area, words.role_label],
        rows: rows.chain(as_client).collect(),
        empty: words.no_areas,
        ..Table::default()
    };
    let rows = received.iter().map(|one| Row {
        cells: vec![
            Cell::text(one.account_name.clone()),
            Cell::text((words.role)(one.invitation.terms.offer.role)),
            Cell {
                under: format!("{}: {}", words.answer_before, part::day(one.invitation.expires_at)),
                ..Cell::text(one.invited_by.clone())
            },
        ],
        actions: [("accept", words.accept, false), ("decline", words.decline, true)]
            .map(|(verb, label, danger)| RowAction {
                action: format!("/areas/invitations/{}/{verb}", one.invitation.id),
                label,
                about: one.account_name.clone(),
                danger,
            })
            .into(),
    });
    let waiting = Table {
        heading: words.invitations_for_you.to_owned(),
        columns: vec![words.area, words.role_label, words.invited_by],
        rows: rows.collect(),
        ..Table::default()
    };
    let mut page = Page::new(call.frame(), words.my_areas).lead(words.choose_area);
    if caller.person()?.user.confined_to().is_none() {
        page.main_action = Some(("/areas/new".to_owned(), words.new_area));
    }
    if !waiting.rows.is_empty() {
        page = page.with(Block::Table(waiting));
    }
    call::show(&page.with(Block::Table(areas)))
}

/// Accepts an invitation from inside.
pub(crate) async fn accept(call: Call) -> Answer {
    let id = InvitationId::from_uuid(call.id("invitation")?);
    let accepted = call.portero().accept_received(call.person()?, id).await?;
    call.note(Note::Done(call.words.accepted));
    go(&format!("/areas/{}", accepted.account_id))
}

/// Declines one, once confirmed: only whoever invited can undo it.
pub(crate) async fn decline(call: Call) -> Answer {
    let id = InvitationId::from_uuid(call.id("invitation")?);
    if !confirm::is_confirmed(&call) {
        return ask_to_decline(&call, id).await;
    }
    call.portero().decline_received(call.person()?, id).await?;
    call.note(Note::Done(call.words.declined));
    go("/areas")
}

async fn ask_to_decline(call: &Call, id: InvitationId) -> Answer {
    let words = call.words;
    let received = call.portero().received_invitations(call.person()?).await?;
    let one = received.into_iter().find(|one| one.invitation.id == id).ok_or(Error::NotFound)?;
    let why = words.decline_why.replacen("{}", &one.invited_by, 1);
    let asked = Asked {
        heading: words.decline,
        about: one.account_name.clone(),
        lines: vec![why.replacen("{}", &one.account_name, 1)],
        action: format!("/areas/invitations/{id}/decline"),
        carried: Vec::new(),
        danger: true,
        back: "/areas".to_owned(),
    };
    call::show(&confirm::page(call.frame(), asked))
}

fn new_page(call: &Call, problems: Problems) -> Page {
    let words = call.words;
    let name = Field::line("name", words.area_name, "organization");
    let mut form = FormBlock {
        action: "/areas/new".to_owned(),
        fields: vec![name.holding(call.form.get("name"))],
        submit: words.create,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let page = Page::new(call.frame(), words.new_area).narrow().lead(words.new_area_lead);
    page.with(Block::Form(form))
}

/// Asks for the name of a new area.
pub(crate) async fn new(call: Call) -> Answer {
    call.person()?;
    call::show(&new_page(&call, Problems::default()))
}

/// Creates an area, whose owner one becomes.
pub(crate) async fn create(call: Call) -> Answer {
    let caller = call.person()?;
    let mut problems = Problems::default();
    let name = problems.read("name", Name::parse(call.form.get("name")), call.words);
    let Some(name) = name else {
        return show_again(&new_page(&call, problems));
    };
    let new = NewAccount { name, language: None, details: AccountDetails::default() };
    match call.portero().create_account(caller, new, Once::each_time()).await {
        Ok(Answered::Now(account)) => go(&format!("/areas/{}", account.id)),
        Ok(Answered::Before(_)) => go("/areas"),
        Err(error) => show_again(&new_page(&call, Problems::of(error, call.words)?)),
    }
}
