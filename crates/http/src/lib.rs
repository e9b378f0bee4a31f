//! The REST interface of Portero: poem and poem-openapi around the use cases.
//!
//! [`interface`] puts it together. Every error leaves by `problem`, every convention that holds
//! for all operations is in `convention`, and an operation itself only reads the request, asks
//! its use case, and writes the answer.

mod api;
mod convention;
mod docs;
mod document;
mod health;
mod mailbox;
mod problem;
mod rows;
mod schema;

use std::sync::Arc;

use poem::endpoint::make_sync;
use poem::http::header;
use poem::middleware::CatchPanic;
use poem::web::Redirect;
use poem::{Endpoint, EndpointExt, IntoResponse, Response, Route, get};
use poem_openapi::OpenApiService;
use portero_domain::port::Mailbox;
use portero_domain::use_case::Portero;

use document::Document;
use health::NoMail;

pub use convention::OriginPolicy;
pub use health::MailHealth;
pub use problem::{Code, CodeFacts};

/// What the interface is put together from.
pub struct Parts {
    /// The use cases.
    pub portero: Arc<Portero>,
    /// The development mailbox, if there is one.
    pub mailbox: Option<Arc<dyn Mailbox>>,
    /// Whether the mail worker is at work.
    pub mail: Arc<dyn MailHealth>,
    /// Which proxies are believed.
    pub origins: OriginPolicy,
    /// The URL that people reach the installation by: links in mails begin with the same.
    pub public_url: String,
}

/// The whole interface, as an endpoint to serve.
#[must_use]
pub fn interface(parts: Parts) -> impl Endpoint<Output = Response> + use<> {
    let service = service(&parts.portero, &parts.mail, &parts.public_url);
    let document = Arc::new(document(&parts.portero, &parts.mail, &parts.public_url));
    let docs = docs::page(docs_writer(&parts, &document));
    let [served, explaining, speaking] = std::array::from_fn(|_| Arc::clone(&document));
    let origins = Arc::new(parts.origins);
    let mut route = Route::new()
        .at("/openapi.json", get(make_sync(move |_| json(served.text().to_owned()))))
        .at("/docs", get(docs))
        .at("/docs/", get(make_sync(|_| Redirect::permanent("/docs").into_response())));
    if let Some(mailbox) = parts.mailbox {
        route = route.at("/dev/mailbox.json", get(mailbox::json(mailbox)));
    }
    route
        .nest("/", service)
        .map_to_response()
        .around(move |endpoint, request| {
            convention::explain(endpoint, request, Arc::clone(&explaining))
        })
        .around(convention::limit_body)
        .around(move |endpoint, request| {
            convention::note_origin(endpoint, request, Arc::clone(&origins))
        })
        .with(CatchPanic::new().with_handler(convention::answer_to_panic))
        .map_to_response()
        .around(move |endpoint, request| {
            convention::speak(endpoint, request, Arc::clone(&speaking))
        })
}

/// The document, derived from a service of its own: the one that serves is given away.
fn document(portero: &Arc<Portero>, mail: &Arc<dyn MailHealth>, public_url: &str) -> Document {
    let (portero, mail) = (Arc::clone(portero), Arc::clone(mail));
    let public_url = public_url.to_owned();
    Document::of(move || service(&portero, &mail, &public_url).spec(), BESIDE)
}

/// Writes the readable documentation.
fn docs_writer(
    parts: &Parts,
    document: &Arc<Document>,
) -> impl Fn() -> String + Send + Sync + use<> {
    let (portero, mail) = (Arc::clone(&parts.portero), Arc::clone(&parts.mail));
    let (public_url, document) = (parts.public_url.clone(), Arc::clone(document));
    move || {
        let service = service(&portero, &mail, &public_url);
        docs::html(&service.swagger_ui_html(), &service.spec(), document.text())
    }
}

/// What is served beside the operations of the document.
const BESIDE: &[(&str, &[&str])] = &[
    ("/openapi.json", &["GET"]),
    ("/docs", &["GET"]),
    ("/docs/", &["GET"]),
    ("/dev/mailbox.json", &["GET"]),
];

/// The `OpenAPI` document, for `portero openapi`.
#[must_use]
pub fn openapi_document(portero: &Arc<Portero>, public_url: &str) -> String {
    let mail: Arc<dyn MailHealth> = Arc::new(NoMail);
    let document = document(portero, &mail, public_url);
    let document: serde_json::Value = serde_json::from_str(document.text()).unwrap_or_default();
    format!("{document:#}")
}

fn service(
    portero: &Arc<Portero>,
    mail: &Arc<dyn MailHealth>,
    public_url: &str,
) -> OpenApiService<impl poem_openapi::OpenApi + use<>, ()> {
    let operations = api::Operations::all(portero, mail, public_url);
    OpenApiService::new(operations, "Portero", env!("CARGO_PKG_VERSION"))
        .description("The access system of a client area.")
        .server(public_url)
}

fn json(text: String) -> Response {
    text.with_content_type("application/json; charset=utf-8")
        .with_header(header::CACHE_CONTROL, "no-store")
        .into_response()
}
