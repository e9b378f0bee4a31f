//! What an area's people were told: the list, one with its addressees, a new one (L10, N12).

use portero_domain::id::CommunicationId;
use portero_domain::model::{
    Addressee, Communication, CommunicationContent, DeliveryStatus, Line, Prose,
};
use portero_domain::policy::{Category, Permission};
use portero_domain::use_case::{FieldProblem, Once, PageRequest};

use super::part;
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Cell, Choice, Field, FormBlock, Kind, Page, Row, Table};
use crate::words::Words;

/// The list, newest first.
pub(crate) async fn list(call: Call) -> Answer {
    let area = call.area().await?;
    let words = call.words;
    let after = call.query.get("after").parse().ok().map(CommunicationId::from_uuid);
    let request = PageRequest { after, limit: 50 };
    let listed = call.portero().communications(call.person()?, area.id, request).await?;
    let table = Table {
        columns: vec![words.subject, words.about, words.when, words.recipients],
        rows: listed.items.iter().map(|one| row(one, &area, words)).collect(),
        empty: words.no_communications,
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
    let rows = one.addressees.iter().map(|addressee| Row {
        cells: vec![
            Cell {
                under: addressee.email.as_shown().to_owned(),
                ..Cell::text(addressee.name.clone())
            },
            delivery(addressee.delivery.status(), words),
        ],
        actions: Vec::new(),
    });
    let table = Table {
        heading: words.recipients.to_owned(),
        columns: vec![words.name, words.state],
        rows: rows.collect(),
        empty: words.nobody_receives,
        next: None,
    };
    let mut page = Page::new(call.frame_in(&area).await?, one.content.subject.as_str());
    page = page.with(Block::Facts("", facts)).with(Block::Text(words.message, lines));
    page = page.with(Block::Table(table));
    if area.may(Permission::CommunicationsSend) && one.addressees.iter().any(has_failed) {
        page = page.with(Block::Form(FormBlock {
            action: format!("{}/communications/{id}/retry", area.path),
            submit: words.try_again,
            ..FormBlock::default()
        }));
    }
    call::show(&page)
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
        submit: words.send,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let back = vec![(format!("{}/communications", area.path), words.cancel)];
    let page = Page::new(call.frame_in(area).await?, words.new_communication);
    Ok(page.with(Block::Form(form)).with(Block::Links(back)))
}

/// Tells everyone who receives the category; the next page says who that was.
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
