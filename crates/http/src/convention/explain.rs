//! What is wrong with the form of a request, told from the document.
//!
//! The framework takes a number or a flag where a text is asked for, and its own words for what it
//! does refuse name no field and repeat what was sent, which may be a password. So a body is held
//! against the document before the operation reads it.

use std::sync::Arc;

use poem::http::header;
use poem::{Body, Endpoint, Request, Response, Result};
use poem_openapi::error::{ParseParamError, ParsePathError};
use poem_openapi::payload::{Json, Payload};
use poem_openapi::types::Any;
use serde_json::Value;

use super::is_left_unread;
use crate::document::Document;
use crate::problem::{Code, Problem};

/// Lets a request of the right form through, and explains what is wrong with another.
///
/// # Errors
/// Whatever the endpoint answers, explained.
pub async fn explain<E: Endpoint<Output = Response>>(
    endpoint: Arc<E>,
    mut request: Request,
    document: Arc<Document>,
) -> Result<Response> {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    if !is_left_unread(&request) {
        let body = request.take_body().into_bytes().await.unwrap_or_default();
        request.set_body(Body::from(body.clone()));
        if is_to_be_read(&request, &document) {
            let faults = document.routes().faults_of_body(&method, &path, &body);
            if !faults.is_empty() {
                return Err(Problem::Form(Code::MalformedBody, faults).into());
            }
        }
    }
    let error = match endpoint.call(request).await {
        Ok(response) => return Ok(response),
        Err(error) => error,
    };
    let named = match error.downcast_ref::<ParseParamError>() {
        Some(error) => Some(error.name.to_owned()),
        None => error.downcast_ref().and_then(|error| in_path(error, &path, &document)),
    };
    match named {
        Some(name) => {
            let fault = document.routes().fault_of_parameter(&method, &path, &name);
            Err(Problem::Form(Code::MalformedRequest, fault.into_iter().collect()).into())
        }
        None => Err(error),
    }
}

/// The framework counts the parameters of a path: its `param0` is the first.
fn in_path(error: &ParsePathError, path: &str, document: &Document) -> Option<String> {
    let position = error.name.strip_prefix("param")?.parse().ok()?;
    document.routes().parameter_at(path, position)
}

/// Whether the operation would get as far as its body: another media type and a credential that is
/// missing are told first. What only reads has none.
fn is_to_be_read(request: &Request, document: &Document) -> bool {
    if request.method().is_safe() {
        return false;
    }
    let has_credential = request.headers().contains_key(header::AUTHORIZATION);
    let is_json = request.content_type().is_some_and(Json::<Any<Value>>::check_content_type);
    is_json
        && (has_credential || !document.routes().is_secured(request.method(), request.uri().path()))
}
