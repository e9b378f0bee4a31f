//! The clients of an area: searched, filtered by state and put in order (D01–D03).

use chrono::{DateTime, SecondsFormat};
use portero_domain::id::ClientId;
use portero_domain::model::{ClientStatus, Line};
use portero_domain::policy::{Permission, SitePermissionSet};
use portero_domain::port::{AssignedSite, ClientFilter, ClientKey, ClientSort};
use portero_domain::use_case::{ClientView, Listed, PageRequest};

use super::part;
use crate::call::{self, Answer, Area, Call, Stop};
use crate::form::{Form, query};
use crate::problem::Problems;
use crate::view::{Block, Cell, Choice, Field, FormBlock, Kind, Page, Row, RowAction, Table};
use crate::words::Words;

/// The most clients of one page: with all their sites it stays a light one.
const MOST: u32 = 25;

/// How many sites of a client are named; of the others it says how many there are.
const NAMED_SITES: usize = 3;

/// What is asked of the list.
struct Asked<'a> {
    sought: &'a str,
    status: Option<ClientStatus>,
    sort: ClientSort,
    after: Option<ClientKey>,
}

impl<'a> Asked<'a> {
    /// Reads an address; what cannot be read is not asked.
    fn of(form: &'a Form) -> Self {
        let after = form.get("after").parse().ok().map(|id| ClientKey {
            id: ClientId::from_uuid(id),
            sort_name: form.get("name").to_owned(),
            last_active_at: DateTime::parse_from_rfc3339(form.get("active"))
                .ok()
                .map(|at| at.to_utc()),
        });
        Self {
            sought: form.get("q"),
            status: form.get("status").parse().ok(),
            sort: form.get("sort").parse().unwrap_or(ClientSort::Name),
            after,
        }
    }

    /// Whether anything is left out.
    fn is_filtered(&self) -> bool {
        !self.sought.is_empty() || self.status.is_some()
    }

    /// The same question, from behind this row on.
    fn after(&self, next: &ClientKey) -> String {
        let active = next.last_active_at.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        let pairs = [
            ("q", self.sought),
            ("status", self.status.map_or("", ClientStatus::as_str)),
            ("sort", self.sort.as_str()),
            ("name", &next.sort_name),
            ("active", active.as_deref().unwrap_or_default()),
        ];
        let kept: Vec<_> = pairs.iter().map(|(name, value)| query(name, value)).collect();
        format!("{}&after={}", kept.join("&"), next.id)
    }
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    let own = call.words.client_pages;
    let asked = Asked::of(&call.query);
    let (listed, problems) = listed(&call, &area, &asked).await?;
    let may_manage = area.may(Permission::ClientsManage);
    let table = Table {
        columns: vec![own.client, own.sites_and_permissions, call.words.state, own.last_activity],
        rows: listed.items.iter().map(|one| row(one, &area, call.words)).collect(),
        empty: match (asked.is_filtered(), may_manage) {
            (true, _) => own.no_client_found,
            (false, true) => own.no_clients,
            (false, false) => own.no_clients_yet,
        },
        next: listed.next.map(|next| format!("{}/clients?{}", area.path, asked.after(&next))),
        ..Table::default()
    };
    let mut page = Page::new(call.frame_in(&area).await?, own.clients).lead(own.clients_lead);
    if may_manage {
        page.main_action = Some((format!("{}/clients/new", area.path), own.new_client));
    }
    let mut filters = filters(&asked, &area, call.words);
    problems.put_into(&mut filters);
    call::show(&page.with(Block::Form(filters)).with(Block::Table(table)))
}

/// What is found, or what is wrong with what is sought.
async fn listed(
    call: &Call,
    area: &Area,
    asked: &Asked<'_>,
) -> Result<(Listed<ClientView, ClientKey>, Problems), Stop> {
    let words = match part::words_sought(call, asked.sought) {
        Ok(words) => words,
        Err(problems) => return Ok((part::nothing(), problems)),
    };
    let filter = ClientFilter { words, status: asked.status };
    let request = PageRequest { after: asked.after.clone(), limit: MOST };
    let (portero, caller) = (call.portero(), call.person()?);
    let listed = portero.clients(caller, area.id, &filter, asked.sort, request).await?;
    Ok((listed, Problems::default()))
}

fn filters(asked: &Asked<'_>, area: &Area, words: &Words) -> FormBlock {
    let own = words.client_pages;
    let all = Choice::new("", own.all_states, asked.status.is_none());
    let states = ClientStatus::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), (own.status)(*one), asked.status == Some(*one)));
    let orders = ClientSort::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), (own.sort)(*one), *one == asked.sort));
    let states = std::iter::once(all).chain(states).collect();
    FormBlock {
        action: format!("{}/clients", area.path),
        fields: vec![
            Field::line("q", own.search_clients, "off").holding(asked.sought).optional(),
            Field::new("status", words.state, Kind::Menu(states)),
            Field::new("sort", own.order, Kind::Menu(orders.collect())),
        ],
        submit: words.search_button,
        asks: true,
        ..FormBlock::default()
    }
}

fn row(one: &ClientView, area: &Area, words: &'static Words) -> Row {
    let own = words.client_pages;
    let client = &one.client;
    let details = &client.details;
    let path = format!("{}/clients/{}", area.path, client.id);
    let reach = [details.company.as_ref(), details.phone.as_ref()].into_iter().flatten();
    let reach: Vec<_> =
        std::iter::once(client.email.as_shown()).chain(reach.map(Line::as_str)).collect();
    let name =
        Cell { under: reach.join(" · "), link: path.clone(), ..Cell::text(details.full_name()) };
    let delete = RowAction {
        action: format!("{path}/delete"),
        label: own.delete,
        about: details.full_name(),
        danger: true,
    };
    let seen = client.last_active_at.map_or_else(|| words.never.to_owned(), part::minute);
    Row {
        cells: vec![name, sites(one, words), state(client.status(), words), Cell::text(seen)],
        actions: if area.may(Permission::ClientsManage) { vec![delete] } else { Vec::new() },
    }
}

/// The first sites of a client, with how much is allowed on each, and how many more there are.
fn sites(one: &ClientView, words: &Words) -> Cell {
    let own = words.client_pages;
    let told = |site: &AssignedSite| {
        let name = site.site.details.name.as_str();
        format!("{name} ({})", counted(site.assignment.permissions, words))
    };
    let named: Vec<_> = one.sites.iter().take(NAMED_SITES).map(told).collect();
    let total = usize::try_from(one.client.site_count).unwrap_or(usize::MAX);
    let more = match total.saturating_sub(named.len()) {
        0 => String::new(),
        more => own.more_sites.replace("{}", &more.to_string()),
    };
    let text = if named.is_empty() { own.no_sites.to_owned() } else { named.join(", ") };
    Cell { under: more, ..Cell::text(text) }
}

/// How many permissions there are in a set, in words.
pub(super) fn counted(permissions: SitePermissionSet, words: &Words) -> String {
    match permissions.iter().count() {
        0 => words.client_pages.sees_only.to_owned(),
        count => part::so_many_permissions(count, words),
    }
}

/// What a client is, as a badge (D03).
pub(super) fn state(status: ClientStatus, words: &Words) -> Cell {
    let badge = match status {
        ClientStatus::Active => "good",
        ClientStatus::SiteAssigned | ClientStatus::Invited => "waiting",
        ClientStatus::Prospect | ClientStatus::Suspended => "off",
    };
    Cell::badge(badge, (words.client_pages.status)(status))
}
