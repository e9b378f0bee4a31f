//! Signing in and out.

use poem::Response;
use portero_domain::model::Password;
use portero_domain::use_case::{Error, NewSession};

use crate::call::{self, Answer, Call, go, see_other, show_again, with_cookie};
use crate::cookie::Cookie;
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Field, FormBlock, Page};

fn page(call: &Call, problems: Problems) -> Page {
    let words = call.words;
    let mut frame = call.frame();
    let mut fields = vec![
        Field::hidden("next", next(call)),
        Field::email(words.email).holding(call.form.get("email")),
        Field::password("password", words.password, "current-password"),
    ];
    if is_unsaved(call) {
        frame.note = Some(Note::Refused(words.not_saved.to_owned()));
        fields.push(Field::hidden("unsaved", "1"));
    }
    let mut form = FormBlock {
        action: "/sign-in".to_owned(),
        fields,
        submit: words.sign_in,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let links =
        vec![("/forgot".to_owned(), words.forgot), ("/register".to_owned(), words.register)];
    let page = Page::new(frame, words.sign_in).narrow().lead(words.sign_in_lead);
    page.with(Block::Form(form)).with(Block::Links(links))
}

/// Whether a form led here whose session had ended.
fn is_unsaved(call: &Call) -> bool {
    [&call.form, &call.query].iter().any(|sent| sent.get("unsaved") == "1")
}

/// Where to go afterwards: a page of ours, never elsewhere.
fn next(call: &Call) -> &str {
    let sent = if call.form.has("next") { call.form.get("next") } else { call.query.get("next") };
    let is_ours =
        ["/areas/", "/client-areas/", "/profile/"].iter().any(|start| sent.starts_with(start))
            || ["/areas", "/profile", "/invitation/answer", "/setup/finish"].contains(&sent);
    let plain = sent.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-".contains(&byte));
    if is_ours && plain { sent } else { "/" }
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    call::show(&page(&call, Problems::default()))
}

/// Signs in.
pub(crate) async fn sign_in(call: Call) -> Answer {
    match try_it(&call).await {
        Ok(session) => {
            end_present(&call).await?;
            if is_unsaved(&call) {
                let note = Note::Refused(call.words.not_saved.to_owned());
                call.panel.notes.leave(session.session.id, note);
            }
            Ok(begin(&call, &session, next(&call)))
        }
        Err(error) => show_again(&page(&call, Problems::of(error, call.words)?)),
    }
}

async fn try_it(call: &Call) -> Result<NewSession, Error> {
    let portero = call.portero();
    let address = portero.parse_address(call.form.get("email").trim());
    // What is no address has no user: the same answer as for any other wrong pair.
    let address = address.map_err(|_| Error::BadCredentials)?;
    let password = Password::new(call.form.get("password"));
    portero.sign_in(&address, &password, call.origin.clone()).await
}

/// Ends the session that this browser had: each sign-in has one of its own.
async fn end_present(call: &Call) -> Result<(), Error> {
    match &call.caller {
        Some(present) => call.portero().end_session(present, None).await,
        None => Ok(()),
    }
}

/// Hands the session's token to the browser, and goes on.
pub(crate) fn begin(call: &Call, session: &NewSession, path: &str) -> Response {
    let cookie = call.panel.jar.set(Cookie::Session, session.token.expose());
    with_cookie(see_other(path), &cookie)
}

/// Signs out, and goes on where that was asked for.
pub(crate) async fn sign_out(call: Call) -> Answer {
    end_present(&call).await?;
    let path = if call.form.has("next") { next(&call) } else { "/sign-in" };
    Ok(with_cookie(go(path)?, &call.panel.jar.unset(Cookie::Session)))
}
