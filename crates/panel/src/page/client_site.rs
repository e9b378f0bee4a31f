//! One site of a client: what they may do on it, chosen when it is assigned and changed later (D10,
//! D18).

use portero_domain::id::SiteId;
use portero_domain::model::{Line, Name, Site};
use portero_domain::policy::{Permission, SitePermissionSet};
use portero_domain::use_case::Error;

use super::client::{Shown, Tab};
use super::{client_sites, confirm, part, site_permissions};
use crate::call::{self, Answer, Call, Stop, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, FormBlock, Page};
use crate::words::Words;

/// A client and a site of the area, assigned to them or not.
struct Pair {
    shown: Shown,
    path: String,
    site: Site,
    /// What the client may do on it; nothing when it is not assigned to them.
    permitted: Option<SitePermissionSet>,
}

impl Pair {
    async fn of(call: &Call) -> Result<Self, Stop> {
        let shown = Shown::of(call).await?;
        let id = SiteId::from_uuid(call.id("site")?);
        let (caller, area, client) = (call.person()?, shown.area.id, shown.view.client.id);
        let site = call.portero().site(caller, area, id).await?;
        let permitted = call.portero().client_on_site(caller, area, client, id).await?;
        Ok(Self { path: format!("{}/sites/{id}", shown.path), shown, site, permitted })
    }
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let pair = Pair::of(&call).await?;
    let ticked = pair.permitted.unwrap_or(SitePermissionSet::EMPTY);
    call::show(&page(&call, &pair, ticked, Problems::default()).await?)
}

async fn page(
    call: &Call,
    pair: &Pair,
    ticked: SitePermissionSet,
    problems: Problems,
) -> Result<Page, Stop> {
    let words = call.words;
    let own = words.client_pages;
    let shown = &pair.shown;
    let mut page = shown.page(call, Tab::Sites).await?;
    if let Some(tabs) = client_sites::site_tabs(shown, Some(pair.site.id), words) {
        page = page.with(Block::Tabs(tabs));
    }
    page = page.with(Block::Facts(own.site, facts(&pair.site, words)));
    if !shown.area.may(Permission::ClientsManage) {
        let names = pair.permitted.filter(|set| !set.is_empty());
        let names = names
            .map_or_else(|| own.sees_only.to_owned(), |set| site_permissions::listed(set, words));
        return Ok(page.with(Block::Facts(own.permitted, vec![(words.may_do, names)])));
    }
    let is_assigned = pair.permitted.is_some();
    let mut form = FormBlock {
        action: pair.path.clone(),
        fields: vec![site_permissions::field(ticked, words)],
        submit: if is_assigned { words.save } else { own.assign_site },
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    page = page.with(Block::Form(form));
    if is_assigned {
        page = page.with(Block::Form(unassignment(pair, words)));
    }
    let another = vec![(format!("{}/sites", shown.path), own.assign_another)];
    Ok(page.with(Block::Links(another)))
}

fn facts(site: &Site, words: &Words) -> Vec<(&'static str, String)> {
    let own = words.client_pages;
    let details = &site.details;
    let others = [
        (own.alias, details.alias.as_ref().map(Name::as_str)),
        (own.url, details.url.as_ref().map(Line::as_str)),
        (own.domain, details.domain.as_ref().map(Line::as_str)),
    ];
    let known = others.into_iter().filter_map(|(what, value)| Some((what, value?.to_owned())));
    std::iter::once((words.name, details.name.as_str().to_owned())).chain(known).collect()
}

/// What taking the site away means.
fn unassigning(pair: &Pair, words: &Words) -> Vec<String> {
    let own = words.client_pages;
    let is_only = pair.shown.view.client.site_count == 1;
    let only = is_only.then(|| own.unassign_only.to_owned());
    std::iter::once(own.unassign_why.to_owned()).chain(only).collect()
}

/// The question before the site is taken away, with every permission that goes with it (D18).
fn losing(pair: &Pair, permitted: SitePermissionSet, words: &'static Words) -> confirm::Asked {
    let own = words.client_pages;
    let mut lines = unassigning(pair, words);
    if !permitted.is_empty() {
        let names = site_permissions::listed(permitted, words);
        lines.push(part::told(words.takes, permitted.iter().count(), &names, words));
    }
    confirm::Asked {
        heading: own.unassign,
        about: format!("{}: {}", pair.shown.name(), pair.site.details.name.as_str()),
        lines,
        action: format!("{}/unassign", pair.path),
        carried: Vec::new(),
        danger: true,
        back: pair.path.clone(),
    }
}

fn unassignment(pair: &Pair, words: &Words) -> FormBlock {
    let own = words.client_pages;
    FormBlock {
        heading: own.unassign,
        lines: unassigning(pair, words),
        action: format!("{}/unassign", pair.path),
        submit: own.unassign,
        danger: true,
        ..FormBlock::default()
    }
}

/// Assigns the site, or replaces what the client may do on it. Where something is missing that a
/// permission needs, it is named, and ticked in the form that is shown again.
pub(crate) async fn save(call: Call) -> Answer {
    let pair = Pair::of(&call).await?;
    let own = call.words.client_pages;
    let ticked = site_permissions::ticked(&call.form);
    let (caller, area) = (call.person()?, pair.shown.area.id);
    let client = pair.shown.view.client.id;
    match call.portero().assign_site(caller, area, client, pair.site.id, ticked).await {
        Ok(_) => {
            let is_new = pair.permitted.is_none();
            call.note(Note::Done(if is_new { own.is_assigned } else { call.words.saved }));
            go(&pair.path)
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &pair, ticked.closed(), problems).await?)
        }
    }
}

/// Says what the client loses, and after that is confirmed takes the site away from them; whoever is
/// left without any is told of (D19).
pub(crate) async fn unassign(call: Call) -> Answer {
    let pair = Pair::of(&call).await?;
    let (caller, area) = (call.person()?, pair.shown.area.id);
    if !confirm::is_confirmed(&call) {
        call.portero().require(caller, area, Permission::ClientsManage).await?;
        let permitted = pair.permitted.ok_or(Error::NotFound)?;
        return confirm::ask(&call, &pair.shown.area, losing(&pair, permitted, call.words)).await;
    }
    let client = pair.shown.view.client.id;
    let done = call.portero().unassign_site(caller, area, client, pair.site.id).await;
    call.tell(done, call.words.client_pages.is_unassigned)?;
    go(&format!("{}/sites", pair.shown.path))
}
