//! How large a body may be: read up to the limit before anything parses it.

use poem::error::ReadBodyError;
use poem::http::{HeaderValue, Method, header};
use poem::{Body, Endpoint, Request, Response, Result};

use crate::problem::{Code, Problem};

/// What a body may have, in bytes.
const ORDINARY: usize = 64 * 1024;
/// What a list of invitations or checks may have, in bytes.
const LISTS: usize = 512 * 1024;

/// What the rows of an import may have, in bytes: they are held while they are read.
const IMPORTS: usize = 32 * 1024 * 1024;

/// Refuses a body that is too large, whether or not its length was announced.
///
/// # Errors
/// [`Code::BodyTooLarge`], and whatever the endpoint answers.
pub async fn limit_body<E: Endpoint<Output = Response>>(
    endpoint: std::sync::Arc<E>,
    mut request: Request,
) -> Result<Response> {
    let path = request.uri().path();
    let limit = if request.method() == Method::POST { limit_of(path) } else { ORDINARY };
    let bytes = request.take_body().into_bytes_limit(limit).await.map_err(|error| match error {
        ReadBodyError::PayloadTooLarge => Problem::Request(Code::BodyTooLarge, None),
        ReadBodyError::BodyHasBeenTaken | ReadBodyError::Utf8(_) | ReadBodyError::Io(_) => {
            Problem::Request(Code::MalformedBody, None)
        }
    })?;
    // Nothing has no type: where a body may be left out, so may its type.
    if bytes.is_empty() && request.header(header::CONTENT_TYPE).is_none() {
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
    }
    request.set_body(Body::from_bytes(bytes));
    endpoint.call(request).await
}

/// What the body of a POST may have.
fn limit_of(path: &str) -> usize {
    if path.ends_with("/invitations") || path.ends_with("/access/check-batch") {
        LISTS
    } else if path.ends_with("/clients/import") || path.ends_with("/sites/import") {
        IMPORTS
    } else {
        ORDINARY
    }
}
