//! Seeing what a client sees (D24, D25): a one-use address, a session of its own in a cookie of its
//! own, a banner on every page of it, and a way out. It reads and does nothing else.

use poem::http::StatusCode;
use portero_domain::use_case::{Error, LinkRefusal, Viewer};

use super::{client_area, link};
use crate::call::{self, Answer, Call, Stop, see_other, with_cookie};
use crate::cookie::Cookie;
use crate::problem;
use crate::view::{Block, Frame, Page};
use crate::viewer::{OVER, over as is_over};

/// Takes the address.
pub(crate) async fn link(call: Call) -> Answer {
    link::take(&call, "view-as")
}

/// Opens it, once. A viewing that the browser had ends: it never looks with two clients' eyes.
pub(crate) async fn begin(call: Call) -> Answer {
    let Some(token) = link::sent(&call) else {
        return link::unreadable(&call, "view-as");
    };
    let begun = call.portero().redeem_viewing(&token, call.origin.clone()).await;
    let begun = begun.map_err(|error| stop(&call, error))?;
    if let Ok(before) = call.viewer().await {
        call.portero().end_viewing(&before).await?;
    }
    let cookie = call.panel.jar.set(Cookie::Viewing, begun.token.expose());
    Ok(with_cookie(see_other(&format!("/view-as/{}", begun.client_id)), &cookie))
}

/// Why an address opens nothing.
fn stop(call: &Call, error: Error) -> Stop {
    let words = call.words.client_side;
    let why = |refusal| match refusal {
        LinkRefusal::Expired => words.viewing_expired,
        LinkRefusal::Used | LinkRefusal::Superseded | LinkRefusal::Revoked => words.viewing_used,
    };
    problem::stop_of_link(call.bare_frame(), error, why, words.viewing_unknown)
}

/// Exactly what the client sees, below the banner.
pub(crate) async fn show(call: Call) -> Answer {
    let viewer = call.viewer().await?;
    let viewing = viewer.viewing();
    if viewing.client_id.as_uuid() != call.id("client")? {
        // A page of an earlier viewing, which has given way to another.
        return Err(Stop::instead(OVER));
    }
    let frame = frame(&call, &viewer);
    Ok(match call.portero().client_area(&viewer, viewing.account_id).await {
        Ok(view) => call::written(&client_area::page(frame, &view), StatusCode::OK),
        Err(error) => problem::page(frame, &error),
    })
}

/// Nothing of whoever looks but the banner.
fn frame(call: &Call, viewer: &Viewer) -> Frame {
    Frame {
        form_token: call.bare_frame().form_token,
        viewing: Some(call.viewed(viewer)),
        ..Frame::around_nothing(call.language)
    }
}

/// Ends it before its time.
pub(crate) async fn end(call: Call) -> Answer {
    let viewer = call.viewer().await?;
    if !call.is_of_viewing() {
        return Ok(problem::page_of_refused_post(call.bare_frame()));
    }
    call.portero().end_viewing(&viewer).await.map_err(is_over)?;
    Ok(with_cookie(see_other(OVER), &call.panel.jar.unset(Cookie::Viewing)))
}

/// Says that it is over.
pub(crate) async fn over(call: Call) -> Answer {
    let words = call.words;
    let lines = vec![words.client_side.viewing_over_why.to_owned()];
    let page = Page::new(call.bare_frame(), words.client_side.viewing_over).narrow();
    let page = page.with(Block::Text("", lines));
    call::show(&page.with(Block::Links(vec![("/".to_owned(), words.to_start)])))
}
