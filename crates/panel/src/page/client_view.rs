//! Asking to see what a client sees: why, and then an address that opens once (D24, D25).

use portero_domain::model::Message;
use portero_domain::policy::Permission;
use portero_domain::use_case::{Error, NewViewingAddress};

use super::client::Shown;
use super::proof;
use crate::call::{self, Answer, Call, Stop, go, show_again};
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Field, FormBlock, Kind, Page};

/// The form.
pub(crate) async fn show(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsViewAs).await?;
    call::show(&page(&call, &shown, false, Problems::default()).await?)
}

async fn page(
    call: &Call,
    shown: &Shown,
    asks_password: bool,
    problems: Problems,
) -> Result<Page, Stop> {
    let own = call.words.client_pages;
    let reason = Field::new("reason", own.reason, Kind::Lines).hint(own.reason_hint);
    let mut fields = vec![reason.holding(call.form.get("reason"))];
    fields.extend(asks_password.then(|| proof::field(call.words)));
    let mut form = FormBlock {
        lines: vec![own.view_as_why.to_owned()],
        action: format!("{}/view-as", shown.path),
        fields,
        submit: own.view_as,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let page = Page::new(call.frame_in(&shown.area).await?, own.view_as).narrow();
    let back = vec![(shown.path.clone(), call.words.cancel)];
    Ok(page.lead(shown.name_and_address()).with(Block::Form(form)).with(Block::Links(back)))
}

/// Makes the address, which the next page leads to once, in a tab of its own.
pub(crate) async fn ask(call: Call) -> Answer {
    let shown = Shown::for_permission(&call, Permission::ClientsViewAs).await?;
    let mut problems = Problems::default();
    let reason = problems.read("reason", Message::parse(call.form.get("reason")), call.words);
    let Some(reason) = reason else {
        let asks = proof::was_asked(&call);
        return show_again(&page(&call, &shown, asks, problems).await?);
    };
    match asked(&call, &shown, reason).await {
        Ok(address) => {
            call.note(Note::Viewing(format!("/view-as#{}", address.token.expose())));
            go(&shown.path)
        }
        Err(error) => {
            let asks = proof::is_missing(&error) || proof::was_asked(&call);
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, &shown, asks, problems).await?)
        }
    }
}

async fn asked(call: &Call, shown: &Shown, reason: Message) -> Result<NewViewingAddress, Error> {
    let caller = proof::proved(call).await?;
    call.portero().view_as_client(&caller, shown.area.id, shown.view.client.id, reason).await
}
