//! What went wrong, said to people: beside the field where it is one, else on a page of its own.

mod text;

use poem::Response;
use poem::http::{HeaderValue, StatusCode, header};
use portero_domain::policy::DenialReason;
use portero_domain::use_case::{Error, Explanation, FieldProblem, LinkRefusal};

use crate::call::{Stop, written};
use crate::view::{Block, FormBlock, Frame, Page};
use crate::words::Words;

use text::{field_text, general_text, in_a_while};

/// What is wrong with a form that was sent.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    general: Option<String>,
    fields: Vec<(String, String)>,
    /// That the password is wrong: with an address beside it, and alone.
    credentials: Option<(&'static str, &'static str)>,
    /// Whether what the form was made from has changed meanwhile.
    stale: bool,
    /// For how many seconds it is of no use to try again.
    wait: Option<i64>,
}

impl Problems {
    /// What a form can say of a refusal; what no form can mend is a page of its own.
    pub(crate) fn of(error: Error, words: &Words) -> Result<Self, Stop> {
        if let Error::Invalid(invalid) = error {
            let mut problems = Self::default();
            for one in invalid {
                problems.add(&one.field, field_text(&one.problem, words));
            }
            return Ok(problems);
        }
        if let Error::TooOften(retry_after) = error {
            let seconds = retry_after.seconds();
            let text = format!("{}. {}", words.too_often, in_a_while(seconds, words));
            return Ok(Self { wait: Some(seconds), ..Self::general(&text) });
        }
        if matches!(error, Error::BadCredentials) {
            let credentials = Some((words.bad_credentials, words.wrong_password));
            return Ok(Self { credentials, ..Self::default() });
        }
        let stale = matches!(error, Error::Stale);
        match (general_text(&error, words), field_of(&error)) {
            (Some(text), None) => Ok(Self { stale, ..Self::general(&text) }),
            (Some(text), Some(field)) => {
                Ok(Self { fields: vec![(field.to_owned(), text)], ..Self::default() })
            }
            (None, _) => Err(Stop::Error(error)),
        }
    }

    /// Whether what the form was made from has changed meanwhile.
    pub(crate) const fn are_of_a_stale_form(&self) -> bool {
        self.stale
    }

    /// Something that is wrong with all of it.
    pub(crate) fn general(text: &str) -> Self {
        Self { general: Some(text.to_owned()), ..Self::default() }
    }

    /// One more thing that is wrong with a field.
    pub(crate) fn add(&mut self, field: &str, text: String) {
        let name = field.split(['[', '.']).next().unwrap_or(field).to_owned();
        self.fields.push((name, text));
    }

    /// Takes over what is wrong elsewhere in the same form.
    pub(crate) fn adopt(&mut self, other: Self) {
        self.general = self.general.take().or(other.general);
        self.credentials = self.credentials.or(other.credentials);
        self.stale |= other.stale;
        self.wait = self.wait.or(other.wait);
        self.fields.extend(other.fields);
    }

    /// Reads a field, or keeps what is wrong with it.
    pub(crate) fn read<Value, Wrong: Into<FieldProblem>>(
        &mut self,
        field: &str,
        read: Result<Value, Wrong>,
        words: &Words,
    ) -> Option<Value> {
        read.map_err(|wrong| self.add(field, field_text(&wrong.into(), words))).ok()
    }

    /// Reads a field that may stay empty: nothing typed is nothing.
    #[allow(clippy::option_option, reason = "wrong, nothing and something are three things")]
    pub(crate) fn read_optional<Value, Wrong: Into<FieldProblem>>(
        &mut self,
        field: &str,
        typed: &str,
        parse: fn(&str) -> Result<Value, Wrong>,
        words: &Words,
    ) -> Option<Option<Value>> {
        match typed.trim() {
            "" => Some(None),
            typed => self.read(field, parse(typed), words).map(Some),
        }
    }

    /// Puts everything beside its field; what belongs to no field stands above.
    pub(crate) fn put_into(mut self, form: &mut FormBlock) {
        if let Some((pair, alone)) = self.credentials {
            match form.fields.iter().find(|field| field.is_password()) {
                Some(password) if form.fields.iter().all(|field| field.name != "email") => {
                    self.fields.push((password.name.to_owned(), alone.to_owned()));
                }
                Some(_) | None => self.general = Some(pair.to_owned()),
            }
        }
        let mut above: Vec<String> = self.general.into_iter().collect();
        for (name, text) in self.fields {
            match form.fields.iter_mut().find(|field| field.name == name) {
                Some(field) => match &mut field.error {
                    Some(error) => *error = format!("{error} {text}"),
                    None => field.error = Some(text),
                },
                None => above.push(text),
            }
        }
        if !above.is_empty() {
            form.problem = Some(above.join(" "));
        }
        form.wait = self.wait;
    }
}

/// The field that a refusal is about, where it is about one.
fn field_of(error: &Error) -> Option<&'static str> {
    if matches!(error, Error::ClientExists | Error::ContactExists) {
        Some("email")
    } else if matches!(error, Error::AliasTaken) {
        Some("alias")
    } else {
        None
    }
}

/// The whole refusal as one text, for a note.
pub(crate) fn as_note(error: Error, words: &Words) -> Result<String, Stop> {
    let problems = Problems::of(error, words)?;
    let fields = problems.fields.into_iter().map(|(_, text)| text);
    let fields = fields.chain(problems.credentials.map(|(_, alone)| alone.to_owned()));
    Ok(problems.general.into_iter().chain(fields).collect::<Vec<_>>().join(" "))
}

/// The page that says why there is no other.
pub(crate) fn page(frame: Frame, error: &Error) -> Response {
    let words = frame.words;
    let (status, title, lines) = whole(error, words);
    let home = vec![("/".to_owned(), words.to_start)];
    let page = Page::new(frame, title).narrow().with(Block::Text("", lines));
    let mut response = written(&page.with(Block::Links(home)), status);
    if let Error::TooOften(retry_after) = error
        && let Ok(seconds) = HeaderValue::from_str(&retry_after.seconds().to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

/// What a page of its own says: its status, its title and its lines.
fn whole(error: &Error, words: &Words) -> (StatusCode, &'static str, Vec<String>) {
    if matches!(error, Error::ClientSuspended) {
        let own = words.client_side;
        return (StatusCode::FORBIDDEN, own.suspended, vec![own.suspended_why.to_owned()]);
    }
    if let Some(text) = general_text(error, words) {
        return (StatusCode::CONFLICT, words.cannot, vec![text]);
    }
    let (status, title, why) = match error {
        Error::Denied(explanation) => {
            return (StatusCode::FORBIDDEN, words.forbidden, denial(explanation, words));
        }
        Error::Link(refusal) => (StatusCode::GONE, words.link_gone, link(*refusal, words)),
        Error::NotFound => (StatusCode::NOT_FOUND, words.not_found, words.not_found_why),
        Error::TooOften(retry_after) => {
            let why = in_a_while(retry_after.seconds(), words);
            return (StatusCode::TOO_MANY_REQUESTS, words.too_often, vec![why]);
        }
        Error::Busy => (StatusCode::SERVICE_UNAVAILABLE, words.busy, words.busy_why),
        Error::NotSignedIn
        | Error::BadCredentials
        | Error::EmailNotConfirmed
        | Error::UserSuspended
        | Error::ReauthenticationRequired
        | Error::NotForServiceKeys
        | Error::ScopeMissing(_)
        | Error::OfferRefused(_)
        | Error::TargetRefused(_)
        | Error::OwnAccess
        | Error::AddressMismatch
        | Error::State(_)
        | Error::InviterCannotGive
        | Error::AlreadyMember
        | Error::AlreadyInvited
        | Error::ContactExists
        | Error::PasswordChangeRequired
        | Error::ClientExists
        | Error::ClientSuspended
        | Error::AliasTaken
        | Error::SiteAssigned
        | Error::SignInRequired
        | Error::ViewOnly
        | Error::ImportRefused(_)
        | Error::AccountClosed
        | Error::Capacity { .. }
        | Error::Stale
        | Error::Invalid(_)
        | Error::IdempotencyKeyReused
        | Error::Store(_) => {
            tracing::error!(%error, "a page could not be shown");
            (StatusCode::INTERNAL_SERVER_ERROR, words.failed, words.failed_why)
        }
    };
    (status, title, vec![why.to_owned()])
}

/// Why, and whom to ask.
fn denial(explanation: &Explanation, words: &Words) -> Vec<String> {
    let missing = (words.permission)(explanation.missing);
    let why = match explanation.reason {
        DenialReason::NotHeld => words.denied_not_held.replace("{}", missing),
        DenialReason::NotAMember => words.not_found_why.to_owned(),
        DenialReason::Suspended(_) => words.denied_suspended.to_owned(),
    };
    let people = explanation.could_be_given_by.as_deref().unwrap_or_default();
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let ask = if names.is_empty() {
        words.ask_the_owner.to_owned()
    } else {
        words.ask_one_of.replace("{}", &names.join(", "))
    };
    vec![why, ask]
}

const fn link(refusal: LinkRefusal, words: &Words) -> &'static str {
    match refusal {
        LinkRefusal::Used => words.link_used,
        LinkRefusal::Expired => words.link_expired,
        LinkRefusal::Superseded => words.link_superseded,
        LinkRefusal::Revoked => words.link_revoked,
    }
}

/// The page behind a link that does not lead where it should, in the words of its kind: why, or that
/// there never was such a link. What else went wrong is said as ever.
pub(crate) fn stop_of_link(
    frame: Frame,
    error: Error,
    why: impl Fn(LinkRefusal) -> &'static str,
    unknown: &'static str,
) -> Stop {
    let (status, why) = if let Error::Link(refusal) = error {
        (StatusCode::GONE, why(refusal))
    } else if matches!(error, Error::NotFound) {
        (StatusCode::NOT_FOUND, unknown)
    } else {
        return error.into();
    };
    let words = frame.words;
    let page = Page::new(frame, words.link_gone).narrow();
    let page = page.with(Block::Text("", vec![why.to_owned()]));
    let home = vec![("/".to_owned(), words.to_start)];
    Stop::Instead(Box::new(written(&page.with(Block::Links(home)), status)))
}

/// The page for a form that is larger than any of ours.
pub(crate) fn page_of_large_form(frame: Frame) -> Response {
    let words = frame.words;
    let page = Page::new(frame, words.too_large).narrow();
    let page = page.with(Block::Text("", vec![words.too_large_why.to_owned()]));
    let home = vec![("/".to_owned(), words.to_start)];
    written(&page.with(Block::Links(home)), StatusCode::PAYLOAD_TOO_LARGE)
}

/// The page for a post that comes from elsewhere, or from a form of another session.
pub(crate) fn page_of_refused_post(frame: Frame) -> Response {
    let words = frame.words;
    let page = Page::new(frame, words.refused_post).narrow();
    let page = page.with(Block::Text("", vec![words.refused_post_why.to_owned()]));
    let home = vec![("/".to_owned(), words.to_start)];
    written(&page.with(Block::Links(home)), StatusCode::FORBIDDEN)
}
