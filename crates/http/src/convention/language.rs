//! The language of an answer, and the one place where errors become answers.

use std::sync::Arc;

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use portero_domain::model::Language;

use crate::document::Document;
use crate::problem::{Code, problem_of};

/// The language that a request asks for; English when it asks for none of ours.
#[must_use]
fn language_of(request: &Request) -> Language {
    let wanted = request.header(header::ACCEPT_LANGUAGE).unwrap_or_default();
    preferred(wanted).unwrap_or(Language::English)
}

/// The language of ours with the highest weight, the first of equals.
#[must_use]
pub fn preferred(accept_language: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for part in accept_language.split(',') {
        let mut pieces = part.trim().split(';');
        let tag = pieces.next().unwrap_or_default().trim();
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q="))
            .and_then(|weight| weight.parse::<f32>().ok())
            .unwrap_or(1.0);
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        if let Ok(language) = primary.parse::<Language>()
            && weight > best.map_or(0.0, |(_, weight)| weight)
        {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

/// Lets a request through, and turns every error, ours and the framework's, into an answer in the
/// client's language.
///
/// # Errors
/// None: that is the point.
pub async fn speak<E: Endpoint<Output = Response>>(
    endpoint: Arc<E>,
    mut request: Request,
    document: Arc<Document>,
) -> Result<Response> {
    let language = language_of(&request);
    request.set_data(language);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let mut response = match endpoint.call(request).await {
        Ok(response) => response,
        Err(error) => {
            let problem = problem_of(error);
            let allowed = if problem.code() == Code::MethodNotAllowed {
                document.routes().allowed(&path)
            } else {
                None
            };
            match allowed {
                Some(methods) if method == Method::OPTIONS => options(methods),
                Some(methods) => problem
                    .into_answer(language)
                    .with_header(header::ALLOW, methods)
                    .into_response(),
                None => problem.into_answer(language),
            }
        }
    };
    secure(response.headers_mut());
    Ok(response)
}

/// What a path knows. Nothing about origins: no other site's page may call this interface.
fn options(methods: HeaderValue) -> Response {
    StatusCode::NO_CONTENT.with_header(header::ALLOW, methods).into_response()
}

/// What keeps a browser from doing more with an answer than reading it.
fn secure(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(nothing);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_with_the_highest_weight_is_chosen() {
        assert_eq!(preferred("es"), Some(Language::Spanish));
        assert_eq!(preferred("es-AR,en;q=0.8"), Some(Language::Spanish));
        assert_eq!(preferred("fr, es;q=0.5, en;q=0.9"), Some(Language::English));
        assert_eq!(preferred("fr"), None);
        assert_eq!(preferred("es;q=0"), None);
        assert_eq!(preferred(""), None);
    }
}
