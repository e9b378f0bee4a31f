//! One's own profile, language, password and sessions.

use portero_domain::id::SessionId;
use portero_domain::model::{Language, Name, NewPassword, Password, UserAmendment};
use portero_domain::use_case::Error;

use super::part;
use crate::call::{self, Answer, Call, Stop, go, see_other, show_again, with_cookie};
use crate::cookie::Cookie;
use crate::form::is_own_path;
use crate::note::Note;
use crate::problem::Problems;
use crate::view::{Block, Cell, Field, FormBlock, Page, Row, RowAction, Table};

/// The page, with what is wrong with the form that leads to `sent`.
async fn page(call: &Call, sent: &str, problems: Problems) -> Result<Page, Stop> {
    let words = call.words;
    let user = &call.person_on_any_password()?.person()?.user;
    let shown = |name: &str, value: &str| call.form.typed_or(name, value);
    let mut forms = [
        FormBlock {
            heading: words.personal,
            lines: vec![user.email.as_shown().to_owned()],
            action: "/profile".to_owned(),
            fields: vec![
                Field::line("first_name", words.first_name, "given-name")
                    .holding(shown("first_name", user.first_name.as_str())),
                Field::line("last_name", words.last_name, "family-name")
                    .holding(shown("last_name", user.last_name.as_str())),
                part::languages(user.language, words),
            ],
            submit: words.save,
            ..FormBlock::default()
        },
        FormBlock {
            heading: words.change_password,
            action: "/profile/password".to_owned(),
            fields: vec![
                Field::password("current", words.current_password, "current-password"),
                Field::password("new", words.new_password, "new-password")
                    .hint(words.password_hint),
            ],
            submit: words.change_password,
            ..FormBlock::default()
        },
    ];
    if let Some(form) = forms.iter_mut().find(|form| form.action == sent) {
        problems.put_into(form);
    }
    let mut page = Page::new(call.frame(), words.my_profile);
    if user.must_change_password {
        let [_, form] = forms;
        return Ok(page.lead(words.password_of_own).narrow().with(Block::Form(form)));
    }
    page = forms.into_iter().map(Block::Form).fold(page, Page::with);
    Ok(page.with(Block::Table(sessions(call).await?)))
}

async fn sessions(call: &Call) -> Result<Table, Stop> {
    let words = call.words;
    let caller = call.person()?;
    let own = caller.person()?.session.id;
    let listed = call.portero().sessions(caller).await?;
    let rows = listed.items.iter().map(|session| {
        let end = RowAction {
            action: format!("/profile/sessions/{}/end", session.id),
            label: words.end_session,
            about: part::minute(session.created_at),
            danger: true,
        };
        let network = session.network.clone().unwrap_or_else(|| "—".to_owned());
        let under = if session.id == own { words.this_session } else { "" };
        Row {
            cells: vec![
                Cell { under: under.to_owned(), ..Cell::text(part::minute(session.created_at)) },
                Cell::text(part::minute(session.last_seen_at)),
                Cell::text(network),
            ],
            actions: if session.id == own { Vec::new() } else { vec![end] },
        }
    });
    Ok(Table {
        heading: words.sessions.to_owned(),
        columns: vec![words.since, words.last_seen, words.from_where],
        rows: rows.collect(),
        ..Table::default()
    })
}

/// The page.
pub(crate) async fn show(call: Call) -> Answer {
    call::show(&page(&call, "", Problems::default()).await?)
}

/// Saves names and language.
pub(crate) async fn save(call: Call) -> Answer {
    let caller = call.person()?;
    let (form, words) = (&call.form, call.words);
    let mut problems = Problems::default();
    let first_name = problems.read("first_name", Name::parse(form.get("first_name")), words);
    let last_name = problems.read("last_name", Name::parse(form.get("last_name")), words);
    if first_name.is_none() || last_name.is_none() {
        return show_again(&page(&call, "/profile", problems).await?);
    }
    let language: Option<Language> = form.get("language").parse().ok();
    let amendment = UserAmendment { first_name, last_name, language };
    let user = call.portero().amend_profile(caller, amendment, None).await?;
    call.note(Note::Done(crate::words::Words::of(user.language).saved));
    go("/profile")
}

/// Sets another password.
pub(crate) async fn password(call: Call) -> Answer {
    match changed(&call).await {
        Ok(()) => {
            call.note(Note::Done(call.words.password_changed));
            go("/profile")
        }
        Err(error) => {
            let problems = Problems::of(error, call.words)?;
            show_again(&page(&call, "/profile/password", problems).await?)
        }
    }
}

async fn changed(call: &Call) -> Result<(), Error> {
    let caller = call.caller.as_ref().ok_or(Error::NotSignedIn)?;
    let typed = Password::new(call.form.get("new"));
    let new = NewPassword::parse(typed, &caller.person()?.user.email)
        .map_err(|refusal| Error::invalid("new", refusal.into()))?;
    let current = Password::new(call.form.get("current"));
    call.portero().change_password(caller, &current, &new).await
}

/// Ends one of one's own sessions.
pub(crate) async fn end_session(call: Call) -> Answer {
    let id = SessionId::from_uuid(call.id("session")?);
    call.portero().end_session(call.person()?, Some(id)).await?;
    call.note(Note::Done(call.words.session_ended));
    go("/profile")
}

/// Changes the language: of the user, or of a visitor's browser. The same page is shown again.
pub(crate) async fn language(call: Call) -> Answer {
    let wanted: Language = call.form.get("language").parse().unwrap_or_default();
    let back = call.form.get("back");
    let back = if is_own_path(back) { back } else { "/" };
    let Some(caller) = &call.caller else {
        let cookie = call.panel.jar.set(Cookie::Language, wanted.as_str());
        return Ok(with_cookie(see_other(back), &cookie));
    };
    let amendment = UserAmendment { language: Some(wanted), ..UserAmendment::default() };
    call.portero().amend_profile(caller, amendment, None).await?;
    go(back)
}
