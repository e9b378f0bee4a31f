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
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
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

/// The framework is told of one refusal, which keeps the schema in the document; `document/refusals.rs`
/// has them all.
impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        let refusal = MetaResponse {
            description: "",
            status: Some(StatusCode::INTERNAL_SERVER_ERROR.as_u16()),
            status_range: None,
            content: vec![MetaMediaType {
                content_type: "application/problem+json",
                schema: ProblemBody::schema_ref(),
            }],
            headers: Vec::new(),
        };
        MetaResponses { responses: vec![refusal] }
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}
