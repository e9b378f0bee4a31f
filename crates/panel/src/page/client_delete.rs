//! Deleting a client for good, from the list or from their own page: their name is typed, for it
//! cannot be undone (D21).

use portero_domain::policy::Permission;
use portero_domain::use_case::Error;

use super::client::Shown;
use super::proof;
use crate::call::{self, Answer, Call, Stop, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Field, FormBlock, Page};

/// The form, which asks for the password once that is missing.
pub(super) fn form(call: &Call, shown: &Shown, asks_password: bool) -> FormBlock {
    let own = call.words.client_pages;
    let name = Field::line("name", own.type_client_name, "off").hint(shown.name());
    let mut fields = vec![name.holding(call.form.get("name"))];
    fields.extend(asks_password.then(|| proof::field(call.words)));
    FormBlock {
        heading: own.delete_client,
        lines: vec![own.delete_client_why.to_owned()],
        action: format!("{}/delete", shown.path),
        fields,
        submit: own.delete_client,
        danger: true,
        ..FormBlock::default()
    }
}

async fn page(
    call: &Call,
    shown: &Shown,
    asks_password: bool,
    problems: Problems,
) -> Result<Page, Stop> {
    let mut form = FormBlock { heading: "", ..form(call, shown, asks_password) };
    problems.put_into(&mut form);
    let page = Page::new(call.frame_in(&shown.area).await?, call.words.client_pages.delete_client);
    let back = vec![(shown.path.clone(), call.words.cancel)];
    Ok(page
        .narrow()
        .lead(shown.name_and_address())
        .with(Block::Form(form))
        .with(Block::Links(back)))
}

/// Asks for the name, and deletes once it was typed.
pub(crate) async fn delete(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsManage).await?;
    let own = call.words.client_pages;
    if !call.form.has("name") {
        return call::show(&page(&call, &shown, false, Problems::default()).await?);
    }
    if call.form.get("name").trim() != shown.name() {
        let mut problems = Problems::default();
        problems.add("name", own.name_differs.to_owned());
        let asks = proof::was_asked(&call);
        return show_again(&page(&call, &shown, asks, problems).await?);
    }
    match deleted(&call, &shown).await {
        Ok(()) => {
            call.note(Note::Done(own.client_deleted));
            go(&format!("{}/clients", shown.area.path))
        }
        Err(error) => {
            let asks = proof::is_missing(&error) || proof::was_asked(&call);
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &shown, asks, problems).await?)
        }
    }
}

async fn deleted(call: &Call, shown: &Shown) -> Result<(), Error> {
    let caller = proof::proved(call).await?;
    call.portero().delete_client(&caller, shown.area.id, shown.view.client.id, None).await
}
