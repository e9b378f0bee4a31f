//! What an area's people were told: the list, one with its addressees, a new one (L10, N12).

use portero_domain::id::CommunicationId;
use portero_domain::model::{
    Addressee, Communication, CommunicationContent, DeliveryStatus, EmailAddress, Line, Prose,
};
use portero_domain::policy::{Category, Permission};
use portero_domain::use_case::{FieldProblem, Once, PageRequest};

use super::part;
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::form::Form;
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Cell, Choice, Field, FormBlock, Kind, Page, Row, Table};
use crate::words::Words;

/// The list, newest first.
pub(crate) async fn list(call: Call) -> Answer {
    let area = call.area().await?;
    let words = call.words;
    let after = call.query.get("after").parse().ok().map(CommunicationId::from_uuid);
    let request = PageRequest { after, limit: part::ROWS };
    let listed = call.portero().communications(call.person()?, area.id, request).await?;
    let table = Table {
        columns: vec![words.subject, words.about, words.when, words.recipients],
        rows: listed.items.iter().map(|one| row(one, &area, words)).collect(),
        empty: if area.may(Permission::CommunicationsSend) {
            words.no_communications
        } else {
            words.no_communications_yet
        },
        next: listed.next.map(|next| format!("{}/communications?after={next}", area.path)),
        ..Table::default()
    };
    let mut page = Page::new(call.frame_in(&area).await?, words.communications);
    page = page.lead(words.communications_lead);
    if area.may(Permission::CommunicationsSend) {
        let path = format!("{}/communications/new", area.path);
        page.main_action = Some((path, words.new_communication));
    }
    call::show(&page.with(Block::Table(table)))
}

fn row(one: &Communication, area: &Area, words: &Words) -> Row {
    let failed = one.addressees.iter().filter(|one| has_failed(one)).count();
    let total = Cell::text(one.addressees.len().to_string());
    let recipients = match failed {
        0 => total,
        failed => Cell { under: words.undelivered.replace("{}", &failed.to_string()), ..total },
    };
    let subject = Cell {
        link: format!("{}/communications/{}", area.path, one.id),
        ..Cell::text(one.content.subject.as_str())
    };
    let about = Cell::text((words.category)(one.content.category));
    let when = Cell::text(part::minute(one.created_at));
    Row { cells: vec![subject, about, when, recipients], actions: Vec::new() }
}

fn has_failed(addressee: &Addressee) -> bool {
    addressee.delivery.status() == DeliveryStatus::Undeliverable
}

/// One, with whom it was sent to and whether it left.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    let words = call.words;
    let id = CommunicationId::from_uuid(call.id("communication")?);
    let one = call.portero().communication(call.person()?, area.id, id).await?;
    let facts = vec![
        (words.about, (words.category)(one.content.category).to_owned()),
        (words.when, part::minute(one.created_at)),
    ];
    let lines = one.content.text.as_str().lines().map(str::to_owned).collect();
    let from: usize = call.query.get("from").parse().unwrap_or_default();
    let behind = from.saturating_add(part::ROWS as usize);
    let rows = one.addressees.iter().skip(from).take(part::ROWS as usize).map(|addressee| Row {
        cells: vec![
            person(&addressee.name, &addressee.email),
            delivery(addressee.delivery.status(), words),
            Cell::text((words.recipient_reason)(addressee.because)),
        ],
        actions: Vec::new(),
    });
    let path = format!("{}/communications/{id}", area.path);
    let table = Table {
        heading: words.recipients.to_owned(),
        columns: vec![words.name, words.state, words.why],
        rows: rows.collect(),
        empty: words.nobody_receives,
        next: (behind < one.addressees.len()).then(|| format!("{path}?from={behind}")),
    };
    let mut page = Page::new(call.frame_in(&area).await?, one.content.subject.as_str());
    page = page.with(Block::Facts("", facts)).with(Block::Text(words.message, lines));
    page = page.with(Block::Table(table));
    if area.may(Permission::CommunicationsSend) && one.addressees.iter().any(has_failed) {
        page = page.with(Block::Form(FormBlock {
            action: format!("{path}/retry"),
            submit: words.try_again,
            ..FormBlock::default()
        }));
    }
    call::show(&page)
}

/// Someone, with their address.
fn person(name: &str, email: &EmailAddress) -> Cell {
    Cell { under: email.as_shown().to_owned(), ..Cell::text(name) }
}

fn delivery(status: DeliveryStatus, words: &Words) -> Cell {
    match status {
        DeliveryStatus::Queued => Cell::badge("waiting", words.queued),
        DeliveryStatus::Sent => Cell::badge("good", words.sent),
        DeliveryStatus::Undeliverable => Cell::badge("off", words.undeliverable),
    }
}

/// Mails those again for whom it failed for good.
pub(crate) async fn retry(call: Call) -> Answer {
    let area = call.area().await?;
    let id = CommunicationId::from_uuid(call.id("communication")?);
    let retried = call.portero().retry_communication(call.person()?, area.id, id).await;
    call.tell(retried, call.words.is_queued)?;
    go(&format!("{}/communications/{id}", area.path))
}

/// The form for a new one.
pub(crate) async fn new(call: Call) -> Answer {
    let area = call.area_for(Permission::CommunicationsSend).await?;
    call::show(&form(&call, &area, Problems::default()).await?)
}

async fn form(call: &Call, area: &Area, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let chosen = call.form.get("category");
    let choice =
        |one: &Category| Choice::new(one.as_str(), (words.category)(*one), one.as_str() == chosen);
    let choices = Category::ALL.iter().map(choice).collect();
    let mut form = FormBlock {
        action: format!("{}/communications/new", area.path),
        fields: vec![
            Field::new("category", words.about, Kind::Menu(choices)).hint(words.about_hint),
            Field::line("subject", words.subject, "off").holding(call.form.get("subject")),
            Field::new("text", words.message, Kind::Lines).holding(call.form.get("text")),
        ],
        submit: words.go_on,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let back = vec![(format!("{}/communications", area.path), words.cancel)];
    let page = Page::new(call.frame_in(area).await?, words.new_communication);
    Ok(page.with(Block::Form(form)).with(Block::Links(back)))
}

/// Shows who would receive it and why, and after that is confirmed tells them.
pub(crate) async fn send(call: Call) -> Answer {
    let area = call.area_for(Permission::CommunicationsSend).await?;
    let words = call.words;
    let mut problems = Problems::default();
    let category = call.form.get("category").parse::<Category>();
    let category =
        problems.read("category", category.map_err(|_| FieldProblem::ExactlyOneOf(&[])), words);
    let subject = problems.read("subject", Line::parse(call.form.get("subject")), words);
    let text = problems.read("text", Prose::parse(call.form.get("text")), words);
    let (Some(category), Some(subject), Some(text)) = (category, subject, text) else {
        return show_again(&form(&call, &area, problems).await?);
    };
    match call.form.get("step") {
        "send" => {}
        "edit" => return call::show(&form(&call, &area, Problems::default()).await?),
        _ => return call::show(&preview(&call, &area, category).await?),
    }
    let content = CommunicationContent { category, subject, text, html: None };
    let (caller, once) = (call.person()?, Once::each_time());
    match call.portero().send_communication(caller, area.id, content, once).await {
        Ok(_) => {
            call.note(Note::Done(words.is_queued));
            go(&format!("{}/communications", area.path))
        }
        Err(error) => {
            let problems = Problems::of(error, words)?;
            show_again(&form(&call, &area, problems).await?)
        }
    }
}

/// How many of each are named before a communication is sent; of the others it says how many there are.
const NAMED: usize = 20;

/// What would be sent, and to whom, with everything typed along.
async fn preview(call: &Call, area: &Area, category: Category) -> Result<Page, Stop> {
    let words = call.words;
    let facts = vec![
        (words.about, (words.category)(category).to_owned()),
        (words.subject, call.form.get("subject").to_owned()),
    ];
    let lines = call.form.get("text").lines().map(str::to_owned).collect();
    let page = Page::new(call.frame_in(area).await?, words.check_communication);
    let mut page = page.lead(words.check_lead).with(Block::Facts("", facts));
    page = page.with(Block::Text(words.message, lines));
    if area.may(Permission::CommunicationsRead) {
        for table in receivers(call, area, category).await? {
            page = page.with(Block::Table(table));
        }
    }
    let form = |step, submit| FormBlock {
        action: format!("{}/communications/new", area.path),
        fields: again(&call.form, step),
        submit,
        ..FormBlock::default()
    };
    let page = page.with(Block::Form(form("send", words.send)));
    Ok(page.with(Block::Form(form("edit", words.change))))
}

/// Who receives the category, and who does not, each with the reason.
async fn receivers(call: &Call, area: &Area, category: Category) -> Result<[Table; 2], Stop> {
    let words = call.words;
    let (caller, account) = (call.person()?, area.id);
    let (receiving, left_out) = call.portero().recipients(caller, account, category).await?;
    let row = |name: &str, email: &EmailAddress, why: &'static str| Row {
        cells: vec![person(name, email), Cell::text(why)],
        actions: Vec::new(),
    };
    let told = receiving
        .iter()
        .map(|one| row(&one.name, &one.email, (words.recipient_reason)(one.because)));
    let others =
        left_out.iter().map(|one| row(&one.name, &one.email, (words.left_out_reason)(one.because)));
    Ok([
        named(words.recipients, words.nobody_receives, told, words),
        named(words.left_out, words.nobody_left_out, others, words),
    ])
}

/// The first of a list, and how many more there are.
fn named(
    heading: &str,
    empty: &'static str,
    rows: impl ExactSizeIterator<Item = Row>,
    words: &Words,
) -> Table {
    let more = rows.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| Row {
        cells: vec![Cell::text(words.client_pages.more_sites.replace("{}", &more.to_string()))],
        actions: Vec::new(),
    });
    Table {
        heading: format!("{heading} ({})", rows.len()),
        columns: vec![words.name, words.why],
        rows: rows.take(NAMED).chain(more).collect(),
        empty,
        next: None,
    }
}

/// The same form again, unseen.
fn again(form: &Form, step: &str) -> Vec<Field> {
    let sent = ["category", "subject", "text"].map(|name| Field::hidden(name, form.get(name)));
    std::iter::once(Field::hidden("step", step)).chain(sent).collect()
}
