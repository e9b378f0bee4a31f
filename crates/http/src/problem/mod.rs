//! The one way in which an error leaves: RFC 9457 problem details, from one total match.

mod body;
mod code;
mod detail;
mod field;
mod from_domain;
mod from_framework;
pub(crate) mod words;

pub use body::{BecauseBody, ExplanationBody, FieldErrorBody, PersonNameBody, ProblemBody};
pub use code::{Code, CodeFacts};
pub use field::field_errors;
pub use from_framework::problem_of;

use poem::http::StatusCode;
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use portero_domain::use_case::Error;

use crate::document::Fault;

/// An error on its way to the client. What it says is written last, where the client's language is
/// known.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A use case refused.
    #[error(transparent)]
    Domain(#[from] Error),
    /// The request did not get as far as a use case.
    #[error("{}", .0.facts().name)]
    Request(Code, Option<String>),
    /// The request has another form than the operation takes: what is wrong with it, as far as
    /// that can be told.
    #[error("{}", .0.facts().name)]
    Form(Code, Vec<Fault>),
}

impl Problem {
    /// The code, from which status and title follow.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Domain(error) => from_domain::code_of(error),
            Self::Request(code, _) | Self::Form(code, _) => *code,
        }
    }
}

impl From<Problem> for poem::Error {
    fn from(problem: Problem) -> Self {
        let status = problem.code().facts().status;
        Self::new(problem, status)
    }
}

/// The statuses that any operation may answer with beside its own.
const DOCUMENTED: &[(StatusCode, &str)] = &[
    (StatusCode::BAD_REQUEST, "Malformed: the body or a parameter cannot be read"),
    (StatusCode::UNAUTHORIZED, "Not signed in, or bad credentials"),
    (StatusCode::FORBIDDEN, "Seen, but refused; `explanation` says why"),
    (StatusCode::NOT_FOUND, "Not there, or not yours to see"),
    (StatusCode::METHOD_NOT_ALLOWED, "The path does not know this method"),
    (StatusCode::CONFLICT, "The state refuses"),
    (StatusCode::GONE, "The link is used, expired, superseded or revoked"),
    (StatusCode::PRECONDITION_FAILED, "`If-Match` names another version"),
    (StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"),
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is not JSON"),
    (StatusCode::UNPROCESSABLE_ENTITY, "Values of fields are refused; `errors` names each"),
    (StatusCode::TOO_MANY_REQUESTS, "Too often; see `Retry-After`"),
    (StatusCode::INTERNAL_SERVER_ERROR, "Something is wrong on our side"),
    (StatusCode::SERVICE_UNAVAILABLE, "Busy or unavailable; see `Retry-After`"),
];

impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        let response = |(status, description): &(StatusCode, &'static str)| MetaResponse {
            description,
            status: Some(status.as_u16()),
            status_range: None,
            content: vec![MetaMediaType {
                content_type: "application/problem+json",
                schema: ProblemBody::schema_ref(),
            }],
            headers: headers_of(*status),
        };
        MetaResponses { responses: DOCUMENTED.iter().map(response).collect() }
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}

/// What an error says in its headers.
fn headers_of(status: StatusCode) -> Vec<MetaHeader> {
    let (name, description) = match status {
        StatusCode::UNAUTHORIZED => ("WWW-Authenticate", "`Bearer`"),
        StatusCode::METHOD_NOT_ALLOWED => ("Allow", "The methods that the path knows"),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            ("Retry-After", "In how many seconds to try again")
        }
        _ => return Vec::new(),
    };
    vec![MetaHeader {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        required: true,
        deprecated: false,
        schema: String::schema_ref(),
    }]
}
