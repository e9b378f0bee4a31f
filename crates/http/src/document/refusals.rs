//! The refusals that every operation may answer with: written once, and referred to. Written out for
//! each operation they were three quarters of the document.

use poem::http::StatusCode;
use poem_openapi::types::{Example, ToJSON};
use portero_domain::model::Language;
use serde_json::{Map, Value, json};

use crate::problem::{Code, ExplanationBody, FieldErrorBody, Problem};

/// The statuses, and what they mean.
const REFUSALS: &[(StatusCode, &str)] = &[
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

/// Writes all refusals into the components of a document.
pub(super) fn describe(document: &mut Value) {
    let described = REFUSALS.iter().map(|(status, meaning)| {
        let problem = json!({
            "schema": { "$ref": "#/components/schemas/Problem" },
            "example": example_of(*status),
        });
        let mut response = json!({
            "description": meaning,
            "content": { "application/problem+json": problem },
        });
        if let Some((name, says)) = header_of(*status) {
            let header = json!({
                "description": says,
                "required": true,
                "schema": { "type": "string" },
            });
            response["headers"] = json!({ name: header });
        }
        (name_of(*status), response)
    });
    document["components"]["responses"] = Value::Object(described.collect());
}

/// Refers an operation that may refuse to all of them.
pub(super) fn refer(operation: &mut Value) {
    let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
    let Some(responses) = responses.filter(|responses| may_refuse(responses)) else {
        return;
    };
    for (status, _) in REFUSALS {
        let name = name_of(*status);
        let reference = json!({ "$ref": format!("#/components/responses/{name}") });
        responses.insert(status.as_str().to_owned(), reference);
    }
}

/// Of an operation that may refuse, the framework tells one refusal.
fn may_refuse(responses: &Map<String, Value>) -> bool {
    let refusal = responses.get(StatusCode::INTERNAL_SERVER_ERROR.as_str());
    refusal.is_some_and(|one| one.pointer("/content/application~1problem+json").is_some())
}

/// A refusal is called as its status: `NotFound`.
fn name_of(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or(status.as_str()).replace(' ', "")
}

/// What a refusal says in its headers.
fn header_of(status: StatusCode) -> Option<(&'static str, &'static str)> {
    match status {
        StatusCode::UNAUTHORIZED => Some(("WWW-Authenticate", "`Bearer`")),
        StatusCode::METHOD_NOT_ALLOWED => Some(("Allow", "The methods that the path knows")),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Some(("Retry-After", "In how many seconds to try again"))
        }
        _ => None,
    }
}

/// The first code of a status, as it is answered.
fn example_of(status: StatusCode) -> Option<Value> {
    let code = match status {
        StatusCode::FORBIDDEN => Code::Forbidden,
        _ => *Code::ALL.iter().find(|code| code.facts().status == status)?,
    };
    let mut body = Problem::Request(code, None).body(Language::English);
    if code == Code::InvalidFields {
        body.errors = Some(vec![FieldErrorBody::example()]);
    }
    if code == Code::Forbidden {
        body.explanation = Some(ExplanationBody::example());
    }
    body.to_json()
}
