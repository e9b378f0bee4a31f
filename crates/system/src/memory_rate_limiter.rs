//! Counting in this process's memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::model::{Rate, RateBucket, RetryAfter};
use portero_domain::port::{RateKey, RateLimiter};

/// How many buckets are kept at most: about 40 MB.
const MOST_BUCKETS: usize = 200_000;

/// Below so many there is no point in looking for idle ones.
const FEW_BUCKETS: usize = 1_024;

/// How far ahead to look, step by step, for buckets to drop when too many are in use.
const HORIZONS: [TimeDelta; 6] = [
    TimeDelta::zero(),
    TimeDelta::minutes(2),
    TimeDelta::minutes(10),
    TimeDelta::hours(1),
    TimeDelta::hours(6),
    TimeDelta::days(1),
];

/// Counts in memory, forgetting with the process. Memory is bounded: idle buckets are dropped as
/// their number grows, and when too many are in use at once, those that would soonest be idle go
/// first. So a flood of strangers, each used once, never frees one that was used up.
#[derive(Debug)]
pub struct MemoryRateLimiter {
    buckets: Mutex<Buckets>,
    most: usize,
}

#[derive(Debug)]
struct Buckets {
    by_key: HashMap<RateKey, RateBucket>,
    /// The number at which to look for idle ones again: twice what was left the last time, so
    /// that a look costs no more than the inserts since then.
    sweep_at: usize,
}

impl Default for MemoryRateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryRateLimiter {
    /// A limiter that nothing was taken from.
    #[must_use]
    pub fn new() -> Self {
        Self::with_room_for(MOST_BUCKETS)
    }

    fn with_room_for(most: usize) -> Self {
        let buckets = Buckets { by_key: HashMap::new(), sweep_at: FEW_BUCKETS.min(most) };
        Self { buckets: Mutex::new(buckets), most }
    }

    fn lock(&self) -> MutexGuard<'_, Buckets> {
        // Each change is a single insert or a bucket's own: a panic elsewhere leaves them whole.
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RateLimiter for MemoryRateLimiter {
    fn take(
        &self,
        key: &RateKey,
        rate: Rate,
        count: u32,
        now: DateTime<Utc>,
    ) -> Result<(), RetryAfter> {
        let mut buckets = self.lock();
        if let Some(bucket) = buckets.by_key.get_mut(key) {
            return bucket.take(rate, count, now);
        }
        let mut bucket = RateBucket::new(now);
        bucket.take(rate, count, now)?;
        buckets.make_room(self.most, now);
        buckets.by_key.insert(key.clone(), bucket);
        Ok(())
    }

    fn give_back(&self, key: &RateKey, rate: Rate, count: u32) {
        if let Some(bucket) = self.lock().by_key.get_mut(key) {
            bucket.give_back(rate, count);
        }
    }
}

impl Buckets {
    fn make_room(&mut self, most: usize, now: DateTime<Utc>) {
        if self.by_key.len() < self.sweep_at {
            return;
        }
        for horizon in HORIZONS {
            self.by_key.retain(|_, bucket| !bucket.is_idle(now + horizon));
            if self.by_key.len() <= most / 2 {
                break;
            }
        }
        if self.by_key.len() >= most {
            // Everyone is booked out for more than a day, which no configured rate allows.
            self.by_key.clear();
        }
        self.sweep_at = (self.by_key.len() * 2).clamp(FEW_BUCKETS.min(most), most);
    }
}

#[cfg(test)]
mod tests {
    use portero_domain::port::RateKind;

    use super::*;

    const THREE_THEN_HOURLY: Rate = Rate { burst: 3, period: TimeDelta::hours(1) };
    const START: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn key(subject: &impl ToString) -> RateKey {
        RateKey { kind: RateKind::SignIn, subject: subject.to_string() }
    }

    #[test]
    fn each_key_counts_for_itself() {
        let limiter = MemoryRateLimiter::new();
        assert!(limiter.take(&key(&"ana"), THREE_THEN_HOURLY, 3, START).is_ok());
        let refused = limiter.take(&key(&"ana"), THREE_THEN_HOURLY, 1, START);
        assert_eq!(refused, Err(RetryAfter(TimeDelta::hours(1))));
        assert!(limiter.take(&key(&"luis"), THREE_THEN_HOURLY, 1, START).is_ok());
        let other = RateKey { kind: RateKind::Resend, subject: "ana".to_owned() };
        assert!(limiter.take(&other, THREE_THEN_HOURLY, 1, START).is_ok());
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let limiter = MemoryRateLimiter::new();
        limiter.give_back(&key(&"nobody"), THREE_THEN_HOURLY, 1);
        assert!(limiter.take(&key(&"ana"), THREE_THEN_HOURLY, 3, START).is_ok());
        limiter.give_back(&key(&"ana"), THREE_THEN_HOURLY, 1);
        assert!(limiter.take(&key(&"ana"), THREE_THEN_HOURLY, 1, START).is_ok());
        assert!(limiter.take(&key(&"ana"), THREE_THEN_HOURLY, 1, START).is_err());
    }

    #[test]
    fn idle_buckets_are_dropped() {
        let limiter = MemoryRateLimiter::new();
        for number in 0..10 * FEW_BUCKETS {
            let now = START + TimeDelta::hours(2) * i32::try_from(number).expect("small");
            assert!(limiter.take(&key(&number), THREE_THEN_HOURLY, 1, now).is_ok());
        }
        assert!(limiter.lock().by_key.len() <= FEW_BUCKETS);
    }

    #[test]
    fn a_flood_of_strangers_is_bounded_and_frees_nobody_who_is_used_up() {
        let limiter = MemoryRateLimiter::with_room_for(100);
        assert!(limiter.take(&key(&"ana"), THREE_THEN_HOURLY, 3, START).is_ok());
        for number in 0..1_000 {
            assert!(limiter.take(&key(&number), THREE_THEN_HOURLY, 1, START).is_ok());
            assert!(limiter.lock().by_key.len() <= 100);
        }
        assert!(limiter.take(&key(&"ana"), THREE_THEN_HOURLY, 1, START).is_err());
    }

    #[test]
    fn a_refusal_takes_no_room() {
        let limiter = MemoryRateLimiter::new();
        assert!(limiter.take(&key(&"ana"), THREE_THEN_HOURLY, 4, START).is_err());
        assert!(limiter.lock().by_key.is_empty());
    }
}
