//! The `OpenAPI` document: completed where the framework cannot say what holds, and read again to
//! explain what is wrong with a request.

mod complete;
mod fault;
mod form;
mod routes;

use std::sync::{Arc, OnceLock};

use serde_json::Value;

pub use fault::{Fault, Trouble};
pub use form::Form;
pub use routes::Routes;

/// The document as it is served. As data it takes ten times the memory, and is read only by whoever
/// has to explain what is wrong with a request: the first of these makes it.
#[derive(Debug, Clone)]
pub struct Document {
    text: Arc<str>,
    value: Arc<OnceLock<Value>>,
}

impl Document {
    /// Completes what the framework derived from the operations.
    #[must_use]
    pub fn completed(derived: &str) -> Self {
        let mut value = serde_json::from_str(derived).unwrap_or_default();
        complete::complete(&mut value);
        Self { text: value.to_string().into(), value: Arc::default() }
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As data.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.value.get_or_init(|| serde_json::from_str(&self.text).unwrap_or_default())
    }
}
