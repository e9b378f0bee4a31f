//! Answers as rows.

use portero_domain::policy::Actor;
use portero_domain::port::{KeptAnswer, RequestKey};
use uuid::Uuid;

use crate::table::{Nowhere, Row};

/// A request key that can be put in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerKey {
    actor: (u8, Uuid),
    operation: String,
    key: String,
}

impl From<&RequestKey> for AnswerKey {
    fn from(request: &RequestKey) -> Self {
        let actor = match request.actor {
            Actor::User(id) => (0, id.as_uuid()),
            Actor::ServiceKey(id) => (1, id.as_uuid()),
            Actor::Operator => (2, Uuid::nil()),
            Actor::Visitor => (3, Uuid::nil()),
        };
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
