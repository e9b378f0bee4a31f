//! An area's details (N10).

use portero_domain::model::{Account, AccountAmendment, AccountDetails, Line, Name, Version};
use portero_domain::policy::Permission;

use super::part;
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::form::Form;
use crate::note::Note;
use crate::problem::Problems;
use crate::stale;
use crate::view::{Block, Field, FormBlock, Page};

async fn page(
    call: &Call,
    area: &Area,
    account: &Account,
    problems: Problems,
) -> Result<Page, Stop> {
    let words = call.words;
    let details = &account.details;
    let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
    let lines = [
        ("company", words.company, "organization", text(&details.company)),
        ("tax_id", words.tax_id, "off", text(&details.tax_id)),
        ("address", words.address, "street-address", text(&details.address)),
        ("phone", words.phone, "tel", text(&details.phone)),
    ];
    let page = Page::new(call.frame_in(area).await?, words.details);
    if !area.may(Permission::AccountUpdate) {
        let named = (words.area_name, account.name.as_str().to_owned());
        let others =
            lines.into_iter().map(|(_, label, _, value)| (label, value.unwrap_or_default()));
        return Ok(page.with(Block::Facts("", std::iter::once(named).chain(others).collect())));
    }
    let make = |form: &Form| {
        let name = form.typed_or("name", account.name.as_str());
        let mut fields = vec![Field::line("name", words.area_name, "off").holding(name)];
        for (name, label, fill, value) in &lines {
            let value = form.typed_or(name, value.as_deref().unwrap_or_default());
            fields.push(Field::line(name, label, fill).holding(value).optional());
        }
        let language = form.get("language").parse().unwrap_or(account.language);
        fields.push(part::languages(language, words));
        fields
    };
    let fields = stale::fields(&call.form, account.version, &problems, words, make);
    let action = format!("{}/details", area.path);
    let mut form = FormBlock { action, fields, submit: words.save, ..FormBlock::default() };
    problems.put_into(&mut form);
    Ok(page.with(Block::Form(form)))
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area().await?;
    let account = call.portero().account(call.person()?, area.id).await?;
    call::show(&page(&call, &area, &account, Problems::default()).await?)
}

/// Saves them.
pub(crate) async fn save(call: Call) -> Answer {
    let area = call.area().await?;
    let account = area.entrance.account.clone();
    let (amendment, version) = match read(&call) {
        Ok(read) => read,
        Err(problems) => return show_again(&page(&call, &area, &account, problems).await?),
    };
    let caller = call.person()?;
    match call.portero().amend_account(caller, area.id, amendment, version).await {
        Ok(_) => {
            call.note(Note::Done(call.words.saved));
            go(&format!("{}/details", area.path))
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &area, &account, problems).await?)
        }
    }
}

fn read(call: &Call) -> Result<(AccountAmendment, Option<Version>), Problems> {
    let (form, words) = (&call.form, call.words);
    let mut problems = Problems::default();
    let name = problems.read("name", Name::parse(form.get("name")), words);
    let mut line = |name| problems.read_optional(name, form.get(name), Line::parse, words);
    let lines = (line("company"), line("tax_id"), line("address"), line("phone"));
    match (name, lines) {
        (Some(name), (Some(company), Some(tax_id), Some(address), Some(phone))) => {
            let details = AccountDetails { company, tax_id, address, phone };
            let language = form.get("language").parse().ok();
            let amendment = AccountAmendment { name: Some(name), language, details: Some(details) };
            match call.version() {
                Ok(version) => Ok((amendment, Some(version))),
                Err(error) => Err(Problems::of(error, words).unwrap_or_default()),
            }
        }
        _ => Err(problems),
    }
}
