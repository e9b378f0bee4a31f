//! What was done on an area: who, what, when, from where.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::id::UserId;
use portero_domain::model::{Action, AuditRecord, search_words};
use portero_domain::policy::Permission;
use portero_domain::port::{AuditFilter, MemberFilter};
use portero_domain::use_case::{Error, Listed, PageRequest};
use uuid::Uuid;

use super::audited::Things;
use super::part;
use crate::call::{self, Answer, Area, Call, Stop};
use crate::form::query;
use crate::problem::Problems;
use crate::view::{Block, Cell, Choice, Field, FormBlock, Kind, Page, Row, Table};
use crate::words::Words;

/// The fields that choose what is listed.
const FILTERS: [&str; 4] = ["action", "actor", "from", "to"];

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area_for(Permission::AuditRead).await?;
    let words = call.words;
    let mut problems = Problems::default();
    let listed = match actor(&call, &area, &mut problems).await? {
        Asked::Nobody => Listed { items: Vec::new(), next: None },
        Asked::Anyone => records(&call, &area, None).await?,
        Asked::One(id) => records(&call, &area, Some(id)).await?,
    };
    let people = people(&call, &area, &listed.items).await?;
    let next = listed.next.map(|next| {
        let kept = FILTERS.map(|name| query(name, call.query.get(name)));
        format!("{}/audit?{}&after={next}", area.path, kept.join("&"))
    });
    let table = Table {
        columns: vec![words.when, words.who, words.what, words.about_whom, words.from_where],
        rows: rows(&listed.items, &people, &call, &area).await?,
        empty: words.nothing_recorded,
        next,
        ..Table::default()
    };
    let page = Page::new(call.frame_in(&area).await?, words.audit_log).lead(words.audit_lead);
    let mut filters = filters(&call, &area);
    problems.put_into(&mut filters);
    call::show(&page.with(Block::Form(filters)).with(Block::Table(table)))
}

/// Whose doings are asked for.
enum Asked {
    Anyone,
    One(Uuid),
    /// Someone of whom nothing is listed, since nobody here has the address.
    Nobody,
}

/// The member at the address that was typed, for those who may see the members.
async fn actor(call: &Call, area: &Area, problems: &mut Problems) -> Result<Asked, Stop> {
    let typed = call.query.get("actor").trim();
    if typed.is_empty() || !area.may(Permission::UsersRead) {
        return Ok(Asked::Anyone);
    }
    let address = call.portero().parse_address(typed);
    let Some(address) = problems.read("actor", address, call.words) else {
        return Ok(Asked::Nobody);
    };
    let words = search_words(address.as_shown());
    let filter = MemberFilter { words, ..MemberFilter::default() };
    let mut page = PageRequest { after: None, limit: PageRequest::<()>::MOST };
    loop {
        let alike = call.portero().members(call.person()?, area.id, &filter, page).await?;
        if let Some(found) = alike.items.iter().find(|one| one.user.email == address) {
            return Ok(Asked::One(found.user.id.as_uuid()));
        }
        let Some(next) = alike.next else {
            problems.add("actor", call.words.nobody_has_address.to_owned());
            return Ok(Asked::Nobody);
        };
        page.after = Some(next);
    }
}

async fn records(
    call: &Call,
    area: &Area,
    actor: Option<Uuid>,
) -> Result<Listed<AuditRecord, i64>, Stop> {
    let action = call.query.get("action").parse::<Action>().ok();
    let filter = AuditFilter {
        actor,
        action: action.map(|known| known.as_str().to_owned()),
        from: last_second(call.query.get("from")).map(|last| last - TimeDelta::seconds(86_399)),
        to: last_second(call.query.get("to")).map(|last| last + TimeDelta::seconds(1)),
    };
    let page = PageRequest { after: call.query.get("after").parse().ok(), limit: part::ROWS };
    Ok(call.portero().audit_log(call.person()?, area.id, &filter, page).await?)
}

/// The last second of a day that was chosen; a day that cannot be read filters nothing.
fn last_second(day: &str) -> Option<DateTime<Utc>> {
    part::end_of_day(day).ok().flatten()
}

fn filters(call: &Call, area: &Area) -> FormBlock {
    let words = call.words;
    let action = call.query.get("action");
    let all = Choice::new("", words.all, action.is_empty());
    let known = Action::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), (words.action)(*one), one.as_str() == action));
    let actions = Kind::Menu(std::iter::once(all).chain(known).collect());
    let typed = |name: &'static str, label, kind| {
        Field::new(name, label, Kind::Line(kind, "off")).holding(call.query.get(name)).optional()
    };
    let mut fields = vec![Field::new("action", words.what, actions)];
    if area.may(Permission::UsersRead) {
        fields.push(typed("actor", words.whose_address, "email"));
    }
    fields.extend([typed("from", words.from_day, "date"), typed("to", words.to_day, "date")]);
    FormBlock {
        action: format!("{}/audit", area.path),
        fields,
        submit: words.filter,
        asks: true,
        ..FormBlock::default()
    }
}

async fn rows(
    records: &[AuditRecord],
    people: &HashMap<Uuid, String>,
    call: &Call,
    area: &Area,
) -> Result<Vec<Row>, Stop> {
    let things = Things::of(records, people, call, area).await?;
    Ok(records.iter().map(|record| row(record, people, &things, call.words)).collect())
}

fn row(
    record: &AuditRecord,
    people: &HashMap<Uuid, String>,
    things: &Things,
    words: &Words,
) -> Row {
    let actor = record.actor_id.and_then(|id| people.get(&id).cloned());
    let what = record.action.parse::<Action>().map(words.action);
    let behalf = things.behalf(record).map(|name| words.on_behalf.replace("{}", &name));
    Row {
        cells: vec![
            Cell::text(part::minute(record.at)),
            Cell {
                under: behalf.unwrap_or_default(),
                ..Cell::text(actor.unwrap_or_else(|| (words.actor)(&record.actor_kind).to_owned()))
            },
            Cell { under: format!("#{}", record.number), ..Cell::text(what.unwrap_or_default()) },
            things.cell(record, words),
            Cell::text(record.network.clone().unwrap_or_else(|| "—".to_owned())),
        ],
        actions: Vec::new(),
    }
}

/// The names of the members who did what is listed, or to whom it was done, for those who may see them;
/// the trail itself keeps ids only.
async fn people(
    call: &Call,
    area: &Area,
    listed: &[AuditRecord],
) -> Result<HashMap<Uuid, String>, Stop> {
    let mut named = HashMap::new();
    if !area.may(Permission::UsersRead) {
        return Ok(named);
    }
    let objects = listed.iter().filter(|record| record.object_kind == "user");
    let objects = objects.filter_map(|record| record.object_id);
    let people = listed.iter().filter_map(|record| record.actor_id).chain(objects);
    for person in people.collect::<BTreeSet<_>>() {
        let id = UserId::from_uuid(person);
        match call.portero().member(call.person()?, area.id, id).await {
            Ok(member) => drop(named.insert(person, member.user.full_name())),
            // A service, a client, or someone who was a member once.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(named)
}
