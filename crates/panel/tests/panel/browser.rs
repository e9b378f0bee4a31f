//! A browser as far as the panel needs one: it keeps cookies and sends forms.

use std::pin::Pin;
use std::sync::Arc;

use poem::http::{HeaderMap, Method, StatusCode, header};
use poem::{Request, Response};
use url::form_urlencoded::Serializer;

/// What answers requests.
pub type Answering = Pin<Box<dyn Future<Output = Response>>>;

/// An answer as it came.
#[derive(Debug)]
pub struct Shown {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Shown {
    /// Where it leads.
    pub fn leads_to(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
    }
}

/// One browser, with its own cookies.
pub struct Browser {
    panel: Arc<dyn Fn(Request) -> Answering>,
    pub cookies: Vec<(String, String)>,
    pub language: &'static str,
}

impl Browser {
    pub fn new(panel: Arc<dyn Fn(Request) -> Answering>) -> Self {
        Self { panel, cookies: Vec::new(), language: "es" }
    }

    /// What this browser keeps under a name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let kept = self.cookies.iter().find(|(present, _)| present == name);
        kept.map(|(_, value)| value.as_str())
    }

    async fn ask(&mut self, request: poem::RequestBuilder, body: String) -> Shown {
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .header(header::ACCEPT_LANGUAGE, self.language);
        let (parts, body) = (self.panel)(request.body(body)).await.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().expect("a text").split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a name and a value");
            self.cookies.retain(|(present, _)| present != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let text = body.into_string().await.expect("a text");
        assert!(!text.contains(['\u{2}', '\u{3}']), "an instant was not written: {text}");
        Shown { status: parts.status, headers: parts.headers, text }
    }

    /// Opens a page.
    pub async fn open(&mut self, path: &str) -> Shown {
        let request = Request::builder().uri(path.parse().expect("a path"));
        self.ask(request, String::new()).await
    }

    /// Sends a form as its page would, with the token that the page carries.
    pub async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let page = self.open("/profile").await.text;
        let token = between(&page, "name=\"form_token\" value=\"", "\"").to_owned();
        self.send_with(path, fields, &token, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form with these headers and this token.
    pub async fn send_with(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        token: &str,
        headers: &[(&str, &str)],
    ) -> Shown {
        let mut body = Serializer::new(String::new());
        body.append_pair("form_token", token).extend_pairs(fields);
        let uri = path.parse().expect("a path");
        let mut request = Request::builder().method(Method::POST).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request, body.finish()).await
    }
}

/// What stands between two texts; empty when there is nothing like it.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).map_or("", |(_, rest)| rest);
    rest.split_once(after).map_or("", |(found, _)| found)
}
