//! One request to the panel: who makes it, what it says, and where it may lead.

use std::sync::Arc;

use askama::Template;
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::web::Html;
use poem::{IntoResponse, Request, Response};
use portero_domain::id::{AccountId, SessionId};
use portero_domain::model::{Language, Origin, Token, Version};
use portero_domain::policy::{Permission, Role};
use portero_domain::use_case::{Caller, CredentialToken, Credentials, Entrance, Error, Portero};
use uuid::Uuid;

use crate::Panel;
use crate::cookie::Cookie;
use crate::form::{Form, query};
use crate::note::Note;
use crate::problem;
use crate::view::{Frame, Page};
use crate::words::Words;

/// The most bytes of a form.
const MOST_BYTES: usize = 64 * 1_024;

/// Why a handler answers with something other than its page.
pub(crate) enum Stop {
    /// The use case refused.
    Error(Error),
    /// Another answer takes the place of the page.
    Instead(Box<Response>),
}

impl Stop {
    /// Leads elsewhere.
    pub(crate) fn instead(path: &str) -> Self {
        Self::Instead(Box::new(see_other(path)))
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// What a handler answers.
pub(crate) type Answer = Result<Response, Stop>;

/// One request.
pub(crate) struct Call {
    pub panel: Arc<Panel>,
    pub words: &'static Words,
    pub language: Language,
    pub form: Form,
    pub query: Form,
    pub origin: Origin,
    pub caller: Option<Caller>,
    pub path: String,
    /// The path with what is asked of it.
    here: String,
    is_post: bool,
    session_token: Option<Token>,
    form_token: String,
    link: Option<String>,
    viewing: Option<String>,
    ids: Vec<(&'static str, Option<Uuid>)>,
}

/// The names of the ids in paths.
const IDS: &[&str] = &[
    "account",
    "area",
    "client",
    "communication",
    "contact",
    "invitation",
    "key",
    "mail",
    "session",
    "site",
    "user",
];

impl Call {
    /// Reads a request.
    ///
    /// # Errors
    /// The answer to a form that is too large, or while nobody can be found out who asks.
    pub(crate) async fn read(
        panel: Arc<Panel>,
        mut request: Request,
    ) -> Result<Self, Box<Response>> {
        let is_post = request.method() == Method::POST;
        let origin = (panel.origin_of)(&request);
        let session = panel.jar.read(&request, Cookie::Session);
        let session_token = session.as_deref().and_then(|text| Token::parse(text).ok());
        let caller = match &session_token {
            Some(token) => match authenticate(&panel.portero, token, &origin).await {
                Ok(caller) => Some(caller),
                Err(Error::NotSignedIn) => None,
                Err(error) => {
                    let frame = Frame::around_nothing(language_of(&panel, &request, None));
                    return Err(Box::new(problem::page(frame, &error)));
                }
            },
            None => None,
        };
        let form_token = match (&caller, &session) {
            (Some(_), Some(session)) => form_token(&panel.portero, session),
            _ => String::new(),
        };
        let language = language_of(&panel, &request, caller.as_ref());
        let body =
            request.take_body().into_bytes_limit(MOST_BYTES).await.map_err(|_| {
                Box::new(problem::page_of_large_form(Frame::around_nothing(language)))
            })?;
        let ids = IDS.iter().map(|name| id_of(&request, name)).collect();
        Ok(Self {
            words: Words::of(language),
            language,
            form: Form::parse(&body),
            query: Form::parse(request.uri().query().unwrap_or_default().as_bytes()),
            origin,
            caller,
            path: request.uri().path().to_owned(),
            here: request.uri().path_and_query().map_or_else(String::new, ToString::to_string),
            is_post,
            session_token,
            form_token,
            link: panel.jar.read(&request, Cookie::Link),
            viewing: panel.jar.read(&request, Cookie::Viewing),
            ids,
            panel,
        })
    }

    /// The use cases.
    pub(crate) fn portero(&self) -> &Portero {
        &self.panel.portero
    }

    /// The token of the viewing that this browser has, as it was sent.
    pub(crate) fn viewing(&self) -> Option<&str> {
        self.viewing.as_deref()
    }

    /// Whether a post of someone who is signed in carries the token of their own forms.
    pub(crate) fn has_form_token(&self) -> bool {
        let sent = self.form.get("form_token");
        !self.is_post || self.caller.is_none() || crate::security::same(sent, &self.form_token)
    }

    /// The person who is signed in; anyone else is led to the sign-in, and whoever has yet to set a
    /// password of their own to the page where they do (L07).
    pub(crate) fn person(&self) -> Result<&Caller, Stop> {
        let caller = self.person_on_any_password()?;
        let must_change = caller.person()?.user.must_change_password;
        if must_change { Err(Stop::instead("/profile")) } else { Ok(caller) }
    }

    /// The same, even on a password that someone else chose.
    pub(crate) fn person_on_any_password(&self) -> Result<&Caller, Stop> {
        self.caller.as_ref().ok_or_else(|| Stop::instead(&self.way_in()))
    }

    /// The way to the sign-in and back here. Of a form that was sent it is said that nothing was
    /// saved: whoever typed it comes back to its page, not to what they typed.
    pub(crate) fn way_in(&self) -> String {
        let unsaved = if self.is_post { "&unsaved=1" } else { "" };
        format!("/sign-in?{}{unsaved}", query("next", &self.path))
    }

    /// The same person as the store knows them now: after the password was given again.
    pub(crate) async fn caller_again(&self) -> Result<Caller, Error> {
        let token = self.session_token.as_ref().ok_or(Error::NotSignedIn)?;
        authenticate(self.portero(), token, &self.origin).await
    }

    /// An id of the path; what is none is nothing of ours.
    pub(crate) fn id(&self, name: &str) -> Result<Uuid, Error> {
        let found = self.ids.iter().find(|(present, _)| *present == name);
        found.and_then(|(_, id)| *id).ok_or(Error::NotFound)
    }

    /// The token of the link that is being followed, if it is one for this page.
    pub(crate) fn link(&self, page: &str) -> Result<Token, Stop> {
        let kept = self.link.as_deref().and_then(|link| link.split_once('.'));
        match kept {
            Some((kept_for, token)) if kept_for == page => {
                Token::parse(token).map_err(|_| Error::NotFound.into())
            }
            Some(_) | None => Err(Stop::instead(&format!("/{page}"))),
        }
    }

    /// The address that carries a token to one of the pages, for whoever is given it.
    pub(crate) fn address(&self, page: &str, token: &Token) -> String {
        format!("{}/{page}#{}", self.panel.public_url, token.expose())
    }

    /// The version that the form was made from.
    ///
    /// # Errors
    /// [`Error::Stale`] for a form that says none.
    pub(crate) fn version(&self) -> Result<Version, Error> {
        self.form.get("version").parse().map(Version::from_i64).map_err(|_| Error::Stale)
    }

    /// Has the next page say that something was done, or why it was not.
    pub(crate) fn tell<Done>(
        &self,
        done: Result<Done, Error>,
        said: &'static str,
    ) -> Result<(), Stop> {
        self.note(match done {
            Ok(_) => Note::Done(said),
            Err(error) => Note::Refused(problem::as_note(error, self.words)?),
        });
        Ok(())
    }

    /// Leaves a note for the next page.
    pub(crate) fn note(&self, note: Note) {
        if let Some(session) = self.session() {
            self.panel.notes.leave(session, note);
        }
    }

    fn session(&self) -> Option<SessionId> {
        Some(self.caller.as_ref()?.person().ok()?.session.id)
    }

    /// What stands around a page that belongs to no area, and asks nothing of a store.
    pub(crate) fn bare_frame(&self) -> Frame {
        let user = self.caller.as_ref().and_then(|caller| caller.person().ok());
        Frame {
            here: self.here.clone(),
            form_token: self.form_token.clone(),
            who: user.map(|signed_in| signed_in.user.full_name()),
            ..Frame::around_nothing(self.language)
        }
    }

    /// The same, with the note that waits.
    pub(crate) fn frame(&self) -> Frame {
        let note = self.session().and_then(|session| self.panel.notes.take(session));
        Frame { note, ..self.bare_frame() }
    }

    /// Enters the area of the path.
    pub(crate) async fn area(&self) -> Result<Area, Stop> {
        let caller = self.person()?;
        let id = AccountId::from_uuid(self.id("area")?);
        let entrance = self.portero().entrance(caller, id).await?;
        Ok(Area { id, path: format!("/areas/{id}"), entrance })
    }

    /// Enters the area for something that needs a permission.
    pub(crate) async fn area_for(&self, permission: Permission) -> Result<Area, Stop> {
        let area = self.area().await?;
        self.portero().require(self.person()?, area.id, permission).await?;
        Ok(area)
    }

    /// What stands around a page of an area.
    pub(crate) async fn frame_in(&self, area: &Area) -> Result<Frame, Stop> {
        Ok(Frame {
            area: Some((area.path.clone(), area.entrance.account.name.as_str().to_owned())),
            areas: self.areas_to_enter().await?,
            sections: area.sections(self.words, &self.path),
            ..self.frame()
        })
    }
}

/// An area that was entered.
pub(crate) struct Area {
    pub id: AccountId,
    pub path: String,
    pub entrance: Entrance,
}

impl Area {
    /// Whether the person may do this here: decides what is shown, never what is allowed.
    pub(crate) const fn may(&self, permission: Permission) -> bool {
        self.entrance.standing.effective().contains(permission)
    }

    /// The sections that the person may see.
    fn sections(&self, words: &'static Words, here: &str) -> Vec<(String, &'static str, bool)> {
        let is_owner = self.entrance.membership.role == Role::Owner;
        let sections = [
            (true, "", words.overview),
            (self.may(Permission::UsersRead), "/users", words.users),
            (self.may(Permission::ContactsRead), "/contacts", words.contacts),
            (self.may(Permission::ClientsRead), "/clients", words.client_pages.clients),
            (self.may(Permission::SitesRead), "/sites", words.client_pages.sites),
            (self.may(Permission::CommunicationsRead), "/communications", words.communications),
            (self.may(Permission::AccountRead), "/details", words.details),
            (self.may(Permission::ServiceKeysManage), "/keys", words.service_keys),
            (self.may(Permission::AuditRead), "/audit", words.audit_log),
            (is_owner, "/ownership", words.ownership),
        ];
        let shown = sections.into_iter().filter(|(may, ..)| *may);
        let placed = shown.map(|(_, tail, name)| {
            let path = format!("{}{tail}", self.path);
            let is_here = if tail.is_empty() { here == path } else { here.starts_with(&path) };
            (path, name, is_here)
        });
        placed.collect()
    }
}

async fn authenticate(portero: &Portero, token: &Token, origin: &Origin) -> Result<Caller, Error> {
    let token = CredentialToken::Session(token.clone());
    portero.identify(&Credentials { token, origin: origin.clone() }).await
}

fn id_of(request: &Request, name: &'static str) -> (&'static str, Option<Uuid>) {
    (name, request.raw_path_param(name).and_then(|text| text.parse().ok()))
}

/// What the forms of a session carry: nobody who does not have the session's secret can tell it.
pub(crate) fn form_token(portero: &Portero, session: &str) -> String {
    let hash = portero.fingerprint(format!("portero panel form {session}").as_bytes());
    Uuid::from_slice(&hash[..16]).unwrap_or_default().simple().to_string()
}

/// The user's own language; of a visitor, what they chose here, or what their browser asks for.
fn language_of(panel: &Panel, request: &Request, caller: Option<&Caller>) -> Language {
    if let Some(Ok(signed_in)) = caller.map(Caller::person) {
        return signed_in.user.language;
    }
    let chosen = panel.jar.read(request, Cookie::Language);
    let asked = request.header(header::ACCEPT_LANGUAGE).unwrap_or_default();
    let first =
        |text: &str| text.split(['-', ';', ',']).next().and_then(|tag| tag.trim().parse().ok());
    let wanted = chosen.as_deref().and_then(first);
    wanted.or_else(|| asked.split(',').find_map(first)).unwrap_or_default()
}

/// A page as an answer.
#[allow(clippy::unnecessary_wraps, reason = "it is what a handler answers")]
pub(crate) fn show(page: &Page) -> Answer {
    Ok(written(page, StatusCode::OK))
}

/// A page that says what is wrong with what was sent.
#[allow(clippy::unnecessary_wraps, reason = "it is what a handler answers")]
pub(crate) fn show_again(page: &Page) -> Answer {
    let Some(seconds) = page.wait() else {
        return Ok(written(page, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let mut response = written(page, StatusCode::TOO_MANY_REQUESTS);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// A page, with the status that says what it is.
pub(crate) fn written(page: &Page, status: StatusCode) -> Response {
    match page.render() {
        Ok(text) => Html(text).with_status(status).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Leads to another page, so that a refresh repeats nothing.
pub(crate) fn see_other(path: &str) -> Response {
    StatusCode::SEE_OTHER.with_header(header::LOCATION, path).into_response()
}

/// The same, as a handler's answer.
#[allow(clippy::unnecessary_wraps, reason = "it is what a handler answers")]
pub(crate) fn go(path: &str) -> Answer {
    Ok(see_other(path))
}

/// Adds a cookie's header to an answer.
pub(crate) fn with_cookie(mut response: Response, written: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(written) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
