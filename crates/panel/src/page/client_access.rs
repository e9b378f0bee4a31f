//! A client's access: granted by a link or a mail, suspended, given back, ended for good (D13–D16,
//! D21–D23).

use portero_domain::model::{ClientAccess, ClientStatus};
use portero_domain::policy::Permission;

use super::client::{Shown, Tab};
use super::confirm::{self, Asked};
use super::{client_delete, part};
use crate::call::{self, Answer, Call, go};
use crate::note::Note;
use crate::view::{Block, Field, FormBlock, Page};
use crate::words::Words;

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    let words = call.words;
    let own = words.client_pages;
    let mut page = shown.page(&call, Tab::Access).await?;
    page = page.with(Block::Facts("", facts(&shown, words)));
    if shown.is_let_in_for_nothing() {
        page = page.with(Block::Text(own.no_sites_left, vec![own.suspension_advised.to_owned()]));
    }
    if shown.area.may(Permission::ClientsGrantAccess) {
        page = with_granting(page, &shown, words);
    }
    if shown.area.may(Permission::ClientsManage) {
        let delete = client_delete::form(&call, &shown, false);
        page = page.with(Block::Form(suspension(&shown, words))).with(Block::Form(delete));
    }
    call::show(&page)
}

fn facts(shown: &Shown, words: &Words) -> Vec<(&'static str, String)> {
    let own = words.client_pages;
    let client = &shown.view.client;
    let status = client.status();
    let seen = client.last_active_at.map_or_else(|| words.never.to_owned(), part::minute);
    let mut facts = vec![
        (words.state, (own.status)(status).to_owned()),
        (own.what_it_means, (own.status_means)(status).to_owned()),
        (own.user_name, client.email.as_shown().to_owned()),
        (own.last_activity, seen),
    ];
    if let Some(since) = client.suspended_at {
        facts.push((own.suspended_since, part::minute(since)));
    }
    if let ClientAccess::Invited(link) = client.access {
        facts.push((own.url_until, part::minute(link.expires_at)));
    }
    facts
}

/// The two ways in, where the client is at a point that has them (D13).
fn with_granting(page: Page, shown: &Shown, words: &Words) -> Page {
    let own = words.client_pages;
    let url = FormBlock {
        heading: own.setup_url,
        lines: vec![own.setup_url_why.to_owned()],
        action: format!("{}/setup-link", shown.path),
        submit: own.generate,
        ..FormBlock::default()
    };
    let mail = FormBlock {
        heading: own.invitation_mail,
        lines: vec![own.invitation_mail_why.to_owned()],
        action: format!("{}/mail", shown.path),
        fields: vec![Field::hidden("then", "send")],
        submit: words.send,
        ..FormBlock::default()
    };
    let edit = vec![(format!("{}/mail", shown.path), own.preview_and_edit)];
    let granting = [Block::Form(url), Block::Form(mail), Block::Links(edit)];
    match shown.view.client.status() {
        ClientStatus::SiteAssigned | ClientStatus::Invited => {
            granting.into_iter().fold(page, Page::with)
        }
        ClientStatus::Prospect => {
            let assign = vec![(format!("{}/sites", shown.path), own.assign_site)];
            let text = Block::Text(own.grant_access, vec![own.site_first.to_owned()]);
            page.with(text).with(Block::Links(assign))
        }
        ClientStatus::Active | ClientStatus::Suspended => page,
    }
}

/// Suspending, or what undoes it.
fn suspension(shown: &Shown, words: &Words) -> FormBlock {
    let own = words.client_pages;
    let is_suspended = shown.view.client.is_suspended();
    let (tail, submit, why) = if is_suspended {
        ("reactivate", own.reactivate, own.reactivate_why)
    } else {
        ("suspend", own.suspend, own.suspend_why)
    };
    FormBlock {
        heading: submit,
        lines: vec![why.to_owned()],
        action: format!("{}/{tail}", shown.path),
        submit,
        danger: !is_suspended,
        ..FormBlock::default()
    }
}

/// Makes a setup link, which the next page shows once (D13).
pub(crate) async fn make_link(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsGrantAccess).await?;
    let (caller, id) = (call.person()?, shown.view.client.id);
    let made = call.portero().make_setup_link(caller, shown.area.id, id).await;
    match made {
        Ok(link) => {
            let until = part::minute(link.expires_at);
            let until = call.words.client_pages.works_until.replace("{}", &until);
            call.note(Note::SetupLink(call.address("setup", &link.token), until));
        }
        Err(error) => call.tell(Err::<(), _>(error), call.words.saved)?,
    }
    go(&format!("{}/access", shown.path))
}

/// Keeps them out once confirmed, with all that is known of them (D22).
pub(crate) async fn suspend(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsManage).await?;
    if !confirm::is_confirmed(&call) {
        let own = call.words.client_pages;
        let asked = Asked {
            heading: own.suspend,
            about: shown.name_and_address(),
            lines: vec![own.suspend_why.to_owned()],
            action: format!("{}/suspend", shown.path),
            carried: Vec::new(),
            danger: true,
            back: format!("{}/access", shown.path),
        };
        return confirm::ask(&call, &shown.area, asked).await;
    }
    let (caller, id) = (call.person()?, shown.view.client.id);
    let done = call.portero().suspend_client(caller, shown.area.id, id).await;
    call.tell(done, call.words.is_suspended)?;
    go(&format!("{}/access", shown.path))
}

/// Lets them in again (D23).
pub(crate) async fn reactivate(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsManage).await?;
    let (caller, id) = (call.person()?, shown.view.client.id);
    let done = call.portero().reactivate_client(caller, shown.area.id, id).await;
    call.tell(done, call.words.is_active)?;
    go(&format!("{}/access", shown.path))
}
