//! Answers as rows.

use portero_domain::port::{KeptAnswer, RequestKey};
use uuid::Uuid;

use crate::table::{Nowhere, Row};

/// A request key that can be put in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerKey {
    actor: (&'static str, Option<Uuid>),
    operation: String,
    key: String,
}

impl From<&RequestKey> for AnswerKey {
    fn from(request: &RequestKey) -> Self {
        let actor = request.actor.parts();
        Self { actor, operation: request.operation.clone(), key: request.key.clone() }
    }
}

/// An answer, and the request that it was given to.
#[derive(Debug, Clone)]
pub struct StoredAnswer {
    /// The request.
    pub request: AnswerKey,
    /// The answer.
    pub answer: KeptAnswer,
}

impl Row for StoredAnswer {
    type Key = AnswerKey;
    type Place = Nowhere;

    fn key(&self) -> AnswerKey {
        self.request.clone()
    }

    fn places(&self) -> Vec<Nowhere> {
        Vec::new()
    }
}
