//! Service keys: a key is shown once.

use portero_domain::id::ServiceKeyId;
use portero_domain::model::{Name, ServiceKey, ServiceScope, ServiceScopeSet};
use portero_domain::use_case::{Error, FieldProblem};

use super::confirm::{self, Asked};
use super::part;
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Cell, Choice, Field, FormBlock, Kind, Page, Row, RowAction, Table};

fn ticked(call: &Call) -> ServiceScopeSet {
    call.form.all("scopes").iter().filter_map(|name| name.parse::<ServiceScope>().ok()).collect()
}

async fn page(call: &Call, area: &Area, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let keys = call.portero().service_keys(call.person()?, area.id).await?;
    let (keys, next) = part_of(&keys, call);
    let rows = keys.iter().map(|key| {
        let scopes: Vec<_> = key.scopes.iter().map(words.scope).collect();
        let revoke = RowAction {
            action: format!("{}/keys/{}/revoke", area.path, key.id),
            label: words.keys.revoke,
            about: key.name.as_str().to_owned(),
            danger: true,
        };
        let (state, actions) = match key.revoked_at {
            None => (Cell::badge("good", words.keys.in_force), vec![revoke]),
            Some(_) => (Cell::badge("off", words.keys.revoked), Vec::new()),
        };
        let since = words.keys.since.replace("{}", &part::day(key.created_at));
        let name = Cell { under: since, ..Cell::text(key.name.as_str()) };
        Row { cells: vec![name, Cell::text(scopes.join(", ")), state], actions }
    });
    let table = Table {
        columns: vec![words.name, words.may_do, words.state],
        rows: rows.collect(),
        empty: words.keys.none,
        next: next.map(|next| format!("{}/keys?after={next}", area.path)),
        ..Table::default()
    };
    let chosen = ticked(call);
    let offered = ServiceScope::ALL.iter().filter(|scope| area.may(scope.permission()));
    let choice = |scope: &ServiceScope| {
        Choice::new(scope.as_str(), (words.scope)(*scope), chosen.contains(*scope))
    };
    let choices = offered.map(choice).collect();
    let mut form = FormBlock {
        heading: words.keys.new,
        action: format!("{}/keys", area.path),
        fields: vec![
            Field::line("name", words.name, "off").holding(call.form.get("name")),
            Field::new("scopes", words.may_do, Kind::AnyOf(vec![(String::new(), choices)])),
        ],
        submit: words.create,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let page = Page::new(call.frame_in(area).await?, words.service_keys).lead(words.keys.lead);
    Ok(page.with(Block::Table(table)).with(Block::Form(form)))
}

/// The keys of one page, and behind which one the next page begins. Their number is limited, so that all
/// of them are read.
fn part_of<'a>(keys: &'a [ServiceKey], call: &Call) -> (&'a [ServiceKey], Option<ServiceKeyId>) {
    let after = call.query.get("after").parse().ok().map(ServiceKeyId::from_uuid);
    let place = after.and_then(|after| keys.iter().position(|key| key.id == after));
    let rest = &keys[place.map_or(0, |place| place + 1)..];
    let shown = &rest[..rest.len().min(part::ROWS as usize)];
    let next = if shown.len() < rest.len() { shown.last().map(|key| key.id) } else { None };
    (shown, next)
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    call::show(&page(&call, &area, Problems::default()).await?)
}

/// Makes a key, whose secret the next page shows once.
pub(crate) async fn create(call: Call) -> Answer {
    let area = call.area().await?;
    let mut problems = Problems::default();
    let name = problems.read("name", Name::parse(call.form.get("name")), call.words);
    let scopes = Some(ticked(&call)).filter(|scopes| !scopes.is_empty());
    let scopes = problems.read("scopes", scopes.ok_or(FieldProblem::Empty), call.words);
    let (Some(name), Some(scopes)) = (name, scopes) else {
        return show_again(&page(&call, &area, problems).await?);
    };
    match call.portero().create_service_key(call.person()?, area.id, name, scopes).await {
        Ok(new) => {
            call.note(Note::Secret(new.secret()));
            go(&format!("{}/keys", area.path))
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &area, problems).await?)
        }
    }
}

/// Makes a key worthless, once confirmed.
pub(crate) async fn revoke(call: Call) -> Answer {
    let area = call.area().await?;
    let id = ServiceKeyId::from_uuid(call.id("key")?);
    if !confirm::is_confirmed(&call) {
        return ask_to_revoke(&call, &area, id).await;
    }
    let revoked = call.portero().revoke_service_key(call.person()?, area.id, id).await;
    call.tell(revoked, call.words.keys.is_revoked)?;
    go(&format!("{}/keys", area.path))
}

/// Says what stops working.
async fn ask_to_revoke(call: &Call, area: &Area, id: ServiceKeyId) -> Answer {
    let words = call.words;
    let keys = call.portero().service_keys(call.person()?, area.id).await?;
    let key = keys.into_iter().find(|key| key.id == id).ok_or(Error::NotFound)?;
    let asked = Asked {
        heading: words.keys.revoke,
        about: key.name.as_str().to_owned(),
        lines: vec![words.keys.revoke_why.to_owned()],
        action: format!("{}/keys/{id}/revoke", area.path),
        carried: Vec::new(),
        danger: true,
        back: format!("{}/keys", area.path),
    };
    confirm::ask(call, area, asked).await
}
