//! One site: its name and what else it is found by, who has it, and deleting it.

use portero_domain::id::{ClientId, SiteId};
use portero_domain::model::{Line, Name, Site, SiteAmendment, SiteDetails};
use portero_domain::policy::Permission;
use portero_domain::port::AssignedClient;
use portero_domain::use_case::PageRequest;

use super::clients;
use super::confirm::{self, Asked};
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::form::Form;
use crate::note::Note;
use crate::problem::Problems;
use crate::stale;
use crate::view::{Block, Cell, Field, FormBlock, Page, Row, Table};
use crate::words::Words;

/// The fields of a site: as typed, or as they are.
pub(super) fn fields(form: &Form, details: Option<&SiteDetails>, words: &Words) -> Vec<Field> {
    let own = words.client_pages;
    let shown =
        |name: &str, present: Option<&str>| form.typed_or(name, present.unwrap_or_default());
    let name = details.map(|one| one.name.as_str());
    let alias = details.and_then(|one| one.alias.as_ref()).map(Name::as_str);
    let url = details.and_then(|one| one.url.as_ref()).map(Line::as_str);
    let domain = details.and_then(|one| one.domain.as_ref()).map(Line::as_str);
    let optional = |name, label, present| {
        Field::line(name, label, "off").holding(shown(name, present)).optional()
    };
    vec![
        Field::line("name", words.name, "off").holding(shown("name", name)),
        optional("alias", own.alias, alias).hint(own.alias_hint),
        optional("url", own.url, url),
        optional("domain", own.domain, domain),
    ]
}

/// What was typed.
pub(super) fn read(call: &Call) -> Result<SiteDetails, Problems> {
    let (form, words) = (&call.form, call.words);
    let mut problems = Problems::default();
    let name = problems.read("name", Name::parse(form.get("name")), words);
    let alias = problems.read_optional("alias", form.get("alias"), Name::parse, words);
    let url = problems.read_optional("url", form.get("url"), Line::parse, words);
    let domain = problems.read_optional("domain", form.get("domain"), Line::parse, words);
    match (name, alias, url, domain) {
        (Some(name), Some(alias), Some(url), Some(domain)) => {
            Ok(SiteDetails { name, alias, url, domain })
        }
        _ => Err(problems),
    }
}

/// A site of an area, as its page shows it.
struct Shown {
    area: Area,
    path: String,
    site: Site,
}

impl Shown {
    async fn of(call: &Call) -> Result<Self, Stop> {
        let area = call.area().await?;
        let id = SiteId::from_uuid(call.id("site")?);
        let site = call.portero().site(call.person()?, area.id, id).await?;
        Ok(Self { path: format!("{}/sites/{id}", area.path), area, site })
    }
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    call::show(&page(&call, &shown, Problems::default()).await?)
}

async fn page(call: &Call, shown: &Shown, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let own = words.client_pages;
    let details = &shown.site.details;
    let page = Page::new(call.frame_in(&shown.area).await?, details.name.as_str());
    let back = Block::Links(vec![(format!("{}/sites", shown.area.path), own.back_to_sites)]);
    let having = clients(call, shown).await?;
    if !shown.area.may(Permission::SitesManage) {
        let fields = fields(&Form::default(), Some(details), words).into_iter();
        let fields = fields.filter(|one| !one.value.is_empty());
        let facts = fields.map(|field| (field.label, field.value)).collect();
        let page = page.with(Block::Facts("", facts));
        return Ok(having.into_iter().fold(page, Page::with).with(back));
    }
    let version = shown.site.version;
    let mut form = FormBlock {
        action: shown.path.clone(),
        fields: stale::fields(&call.form, version, &problems, words, |form| {
            fields(form, Some(details), words)
        }),
        submit: words.save,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let delete = FormBlock {
        heading: own.delete_site,
        lines: vec![own.delete_site_why.to_owned()],
        action: format!("{}/delete", shown.path),
        fields: vec![Field::hidden("version", version.as_i64().to_string())],
        submit: own.delete_site,
        danger: true,
        ..FormBlock::default()
    };
    let page = having.into_iter().fold(page.with(Block::Form(form)), Page::with);
    Ok(page.with(Block::Form(delete)).with(back))
}

/// The clients who have it, for those who may see clients.
async fn clients(call: &Call, shown: &Shown) -> Result<Option<Block>, Stop> {
    if !shown.area.may(Permission::ClientsRead) {
        return Ok(None);
    }
    let (words, own) = (call.words, call.words.client_pages);
    let after = call.query.get("clients_after").parse().ok().map(ClientId::from_uuid);
    let request = PageRequest { after, limit: 25 };
    let (caller, site) = (call.person()?, shown.site.id);
    let listed = call.portero().clients_of_site(caller, shown.area.id, site, request).await?;
    let row = |one: &AssignedClient| Row {
        cells: vec![
            Cell {
                under: one.client.email.as_shown().to_owned(),
                link: format!("{}/clients/{}/sites/{site}", shown.area.path, one.client.id),
                ..Cell::text(one.client.details.full_name())
            },
            Cell::text(clients::counted(one.assignment.permissions, words)),
            clients::state(one.client.status(), words),
        ],
        actions: Vec::new(),
    };
    Ok(Some(Block::Table(Table {
        heading: own.clients_of_site.to_owned(),
        columns: vec![own.client, words.grants, words.state],
        rows: listed.items.iter().map(row).collect(),
        empty: own.no_clients_of_site,
        next: listed.next.map(|next| format!("{}?clients_after={next}", shown.path)),
    })))
}

/// Saves it.
pub(crate) async fn save(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    let details = match read(&call) {
        Ok(details) => details,
        Err(problems) => return show_again(&page(&call, &shown, problems).await?),
    };
    let amendment = SiteAmendment {
        name: Some(details.name),
        alias: Some(details.alias),
        url: Some(details.url),
        domain: Some(details.domain),
    };
    let (caller, id, version) = (call.person()?, shown.site.id, Some(call.version()?));
    match call.portero().amend_site(caller, shown.area.id, id, amendment, version).await {
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

/// Deletes it once confirmed, which only one that is assigned to nobody can be.
pub(crate) async fn delete(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    if !confirm::is_confirmed(&call) {
        return ask_to_delete(&call, &shown).await;
    }
    let (caller, id, version) = (call.person()?, shown.site.id, Some(call.version()?));
    let deleted = call.portero().delete_site(caller, shown.area.id, id, version).await;
    let list = format!("{}/sites", shown.area.path);
    let next = if deleted.is_ok() { &list } else { &shown.path };
    call.tell(deleted, call.words.client_pages.site_deleted)?;
    go(next)
}

/// Says what is lost.
async fn ask_to_delete(call: &Call, shown: &Shown) -> Answer {
    let own = call.words.client_pages;
    let (caller, needed) = (call.person()?, Permission::SitesManage);
    call.portero().require(caller, shown.area.id, needed).await?;
    let version = shown.site.version.as_i64().to_string();
    let asked = Asked {
        heading: own.delete_site,
        about: shown.site.details.name.as_str().to_owned(),
        lines: vec![own.delete_site_why.to_owned()],
        action: format!("{}/delete", shown.path),
        carried: vec![Field::hidden("version", call.form.typed_or("version", &version))],
        danger: true,
        back: shown.path.clone(),
    };
    confirm::ask(call, &shown.area, asked).await
}
