//! When to try again, and when to give up.

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::port::SendOutcome;

use crate::{ComposeError, RenderError, SendError};

/// How long to wait after the first attempts; after later ones an hour, without end.
const BACKOFF: [TimeDelta; 5] = [
    TimeDelta::seconds(5),
    TimeDelta::seconds(30),
    TimeDelta::minutes(2),
    TimeDelta::minutes(10),
    TimeDelta::minutes(30),
];

const HOURLY: TimeDelta = TimeDelta::hours(1);

/// The attempt at which a refusal for good is believed.
const LAST_ATTEMPT: u32 = 5;

/// What to record of a mail that did not leave. `attempts` counts those before this one.
pub(super) fn after_failure(error: SendError, attempts: u32, now: DateTime<Utc>) -> SendOutcome {
    match error {
        SendError::Transient(problem) => {
            let step = usize::try_from(attempts).unwrap_or(usize::MAX);
            let wait = BACKOFF.get(step).copied().unwrap_or(HOURLY);
            SendOutcome::Failed { retry_at: now + wait, problem }
        }
        SendError::Permanent(problem) if attempts + 1 < LAST_ATTEMPT => {
            SendOutcome::Failed { retry_at: now + HOURLY, problem }
        }
        SendError::Permanent(problem) => SendOutcome::Undeliverable { at: now, problem },
    }
}

/// What to record of a mail that could not be made into a message.
pub(super) fn after_composing(error: ComposeError, now: DateTime<Utc>) -> SendOutcome {
    let problem = error.to_string();
    match error {
        // Whoever lost the key may put it back.
        ComposeError::Sealed(_) | ComposeError::Unrenderable(RenderError::Layout) => {
            SendOutcome::Failed { retry_at: now + HOURLY, problem }
        }
        ComposeError::Unrenderable(RenderError::SecretMissing) => {
            SendOutcome::Undeliverable { at: now, problem }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn what_may_pass_is_tried_ever_more_slowly_and_without_end() {
        let wait = |attempts| {
            let outcome = after_failure(SendError::Transient("full".to_owned()), attempts, NOW);
            let SendOutcome::Failed { retry_at, .. } = outcome else { panic!("{outcome:?}") };
            (retry_at - NOW).num_seconds()
        };
        let waits = [0, 1, 2, 3, 4, 5, 6, 1_000, u32::MAX].map(wait);
        assert_eq!(waits, [5, 30, 120, 600, 1_800, 3_600, 3_600, 3_600, 3_600]);
    }

    #[test]
    fn a_refusal_for_good_is_believed_the_fifth_time() {
        let after =
            |attempts| after_failure(SendError::Permanent("unknown".to_owned()), attempts, NOW);
        let problem = "unknown".to_owned();
        for attempts in 0..4 {
            let retry_at = NOW + TimeDelta::hours(1);
            let expected = SendOutcome::Failed { retry_at, problem: problem.clone() };
            assert_eq!(after(attempts), expected);
        }
        assert_eq!(after(4), SendOutcome::Undeliverable { at: NOW, problem });
    }
}
