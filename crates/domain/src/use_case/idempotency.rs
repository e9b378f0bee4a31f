//! Requests that come twice: the second gets the first one's answer.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Error, Portero};
use crate::policy::Actor;
use crate::port::{KeptAnswer, RequestKey, UnitOfWork};

/// How long an answer is kept.
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// Makes a request count once. The answer is kept in the transaction of the change it tells of,
/// so that a repeat after a crash finds either both or neither.
pub struct Once<'a, Outcome> {
    request: Option<RepeatableRequest>,
    render: &'a (dyn Fn(&Outcome) -> String + Send + Sync),
}

struct RepeatableRequest {
    operation: String,
    key: String,
    body: [u8; 32],
}

/// The outcome of a request, or the answer that was given to it before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered<Outcome> {
    /// It was done now.
    Now(Outcome),
    /// It was done before, and this was the answer.
    Before(String),
}

impl<Outcome> Once<'_, Outcome> {
    /// A request that counts each time it comes.
    #[must_use]
    pub fn each_time() -> Self {
        Self { request: None, render: &|_| String::new() }
    }
}

impl<'a, Outcome> Once<'a, Outcome> {
    /// A request that counts once: `operation` names what is asked for with the object of its path,
    /// `body` is the hash of all that it says, and `render` writes the answer down.
    #[must_use]
    pub const fn keyed(
        operation: String,
        key: String,
        body: [u8; 32],
        render: &'a (dyn Fn(&Outcome) -> String + Send + Sync),
    ) -> Self {
        Self { request: Some(RepeatableRequest { operation, key, body }), render }
    }

    fn request_key(&self, actor: Actor) -> Option<(RequestKey, [u8; 32])> {
        self.request.as_ref().map(|request| {
            let key = RequestKey {
                actor,
                operation: request.operation.clone(),
                key: request.key.clone(),
            };
            (key, request.body)
        })
    }
}

impl Portero {
    /// The answer that was given to this request before, if it was.
    ///
    /// # Errors
    /// [`Error::IdempotencyKeyReused`] when it said something else then.
    pub(super) async fn answer_given<Outcome>(
        &self,
        unit: &mut dyn UnitOfWork,
        actor: Actor,
        once: &Once<'_, Outcome>,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, Error> {
        let Some((key, body)) = once.request_key(actor) else {
            return Ok(None);
        };
        match unit.answers().find(&key, now - KEPT_FOR).await? {
            Some(kept) if kept.request == body => Ok(Some(kept.answer)),
            Some(_) => Err(Error::IdempotencyKeyReused),
            None => Ok(None),
        }
    }

    /// Keeps the answer with the change that it tells of.
    pub(super) async fn keep_answer<Outcome>(
        &self,
        unit: &mut dyn UnitOfWork,
        actor: Actor,
        once: &Once<'_, Outcome>,
        outcome: &Outcome,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Some((key, request)) = once.request_key(actor) else {
            return Ok(());
        };
        let answer = KeptAnswer { request, answer: (once.render)(outcome), at: now };
        Ok(unit.answers().keep(key, answer, now - KEPT_FOR).await?)
    }
}
