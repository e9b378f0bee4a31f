//! One client, whose pages are three: personal information, sites and permissions, access (D20).
//! Here are the first of them, and what all of them share.

use portero_domain::id::ClientId;
use portero_domain::model::{ClientAccess, Line, Notes};
use portero_domain::policy::Permission;
use portero_domain::use_case::ClientView;

use super::client_form;
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::stale;
use crate::view::{Block, Field, FormBlock, Kind, Page, Tabs};
use crate::words::Words;

/// A client of an area, as their pages show them.
pub(super) struct Shown {
    pub area: Area,
    pub path: String,
    pub view: ClientView,
}

/// One of a client's pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Personal,
    Sites,
    Access,
}

impl Shown {
    pub(super) async fn of(call: &Call) -> Result<Self, Stop> {
        let area = call.area().await?;
        let id = ClientId::from_uuid(call.id("client")?);
        let view = call.portero().client(call.person()?, area.id, id).await?;
        Ok(Self { path: format!("{}/clients/{id}", area.path), area, view })
    }

    /// The same, for something that needs a permission.
    pub(super) async fn for_permission(call: &Call, needed: Permission) -> Result<Self, Stop> {
        let shown = Self::of(call).await?;
        call.portero().require(call.person()?, shown.area.id, needed).await?;
        Ok(shown)
    }

    /// What people call them.
    pub(super) fn name(&self) -> String {
        self.view.client.details.full_name()
    }

    /// Who they are beyond doubt: two may share a name, but no address.
    pub(super) fn name_and_address(&self) -> String {
        format!("{} ({})", self.name(), self.view.client.email.as_shown())
    }

    /// Whether they were let in, and have nothing to see there (D19).
    pub(super) fn is_let_in_for_nothing(&self) -> bool {
        let let_in = match self.view.client.access {
            ClientAccess::None => false,
            ClientAccess::Invited(_) | ClientAccess::Active { .. } => true,
        };
        let_in && self.view.client.site_count == 0 && !self.view.client.is_suspended()
    }

    /// One of their pages, with the way to the others.
    pub(super) async fn page(&self, call: &Call, here: Tab) -> Result<Page, Stop> {
        let own = call.words.client_pages;
        let client = &self.view.client;
        let tabs = [
            (Tab::Personal, "", own.personal),
            (Tab::Sites, "/sites", own.sites_and_permissions),
            (Tab::Access, "/access", own.access),
        ];
        let tabs = tabs.map(|(tab, tail, label)| {
            (format!("{}{tail}", self.path), label.to_owned(), tab == here)
        });
        let state = (own.status)(client.status());
        let mut page = Page::new(call.frame_in(&self.area).await?, self.name());
        if self.area.may(Permission::ClientsViewAs) {
            page.main_action = Some((format!("{}/view-as", self.path), own.view_as));
        }
        let page = page.lead(format!("{state} · {}", client.email.as_shown()));
        Ok(page.with(Block::Tabs(Tabs { label: own.client, tabs: tabs.into() })))
    }
}

/// Their personal information.
pub(crate) async fn show(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    call::show(&page(&call, &shown, Problems::default()).await?)
}

async fn page(call: &Call, shown: &Shown, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let client = &shown.view.client;
    let page = shown.page(call, Tab::Personal).await?;
    if !shown.area.may(Permission::ClientsManage) {
        return Ok(page.with(Block::Facts("", facts(shown, words))));
    }
    let mut fields = stale::fields(&call.form, client.version, &problems, words, |form| {
        client_form::fields(form, Some(&client.details), words)
    });
    let email = Field::new("email", words.email, Kind::Fixed).holding(client.email.as_shown());
    fields.insert(2, email.hint(words.client_pages.email_fixed));
    let action = shown.path.clone();
    let mut form = FormBlock { action, fields, submit: words.save, ..FormBlock::default() };
    problems.put_into(&mut form);
    let back = vec![(format!("{}/clients", shown.area.path), words.client_pages.back_to_clients)];
    Ok(page.with(Block::Form(form)).with(Block::Links(back)))
}

/// What is known of them, for whoever only reads.
fn facts(shown: &Shown, words: &Words) -> Vec<(&'static str, String)> {
    let client = &shown.view.client;
    let details = &client.details;
    let lines = [
        (words.company, details.company.as_ref().map(Line::as_str)),
        (words.address, details.address.as_ref().map(Line::as_str)),
        (words.phone, details.phone.as_ref().map(Line::as_str)),
        (words.client_pages.notes, details.notes.as_ref().map(Notes::as_str)),
    ];
    let known = lines.into_iter().filter_map(|(what, value)| Some((what, value?.to_owned())));
    std::iter::once((words.email, client.email.as_shown().to_owned())).chain(known).collect()
}

/// Saves their personal information; the e-mail is no part of it (D06).
pub(crate) async fn save(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsManage).await?;
    let details = match client_form::read(&call) {
        Ok(details) => details,
        Err(problems) => return show_again(&page(&call, &shown, problems).await?),
    };
    let (caller, id) = (call.person()?, shown.view.client.id);
    let version = Some(call.version()?);
    let amendment = details.as_amendment();
    match call.portero().amend_client(caller, shown.area.id, id, amendment, version).await {
        Ok(_) => {
            call.note(Note::Done(call.words.saved));
            go(&shown.path)
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &shown, problems).await?)
        }
    }
}
