//! The REST interface of Portero: poem and poem-openapi around the use cases.
//!
//! [`interface`] puts it together. Every error leaves by [`problem`], every convention that holds
//! for all operations is in [`convention`], and an operation itself only reads the request, asks
//! its use case, and writes the answer.

mod api;
mod convention;
mod health;
mod mailbox;
mod problem;
mod schema;

use std::sync::Arc;

use poem::endpoint::make_sync;
use poem::http::header;
use poem::{Endpoint, EndpointExt, IntoResponse, Response, Route, get};
use poem_openapi::OpenApiService;
use portero_domain::port::Mailbox;
use portero_domain::use_case::Portero;

pub use convention::OriginPolicy;
pub use health::{MailHealth, Readiness};
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
    /// The URL that clients reach the server by.
    pub public_url: String,
}

/// The whole interface, as an endpoint to serve.
#[must_use]
pub fn interface(parts: Parts) -> impl Endpoint<Output = Response> + use<> {
    let service = service(&parts.portero, &parts.public_url);
    let document = service.spec();
    let allow = Arc::new(convention::AllowTable::from_document(
        &serde_json::from_str(&document).unwrap_or_default(),
    ));
    let origins = Arc::new(parts.origins);
    let docs = service.swagger_ui();
    let mut route = Route::new()
        .at("/openapi.json", get(make_sync(move |_| json(document.clone()))))
        .at("/healthz", get(make_sync(|_| json(r#"{"status":"ok"}"#.to_owned()))))
        .at(
            "/readyz",
            get(health::readiness(Readiness { portero: parts.portero, mail: parts.mail })),
        )
        .nest("/docs", docs);
    if let Some(mailbox) = parts.mailbox {
        route = route
            .at("/dev/mailbox", get(mailbox::page(Arc::clone(&mailbox))))
            .at("/dev/mailbox.json", get(mailbox::json(mailbox)));
    }
    route
        .nest("/", service)
        .map_to_response()
        .around(convention::limit_body)
        .around(move |endpoint, request| {
            convention::note_origin(endpoint, request, Arc::clone(&origins))
        })
        .around(move |endpoint, request| convention::speak(endpoint, request, Arc::clone(&allow)))
}

/// The `OpenAPI` document, for `portero openapi`.
#[must_use]
pub fn openapi_document(portero: &Arc<Portero>, public_url: &str) -> String {
    service(portero, public_url).spec()
}

fn service(
    portero: &Arc<Portero>,
    public_url: &str,
) -> OpenApiService<impl poem_openapi::OpenApi + use<>, ()> {
    OpenApiService::new(api::Operations::all(portero), "Portero", env!("CARGO_PKG_VERSION"))
        .description("The access system of a client area.")
        .server(public_url)
}

fn json(text: String) -> Response {
    text.with_content_type("application/json; charset=utf-8")
        .with_header(header::CACHE_CONTROL, "no-store")
        .into_response()
}
