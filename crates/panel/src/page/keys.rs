//! Service keys: a key is shown once.

use portero_domain::id::ServiceKeyId;
use portero_domain::model::{Name, ServiceScope, ServiceScopeSet};
use portero_domain::use_case::FieldProblem;

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
    let rows = keys.iter().map(|key| {
        let scopes: Vec<_> = key.scopes.iter().map(words.scope).collect();
        let revoke = RowAction {
            action: format!("{}/keys/{}/revoke", area.path, key.id),
            label: words.revoke_key,
            about: key.name.as_str().to_owned(),
            danger: true,
        };
        let (state, actions) = match key.revoked_at {
            None => (Cell::badge("good", words.key_in_force), vec![revoke]),
            Some(_) => (Cell::badge("off", words.key_revoked), Vec::new()),
        };
        let since = words.key_since.replace("{}", &part::day(key.created_at));
        let name = Cell { under: since, ..Cell::text(key.name.as_str()) };
        Row { cells: vec![name, Cell::text(scopes.join(", ")), state], actions }
    });
    let table = Table {
        columns: vec![words.name, words.may_do, words.state],
        rows: rows.collect(),
        empty: words.no_keys,
        ..Table::default()
    };
    let chosen = ticked(call);
    let offered = ServiceScope::ALL.iter().filter(|scope| area.may(scope.permission()));
    let choice = |scope: &ServiceScope| {
        Choice::new(scope.as_str(), (words.scope)(*scope), chosen.contains(*scope))
    };
    let choices = offered.map(choice).collect();
    let mut form = FormBlock {
        heading: words.new_key,
        action: format!("{}/keys", area.path),
        fields: vec![
            Field::line("name", words.name, "off").holding(call.form.get("name")),
            Field::new("scopes", words.may_do, Kind::AnyOf(vec![(String::new(), choices)])),
        ],
        submit: words.create,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let page = Page::new(call.frame_in(area).await?, words.service_keys).lead(words.keys_lead);
    Ok(page.with(Block::Table(table)).with(Block::Form(form)))
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

/// Makes a key worthless.
pub(crate) async fn revoke(call: Call) -> Answer {
    let area = call.area().await?;
    let id = ServiceKeyId::from_uuid(call.id("key")?);
    let revoked = call.portero().revoke_service_key(call.person()?, area.id, id).await;
    call.tell(revoked, call.words.key_is_revoked)?;
    go(&format!("{}/keys", area.path))
}
