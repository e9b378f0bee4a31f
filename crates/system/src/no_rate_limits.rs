//! No counting at all.

use chrono::{DateTime, Utc};
use portero_domain::model::{Rate, RetryAfter};
use portero_domain::port::{RateKey, RateLimiter};

/// Allows everything: for tests, and for `PORTERO_RATE_LIMITS=off`.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoRateLimits;

impl RateLimiter for NoRateLimits {
    fn take(
        &self,
        _key: &RateKey,
        _rate: Rate,
        _count: u32,
        _now: DateTime<Utc>,
    ) -> Result<(), RetryAfter> {
        Ok(())
    }

    fn give_back(&self, _key: &RateKey, _rate: Rate, _count: u32) {}
}
