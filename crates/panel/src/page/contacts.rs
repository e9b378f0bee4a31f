//! The contacts of an area: the list, with a search (L05, L08), and what support asks of them.

use portero_domain::id::ContactId;
use portero_domain::model::PanelAccessStatus;
use portero_domain::policy::Permission;
use portero_domain::port::ContactFilter;
use portero_domain::use_case::{ContactView, Listed, PageRequest, SupportCodeAnswer};

use super::part;
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::form::query;
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Cell, Field, FormBlock, Page, Row, Table};
use crate::words::Words;

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    call::show(&page(&call, &area, Problems::default()).await?)
}

async fn page(call: &Call, area: &Area, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let sought = call.query.get("q");
    let (listed, wrong) = listed(call, area, sought).await?;
    let table = Table {
        columns: vec![words.name, words.profile, words.notifications, words.panel_access],
        rows: listed.items.iter().map(|one| row(one, area, words)).collect(),
        empty: match (sought.is_empty(), area.may(Permission::ContactsManage)) {
            (false, _) => words.nobody_found,
            (true, true) => words.no_contacts,
            (true, false) => words.no_contacts_yet,
        },
        next: listed
            .next
            .map(|next| format!("{}/contacts?{}&after={next}", area.path, query("q", sought))),
        ..Table::default()
    };
    let mut search = part::search(format!("{}/contacts", area.path), sought, words);
    wrong.put_into(&mut search);
    let mut check = FormBlock {
        heading: words.check_code,
        lines: vec![words.check_code_why.to_owned()],
        action: format!("{}/contacts/check", area.path),
        fields: vec![
            Field::line("email", words.email, "off").holding(call.form.get("email")),
            Field::line("code", words.support_code, "off"),
        ],
        submit: words.check,
        ..FormBlock::default()
    };
    problems.put_into(&mut check);
    let mut page = Page::new(call.frame_in(area).await?, words.contacts).lead(words.contacts_lead);
    if area.may(Permission::ContactsManage) {
        page.main_action = Some((format!("{}/contacts/new", area.path), words.new_contact));
    }
    Ok(page.with(Block::Form(search)).with(Block::Table(table)).with(Block::Form(check)))
}

/// Who is found, or what is wrong with what is sought.
async fn listed(
    call: &Call,
    area: &Area,
    sought: &str,
) -> Result<(Listed<ContactView, ContactId>, Problems), Stop> {
    let words = match part::words_sought(call, sought) {
        Ok(words) => words,
        Err(problems) => return Ok((part::nothing(), problems)),
    };
    let filter = ContactFilter { words, ..ContactFilter::default() };
    let after = call.query.get("after").parse().ok().map(ContactId::from_uuid);
    let request = PageRequest { after, limit: part::ROWS };
    let listed = call.portero().contacts(call.person()?, area.id, &filter, request).await?;
    Ok((listed, Problems::default()))
}

fn row(one: &ContactView, area: &Area, words: &Words) -> Row {
    let details = &one.contact.details;
    let receives: Vec<_> = details.notifications.iter().map(words.category).collect();
    let name = Cell {
        under: details.email.as_shown().to_owned(),
        link: format!("{}/contacts/{}", area.path, one.contact.id),
        ..Cell::text(details.full_name())
    };
    let profile = Cell::text((words.contact_profile)(details.profile));
    Row {
        cells: vec![name, profile, Cell::text(receives.join(", ")), access(one.access, words)],
        actions: Vec::new(),
    }
}

/// How far the access to the panel has come, as a badge.
pub(super) fn access(status: PanelAccessStatus, words: &Words) -> Cell {
    match status {
        PanelAccessStatus::None => Cell::text(words.no_access),
        PanelAccessStatus::Invited => Cell::badge("waiting", words.invited),
        PanelAccessStatus::Granted => Cell::badge("good", words.has_access),
        PanelAccessStatus::Removed => Cell::badge("off", words.access_removed),
    }
}

/// Checks the code that someone says to support. Every try counts.
pub(crate) async fn check(call: Call) -> Answer {
    let area = call.area().await?;
    let words = call.words;
    let mut problems = Problems::default();
    let address = call.portero().parse_address(call.form.get("email"));
    let Some(address) = problems.read("email", address, words) else {
        return show_again(&page(&call, &area, problems).await?);
    };
    let (caller, code) = (call.person()?, call.form.get("code").trim());
    let checked = call.portero().check_support_code(caller, area.id, &address, code).await;
    let checked = match checked {
        Ok(checked) => checked,
        Err(error) => {
            let problems = Problems::of(error, words)?;
            return show_again(&page(&call, &area, problems).await?);
        }
    };
    let (said, good) = match checked.answer {
        SupportCodeAnswer::Right => (words.code_right, true),
        SupportCodeAnswer::Wrong => (words.code_wrong, false),
        SupportCodeAnswer::NoCode => (words.code_none, false),
    };
    let who = checked.person.map_or_else(|| address.as_shown().to_owned(), |(_, name)| name);
    call.note(Note::Results(vec![(who, said, good)]));
    go(&format!("{}/contacts", area.path))
}
