//! The pages that mailed links open. The token is in the fragment: one small script sends it, and
//! without scripts a field takes the pasted link. Opening one changes nothing.

use portero_domain::model::Token;

use crate::call::{Answer, Call, go, see_other, show, show_again, with_cookie};
use crate::cookie::Cookie;
use crate::view::{Block, Field, FormBlock, Page};

/// The page that takes a link.
pub(crate) fn page(call: &Call, name: &str, problem: Option<String>) -> Page {
    let words = call.words;
    let mut field = Field::line("token", words.link, "off").hint(words.link_hint);
    field.error = problem;
    let form = FormBlock {
        action: format!("/{name}"),
        fields: vec![field],
        submit: words.go_on,
        ..FormBlock::default()
    };
    let mut page = Page::new(call.frame(), words.open_link).narrow().lead(words.open_link_lead);
    page.takes_fragment = true;
    page.with(Block::Form(form))
}

/// Shows the page that takes a link.
pub(crate) fn take(call: &Call, name: &str) -> Answer {
    show(&page(call, name, None))
}

/// The token that was sent: by itself, or at the end of a pasted link.
pub(crate) fn sent(call: &Call) -> Option<Token> {
    let typed = call.form.get("token").trim();
    Token::parse(typed.rsplit('#').next().unwrap_or(typed)).ok()
}

/// Says that what was pasted is no link of ours.
pub(crate) fn unreadable(call: &Call, name: &str) -> Answer {
    show_again(&page(call, name, Some(call.words.link_unreadable.to_owned())))
}

/// Keeps the token of a link in a cookie of one hour, and goes on.
pub(crate) fn follow(call: &Call, name: &str, next: &str) -> Answer {
    let Some(token) = sent(call) else {
        return unreadable(call, name);
    };
    let cookie = call.panel.jar.set(Cookie::Link, &format!("{name}.{}", token.expose()));
    Ok(with_cookie(see_other(next), &cookie))
}

/// Goes on, and forgets the link: it has done what it was for.
pub(crate) fn done(call: &Call, path: &str) -> Answer {
    Ok(with_cookie(go(path)?, &call.panel.jar.unset(Cookie::Link)))
}
