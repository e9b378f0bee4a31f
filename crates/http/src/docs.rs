//! The readable documentation: Swagger UI in one page, nothing of it from elsewhere.

use std::sync::Arc;

use poem::http::header;
use poem::web::Html;
use poem::{Endpoint, IntoResponse, endpoint::make_sync};

use crate::document::Document;

/// Its scripts and styles stand in the page itself; it asks nobody but this server.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
                      img-src 'self' data:; font-src data:; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The page. `page` is the framework's, with the document as the framework `derived` it in it.
pub(crate) fn page(page: &str, derived: &str, document: &Document) -> impl Endpoint + use<> {
    let opening = "<!doctype html>\n<html lang=\"en\">";
    let html: Arc<str> = page
        .replace(derived, &in_script(document.text()))
        .replace("<html charset=\"UTF-8\">", opening)
        .replace("<title>Swagger UI</title>", "<title>Portero: the interface</title>")
        .into();
    make_sync(move |_| {
        let html = Html(html.to_string());
        html.with_header(header::CONTENT_SECURITY_POLICY, POLICY).into_response()
    })
}

/// A document in a script must not be able to end it.
fn in_script(document: &str) -> String {
    document.replace("</", "<\\/")
}
