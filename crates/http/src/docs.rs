//! The readable documentation: Swagger UI in one page, nothing of it from elsewhere.

use std::sync::OnceLock;

use poem::http::header;
use poem::web::Html;
use poem::{Endpoint, IntoResponse, endpoint::make_sync};

/// Its scripts and styles stand in the page itself; it asks nobody but this server.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
                      img-src 'self' data:; font-src data:; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The page, put together when it is first asked for: it is large, and few servers are ever asked.
pub(crate) fn page(write: impl Fn() -> String + Send + Sync) -> impl Endpoint {
    let written: OnceLock<String> = OnceLock::new();
    make_sync(move |_| {
        let html = Html(written.get_or_init(&write).clone());
        html.with_header(header::CONTENT_SECURITY_POLICY, POLICY).into_response()
    })
}

/// The text of the page. `framework` is the framework's own, with the document in it as the framework
/// `derived` it: the `completed` one takes its place.
pub(crate) fn html(framework: &str, derived: &str, completed: &str) -> String {
    let opening = "<!doctype html>\n<html lang=\"en\">";
    framework
        .replace(derived, &in_script(completed))
        .replace("<html charset=\"UTF-8\">", opening)
        .replace("<title>Swagger UI</title>", "<title>Portero: the interface</title>")
}

/// A document in a script must not be able to end it.
fn in_script(document: &str) -> String {
    document.replace("</", "<\\/")
}
