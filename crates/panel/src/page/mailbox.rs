//! The development mailbox: the mails that were kept because no mail server is set.

use portero_domain::model::DeliveredMail;
use portero_domain::use_case::Error;

use super::part;
use crate::call::{self, Answer, Call, Stop};
use crate::security;
use crate::view::{Block, Cell, Field, FormBlock, Page, Row, ShownMail, Table};

/// The mails to this address, or to anyone.
async fn kept(call: &Call, to: Option<&str>) -> Result<Vec<DeliveredMail>, Stop> {
    let mailbox = call.panel.mailbox.as_ref().ok_or(Error::NotFound)?;
    // No address has a control character, and not every database takes one in a question.
    if to.is_some_and(|to| to.contains(char::is_control)) {
        return Ok(Vec::new());
    }
    Ok(mailbox.read(to).await.map_err(Error::from)?)
}

/// The list, newest first.
pub(crate) async fn list(call: Call) -> Answer {
    let words = call.words;
    let to = call.query.get("to").trim();
    let mails = kept(&call, Some(to).filter(|to| !to.is_empty())).await?;
    let table = Table {
        columns: vec![words.subject, words.mail_to, words.when],
        rows: mails.iter().map(row).collect(),
        empty: words.no_mails,
        ..Table::default()
    };
    let search = FormBlock {
        action: "/dev/mailbox".to_owned(),
        fields: vec![Field::line("to", words.mail_to, "off").holding(to).optional()],
        submit: words.search_button,
        asks: true,
        ..FormBlock::default()
    };
    let page = Page::new(call.frame(), words.mailbox).lead(words.mailbox_lead);
    call::show(&page.with(Block::Form(search)).with(Block::Table(table)))
}

fn row(mail: &DeliveredMail) -> Row {
    let link = format!("/dev/mailbox/{}", mail.id);
    Row {
        cells: vec![
            Cell { link, ..Cell::text(mail.subject.clone()) },
            Cell::text(mail.to.clone()),
            Cell::text(part::minute(mail.sent_at)),
        ],
        actions: Vec::new(),
    }
}

/// One mail: its links to follow, as it looks in a frame where nothing runs, and as text.
pub(crate) async fn show(call: Call) -> Answer {
    let words = call.words;
    let id = call.id("mail")?;
    let mail = kept(&call, None).await?.into_iter().find(|mail| mail.id.as_uuid() == id);
    let mail = mail.ok_or(Error::NotFound)?;
    let facts = vec![
        (words.mail_from, mail.from),
        (words.mail_to, mail.to),
        (words.when, part::minute(mail.sent_at)),
    ];
    let shown = ShownMail {
        heading: words.mail_shown,
        subject: mail.subject.clone(),
        links: mail.links,
        html: leading_out(&mail.html),
        text: mail.text,
    };
    let page = Page::new(call.frame(), mail.subject).with(Block::Facts("", facts));
    let back = vec![("/dev/mailbox".to_owned(), words.all_mails)];
    let page = page.with(Block::Mail(shown)).with(Block::Links(back));
    Ok(security::showing_mail(call::show(&page)?))
}

/// The mail with its links leading out of the frame that it is shown in.
fn leading_out(html: &str) -> String {
    html.replacen("<head>", "<head><base target=\"_top\">", 1)
}
