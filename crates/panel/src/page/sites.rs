//! The sites of an area, found by any of their words, and a new one (D08, D09, D27).

use portero_domain::id::{ClientId, SiteId};
use portero_domain::model::Site;
use portero_domain::policy::Permission;
use portero_domain::use_case::{Answered, Listed, Once, PageRequest};

use super::{client_sites, part, site};
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::form::query;
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Cell, Field, FormBlock, Page, Row, Table};
use crate::words::Words;

/// The form that seeks a site.
pub(super) fn search(action: String, sought: &str, words: &Words) -> FormBlock {
    let field = Field::line("q", words.client_pages.search_sites, "off");
    FormBlock {
        action,
        fields: vec![field.holding(sought).optional()],
        submit: words.search_button,
        asks: true,
        ..FormBlock::default()
    }
}

/// The sites that are sought, newest first, or what is wrong with what is sought.
pub(super) async fn found(
    call: &Call,
    area: &Area,
    most: u32,
) -> Result<(Listed<Site, SiteId>, Problems), Stop> {
    let words = match part::words_sought(call, call.query.get("q")) {
        Ok(words) => words,
        Err(problems) => return Ok((part::nothing(), problems)),
    };
    let after = call.query.get("after").parse().ok().map(SiteId::from_uuid);
    let request = PageRequest { after, limit: most };
    let found = call.portero().sites(call.person()?, area.id, &words, request).await?;
    Ok((found, Problems::default()))
}

/// The list, newest first.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    let own = call.words.client_pages;
    let sought = call.query.get("q");
    let (listed, problems) = found(&call, &area, part::ROWS).await?;
    let path = format!("{}/sites", area.path);
    let row = |site: &Site| Row {
        cells: vec![
            client_sites::name(site, format!("{path}/{}", site.id)),
            Cell::text(part::day(site.created_at)),
        ],
        actions: Vec::new(),
    };
    let may_manage = area.may(Permission::SitesManage);
    let table = Table {
        columns: vec![own.site, call.words.created],
        rows: listed.items.iter().map(row).collect(),
        empty: match (sought.is_empty(), may_manage) {
            (false, _) => own.no_site_found,
            (true, true) => own.no_sites_at_all,
            (true, false) => own.no_sites,
        },
        next: listed.next.map(|next| format!("{path}?{}&after={next}", query("q", sought))),
        ..Table::default()
    };
    let mut page = Page::new(call.frame_in(&area).await?, own.sites).lead(own.sites_lead);
    if may_manage {
        page.main_action = Some((format!("{path}/new"), own.new_site));
    }
    let mut search = search(path, sought, call.words);
    problems.put_into(&mut search);
    call::show(&page.with(Block::Form(search)).with(Block::Table(table)))
}

/// The form for a new one.
pub(crate) async fn new(call: Call) -> Answer {
    let area = call.area_for(Permission::SitesManage).await?;
    call::show(&new_page(&call, &area, Problems::default()).await?)
}

/// The client whom the new site is for, if one is told.
fn client(call: &Call) -> Option<ClientId> {
    let typed = call.form.typed_or("client", call.query.get("client"));
    typed.parse().ok().map(ClientId::from_uuid)
}

async fn new_page(call: &Call, area: &Area, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let own = words.client_pages;
    let mut fields = site::fields(&call.form, None, words);
    let client = client(call);
    fields.extend(client.map(|client| Field::hidden("client", client.to_string())));
    let mut form = FormBlock {
        action: format!("{}/sites/new", area.path),
        fields,
        submit: words.create,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let back = client.map_or_else(
        || format!("{}/sites", area.path),
        |client| format!("{}/clients/{client}/sites", area.path),
    );
    let page = Page::new(call.frame_in(area).await?, own.new_site);
    Ok(page.with(Block::Form(form)).with(Block::Links(vec![(back, words.cancel)])))
}

/// Makes the site, and goes on to what the client may do on it if it is for one.
pub(crate) async fn create(call: Call) -> Answer {
    let area = call.area_for(Permission::SitesManage).await?;
    let own = call.words.client_pages;
    let details = match site::read(&call) {
        Ok(details) => details,
        Err(problems) => return show_again(&new_page(&call, &area, problems).await?),
    };
    match call.portero().create_site(call.person()?, area.id, details, Once::each_time()).await {
        Ok(answered) => match (answered, client(&call)) {
            (Answered::Now(site), Some(client)) => {
                call.note(Note::Done(own.site_created_for));
                go(&format!("{}/clients/{client}/sites/{}", area.path, site.id))
            }
            (Answered::Now(_) | Answered::Before(_), _) => {
                call.note(Note::Done(own.site_created));
                go(&format!("{}/sites", area.path))
            }
        },
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&new_page(&call, &area, problems).await?)
        }
    }
}
