//! The time.

use chrono::{DateTime, Utc};

/// Tells the time, in whole microseconds: no store has to keep more.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;
}
