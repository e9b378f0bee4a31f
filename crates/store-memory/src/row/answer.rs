//! Answers as rows.

use portero_domain::id::UserId;
use portero_domain::policy::Actor;
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

impl AnswerKey {
    /// Comes before every request of a user.
    pub fn before_all_of_user(user: UserId) -> Self {
        let actor = Actor::User(user).parts();
        Self { actor, operation: String::new(), key: String::new() }
    }

    /// Whether the same actor asks.
    pub fn has_actor_of(&self, other: &Self) -> bool {
        self.actor == other.actor
    }
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
