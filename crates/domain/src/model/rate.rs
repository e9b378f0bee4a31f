//! Rates: so many at once, and then one every so often.

use chrono::{DateTime, TimeDelta, Utc};

/// How much of something is allowed: `burst` at once, then one more each `period`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// How long until one more is allowed.
    pub period: TimeDelta,
}

/// When to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub TimeDelta);

impl RetryAfter {
    /// Whole seconds, at least one, for a `Retry-After` header.
    #[must_use]
    pub fn seconds(self) -> i64 {
        let whole = self.0.num_seconds();
        let begun = i64::from(self.0 > TimeDelta::seconds(whole));
        (whole + begun).max(1)
    }
}

/// What one key has used of a rate: the generic cell rate algorithm, which needs one instant only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateBucket {
    used_until: DateTime<Utc>,
}

impl RateBucket {
    /// A bucket that nothing was taken from.
    #[must_use]
    pub const fn new(now: DateTime<Utc>) -> Self {
        Self { used_until: now }
    }

    /// Takes `count` at once, or nothing.
    ///
    /// # Errors
    /// Says when so many would be allowed.
    pub fn take(&mut self, rate: Rate, count: u32, now: DateTime<Utc>) -> Result<(), RetryAfter> {
        let begin = self.used_until.max(now);
        let end = begin + times(rate.period, count);
        let allowed_until = now + times(rate.period, rate.burst);
        if end > allowed_until {
            return Err(RetryAfter(end - allowed_until));
        }
        self.used_until = end;
        Ok(())
    }

    /// Gives back what was taken in vain.
    pub fn give_back(&mut self, rate: Rate, count: u32) {
        self.used_until -= times(rate.period, count);
    }

    /// Whether nothing is left of what was taken, so that the bucket need not be kept.
    #[must_use]
    pub fn is_idle(&self, now: DateTime<Utc>) -> bool {
        self.used_until <= now
    }
}

fn times(period: TimeDelta, count: u32) -> TimeDelta {
    period.checked_mul(i32::try_from(count).unwrap_or(i32::MAX)).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE_THEN_HOURLY: Rate = Rate { burst: 3, period: TimeDelta::hours(1) };

    #[test]
    fn three_at_once_then_one_an_hour() {
        let start = DateTime::UNIX_EPOCH;
        let mut bucket = RateBucket::new(start);
        for _ in 0..3 {
            assert_eq!(bucket.take(THREE_THEN_HOURLY, 1, start), Ok(()));
        }
        let refused = bucket.take(THREE_THEN_HOURLY, 1, start);
        assert_eq!(refused, Err(RetryAfter(TimeDelta::hours(1))));
        let later = start + TimeDelta::hours(1);
        assert_eq!(bucket.take(THREE_THEN_HOURLY, 1, later), Ok(()));
        assert!(bucket.take(THREE_THEN_HOURLY, 1, later).is_err());
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let start = DateTime::UNIX_EPOCH;
        let mut bucket = RateBucket::new(start);
        assert_eq!(bucket.take(THREE_THEN_HOURLY, 3, start), Ok(()));
        bucket.give_back(THREE_THEN_HOURLY, 1);
        assert_eq!(bucket.take(THREE_THEN_HOURLY, 1, start), Ok(()));
        assert!(bucket.take(THREE_THEN_HOURLY, 1, start).is_err());
    }

    #[test]
    fn more_at_once_than_the_burst_takes_nothing() {
        let start = DateTime::UNIX_EPOCH;
        let mut bucket = RateBucket::new(start);
        assert!(bucket.take(THREE_THEN_HOURLY, 4, start).is_err());
        assert!(bucket.is_idle(start));
    }

    #[test]
    fn retry_after_is_rounded_up_to_whole_seconds() {
        assert_eq!(RetryAfter(TimeDelta::milliseconds(1)).seconds(), 1);
        assert_eq!(RetryAfter(TimeDelta::milliseconds(1_001)).seconds(), 2);
        assert_eq!(RetryAfter(TimeDelta::seconds(2)).seconds(), 2);
    }
}
