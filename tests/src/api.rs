//! A thin HTTP client: what it was told, and everything about it when a test fails.

use std::future::{Future, IntoFuture};
use std::ops::Index;
use std::pin::Pin;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use crate::PATIENCE;
use crate::output::Output;

/// A client of one server.
#[derive(Debug, Clone)]
pub struct Api {
    client: Client,
    base: String,
    output: Output,
}

impl Api {
    /// A client of the server at this URL.
    ///
    /// # Panics
    /// When the client cannot be made.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self::of_server(base, Output::default())
    }

    pub(crate) fn of_server(base: &str, output: Output) -> Self {
        let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).no_proxy();
        let client = client.build().expect("a client");
        Self { client, base: base.to_owned(), output }
    }

    /// A GET of a path such as `/v1/me`.
    #[must_use]
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    /// A POST to a path.
    #[must_use]
    pub fn post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    /// A PUT to a path.
    #[must_use]
    pub fn put(&self, path: &str) -> Request {
        self.request(Method::PUT, path)
    }

    /// A PATCH of a path.
    #[must_use]
    pub fn patch(&self, path: &str) -> Request {
        self.request(Method::PATCH, path)
    }

    /// A DELETE of a path.
    #[must_use]
    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// Any method on a path.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request {
        Request {
            what: format!("{method} {path}"),
            builder: self.client.request(method, format!("{}{path}", self.base)),
            output: self.output.clone(),
        }
    }
}

/// A request that is being put together; awaiting it sends it.
#[derive(Debug)]
pub struct Request {
    what: String,
    builder: RequestBuilder,
    output: Output,
}

impl Request {
    /// With this body.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.builder = self.builder.json(body);
        self
    }

    /// With this body, byte for byte.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.builder = self.builder.header(CONTENT_TYPE, media_type).body(body.into());
        self
    }

    /// Signed in with this token or service key.
    #[must_use]
    pub fn bearer(mut self, token: &str) -> Self {
        self.builder = self.builder.bearer_auth(token);
        self
    }

    /// With this header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// Sends it, if the server can be reached; for tests that kill the server.
    ///
    /// # Errors
    /// When the server went away before its answer was complete.
    pub async fn attempt(self) -> reqwest::Result<Answer> {
        let response = self.builder.send().await?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = String::from_utf8_lossy(&response.bytes().await?).into_owned();
        let json = serde_json::from_str(&text).unwrap_or_default();
        Ok(Answer { what: self.what, status, headers, json, text, output: self.output })
    }

    /// Sends it.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn send(self) -> Answer {
        let (what, output) = (self.what.clone(), self.output.clone());
        match self.attempt().await {
            Ok(answer) => answer,
            Err(error) => panic!("{what}: {error:?}\n\nthe server printed:\n{}", output.text()),
        }
    }
}

impl IntoFuture for Request {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The request's method and path, for messages.
    pub what: String,
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, if it is JSON; else null.
    pub json: Value,
    /// The body as it came.
    pub text: String,
    output: Output,
}

impl Answer {
    /// Insists on a status.
    ///
    /// # Panics
    /// When it is another; the message has everything.
    #[must_use = "an answer that is not looked at further can be dropped"]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.everything());
        self
    }

    /// Insists on an error: its status, its code, and that it is a problem document.
    ///
    /// # Panics
    /// When it is anything else; the message has everything.
    #[must_use = "an answer that is not looked at further can be dropped"]
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        assert_eq!(self.status, status, "{}", self.everything());
        assert_eq!(self.json["code"], code, "{}", self.everything());
        assert_eq!(self.json["status"], status, "{}", self.everything());
        let media_type = self.header("content-type");
        assert!(media_type.starts_with("application/problem+json"), "{}", self.everything());
        self
    }

    /// The text at a JSON pointer, such as `/items/0/id`.
    ///
    /// # Panics
    /// When there is none; the message has everything.
    #[must_use]
    #[track_caller]
    pub fn text_at(&self, pointer: &str) -> String {
        match self.json.pointer(pointer).and_then(Value::as_str) {
            Some(text) => text.to_owned(),
            None => panic!("no text at {pointer}: {}", self.everything()),
        }
    }

    /// The elements of `items`, in order.
    ///
    /// # Panics
    /// When it is no list; the message has everything.
    #[must_use]
    #[track_caller]
    pub fn items(&self) -> &[Value] {
        match self.json["items"].as_array() {
            Some(items) => items,
            None => panic!("no list: {}", self.everything()),
        }
    }

    /// The JSON values of an answer of lines, in order.
    ///
    /// # Panics
    /// When a line is no JSON; the message has everything.
    #[must_use]
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        let read = |line| serde_json::from_str(line).ok();
        match self.text.lines().map(read).collect() {
            Some(lines) => lines,
            None => panic!("no lines of JSON: {}", self.everything()),
        }
    }

    /// A header's value, or nothing of it.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Request, answer and what the server printed, for a message.
    #[must_use]
    pub fn everything(&self) -> String {
        let Self { what, status, headers, text, output, .. } = self;
        let printed = output.text();
        format!("\n{what}: {status}\n{headers:#?}\n{text}\n\nthe server printed:\n{printed}")
    }
}

impl Index<&str> for Answer {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        &self.json[field]
    }
}
