//! Whether the worker still goes about its work.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// How long the worker may be silent. It turns at least once a second.
const SILENCE: TimeDelta = TimeDelta::seconds(10);

/// When the worker was last seen at work. Shared with whoever asks, for `/readyz`.
#[derive(Debug)]
pub struct WorkerHealth {
    /// In microseconds since 1970.
    last_beat: AtomicI64,
}

impl WorkerHealth {
    pub(super) const fn new(now: DateTime<Utc>) -> Self {
        Self { last_beat: AtomicI64::new(now.timestamp_micros()) }
    }

    pub(super) fn beat(&self, now: DateTime<Utc>) {
        self.last_beat.store(now.timestamp_micros(), Ordering::Relaxed);
    }

    /// Whether the worker was seen at work within the last ten seconds. A mail server that does
    /// not answer leaves it alive: mails wait, and nothing is lost.
    #[must_use]
    pub fn is_alive(&self, now: DateTime<Utc>) -> bool {
        let silent_for = now.timestamp_micros() - self.last_beat.load(Ordering::Relaxed);
        TimeDelta::microseconds(silent_for) <= SILENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_death_until_the_next_beat() {
        let start = DateTime::UNIX_EPOCH;
        let health = WorkerHealth::new(start);
        assert!(health.is_alive(start + TimeDelta::seconds(10)));
        assert!(!health.is_alive(start + TimeDelta::seconds(11)));
        health.beat(start + TimeDelta::seconds(11));
        assert!(health.is_alive(start + TimeDelta::seconds(11)));
    }
}
