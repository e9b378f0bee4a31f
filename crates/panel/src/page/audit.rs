//! What was done on an area: who, what, when, from where.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::model::{Action, AuditRecord};
use portero_domain::policy::Permission;
use portero_domain::port::{AuditFilter, MemberFilter};
use portero_domain::use_case::PageRequest;
use uuid::Uuid;

use super::audited::Things;
use super::part;
use crate::call::{self, Answer, Area, Call, Stop};
use crate::form::query;
use crate::view::{Block, Cell, Choice, Field, FormBlock, Kind, Page, Row, Table};
use crate::words::Words;

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    let words = call.words;
    let (action, from, to) =
        (call.query.get("action"), call.query.get("from"), call.query.get("to"));
    let actor = call.query.get("actor");
    let filter = AuditFilter {
        actor: actor.parse().ok(),
        action: action.parse::<Action>().ok().map(|known| known.as_str().to_owned()),
        from: last_second(from).map(|last| last - TimeDelta::seconds(86_399)),
        to: last_second(to).map(|last| last + TimeDelta::seconds(1)),
    };
    let page = PageRequest { after: call.query.get("after").parse().ok(), limit: part::ROWS };
    let listed = call.portero().audit_log(call.person()?, area.id, &filter, page).await?;
    let people = people(&call, &area).await?;
    let next = listed.next.map(|next| {
        let pairs = [("action", action), ("actor", actor), ("from", from), ("to", to)];
        let kept: Vec<_> = pairs.iter().map(|(name, value)| query(name, value)).collect();
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
    let filters = Block::Form(filters(&call, &area, &people));
    call::show(&page.with(filters).with(Block::Table(table)))
}

/// The last second of a day that was chosen; a day that cannot be read filters nothing.
fn last_second(day: &str) -> Option<DateTime<Utc>> {
    part::end_of_day(day).ok().flatten()
}

fn filters(call: &Call, area: &Area, people: &HashMap<Uuid, String>) -> FormBlock {
    let words = call.words;
    let (action, actor) = (call.query.get("action"), call.query.get("actor"));
    let all = Choice::new("", words.all, action.is_empty());
    let known = Action::ALL
        .iter()
        .map(|one| Choice::new(one.as_str(), (words.action)(*one), one.as_str() == action));
    let mut named: Vec<_> = people.iter().collect();
    named.sort_by_key(|(_, name)| (*name).clone());
    let anyone = Choice::new("", words.all, actor.is_empty());
    let persons = named.into_iter().map(|(id, name)| {
        let id = id.to_string();
        Choice::new(id.clone(), name.clone(), id == actor)
    });
    let date = |name: &'static str, label| {
        Field::new(name, label, Kind::Line("date", "off")).holding(call.query.get(name)).optional()
    };
    FormBlock {
        action: format!("{}/audit", area.path),
        fields: vec![
            Field::new(
                "action",
                words.what,
                Kind::Menu(std::iter::once(all).chain(known).collect()),
            ),
            Field::new(
                "actor",
                words.who,
                Kind::Menu(std::iter::once(anyone).chain(persons).collect()),
            ),
            date("from", words.from_day),
            date("to", words.to_day),
        ],
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

/// The names of the members, for those who may see them; the trail itself keeps ids only.
async fn people(call: &Call, area: &Area) -> Result<HashMap<Uuid, String>, Stop> {
    if !area.may(Permission::UsersRead) {
        return Ok(HashMap::new());
    }
    let page = PageRequest { after: None, limit: PageRequest::<()>::MOST };
    let filter = MemberFilter::default();
    let members = call.portero().members(call.person()?, area.id, &filter, page).await?.items;
    Ok(members.iter().map(|one| (one.user.id.as_uuid(), one.user.full_name())).collect())
}
