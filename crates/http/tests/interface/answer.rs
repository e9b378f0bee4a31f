//! An answer, and what every refusal must look like.

use poem::http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::document::{Operation, document};

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The fields that are named as wrong.
    pub fn fields(&self) -> Vec<String> {
        let body = self.json();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|error| error["field"].as_str().map(str::to_owned)).collect()
    }

    /// Insists on a refusal of the documented form, with this status and code.
    #[track_caller]
    pub fn refuses(&self, operation: &Operation, status: u16, code: &str) {
        let told = format!("{operation}: {self:?}");
        assert_eq!((self.status.as_u16(), self.code().as_str()), (status, code), "{told}");
        assert!(operation.documents(status), "undocumented {told}");
        self.is_problem(&told);
    }

    /// Insists on the form of RFC 9457, as the document describes it.
    #[track_caller]
    pub fn is_problem(&self, told: &str) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{told}");
        let body = self.json();
        let schema = document()["components"]["schemas"]["Problem"].clone();
        assert!(body.is_object(), "no JSON: {told}");
        for (name, _) in body.as_object().into_iter().flatten() {
            assert!(schema["properties"].get(name).is_some(), "{name} is not documented: {told}");
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let value = &body[name.as_str().unwrap_or_default()];
            assert!(!value.is_null() && value != "", "{name} is missing: {told}");
        }
        assert_eq!(body["status"], self.status.as_u16(), "{told}");
        match self.status {
            StatusCode::UNAUTHORIZED => assert_eq!(self.header("www-authenticate"), "Bearer"),
            StatusCode::METHOD_NOT_ALLOWED => assert_ne!(self.header("allow"), "", "{told}"),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                assert!(self.header("retry-after").parse::<u32>().is_ok(), "{told}");
            }
            _ => {}
        }
    }
}
