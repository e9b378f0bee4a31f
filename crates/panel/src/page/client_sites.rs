//! The sites of a client, and finding another one for them (D08, D11, D18, D19).

use portero_domain::id::SiteId;
use portero_domain::model::{ClientStatus, Line, Name, Site};
use portero_domain::policy::Permission;
use portero_domain::port::AssignedSite;
use portero_domain::use_case::PageRequest;

use super::client::{Shown, Tab};
use super::{clients, sites};
use crate::call::{self, Answer, Call, Stop};
use crate::form::query;
use crate::view::{Block, Cell, FormBlock, Page, Row, RowAction, Table, Tabs};
use crate::words::Words;

/// How many sites are offered at a time: more words find the right one sooner than more rows.
const OFFERED: u32 = 10;

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let shown = Shown::of(&call).await?;
    let own = call.words.client_pages;
    let mut page = shown.page(&call, Tab::Sites).await?;
    if let Some(tabs) = site_tabs(&shown, None, call.words) {
        page = page.with(Block::Tabs(tabs));
    }
    page = page.with(Block::Table(assigned(&call, &shown).await?));
    if shown.is_let_in_for_nothing() {
        page = page.with(Block::Text(own.no_sites_left, vec![own.suspension_advised.to_owned()]));
    }
    if shown.area.may(Permission::ClientsManage) && shown.area.may(Permission::SitesRead) {
        page = with_finding(page, &call, &shown).await?;
    }
    let may_let_in = shown.area.may(Permission::ClientsGrantAccess);
    if may_let_in && shown.view.client.status() == ClientStatus::SiteAssigned {
        let on = vec![(format!("{}/access", shown.path), own.grant_access)];
        page = page.with(Block::Links(on));
    }
    call::show(&page)
}

/// A tab for each site, named after it, once there are some (D26).
pub(super) fn site_tabs(shown: &Shown, here: Option<SiteId>, words: &Words) -> Option<Tabs> {
    let own = words.client_pages;
    if shown.view.sites.is_empty() || !shown.area.may(Permission::SitesRead) {
        return None;
    }
    let path = format!("{}/sites", shown.path);
    let tab = |one: &AssignedSite| {
        let name = one.site.details.name.as_str().to_owned();
        (format!("{path}/{}", one.site.id), name, here == Some(one.site.id))
    };
    let first = (path.clone(), own.all_sites.to_owned(), here.is_none());
    let tabs = std::iter::once(first).chain(shown.view.sites.iter().map(tab)).collect();
    Some(Tabs { label: own.sites, tabs })
}

/// The sites that they have.
async fn assigned(call: &Call, shown: &Shown) -> Result<Table, Stop> {
    let words = call.words;
    let own = words.client_pages;
    let after = call.query.get("assigned_after").parse().ok().map(SiteId::from_uuid);
    let request = PageRequest { after, limit: 25 };
    let (caller, client) = (call.person()?, shown.view.client.id);
    let listed = call.portero().sites_of_client(caller, shown.area.id, client, request).await?;
    let path = format!("{}/sites", shown.path);
    let may_manage = shown.area.may(Permission::ClientsManage);
    let may_read = shown.area.may(Permission::SitesRead);
    let link = |one: &AssignedSite| {
        if may_read { format!("{path}/{}", one.site.id) } else { String::new() }
    };
    let row = |one: &AssignedSite| Row {
        cells: vec![
            name(&one.site, link(one)),
            Cell::text(clients::counted(one.assignment.permissions, words)),
        ],
        actions: may_manage.then(|| unassign(&one.site, &path, words)).into_iter().collect(),
    };
    Ok(Table {
        heading: own.assigned_sites.to_owned(),
        columns: vec![own.site, words.grants],
        rows: listed.items.iter().map(row).collect(),
        empty: if may_manage { own.none_assigned } else { own.no_sites },
        next: listed.next.map(|next| format!("{path}?assigned_after={next}")),
    })
}

fn unassign(site: &Site, path: &str, words: &Words) -> RowAction {
    RowAction {
        action: format!("{path}/{}/unassign", site.id),
        label: words.client_pages.unassign,
        about: site.details.name.as_str().to_owned(),
        danger: true,
    }
}

/// A site by its name, with what else it is found by.
pub(super) fn name(site: &Site, link: String) -> Cell {
    let details = &site.details;
    let alias = details.alias.as_ref().map(Name::as_str);
    let places = [details.url.as_ref(), details.domain.as_ref()];
    let others = places.into_iter().flatten().map(Line::as_str);
    let others: Vec<_> = alias.into_iter().chain(others).collect();
    Cell { under: others.join(" · "), link, ..Cell::text(details.name.as_str()) }
}

/// Finding a site by its name, alias, URL or domain (D08), or making one (D09).
async fn with_finding(page: Page, call: &Call, shown: &Shown) -> Result<Page, Stop> {
    let words = call.words;
    let own = words.client_pages;
    let path = format!("{}/sites", shown.path);
    let sought = call.query.get("q");
    let (found, problems) = sites::found(call, &shown.area, OFFERED).await?;
    let has = |site: &Site| shown.view.sites.iter().any(|one| one.site.id == site.id);
    let mut search = FormBlock {
        heading: if shown.view.sites.is_empty() { own.assign_site } else { own.assign_another },
        lines: vec![own.assign_how.to_owned()],
        ..sites::search(path.clone(), sought, words)
    };
    problems.put_into(&mut search);
    let row = |site: &Site| Row {
        cells: vec![
            name(site, format!("{path}/{}", site.id)),
            if has(site) { Cell::badge("good", own.assigned) } else { Cell::default() },
        ],
        actions: Vec::new(),
    };
    let table = Table {
        heading: own.found_sites.to_owned(),
        columns: vec![own.site, words.state],
        rows: found.items.iter().map(row).collect(),
        empty: if sought.is_empty() { own.no_sites_at_all } else { own.no_site_found },
        next: found.next.map(|next| format!("{path}?{}&after={next}", query("q", sought))),
    };
    let page = page.with(Block::Form(search)).with(Block::Table(table));
    if !shown.area.may(Permission::SitesManage) {
        return Ok(page);
    }
    let client = shown.view.client.id.to_string();
    let new = format!("{}/sites/new?{}", shown.area.path, query("client", &client));
    Ok(page.with(Block::Links(vec![(new, own.new_site)])))
}
