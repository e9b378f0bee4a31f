//! Registering, and confirming the address (N15).

use portero_domain::model::{Name, NewPassword, Password};
use portero_domain::use_case::{Error, Register};

use super::{link, sign_in};
use crate::call::{self, Answer, Call, go, show_again, with_cookie};
use crate::cookie::Cookie;
use crate::problem::Problems;
use crate::view::{Block, Field, FormBlock, Page};

async fn page(call: &Call, problems: Problems) -> Page {
    let words = call.words;
    let invited = invited_address(call).await;
    let typed = if call.form.has("email") { call.form.get("email") } else { &invited };
    let mut form = FormBlock {
        action: "/register".to_owned(),
        fields: vec![
            Field::line("first_name", words.first_name, "given-name")
                .holding(call.form.get("first_name")),
            Field::line("last_name", words.last_name, "family-name")
                .holding(call.form.get("last_name")),
            Field::email(words.email).holding(typed),
            Field::password("password", words.password, "new-password").hint(words.password_hint),
        ],
        submit: words.register,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let lead = if invited.is_empty() { words.register_lead } else { words.register_invited };
    let links = vec![("/sign-in".to_owned(), words.have_user)];
    let page = Page::new(call.frame(), words.register).narrow().lead(lead);
    page.with(Block::Form(form)).with(Block::Links(links))
}

/// The address of the invitation that led here; empty without one.
async fn invited_address(call: &Call) -> String {
    let Ok(token) = call.link("invitation") else {
        return String::new();
    };
    let preview = call.portero().preview_invitation(&token).await;
    preview.map(|found| found.received.invitation.email.as_shown().to_owned()).unwrap_or_default()
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    call::show(&page(&call, Problems::default()).await)
}

/// Registers; the answer is the same whatever is known of the address.
pub(crate) async fn register(call: Call) -> Answer {
    let new = match read(&call) {
        Ok(new) => new,
        Err(problems) => return show_again(&page(&call, problems).await),
    };
    match call.portero().register(new, call.origin.clone()).await {
        Ok(()) => go("/register/sent"),
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, problems).await)
        }
    }
}

fn read(call: &Call) -> Result<Register, Problems> {
    let (form, words) = (&call.form, call.words);
    let mut problems = Problems::default();
    let first_name = problems.read("first_name", Name::parse(form.get("first_name")), words);
    let last_name = problems.read("last_name", Name::parse(form.get("last_name")), words);
    let email = call.portero().parse_address(form.get("email").trim());
    let email = problems.read("email", email, words);
    let password = email.as_ref().and_then(|email| {
        let typed = Password::new(form.get("password"));
        problems.read("password", NewPassword::parse(typed, email), words)
    });
    match (first_name, last_name, email, password) {
        (Some(first_name), Some(last_name), Some(email), Some(password)) => Ok(Register {
            email,
            password,
            first_name,
            last_name,
            language: Some(call.language),
            invitation: call.link("invitation").ok(),
        }),
        _ => Err(problems),
    }
}

/// What to do next.
pub(crate) async fn sent(call: Call) -> Answer {
    let words = call.words;
    let lines = vec![words.mail_confirm.to_owned(), words.mail_missing.to_owned()];
    let page = Page::new(call.frame(), words.look_at_mail).narrow();
    call::show(&page.with(Block::Text("", lines)))
}

/// Takes the mailed link.
pub(crate) async fn link(call: Call) -> Answer {
    link::take(&call, "confirm")
}

/// Follows it.
pub(crate) async fn follow(call: Call) -> Answer {
    link::follow(&call, "confirm", "/confirm/finish")
}

fn finish_page(call: &Call, problems: Problems) -> Page {
    let words = call.words;
    let mut form = FormBlock {
        action: "/confirm/finish".to_owned(),
        fields: vec![Field::password("password", words.password, "current-password")],
        submit: words.confirm,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let page = Page::new(call.frame(), words.confirm_title).narrow().lead(words.confirm_lead);
    page.with(Block::Form(form))
}

/// Asks for the password of the attempt.
pub(crate) async fn finish(call: Call) -> Answer {
    call.link("confirm")?;
    call::show(&finish_page(&call, Problems::default()))
}

/// Confirms the address, and signs in (N16).
pub(crate) async fn confirm(call: Call) -> Answer {
    let token = call.link("confirm")?;
    let password = Password::new(call.form.get("password"));
    let origin = call.origin.clone();
    match call.portero().confirm_registration(&token, &password, origin).await {
        Ok(confirmed) => {
            let refused = confirmed.invitation.and_then(|carried| carried.refused);
            let path = if refused.is_some() { "/areas" } else { "/" };
            let response = sign_in::begin(&call, &confirmed.session, path);
            if let Some(error) = refused {
                let text = refused_text(&call, error);
                let note = crate::note::Note::Refused(text);
                call.panel.notes.leave(confirmed.session.session.id, note);
            }
            Ok(with_cookie(response, &call.panel.jar.unset(Cookie::Link)))
        }
        Err(error) => show_again(&finish_page(&call, Problems::of(error, call.words)?)),
    }
}

/// Why the invitation that came along could not be accepted.
fn refused_text(call: &Call, error: Error) -> String {
    let why = crate::problem::as_note(error, call.words);
    why.unwrap_or_else(|_| call.words.invitation_over.to_owned())
}
