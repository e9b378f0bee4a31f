//! Answers that were given before, for requests that come twice.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::StoreError;
use crate::policy::Actor;

/// What tells a repeated request from another: the same key means nothing from another actor, or
/// for another operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestKey {
    /// Who asks.
    pub actor: Actor,
    /// What is asked for, the object of the path included.
    pub operation: String,
    /// The key that the client chose.
    pub key: String,
}

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// What the request said, as a hash.
    pub request: [u8; 32],
    /// The answer, as it was given.
    pub answer: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps answers, in the transaction of the change that they tell of.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AnswerRepository: Send {
    /// The answer that was given to this request at or after `since`.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find(
        &mut self,
        key: &RequestKey,
        since: DateTime<Utc>,
    ) -> Result<Option<KeptAnswer>, StoreError>;

    /// Keeps an answer; one that is older than `since` gives way.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the same request is answered elsewhere at the same time.
    async fn keep(
        &mut self,
        key: RequestKey,
        answer: KeptAnswer,
        since: DateTime<Utc>,
    ) -> Result<(), StoreError>;
}
