//! A forgotten password: asking for a link, and setting a new one by it.

use portero_domain::model::{NewPassword, Password};
use portero_domain::use_case::Error;

use super::link;
use crate::call::{self, Answer, Call, go, show_again};
use crate::problem::Problems;
use crate::view::{Block, Field, FormBlock, Page};

fn forgot_page(call: &Call, problems: Problems) -> Page {
    let words = call.words;
    let mut form = FormBlock {
        action: "/forgot".to_owned(),
        fields: vec![Field::email(words.email).holding(call.form.get("email"))],
        submit: words.send_link,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let links = vec![("/sign-in".to_owned(), words.back_to_sign_in)];
    let page = Page::new(call.frame(), words.forgot).narrow().lead(words.forgot_lead);
    page.with(Block::Form(form)).with(Block::Links(links))
}

/// Asks for the address.
pub(crate) async fn forgot(call: Call) -> Answer {
    call::show(&forgot_page(&call, Problems::default()))
}

/// Mails a link; the answer is the same whatever is known of the address.
pub(crate) async fn request(call: Call) -> Answer {
    let mut problems = Problems::default();
    let address = call.portero().parse_address(call.form.get("email").trim());
    let Some(address) = problems.read("email", address, call.words) else {
        return show_again(&forgot_page(&call, problems));
    };
    let origin = call.origin.clone();
    match call.portero().request_password_reset(&address, call.language, origin).await {
        Ok(()) => go("/forgot/sent"),
        Err(error) => show_again(&forgot_page(&call, Problems::of(error, call.words)?)),
    }
}

/// What to do next.
pub(crate) async fn sent(call: Call) -> Answer {
    let words = call.words;
    let lines = vec![words.mail_reset.to_owned(), words.mail_missing.to_owned()];
    let page = Page::new(call.frame(), words.look_at_mail).narrow();
    call::show(&page.with(Block::Text("", lines)))
}

/// Takes the mailed link.
pub(crate) async fn link(call: Call) -> Answer {
    link::take(&call, "reset")
}

/// Follows it.
pub(crate) async fn follow(call: Call) -> Answer {
    link::follow(&call, "reset", "/reset/finish")
}

fn finish_page(call: &Call, problems: Problems) -> Page {
    let words = call.words;
    let password = Field::password("password", words.new_password, "new-password");
    let mut form = FormBlock {
        action: "/reset/finish".to_owned(),
        fields: vec![password.hint(words.password_hint)],
        submit: words.set_password,
        ..FormBlock::default()
    };
    problems.put_into(&mut form);
    let page = Page::new(call.frame(), words.new_password).narrow().lead(words.reset_lead);
    page.with(Block::Form(form))
}

/// Asks for the new password.
pub(crate) async fn finish(call: Call) -> Answer {
    let token = call.link("reset")?;
    call.portero().password_reset_address(&token).await?;
    call::show(&finish_page(&call, Problems::default()))
}

/// Sets it, and ends every session.
pub(crate) async fn reset(call: Call) -> Answer {
    let token = call.link("reset")?;
    let address = call.portero().password_reset_address(&token).await?;
    let typed = Password::new(call.form.get("password"));
    let password = NewPassword::parse(typed, &address)
        .map_err(|refusal| Error::invalid("password", refusal.into()));
    let password = match password {
        Ok(password) => password,
        Err(error) => return show_again(&finish_page(&call, Problems::of(error, call.words)?)),
    };
    call.portero().reset_password(&token, &password, call.origin.clone()).await?;
    link::done(&call, "/sign-in")
}
