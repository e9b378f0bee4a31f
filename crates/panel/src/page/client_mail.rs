//! The mail that invites a client: seen before it is sent, and edited around its placeholders (D14,
//! D15).

use portero_domain::model::MailPlaceholder;
use portero_domain::policy::Permission;
use portero_domain::use_case::{ClientInvitationPreview, EditedInvitation, Once};

use super::client::Shown;
use crate::call::{self, Answer, Call, Stop, go, show_again};
use crate::moment;
use crate::note::Note;
use crate::problem::Problems;
use crate::security;
use crate::view::{Block, Field, FormBlock, Kind, Page, ShownMail};
use crate::words::Words;

/// What was typed of the mail; what did not come is as it is drafted.
fn edited(call: &Call) -> EditedInvitation {
    let typed = |name: &str| call.form.has(name).then(|| call.form.get(name).to_owned());
    EditedInvitation { subject: typed("subject"), text: typed("text") }
}

async fn drafted(
    call: &Call,
    shown: &Shown,
    edited: &EditedInvitation,
) -> Result<Result<ClientInvitationPreview, Problems>, Stop> {
    let (caller, id) = (call.person()?, shown.view.client.id);
    let seen = call.portero().preview_client_invitation(caller, shown.area.id, id, edited).await;
    Ok(match seen {
        Ok(preview) => Ok(preview),
        Err(error) => Err(Problems::of(error, call.words)?),
    })
}

/// The mail as it would be read, and the form that changes it.
pub(crate) async fn show(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsGrantAccess).await?;
    match drafted(&call, &shown, &EditedInvitation::default()).await? {
        Ok(preview) => {
            let page = seen(&call, &shown, &preview, Problems::default()).await?;
            Ok(security::showing_mail(call::show(&page)?))
        }
        Err(problems) => show_again(&page(&call, &shown, problems).await?),
    }
}

/// The page with a preview above the form.
async fn seen(
    call: &Call,
    shown: &Shown,
    preview: &ClientInvitationPreview,
    problems: Problems,
) -> Result<Page, Stop> {
    let words = call.words;
    let own = words.client_pages;
    let user_name = shown.view.client.email.as_shown();
    let subject = preview.subject.replace(MailPlaceholder::UserName.in_text(), user_name);
    let facts = vec![(own.mail_to, user_name.to_owned()), (words.subject, subject.clone())];
    let mail = ShownMail {
        heading: own.preview,
        html: filled(&preview.html, user_name, words),
        subject,
        links: Vec::new(),
        text: String::new(),
    };
    let form = form(call, shown, (&preview.subject, &preview.text), problems);
    let page = base(call, shown).await?.with(Block::Facts("", facts)).with(Block::Mail(mail));
    Ok(closed(call, shown, page.with(Block::Form(form))))
}

/// The mail as it will look: its link is not made yet, so what looks like it leads nowhere.
fn filled(html: &str, user_name: &str, words: &Words) -> String {
    let link = moment::written(words.client_pages.url_goes_here, words);
    let link = format!("<a style=\"color:#1f4fb5;text-decoration:underline\">{link}</a>");
    html.replace(MailPlaceholder::SetupUrl.in_text(), &link)
        .replace(MailPlaceholder::UserName.in_text(), &moment::written(user_name, words))
}

/// The page without one: what was typed makes no mail.
async fn page(call: &Call, shown: &Shown, problems: Problems) -> Result<Page, Stop> {
    let typed = (call.form.get("subject"), call.form.get("text"));
    let form = form(call, shown, typed, problems);
    Ok(closed(call, shown, base(call, shown).await?.with(Block::Form(form))))
}

async fn base(call: &Call, shown: &Shown) -> Result<Page, Stop> {
    let own = call.words.client_pages;
    let page = Page::new(call.frame_in(&shown.area).await?, own.invitation_mail);
    Ok(page.lead(own.mail_lead.replace("{}", &shown.name())))
}

fn closed(call: &Call, shown: &Shown, page: Page) -> Page {
    let back = vec![(format!("{}/access", shown.path), call.words.cancel)];
    page.with(Block::Links(back))
}

fn form(
    call: &Call,
    shown: &Shown,
    (subject, text): (&str, &str),
    problems: Problems,
) -> FormBlock {
    let words = call.words;
    let own = words.client_pages;
    let kept: Vec<_> = MailPlaceholder::ALL.iter().map(|one| one.in_text()).collect();
    let mut form = FormBlock {
        heading: own.edit_mail,
        action: format!("{}/mail", shown.path),
        fields: vec![
            Field::line("subject", words.subject, "off").holding(subject),
            Field::new("text", words.message, Kind::Lines)
                .holding(text)
                .hint(own.keep_both.replace("{}", &kept.join(", "))),
        ],
        submit: own.preview,
        also: vec![("send", words.send_invitation)],
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    form
}

/// Shows the mail as it was edited, or sends it.
pub(crate) async fn preview_or_send(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsGrantAccess).await?;
    let edited = edited(&call);
    let preview = match drafted(&call, &shown, &edited).await? {
        Ok(preview) => preview,
        Err(problems) => return show_again(&page(&call, &shown, problems).await?),
    };
    if call.form.get("then") != "send" {
        let page = seen(&call, &shown, &preview, Problems::default()).await?;
        return Ok(security::showing_mail(call::show(&page)?));
    }
    let (caller, id) = (call.person()?, shown.view.client.id);
    let once = Once::each_time();
    match call.portero().send_client_invitation(caller, shown.area.id, id, &edited, once).await {
        Ok(_) => {
            call.note(Note::Done(call.words.client_pages.mail_sent));
            go(&format!("{}/access", shown.path))
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            let page = seen(&call, &shown, &preview, problems).await?;
            Ok(security::showing_mail(show_again(&page)?))
        }
    }
}
