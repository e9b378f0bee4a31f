//! A request, before anyone makes it.

use std::fmt;

use poem::http::Method;
use poem::{Body, Request};
use serde_json::Value;

/// A method, a path, and a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub body: Option<Value>,
}

impl Call {
    pub fn new(method: &str, path: &str, body: Option<Value>) -> Self {
        Self { method: method.to_uppercase(), path: path.to_owned(), body }
    }

    /// The request, by whoever holds a credential.
    pub fn by(&self, credential: Option<&str>) -> Request {
        let method: Method = self.method.parse().expect("a method");
        let mut request = Request::builder().method(method);
        request = request.uri(self.path.parse().expect("a path"));
        if let Some(credential) = credential {
            request = request.header("authorization", format!("Bearer {credential}"));
        }
        match &self.body {
            None => request.finish(),
            Some(body) => {
                // The rows of an import go line by line; here there is one.
                let lines = self.path.ends_with("/import");
                let kind = if lines { "application/x-ndjson" } else { "application/json" };
                let request = request.header("content-type", kind);
                request.body(Body::from_string(body.to_string()))
            }
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body.as_ref().map(ToString::to_string).unwrap_or_default();
        write!(f, "{} {} {body}", self.method, self.path)
    }
}
