//! Which path leads to which page, and what holds for all of them.

use std::future::Future;
use std::sync::Arc;

use poem::endpoint::{make, make_sync};
use poem::http::{StatusCode, header};
use poem::{Endpoint, EndpointExt, IntoResponse, Request, Response, Route, RouteMethod, get, post};
use portero_domain::use_case::Error;

use crate::call::{Answer, Call, Stop, see_other};
use crate::page::{
    areas, audit, client, client_access, client_area, client_delete, client_mail, client_new,
    client_site, client_sites, client_view, clients, communications, contact, contacts, details,
    home, invitation, invite, keys, mailbox, member, ownership, password, profile, register, setup,
    sign_in, site, sites, unsubscribe, upkeep, users, view_as,
};
use crate::{Panel, problem, security};

const STYLE: &str = include_str!("style.css");
const ICON: &str = include_str!("icon.svg");

/// The first parts of the paths that are the panel's.
const OWN: &[&str] = &[
    "",
    "areas",
    "assets",
    "client-areas",
    "confirm",
    "forgot",
    "invitation",
    "language",
    "profile",
    "register",
    "reset",
    "setup",
    "sign-in",
    "sign-out",
    "unsubscribe",
    "view-as",
];

/// The pages of the development mailbox, whose mails programs find beside them as JSON.
const MAILBOX: &str = "/dev/mailbox";

/// The first parts of the paths that are for machines or beside the panel, whoever asks.
const OTHERS: &[&str] = &["dev", "docs", "healthz", "openapi.json", "readyz", "v1"];

/// Whether a request is for the panel: by its path, or because a browser asks for a page that
/// nobody has.
#[must_use]
pub fn takes(request: &Request) -> bool {
    let path = request.uri().path();
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let below_mailbox = path.strip_prefix(MAILBOX);
    let is_mailbox = below_mailbox.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let wants_page = || {
        let accepted = request.header(header::ACCEPT).unwrap_or_default();
        !OTHERS.contains(&first) && accepted.contains("text/html")
    };
    OWN.contains(&first) || is_mailbox || wants_page()
}

pub(crate) fn routes(panel: &Arc<Panel>) -> impl Endpoint<Output = Response> + use<> {
    // The pattern for whatever is left over takes the root, too.
    let nowhere = on(panel, |call| async {
        if call.path == "/" { home::show(call).await } else { Err(Error::NotFound.into()) }
    });
    let route = telling(panel, in_area(panel, getting_in(panel, Route::new())));
    let route = mails(panel, for_clients(panel, about_clients(panel, route)))
        .at("/assets/panel.css", get(asset("text/css; charset=utf-8", STYLE)))
        .at("/assets/icon.svg", get(asset("image/svg+xml", ICON)))
        .at("/*rest", nowhere);
    route.map_to_response().around(|pages, request| async move {
        let page_of_action = request.method().is_safe().then(|| above(request.uri().path()));
        let answer = pages.call(request).await;
        let mut response = answer.unwrap_or_else(poem::Error::into_response);
        if let Some(page) = page_of_action
            && response.status() == StatusCode::METHOD_NOT_ALLOWED
        {
            response = see_other(&page);
        }
        security::secure(&mut response);
        Ok::<_, poem::Error>(response)
    })
}

/// The page that an action's form stands on: what looks for the action itself is led there.
fn above(action: &str) -> String {
    // What stands in a list has no page of its own above its actions.
    for list in ["/areas/invitations/", "/profile/sessions/"] {
        if let (true, Some((page, _))) = (action.starts_with(list), list[1..].split_once('/')) {
            return format!("/{page}");
        }
    }
    let page = action.rsplit_once('/').map_or("", |(page, _)| page);
    if page.is_empty() { "/".to_owned() } else { page.to_owned() }
}

fn getting_in(panel: &Arc<Panel>, route: Route) -> Route {
    route
        .at("/sign-in", get(on(panel, sign_in::show)).post(on(panel, sign_in::sign_in)))
        .at("/sign-out", post(on(panel, sign_in::sign_out)))
        .at("/language", post(on(panel, profile::language)))
        .at("/register", get(on(panel, register::show)).post(on(panel, register::register)))
        .at("/register/sent", get(on(panel, register::sent)))
        .at("/confirm", get(on(panel, register::link)).post(on(panel, register::follow)))
        .at("/confirm/finish", get(on(panel, register::finish)).post(on(panel, register::confirm)))
        .at("/forgot", get(on(panel, password::forgot)).post(on(panel, password::request)))
        .at("/forgot/sent", get(on(panel, password::sent)))
        .at("/reset", get(on(panel, password::link)).post(on(panel, password::follow)))
        .at("/reset/finish", get(on(panel, password::finish)).post(on(panel, password::reset)))
        .at("/invitation", get(on(panel, invitation::link)).post(on(panel, invitation::follow)))
        .at("/invitation/answer", get(on(panel, invitation::show)))
        .at("/invitation/accept", post(on(panel, invitation::accept)))
        .at("/invitation/decline", post(on(panel, invitation::decline)))
        .at("/profile", get(on(panel, profile::show)).post(on(panel, profile::save)))
        .at("/profile/password", post(on(panel, profile::password)))
        .at("/profile/sessions/:session/end", post(on(panel, profile::end_session)))
        .at("/areas", get(on(panel, areas::show)))
        .at("/areas/new", get(on(panel, areas::new)).post(on(panel, areas::create)))
        .at("/areas/invitations/:invitation/accept", post(on(panel, areas::accept)))
        .at("/areas/invitations/:invitation/decline", both(panel, areas::decline))
}

fn in_area(panel: &Arc<Panel>, route: Route) -> Route {
    let area = |tail: &str| format!("/areas/:area{tail}");
    route
        .at(area(""), get(on(panel, home::area)))
        .at(area("/notifications"), post(on(panel, home::notifications)))
        .at(area("/leave"), get(on(panel, home::leave)).post(on(panel, home::left)))
        .at(area("/users"), get(on(panel, users::show)))
        .at(area("/users/invite"), get(on(panel, invite::show)).post(on(panel, invite::send)))
        .at(area("/users/:user"), get(on(panel, member::show)))
        .at(area("/users/:user/access"), post(on(panel, member::access)))
        .at(area("/users/:user/notifications"), post(on(panel, member::notifications)))
        .at(area("/users/:user/suspend"), both(panel, member::suspend))
        .at(area("/users/:user/reactivate"), both(panel, member::reactivate))
        .at(area("/users/:user/remove"), both(panel, member::remove))
        .at(area("/invitations/:invitation/resend"), both(panel, upkeep::resend))
        .at(area("/invitations/:invitation/revoke"), both(panel, upkeep::revoke))
        .at(area("/details"), get(on(panel, details::show)).post(on(panel, details::save)))
        .at(area("/keys"), get(on(panel, keys::show)).post(on(panel, keys::create)))
        .at(area("/keys/:key/revoke"), both(panel, keys::revoke))
        .at(area("/audit"), get(on(panel, audit::show)))
        .at(area("/ownership"), get(on(panel, ownership::show)))
        .at(area("/ownership/offer"), post(on(panel, ownership::offer)))
        .at(area("/ownership/accept"), post(on(panel, ownership::accept)))
        .at(area("/ownership/call-off"), post(on(panel, ownership::call_off)))
        .at(area("/ownership/transfer"), post(on(panel, ownership::transfer)))
        .at(area("/ownership/close"), post(on(panel, ownership::close)))
}

fn telling(panel: &Arc<Panel>, route: Route) -> Route {
    let contacts = |tail: &str| format!("/areas/:area/contacts{tail}");
    let communications = |tail: &str| format!("/areas/:area/communications{tail}");
    let new_contact = get(on(panel, contact::new)).post(on(panel, contact::create));
    let new = get(on(panel, communications::new)).post(on(panel, communications::send));
    route
        .at("/areas/:area/support-code", post(on(panel, home::support_code)))
        .at(contacts(""), get(on(panel, contacts::show)))
        .at(contacts("/new"), new_contact)
        .at(contacts("/check"), post(on(panel, contacts::check)))
        .at(contacts("/:contact"), get(on(panel, contact::show)).post(on(panel, contact::save)))
        .at(contacts("/:contact/invite"), both(panel, contact::invite))
        .at(contacts("/:contact/withdraw"), both(panel, contact::withdraw))
        .at(contacts("/:contact/delete"), both(panel, contact::delete))
        .at(communications(""), get(on(panel, communications::list)))
        .at(communications("/new"), new)
        .at(communications("/:communication"), get(on(panel, communications::show)))
        .at(communications("/:communication/retry"), post(on(panel, communications::retry)))
}

fn about_clients(panel: &Arc<Panel>, route: Route) -> Route {
    let clients = |tail: &str| format!("/areas/:area/clients{tail}");
    let sites = |tail: &str| format!("/areas/:area/sites{tail}");
    let new_client = get(on(panel, client_new::show)).post(on(panel, client_new::create));
    let mail = get(on(panel, client_mail::show)).post(on(panel, client_mail::preview_or_send));
    let view_as = get(on(panel, client_view::show)).post(on(panel, client_view::ask));
    let of_client = get(on(panel, client_site::show)).post(on(panel, client_site::save));
    route
        .at(clients(""), get(on(panel, clients::show)))
        .at(clients("/new"), new_client)
        .at(clients("/:client"), get(on(panel, client::show)).post(on(panel, client::save)))
        .at(clients("/:client/sites"), get(on(panel, client_sites::show)))
        .at(clients("/:client/sites/:site"), of_client)
        .at(clients("/:client/sites/:site/unassign"), both(panel, client_site::unassign))
        .at(clients("/:client/access"), get(on(panel, client_access::show)))
        .at(clients("/:client/setup-link"), post(on(panel, client_access::make_link)))
        .at(clients("/:client/mail"), mail)
        .at(clients("/:client/suspend"), both(panel, client_access::suspend))
        .at(clients("/:client/reactivate"), post(on(panel, client_access::reactivate)))
        .at(clients("/:client/delete"), post(on(panel, client_delete::delete)))
        .at(clients("/:client/view-as"), view_as)
        .at(sites(""), get(on(panel, sites::show)))
        .at(sites("/new"), get(on(panel, sites::new)).post(on(panel, sites::create)))
        .at(sites("/:site"), get(on(panel, site::show)).post(on(panel, site::save)))
        .at(sites("/:site/delete"), both(panel, site::delete))
}

fn for_clients(panel: &Arc<Panel>, route: Route) -> Route {
    route
        .at("/setup", get(on(panel, setup::link)).post(on(panel, setup::follow)))
        .at("/setup/finish", get(on(panel, setup::show)).post(on(panel, setup::redeem)))
        .at("/client-areas/:account", get(on(panel, client_area::show)))
        .at("/view-as", get(on(panel, view_as::link)).post(on(panel, view_as::begin)))
        .at("/view-as/end", post(on(panel, view_as::end)))
        .at("/view-as/over", get(on(panel, view_as::over)))
        .at("/view-as/:client", get(on(panel, view_as::show)))
}

/// What mails lead to without a sign-in, and the mails themselves where they are kept.
fn mails(panel: &Arc<Panel>, route: Route) -> Route {
    // Mail programs press the button, too, with neither cookies nor a page of ours (RFC 8058).
    let refuse = taking(panel, Posts::FromAnywhere, unsubscribe::refuse);
    let route = route.at("/unsubscribe/:link", get(on(panel, unsubscribe::show)).post(refuse));
    if panel.mailbox.is_none() {
        return route;
    }
    route
        .at(MAILBOX, get(on(panel, mailbox::list)))
        .at("/dev/mailbox/:mail", get(on(panel, mailbox::show)))
}

/// What asks whoever opens it, and does it once that is confirmed.
fn both<Handler, Answering>(panel: &Arc<Panel>, handler: Handler) -> RouteMethod
where
    Handler: Fn(Call) -> Answering + Clone + Send + Sync + 'static,
    Answering: Future<Output = Answer> + Send + 'static,
{
    get(on(panel, handler.clone())).post(on(panel, handler))
}

/// Where the posts to a page may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Posts {
    /// From our own pages, with the token of their forms.
    FromOurPages,
    /// From whoever has the link, which is all that counts there.
    FromAnywhere,
}

/// A page: its handler, with everything that holds for all of them around it.
fn on<Handler, Answering>(
    panel: &Arc<Panel>,
    handler: Handler,
) -> impl Endpoint<Output = Response> + use<Handler, Answering>
where
    Handler: Fn(Call) -> Answering + Send + Sync + 'static,
    Answering: Future<Output = Answer> + Send + 'static,
{
    taking(panel, Posts::FromOurPages, handler)
}

fn taking<Handler, Answering>(
    panel: &Arc<Panel>,
    posts: Posts,
    handler: Handler,
) -> impl Endpoint<Output = Response> + use<Handler, Answering>
where
    Handler: Fn(Call) -> Answering + Send + Sync + 'static,
    Answering: Future<Output = Answer> + Send + 'static,
{
    let panel = Arc::clone(panel);
    let handler = Arc::new(handler);
    make(move |request: Request| {
        let (panel, handler) = (Arc::clone(&panel), Arc::clone(&handler));
        async move { Ok::<_, poem::Error>(answer(panel, posts, request, &*handler).await) }
    })
}

async fn answer<Handler, Answering>(
    panel: Arc<Panel>,
    posts: Posts,
    request: Request,
    handler: &Handler,
) -> Response
where
    Handler: Fn(Call) -> Answering,
    Answering: Future<Output = Answer>,
{
    let is_open = request.method().is_safe() || posts == Posts::FromAnywhere;
    let is_ours = is_open || security::is_our_own(&request, &panel.public_url);
    let call = match Call::read(panel, request).await {
        Ok(call) => call,
        Err(instead) => return *instead,
    };
    let frame = call.bare_frame();
    let way_in = call.way_in();
    if !is_ours || !(is_open || call.has_form_token()) {
        return problem::page_of_refused_post(frame);
    }
    match handler(call).await {
        Ok(response) => response,
        Err(Stop::Instead(response)) => *response,
        Err(Stop::Error(Error::NotSignedIn)) => see_other(&way_in),
        Err(Stop::Error(error)) => problem::page(frame, &error),
    }
}

fn asset(kind: &'static str, text: &'static str) -> impl Endpoint<Output = Response> {
    make_sync(move |_| {
        text.with_content_type(kind)
            .with_header(header::CACHE_CONTROL, "public, max-age=3600")
            .into_response()
    })
}
