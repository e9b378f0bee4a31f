//! Figures with their units.

use std::fmt;
use std::time::Duration;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Time, in nanoseconds.
    Nanoseconds,
    /// Requests in a second.
    PerSecond,
    /// Bytes, shown in units of 1024 × 1024.
    Mebibytes,
    /// Bytes, shown in millions.
    Megabytes,
    /// How many.
    Count,
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: Unit,
}

impl Quantity {
    /// A time in nanoseconds.
    #[must_use]
    pub const fn nanoseconds(value: f64) -> Self {
        Self { value, unit: Unit::Nanoseconds }
    }

    /// A time.
    #[must_use]
    pub fn time(duration: Duration) -> Self {
        Self::nanoseconds(duration.as_secs_f64() * 1e9)
    }

    /// Requests in a second.
    #[must_use]
    pub const fn per_second(value: f64) -> Self {
        Self { value, unit: Unit::PerSecond }
    }

    /// How many.
    #[must_use]
    pub fn count(value: u32) -> Self {
        Self { value: f64::from(value), unit: Unit::Count }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value;
        let text = match self.unit {
            Unit::Nanoseconds if value < 1e3 => format!("{value:.2} ns"),
            Unit::Nanoseconds if value < 1e6 => format!("{:.1} µs", value / 1e3),
            Unit::Nanoseconds => format!("{:.2} ms", value / 1e6),
            Unit::PerSecond => format!("{value:.0} /s"),
            Unit::Mebibytes => format!("{:.1} MiB", value / (1024.0 * 1024.0)),
            Unit::Megabytes => format!("{:.1} MB", value / 1e6),
            Unit::Count => format!("{value:.0}"),
        };
        f.pad(&text)
    }
}
