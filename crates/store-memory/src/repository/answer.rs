//! Answers in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::port::{AnswerRepository, KeptAnswer, RequestKey, StoreError};

use crate::row::{AnswerKey, StoredAnswer};
use crate::state::State;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl AnswerRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        key: &RequestKey,
        since: DateTime<Utc>,
    ) -> Result<Option<KeptAnswer>, StoreError> {
        self.read(|state| answer_since(state, &AnswerKey::from(key), since).cloned())
    }

    async fn keep(
        &mut self,
        key: RequestKey,
        answer: KeptAnswer,
        since: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let request = AnswerKey::from(&key);
        self.write(|transaction| {
            if answer_since(transaction.state(), &request, since).is_some() {
                return Err(StoreError::Conflict);
            }
            transaction.put(StoredAnswer { request, answer });
            Ok(())
        })
    }
}

fn answer_since<'a>(
    state: &'a State,
    request: &AnswerKey,
    since: DateTime<Utc>,
) -> Option<&'a KeptAnswer> {
    let kept = &state.answers.get(request)?.answer;
    (kept.at >= since).then_some(kept)
}
