//! Instants that stand still.

use chrono::{DateTime, TimeDelta, Utc};

/// When every case begins.
pub(crate) fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_783_080_000, 123_456_000).expect("an instant of our time")
}

/// So many minutes after noon, or before it.
pub(crate) fn after(minutes: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minutes)
}
