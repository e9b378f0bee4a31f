//! Using a setup link (D13, D17): whose area it opens, and the password where one is asked for.

use poem::Response;
use portero_domain::model::{Password, Token};
use portero_domain::use_case::{Error, LinkRefusal, Redeemed, SetupLinkView, SetupPassword};

use super::{link, part, sign_in};
use crate::call::{self, Answer, Call, Stop, see_other, show_again, with_cookie};
use crate::cookie::Cookie;
use crate::note::Note;
use crate::problem::{self, Problems};
use crate::switcher;
use crate::view::{Block, Field, FormBlock, Page};
use crate::words::{ClientSide, Words};

const FINISH: &str = "/setup/finish";

/// Takes the link that the client was given.
pub(crate) async fn link(call: Call) -> Answer {
    link::take(&call, "setup")
}

/// Follows it.
pub(crate) async fn follow(call: Call) -> Answer {
    link::follow(&call, "setup", FINISH)
}

/// The link that is being followed, and what it opens. Looking changes nothing.
async fn opened(call: &Call) -> Result<(Token, SetupLinkView), Stop> {
    let token = call.link("setup")?;
    let view = call.portero().preview_setup_link(&token).await;
    Ok((token, view.map_err(|error| stop(call, error))?))
}

/// Why a link opens nothing, in the words of setup links.
fn stop(call: &Call, error: Error) -> Stop {
    let words = call.words.client_side;
    // Whoever is the account's client already needs no second way in.
    let is_in = matches!(error, Error::ClientExists);
    let error = if is_in { Error::Link(LinkRefusal::Used) } else { error };
    let why = |refusal| refused(refusal, words);
    problem::stop_of_link(call.bare_frame(), error, why, words.setup_unknown)
}

const fn refused(refusal: LinkRefusal, words: &ClientSide) -> &'static str {
    match refusal {
        LinkRefusal::Used => words.setup_used,
        LinkRefusal::Expired => words.setup_expired,
        LinkRefusal::Superseded => words.setup_superseded,
        LinkRefusal::Revoked => words.setup_revoked,
    }
}

fn page(call: &Call, view: &SetupLinkView, problems: Problems) -> Result<Page, Stop> {
    let (words, own) = (call.words, call.words.client_side);
    let facts = vec![
        (words.area, view.account_name.clone()),
        (own.user_name, view.email.as_shown().to_owned()),
        (own.link_until, part::minute(view.expires_at)),
    ];
    let lead = own.setup_lead.replace("{}", &view.account_name);
    let page = Page::new(call.frame(), own.setup).narrow().lead(lead);
    let page = page.with(Block::Facts("", facts));
    if let Some(caller) = &call.caller
        && caller.person()?.user.email != view.email
    {
        return Ok(page.with(Block::Form(sign_out_first(view, words))));
    }
    let mut form = FormBlock {
        action: FINISH.to_owned(),
        submit: own.activate,
        ..match (&call.caller, view.password) {
            (Some(_), _) => {
                FormBlock { lines: vec![own.signed_in.to_owned()], ..FormBlock::default() }
            }
            (None, SetupPassword::New) => new_password(words),
            (None, SetupPassword::Own) => own_password(words),
        }
    };
    problems.put_into(&mut form);
    let page = page.with(Block::Form(form));
    Ok(match (&call.caller, view.password) {
        (None, SetupPassword::Own) => {
            page.with(Block::Links(vec![("/forgot".to_owned(), words.forgot)]))
        }
        (Some(_), _) | (None, SetupPassword::New) => page,
    })
}

/// A first password, where no user has one yet.
fn new_password(words: &Words) -> FormBlock {
    let password = Field::password("password", words.password, "new-password");
    FormBlock {
        heading: words.client_side.first_password,
        fields: vec![password.hint(words.password_hint)],
        ..FormBlock::default()
    }
}

/// The password that the user of the address has.
fn own_password(words: &Words) -> FormBlock {
    FormBlock {
        heading: words.client_side.own_password,
        lines: vec![words.client_side.own_password_why.to_owned()],
        fields: vec![Field::password("password", words.password, "current-password")],
        ..FormBlock::default()
    }
}

/// For someone who is signed in as another than the link is for.
fn sign_out_first(view: &SetupLinkView, words: &Words) -> FormBlock {
    let own = words.client_side;
    FormBlock {
        lines: vec![own.signed_in_as_other.replace("{}", view.email.as_shown())],
        action: "/sign-out".to_owned(),
        fields: vec![Field::hidden("next", FINISH)],
        submit: own.sign_out_first,
        ..FormBlock::default()
    }
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    let (_, view) = opened(&call).await?;
    call::show(&page(&call, &view, Problems::default())?)
}

/// Uses the link: the client is in from now on.
pub(crate) async fn redeem(call: Call) -> Answer {
    let (token, _) = opened(&call).await?;
    let caller = if call.caller.is_some() { Some(call.person()?) } else { None };
    let password = Password::new(call.form.get("password"));
    let typed = caller.is_none().then_some(&password);
    let origin = call.origin.clone();
    match call.portero().redeem_setup_link(&token, typed, caller, origin).await {
        Ok(redeemed) => Ok(entered(&call, &redeemed)),
        Err(error) => {
            let problems = problems(&call, error)?;
            // As the link is now: someone may have set a password meanwhile.
            let (_, view) = opened(&call).await?;
            show_again(&page(&call, &view, problems)?)
        }
    }
}

/// What can be mended in the form.
fn problems(call: &Call, error: Error) -> Result<Problems, Stop> {
    if matches!(error, Error::EmailNotConfirmed) {
        return Ok(Problems::general(call.words.client_side.setup_unconfirmed));
    }
    if matches!(error, Error::ClientExists) {
        return Err(stop(call, error));
    }
    Problems::of(error, call.words).map_err(|refused| match refused {
        Stop::Error(error) => stop(call, error),
        Stop::Instead(page) => Stop::Instead(page),
    })
}

/// Leads to the area, with the session that has begun.
fn entered(call: &Call, redeemed: &Redeemed) -> Response {
    let path = switcher::path(redeemed.area.account_id);
    let said = Note::Done(call.words.client_side.activated);
    let response = if let Some(session) = &redeemed.session {
        call.panel.notes.leave(session.session.id, said);
        sign_in::begin(call, session, &path)
    } else {
        call.note(said);
        see_other(&path)
    };
    with_cookie(response, &call.panel.jar.unset(Cookie::Link))
}
