//! The page behind the one-click link of a communication (RFC 8058): looking changes nothing, a post
//! refuses the category. It needs no sign-in.

use poem::http::StatusCode;
use portero_domain::use_case::{Error, UnsubscriptionView};

use crate::call::{self, Answer, Call, Stop};
use crate::problem;
use crate::view::{Block, FormBlock, Page};

/// The signed end of the link.
fn link(call: &Call) -> &str {
    call.path.rsplit('/').next().unwrap_or_default()
}

async fn preview(call: &Call) -> Result<UnsubscriptionView, Stop> {
    let view = call.portero().preview_unsubscription(link(call)).await;
    view.map_err(|error| stop(call, error))
}

/// What was never signed is no link.
fn stop(call: &Call, error: Error) -> Stop {
    let unknown = call.words.unsubscribe_unknown;
    problem::stop_of_link(call.bare_frame(), error, |_| unknown, unknown)
}

/// A sentence about the communications of an account in a category.
fn told(sentence: &str, view: &UnsubscriptionView, call: &Call) -> String {
    let sentence = sentence.replacen("{}", &view.account_name, 1);
    sentence.replacen("{}", (call.words.category)(view.category), 1)
}

/// Asks.
pub(crate) async fn show(call: Call) -> Answer {
    let view = preview(&call).await?;
    let words = call.words;
    let form = FormBlock {
        lines: vec![told(words.unsubscribe_why, &view, &call)],
        action: call.path.clone(),
        submit: words.unsubscribe_button,
        ..FormBlock::default()
    };
    let page = Page::new(call.bare_frame(), words.unsubscribe).narrow();
    call::show(&page.with(Block::Form(form)))
}

/// Refuses the category. The answer is the page itself: a mail program must not be led elsewhere, and
/// to do it again changes nothing.
pub(crate) async fn refuse(call: Call) -> Answer {
    let view = preview(&call).await?;
    let refused = call.portero().unsubscribe(link(&call), call.origin.clone()).await;
    refused.map_err(|error| stop(&call, error))?;
    let words = call.words;
    let lines = vec![told(words.unsubscribed_why, &view, &call)];
    let page = Page::new(call.bare_frame(), words.unsubscribed).narrow();
    Ok(call::written(&page.with(Block::Text("", lines)), StatusCode::OK))
}
