//! A request that fails beyond all expectation is answered like any other failure of ours.

use std::any::Any;

use poem::Response;
use portero_domain::model::Language;

use crate::problem::{Code, Problem};

/// What a client is told when a request panicked; the log has the rest.
#[allow(clippy::needless_pass_by_value, reason = "it is handed to the framework")]
pub fn answer_to_panic(panic: Box<dyn Any + Send>) -> Response {
    let told = panic.downcast_ref::<&str>().copied();
    let told = told.or(panic.downcast_ref::<String>().map(String::as_str)).unwrap_or_default();
    tracing::error!(panic = told, "a request panicked");
    Problem::Request(Code::InternalError, None).into_answer(Language::English)
}
