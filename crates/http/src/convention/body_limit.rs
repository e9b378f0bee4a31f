//! How large a body may be: read up to the limit before anything parses it.

use poem::error::ReadBodyError;
use poem::http::{HeaderValue, Method, header};
use poem::{Body, Endpoint, Request, Response, Result};

use crate::problem::{Code, Problem};

/// What a body may have, in bytes.
const ORDINARY: usize = 64 * 1024;
/// What a list of invitations or checks may have, in bytes.
const LISTS: usize = 512 * 1024;

/// Refuses a body that is too large, whether or not its length was announced.
///
/// # Errors
/// [`Code::BodyTooLarge`], and whatever the endpoint answers.
pub async fn limit_body<E: Endpoint<Output = Response>>(
    endpoint: std::sync::Arc<E>,
    mut request: Request,
) -> Result<Response> {
    if is_left_unread(&request) {
        return endpoint.call(request).await;
    }
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
    } else {
        ORDINARY
    }
}

/// Whether nobody reads the body before the operation does: that of an import, which has a limit of
/// its own, and is read when it is known that the caller may.
pub fn is_left_unread(request: &Request) -> bool {
    let mut segments = request.uri().path().split('/').skip(1);
    let path = [(); 5].map(|()| segments.next().unwrap_or_default());
    let is_import = matches!(path, ["v1", "accounts", _, "clients" | "sites", "import"]);
    request.method() == Method::POST && is_import && segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bodies_of_two_operations_are_left_unread_and_no_others() {
        let is_left = |method: Method, path: &str| {
            let uri = path.parse().expect("a path");
            is_left_unread(&Request::builder().method(method).uri(uri).finish())
        };
        assert!(is_left(Method::POST, "/v1/accounts/a/clients/import"));
        assert!(is_left(Method::POST, "/v1/accounts/a/sites/import?dry_run=true"));
        assert!(!is_left(Method::PUT, "/v1/accounts/a/sites/import"));
        for path in
            ["/clients/import", "/v1/accounts/a/b/sites/import", "/v1/accounts/a/sites/import/"]
        {
            assert!(!is_left(Method::POST, path), "{path}");
        }
    }
}
