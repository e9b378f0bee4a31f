//! The framework's own errors, through the same place as ours.

use poem::error::{MethodNotAllowedError, NotFoundError};
use poem::http::StatusCode;
use poem_openapi::error::{
    AuthorizationError, ContentTypeError, ParseParamError, ParsePathError, ParseRequestPayloadError,
};

use super::{Code, Problem};

/// The problem that an error is, wherever it arose. Never in the framework's words: they may repeat
/// what was sent.
#[must_use]
pub fn problem_of(error: poem::Error) -> Problem {
    if error.is::<ParseRequestPayloadError>() {
        return Problem::Request(Code::MalformedBody, None);
    }
    if error.is::<ParseParamError>() || error.is::<ParsePathError>() {
        return Problem::Request(Code::MalformedRequest, None);
    }
    if error.is::<ContentTypeError>() {
        return Problem::Request(Code::UnsupportedMediaType, None);
    }
    if error.is::<AuthorizationError>() {
        return Problem::Request(Code::NotSignedIn, None);
    }
    if error.is::<NotFoundError>() {
        return Problem::Request(Code::NotFound, None);
    }
    if error.is::<MethodNotAllowedError>() {
        return Problem::Request(Code::MethodNotAllowed, None);
    }
    match error.downcast::<Problem>() {
        Ok(problem) => problem,
        Err(other) => by_status(&other),
    }
}

fn by_status(error: &poem::Error) -> Problem {
    let code = match error.status() {
        StatusCode::BAD_REQUEST => Code::MalformedRequest,
        StatusCode::UNAUTHORIZED => Code::NotSignedIn,
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        _ => {
            tracing::error!(error = %error, "a request failed in an unforeseen way");
            Code::InternalError
        }
    };
    Problem::Request(code, None)
}
