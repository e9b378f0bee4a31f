//! A new client: saved, and then back to the list or on to a first site (D04–D07).

use portero_domain::policy::Permission;
use portero_domain::use_case::{Answered, NewClient, Once};

use super::client_form;
use crate::call::{self, Answer, Area, Call, Stop, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Field, FormBlock, Kind, Page};

/// The form.
pub(crate) async fn show(call: Call) -> Answer {
    let area = call.area_for(Permission::ClientsManage).await?;
    call::show(&page(&call, &area, Problems::default()).await?)
}

async fn page(call: &Call, area: &Area, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let own = words.client_pages;
    let mut fields = client_form::fields(&call.form, None, words);
    let email = Field::new("email", words.email, Kind::Line("email", "off"));
    fields.insert(2, email.holding(call.form.get("email")).hint(own.email_for_ever));
    let mut form = FormBlock {
        action: format!("{}/clients/new", area.path),
        fields,
        submit: own.save_and_close,
        also: vec![("assign", own.assign_site)],
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let back = vec![(format!("{}/clients", area.path), words.cancel)];
    let page = Page::new(call.frame_in(area).await?, own.new_client);
    Ok(page.with(Block::Form(form)).with(Block::Links(back)))
}

fn read(call: &Call) -> Result<NewClient, Problems> {
    let mut problems = Problems::default();
    let email = call.portero().parse_address(call.form.get("email"));
    let email = problems.read("email", email, call.words);
    match (email, client_form::read(call)) {
        (Some(email), Ok(details)) => Ok(NewClient { email, details }),
        (_, Err(others)) => {
            problems.adopt(others);
            Err(problems)
        }
        (None, Ok(_)) => Err(problems),
    }
}

/// Makes the client, and goes on where the button says.
pub(crate) async fn create(call: Call) -> Answer {
    let area = call.area_for(Permission::ClientsManage).await?;
    let new = match read(&call) {
        Ok(new) => new,
        Err(problems) => return show_again(&page(&call, &area, problems).await?),
    };
    match call.portero().create_client(call.person()?, area.id, new, Once::each_time()).await {
        Ok(answered) => {
            call.note(Note::Done(call.words.client_pages.client_created));
            let list = format!("{}/clients", area.path);
            match answered {
                Answered::Now(view) if call.form.get("then") == "assign" => {
                    go(&format!("{list}/{}/sites", view.client.id))
                }
                Answered::Now(_) | Answered::Before(_) => go(&list),
            }
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &area, problems).await?)
        }
    }
}
