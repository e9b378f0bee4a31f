//! `Idempotency-Key`: a request that comes twice counts once.

use poem_openapi::types::{ParseFromJSON, ToJSON};
use portero_domain::use_case::{Once, Portero};

use crate::problem::{Code, Problem};

/// The most characters in a key.
const LONGEST_KEY: usize = 255;

/// What tells a repeat from another request.
pub struct Repeat {
    operation: String,
    key: Option<String>,
    body: [u8; 32],
}

impl Repeat {
    /// Takes the key of a request: `operation` names what is asked for with the object of its
    /// path.
    ///
    /// # Errors
    /// [`Code::MalformedRequest`] for a key that is empty, too long or not printable ASCII.
    pub fn of<Body: ToJSON>(
        portero: &Portero,
        operation: String,
        key: Option<String>,
        body: &Body,
    ) -> Result<Self, Problem> {
        Self::of_bytes(portero, operation, key, body.to_json_string().as_bytes())
    }

    /// The same, where something else than a JSON body tells the request from another.
    ///
    /// # Errors
    /// [`Code::MalformedRequest`] likewise.
    pub fn of_bytes(
        portero: &Portero,
        operation: String,
        key: Option<String>,
        said: &[u8],
    ) -> Result<Self, Problem> {
        let usable = |key: &String| {
            (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
        };
        if !key.as_ref().is_none_or(usable) {
            let detail = "Idempotency-Key takes 1 to 255 printable characters.";
            return Err(Problem::Request(Code::MalformedRequest, Some(detail.to_owned())));
        }
        let body = portero.fingerprint(said);
        Ok(Self { operation, key, body })
    }

    /// For the use case.
    pub fn once<Outcome>(
        self,
        render: &(dyn Fn(&Outcome) -> String + Send + Sync),
    ) -> Once<'_, Outcome> {
        match self.key {
            Some(key) => Once::keyed(self.operation, key, self.body, render),
            None => Once::each_time(),
        }
    }
}

/// Reads an answer that was kept.
///
/// # Errors
/// [`Code::InternalError`] when it cannot be read any more.
pub fn replay<Body: ParseFromJSON>(answer: &str) -> Result<Body, Problem> {
    let unreadable = || Problem::Request(Code::InternalError, None);
    let value = serde_json::from_str(answer).map_err(|_| unreadable())?;
    Body::parse_from_json(Some(value)).map_err(|_| unreadable())
}
